/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-item.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_QUESTIONNAIRE (tambo_questionnaire_get_type ())
G_DECLARE_FINAL_TYPE (TamboQuestionnaire, tambo_questionnaire, TAMBO, QUESTIONNAIRE, GObject)

TamboQuestionnaire *tambo_questionnaire_new_from_bytes (GBytes *bytes, GError **error);
gboolean tambo_questionnaire_check (TamboQuestionnaire *self, GError **error);

const char *tambo_questionnaire_get_url (TamboQuestionnaire *self);
const char *tambo_questionnaire_get_version (TamboQuestionnaire *self);
const char *tambo_questionnaire_get_title (TamboQuestionnaire *self, const char *language);
const char *tambo_questionnaire_get_purpose (TamboQuestionnaire *self, const char *language);
const char *tambo_questionnaire_get_copyright (TamboQuestionnaire *self);
const char *const *tambo_questionnaire_get_languages (TamboQuestionnaire *self);
const char *const *tambo_questionnaire_get_warnings (TamboQuestionnaire *self);
guint tambo_questionnaire_count_texts (TamboQuestionnaire *self,
                                       const char *language,
                                       guint *out_n_present);

guint tambo_questionnaire_get_n_items (TamboQuestionnaire *self);
TamboFormItem *tambo_questionnaire_get_item (TamboQuestionnaire *self, guint position);
TamboFormItem *tambo_questionnaire_find_item (TamboQuestionnaire *self, const char *link_id);

G_END_DECLS
