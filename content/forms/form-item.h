/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/texts.h"
#include "content/fhirpath/decimal.h"
#include "content/fhirpath/expression.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboFormItemKind:
 * @TAMBO_FORM_ITEM_UNAVAILABLE: a type that this kiosk cannot ask; it is passed over, and a form
 *   that requires it is refused
 */
typedef enum
{
  TAMBO_FORM_ITEM_GROUP,
  TAMBO_FORM_ITEM_DISPLAY,
  TAMBO_FORM_ITEM_BOOLEAN,
  TAMBO_FORM_ITEM_CHOICE,
  TAMBO_FORM_ITEM_INTEGER,
  TAMBO_FORM_ITEM_DECIMAL,
  TAMBO_FORM_ITEM_STRING,
  TAMBO_FORM_ITEM_TEXT,
  TAMBO_FORM_ITEM_UNAVAILABLE,
} TamboFormItemKind;

/* In order of haste: a later one goes before an earlier one. */
typedef enum
{
  TAMBO_FORM_LEVEL_SAME_DAY,
  TAMBO_FORM_LEVEL_CRISIS,
  TAMBO_FORM_LEVEL_EMERGENCY,
} TamboFormLevel;

/* In order of haste. */
typedef enum
{
  TAMBO_FORM_BAND_NONE,
  TAMBO_FORM_BAND_SELF_CARE,
  TAMBO_FORM_BAND_SEE_SOMEONE,
  TAMBO_FORM_BAND_SOON,
  TAMBO_FORM_BAND_SAME_DAY,
  TAMBO_FORM_BAND_EMERGENCY,
} TamboFormBand;

typedef enum
{
  TAMBO_FORM_OPERATOR_EXISTS,
  TAMBO_FORM_OPERATOR_EQUAL,
  TAMBO_FORM_OPERATOR_NOT_EQUAL,
  TAMBO_FORM_OPERATOR_GREATER,
  TAMBO_FORM_OPERATOR_LESS,
  TAMBO_FORM_OPERATOR_GREATER_OR_EQUAL,
  TAMBO_FORM_OPERATOR_LESS_OR_EQUAL,
} TamboFormOperator;

/* Which part of a result a display item says; see TamboFormResult. */
typedef enum
{
  TAMBO_FORM_PART_NONE,
  TAMBO_FORM_PART_MEANING,
  TAMBO_FORM_PART_NEXT_STEP,
} TamboFormPart;

#define TAMBO_TYPE_FORM_OPTION (tambo_form_option_get_type ())
G_DECLARE_FINAL_TYPE (TamboFormOption, tambo_form_option, TAMBO, FORM_OPTION, GObject)

const char *tambo_form_option_get_system (TamboFormOption *self);
const char *tambo_form_option_get_code (TamboFormOption *self);
const char *tambo_form_option_get_text (TamboFormOption *self, const char *language);
gboolean tambo_form_option_is_exclusive (TamboFormOption *self);

#define TAMBO_TYPE_FORM_ITEM (tambo_form_item_get_type ())
G_DECLARE_FINAL_TYPE (TamboFormItem, tambo_form_item, TAMBO, FORM_ITEM, GObject)

const char *tambo_form_item_get_link_id (TamboFormItem *self);
TamboFormItemKind tambo_form_item_get_kind (TamboFormItem *self);
const char *tambo_form_item_get_text (TamboFormItem *self, const char *language);
const char *tambo_form_item_get_short_text (TamboFormItem *self, const char *language);
const char *tambo_form_item_get_unit (TamboFormItem *self, const char *language);
gboolean tambo_form_item_is_hidden (TamboFormItem *self);
gboolean tambo_form_item_is_required (TamboFormItem *self);
gboolean tambo_form_item_is_repeating (TamboFormItem *self);
gboolean tambo_form_item_is_question (TamboFormItem *self);
gboolean tambo_form_item_is_safety_question (TamboFormItem *self);
gboolean tambo_form_item_is_safety_text (TamboFormItem *self);
TamboFormBand tambo_form_item_get_band (TamboFormItem *self);
TamboFormItem *tambo_form_item_get_parent (TamboFormItem *self);
GListModel *tambo_form_item_get_options (TamboFormItem *self);
guint tambo_form_item_get_max_length (TamboFormItem *self);

G_END_DECLS
