/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-item.h"

G_BEGIN_DECLS

/**
 * TamboFormFault:
 * @code: a #TamboError
 * @link_id: (owned) (nullable): of the item; %NULL: of the whole form
 * @reason: (owned): what is wrong
 * @cure: (unowned): what to do
 */
typedef struct
{
  int code;
  char *link_id;
  char *reason;
  const char *cure;
} TamboFormFault;

/**
 * TamboFormGap:
 * @link_id: (unowned) (nullable): of the item; %NULL: of the whole form
 * @what: (unowned): which of its texts
 * @is_safety: whether somebody could come to harm who does not read it
 */
typedef struct
{
  const char *link_id;
  const char *what;
  gboolean is_safety;
} TamboFormGap;

#define TAMBO_TYPE_QUESTIONNAIRE (tambo_questionnaire_get_type ())
G_DECLARE_FINAL_TYPE (TamboQuestionnaire, tambo_questionnaire, TAMBO, QUESTIONNAIRE, GObject)

TamboQuestionnaire *tambo_questionnaire_new_from_bytes (GBytes *bytes, GError **error);
GPtrArray *tambo_questionnaire_list_faults (GBytes *bytes, GError **error);

const char *tambo_questionnaire_get_url (TamboQuestionnaire *self);
const char *tambo_questionnaire_get_version (TamboQuestionnaire *self);
const char *tambo_questionnaire_get_title (TamboQuestionnaire *self, const char *language);
const char *tambo_questionnaire_get_purpose (TamboQuestionnaire *self, const char *language);
const char *tambo_questionnaire_get_copyright (TamboQuestionnaire *self);
const char *const *tambo_questionnaire_get_languages (TamboQuestionnaire *self);
const char *const *tambo_questionnaire_get_warnings (TamboQuestionnaire *self);
GPtrArray *tambo_questionnaire_list_missing (TamboQuestionnaire *self, const char *language);
guint tambo_questionnaire_count_texts (TamboQuestionnaire *self,
                                       const char *language,
                                       guint *out_n_present);

guint tambo_questionnaire_get_n_items (TamboQuestionnaire *self);
TamboFormItem *tambo_questionnaire_get_item (TamboQuestionnaire *self, guint position);
TamboFormItem *tambo_questionnaire_find_item (TamboQuestionnaire *self, const char *link_id);

G_END_DECLS
