/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-answer.h"
#include "content/forms/form-item.h"

G_BEGIN_DECLS

/* What the reader fills in and the engine works with. Private to content/forms. */

typedef struct
{
  char *question;        /* (owned) */
  TamboFormItem *target; /* (unowned) */
  TamboFormOperator operation;
  TamboFormAnswer answer;
} TamboFormCondition;

typedef struct
{
  TamboFormLevel level;
  TamboExpression *expression; /* (owned) */
  char *text_id;               /* (owned) */
  TamboFormItem *text;         /* (unowned) */
} TamboFormRule;

typedef struct
{
  char *name;                  /* (owned) */
  TamboExpression *expression; /* (owned) (nullable): %NULL: declared, but not to be had here */
} TamboFormVariable;

struct _TamboFormOption
{
  GObject parent_instance;

  TamboFormAnswer value;
  TamboTexts *text; /* (owned) (nullable) */
  char *weight;     /* (owned) (nullable): digits */
  gboolean exclusive;
  gboolean initial;
};

struct _TamboFormItem
{
  GObject parent_instance;

  char *link_id; /* (owned) */
  TamboFormItemKind kind;
  guint position;
  TamboFormItem *parent; /* (unowned) (nullable) */
  GPtrArray *children;   /* (owned) (element-type TamboFormItem) */
  TamboElement *source;  /* (owned): as it was read, for %qitem */

  TamboTexts *text;       /* (owned) (nullable) */
  TamboTexts *short_text; /* (owned) (nullable) */
  TamboTexts *unit;       /* (owned) (nullable) */
  GListStore *options;    /* (owned) (element-type TamboFormOption) */
  GArray *initial;        /* (owned) (element-type TamboFormAnswer) */

  GArray *conditions;                 /* (owned) (element-type TamboFormCondition) */
  gboolean any;                       /* one condition is enough */
  gboolean ambiguous;                 /* several, and nobody says whether one is enough */
  GArray *rules;                      /* (owned) (element-type TamboFormRule) */
  GArray *variables;                  /* (owned) (element-type TamboFormVariable) */
  TamboExpression *enable_expression; /* (owned) (nullable) */
  TamboExpression *calculated;        /* (owned) (nullable) */

  gboolean hidden;
  gboolean required;
  gboolean repeats;
  gboolean read_only;
  gboolean is_score;
  gboolean is_help;
  gboolean is_alert_text;
  gboolean is_safety;
  TamboFormBand band;
  TamboFormPart part;

  gboolean has_min;
  gboolean has_max;
  TamboDecimal min;
  TamboDecimal max;
  guint max_length;
};

TamboFormItem *tambo_form_item_new (const char *link_id);
TamboFormOption *tambo_form_option_new (void);
GArray *tambo_form_variables_new (void);
gboolean tambo_form_item_is_below (TamboFormItem *self, TamboFormItem *other);

G_END_DECLS
