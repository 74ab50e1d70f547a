/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-engine.h"
#include "content/forms/questionnaire-private.h"

G_BEGIN_DECLS

/* Private to the engine's own files. */

typedef enum
{
  TAMBO_FORM_UNIT_ENABLED,
  TAMBO_FORM_UNIT_VALUE,
  TAMBO_FORM_UNIT_VARIABLE,
  TAMBO_FORM_UNIT_RULE,
} TamboFormUnitKind;

/* One thing that follows from the answers, and what it was made from the last time. */
typedef struct
{
  TamboFormUnitKind kind;
  TamboFormItem *item; /* (unowned) (nullable): %NULL for a variable of the whole form */
  guint index;         /* of a variable or a rule, among those of the item */

  GHashTable *reads; /* (owned): tags that it looked at */
  GHashTable *uses;  /* (owned): units of variables that it looked at */
  GHashTable *users; /* (owned): of a variable: who looked at it */
  gboolean is_dirty;
  gboolean is_running;
  guint n_runs;

  TamboCollection *value;   /* (owned) (nullable): of a variable */
  TamboFormRuleState state; /* of a rule */
} TamboFormUnit;

typedef struct
{
  GArray *answers; /* (owned) (element-type TamboFormAnswer): kept while the item is disabled */
  gboolean declined;
  gboolean wanted;       /* by its own conditions */
  gboolean enabled;      /* by those above it too */
  TamboElement *element; /* (owned): in the response */
} TamboFormCell;

struct _TamboFormEngine
{
  TamboQuestionnaire *questionnaire; /* (owned) */
  TamboElement *response;            /* (owned) */
  TamboScope *scope;                 /* (owned) */
  TamboFormCell *cells;              /* (owned): one an item */
  GPtrArray *units;                  /* (owned) (element-type TamboFormUnit) */
  GHashTable *readers;               /* (owned): tag → set of units */
  GQueue queue;                      /* (unowned TamboFormUnit) */
  TamboFormUnit *current;            /* (unowned) (nullable): under way */
  GPtrArray *faults;                 /* (owned) (element-type utf8) */
  GDateTime *now;                    /* (owned) */
  gboolean was_declined;             /* some question, at some time */
  gboolean is_trial;                 /* asks no what-ifs of its own */
};

void tambo_form_engine_add_units (TamboFormEngine *self);
void tambo_form_engine_run_unit (TamboFormEngine *self, TamboFormUnit *unit);
void tambo_form_engine_run_rule (TamboFormEngine *self, TamboFormUnit *unit);
void tambo_form_engine_touch (TamboFormEngine *self, guint tag);
void tambo_form_engine_mark (TamboFormEngine *self, TamboFormUnit *unit);
void tambo_form_engine_set_wanted (TamboFormEngine *self, TamboFormItem *item, gboolean wanted);
void tambo_form_engine_replace_answers (TamboFormEngine *self,
                                        TamboFormItem *item,
                                        GArray *answers,
                                        gboolean declined);
void tambo_form_engine_add_fault (TamboFormEngine *self, TamboFormUnit *unit, const char *what);
TamboCollection *tambo_form_engine_evaluate (TamboFormEngine *self,
                                             TamboFormUnit *unit,
                                             TamboExpression *expression,
                                             GError **error);
TamboCollection *tambo_form_engine_resolve (const char *name, gpointer user_data, GError **error);
void tambo_form_unit_free (TamboFormUnit *self);

G_END_DECLS
