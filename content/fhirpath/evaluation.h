/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/scope.h"
#include "content/fhirpath/syntax.h"

G_BEGIN_DECLS

/* One evaluation under way. Private to content/fhirpath. */
typedef struct
{
  TamboScope *scope;          /* (unowned) */
  TamboCollection *context;   /* (unowned): what %context stands for */
  TamboCollection *this_item; /* (unowned) */
  TamboCollection *total;     /* (unowned) (nullable) */
  gint64 index;
  guint64 work;
} TamboEvaluation;

/* What one evaluation may touch, and how long a text or a list may grow. Forms come from outside.
 */
#define TAMBO_EVALUATION_MAX_WORK 2000000
#define TAMBO_EVALUATION_MAX_TEXT (64 * 1024)
#define TAMBO_EVALUATION_MAX_SIZE 20000

/* The special tag of tambo_scope_note_read(): which items there are has been looked at. */
#define TAMBO_READ_PRESENCE 0

/* What three-valued logic works with. */
typedef enum
{
  TAMBO_TRUTH_FALSE,
  TAMBO_TRUTH_TRUE,
  TAMBO_TRUTH_EMPTY,
} TamboTruth;

TamboCollection *tambo_evaluation_run (TamboEvaluation *self,
                                       TamboSyntax *syntax,
                                       TamboCollection *focus,
                                       GError **error);
TamboCollection *tambo_evaluation_run_item (TamboEvaluation *self,
                                            TamboSyntax *syntax,
                                            const TamboValue *item,
                                            gint64 index,
                                            GError **error);
TamboCollection *tambo_evaluation_run_argument (TamboEvaluation *self,
                                                TamboSyntax *call,
                                                guint position,
                                                GError **error);
gboolean tambo_evaluation_spend (TamboEvaluation *self, guint64 work, GError **error);
gboolean tambo_evaluation_append (TamboEvaluation *self,
                                  TamboCollection *list,
                                  const TamboValue *value,
                                  GError **error);
gboolean tambo_evaluation_append_children (TamboEvaluation *self,
                                           TamboCollection *list,
                                           TamboElement *element,
                                           const char *name,
                                           GError **error);

gboolean tambo_collection_get_truth (TamboCollection *self, TamboTruth *out_truth, GError **error);
TamboCollection *tambo_collection_new_truth (TamboTruth truth);
gboolean tambo_collection_get_single (TamboCollection *self,
                                      TamboValue *out_value,
                                      gboolean *out_is_empty,
                                      GError **error);
gboolean tambo_value_has_type (const TamboValue *value, const char *type);

G_END_DECLS
