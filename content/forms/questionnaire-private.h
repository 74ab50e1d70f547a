/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-item-private.h"
#include "content/forms/questionnaire.h"

G_BEGIN_DECLS

/* Private to content/forms. */

struct _TamboQuestionnaire
{
  GObject parent_instance;

  char *url;         /* (owned) (nullable) */
  char *version;     /* (owned) (nullable) */
  char *language;    /* (owned): of the texts that are no translations; "und" if nobody says */
  char *copyright;   /* (owned) (nullable) */
  TamboTexts *title; /* (owned) (nullable) */
  TamboTexts *description; /* (owned) (nullable) */

  TamboElement *source; /* (owned): as it was read, for %questionnaire */
  GPtrArray *roots;     /* (owned) (element-type TamboFormItem) */
  GPtrArray *items;     /* (owned) (element-type TamboFormItem): in the order of the form */
  GHashTable *by_id;    /* (owned): link id → item (unowned) */
  GArray *variables;    /* (owned) (element-type TamboFormVariable) */
  GStrv languages;      /* (owned): those offered */
  GPtrArray *warnings;  /* (owned) (element-type utf8), ends with %NULL */
};

gboolean tambo_questionnaire_read (TamboQuestionnaire *self, GError **error);
gboolean tambo_questionnaire_read_item (TamboQuestionnaire *self,
                                        TamboFormItem *item,
                                        GError **error);
gboolean tambo_questionnaire_read_variables (TamboElement *source,
                                             GArray *variables,
                                             GError **error);
void tambo_questionnaire_link (TamboQuestionnaire *self, GPtrArray *faults);
void tambo_questionnaire_find_ambiguities (TamboQuestionnaire *self, GPtrArray *faults);
void tambo_questionnaire_warn (TamboQuestionnaire *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
GStrv tambo_questionnaire_list_languages (TamboQuestionnaire *self);

G_END_DECLS
