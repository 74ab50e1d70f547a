/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-item-private.h"

/**
 * TamboFormOption:
 *
 * One of the answers that a question offers. Immutable once read.
 */
G_DEFINE_FINAL_TYPE (TamboFormOption, tambo_form_option, G_TYPE_OBJECT)

/**
 * TamboFormItem:
 *
 * One item of a questionnaire: a question, a group of them, or something that is only said.
 * Immutable once read; what a person answered is in #TamboFormSession.
 */
G_DEFINE_FINAL_TYPE (TamboFormItem, tambo_form_item, G_TYPE_OBJECT)

static const char *
choose (TamboTexts *texts, const char *language)
{
  return texts == NULL ? NULL : tambo_texts_choose (texts, language);
}

static void
tambo_form_option_finalize (GObject *object)
{
  TamboFormOption *self = TAMBO_FORM_OPTION (object);

  tambo_form_answer_clear (&self->value);
  g_clear_pointer (&self->text, tambo_texts_unref);
  g_free (self->weight);

  G_OBJECT_CLASS (tambo_form_option_parent_class)->finalize (object);
}

static void
tambo_form_option_class_init (TamboFormOptionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_form_option_finalize;
}

static void
tambo_form_option_init (TamboFormOption *self)
{
}

TamboFormOption *
tambo_form_option_new (void)
{
  return g_object_new (TAMBO_TYPE_FORM_OPTION, NULL);
}

/* Returns: (nullable): of a coding that has one */
const char *
tambo_form_option_get_system (TamboFormOption *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_OPTION (self), NULL);

  return self->value.system;
}

/* Returns: (nullable): the code of a coding, the text of a string */
const char *
tambo_form_option_get_code (TamboFormOption *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_OPTION (self), NULL);

  return self->value.text;
}

const char *
tambo_form_option_get_text (TamboFormOption *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FORM_OPTION (self), NULL);

  return choose (self->text, language);
}

/* Whether it stands alone, as "none of these". */
gboolean
tambo_form_option_is_exclusive (TamboFormOption *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_OPTION (self), FALSE);

  return self->exclusive;
}

static void
condition_clear (TamboFormCondition *condition)
{
  g_free (condition->question);
  tambo_form_answer_clear (&condition->answer);
}

static void
rule_clear (TamboFormRule *rule)
{
  g_clear_pointer (&rule->expression, tambo_expression_unref);
  g_free (rule->text_id);
}

static void
variable_clear (TamboFormVariable *variable)
{
  g_free (variable->name);
  g_clear_pointer (&variable->expression, tambo_expression_unref);
}

GArray *
tambo_form_variables_new (void)
{
  GArray *variables = g_array_new (FALSE, TRUE, sizeof (TamboFormVariable));

  g_array_set_clear_func (variables, (GDestroyNotify) variable_clear);

  return variables;
}

static void
tambo_form_item_finalize (GObject *object)
{
  TamboFormItem *self = TAMBO_FORM_ITEM (object);

  g_free (self->link_id);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->source, tambo_element_unref);
  g_clear_pointer (&self->text, tambo_texts_unref);
  g_clear_pointer (&self->short_text, tambo_texts_unref);
  g_clear_pointer (&self->unit, tambo_texts_unref);
  g_clear_object (&self->options);
  g_clear_pointer (&self->initial, g_array_unref);
  g_clear_pointer (&self->conditions, g_array_unref);
  g_clear_pointer (&self->rules, g_array_unref);
  g_clear_pointer (&self->variables, g_array_unref);
  g_clear_pointer (&self->enable_expression, tambo_expression_unref);
  g_clear_pointer (&self->calculated, tambo_expression_unref);

  G_OBJECT_CLASS (tambo_form_item_parent_class)->finalize (object);
}

static void
tambo_form_item_class_init (TamboFormItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_form_item_finalize;
}

static void
tambo_form_item_init (TamboFormItem *self)
{
  self->children = g_ptr_array_new_with_free_func (g_object_unref);
  self->options = g_list_store_new (TAMBO_TYPE_FORM_OPTION);
  self->initial = tambo_form_answers_new ();
  self->conditions = g_array_new (FALSE, TRUE, sizeof (TamboFormCondition));
  g_array_set_clear_func (self->conditions, (GDestroyNotify) condition_clear);
  self->rules = g_array_new (FALSE, TRUE, sizeof (TamboFormRule));
  g_array_set_clear_func (self->rules, (GDestroyNotify) rule_clear);
  self->variables = tambo_form_variables_new ();
}

TamboFormItem *
tambo_form_item_new (const char *link_id)
{
  TamboFormItem *self = g_object_new (TAMBO_TYPE_FORM_ITEM, NULL);

  self->link_id = g_strdup (link_id);

  return self;
}

const char *
tambo_form_item_get_link_id (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), NULL);

  return self->link_id;
}

TamboFormItemKind
tambo_form_item_get_kind (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), TAMBO_FORM_ITEM_UNAVAILABLE);

  return self->kind;
}

/* Returns: (nullable): %NULL if it has no words at all */
const char *
tambo_form_item_get_text (TamboFormItem *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), NULL);

  return choose (self->text, language);
}

/* A word or two, for lists; the text where the form has nothing shorter. */
const char *
tambo_form_item_get_short_text (TamboFormItem *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), NULL);

  return choose (self->short_text == NULL ? self->text : self->short_text, language);
}

/* Returns: (nullable): what its number counts: days */
const char *
tambo_form_item_get_unit (TamboFormItem *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), NULL);

  return choose (self->unit, language);
}

/* Whether it, or what it is in, is never shown. */
gboolean
tambo_form_item_is_hidden (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), TRUE);

  return self->hidden || (self->parent != NULL && tambo_form_item_is_hidden (self->parent));
}

gboolean
tambo_form_item_is_required (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), FALSE);

  return self->required;
}

/* Whether it takes several answers. */
gboolean
tambo_form_item_is_repeating (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), FALSE);

  return self->repeats;
}

gboolean
tambo_form_item_is_question (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), FALSE);

  return self->kind != TAMBO_FORM_ITEM_GROUP && self->kind != TAMBO_FORM_ITEM_DISPLAY;
}

/* Whether a safety rule depends on it: such a question is never left by itself. */
gboolean
tambo_form_item_is_safety_question (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), FALSE);

  return self->is_safety;
}

/* The words of an alert or a result, and the questions that lead there. */
gboolean
tambo_form_item_is_safety_text (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), FALSE);

  if (self->is_alert_text || self->is_safety)
    return TRUE;
  for (TamboFormItem *at = self; at != NULL; at = at->parent)
    if (at->band != TAMBO_FORM_BAND_NONE)
      return TRUE;

  return FALSE;
}

TamboFormBand
tambo_form_item_get_band (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), TAMBO_FORM_BAND_NONE);

  return self->band;
}

/* Returns: (transfer none) (nullable): the item that it is in */
TamboFormItem *
tambo_form_item_get_parent (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), NULL);

  return self->parent;
}

/* Returns: (transfer none): the #TamboFormOption of a choice */
GListModel *
tambo_form_item_get_options (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), NULL);

  return G_LIST_MODEL (self->options);
}

/* Returns: in characters; 0 is without a limit */
guint
tambo_form_item_get_max_length (TamboFormItem *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ITEM (self), 0);

  return self->max_length;
}

gboolean
tambo_form_item_is_below (TamboFormItem *self, TamboFormItem *other)
{
  for (TamboFormItem *item = self->parent; item != NULL; item = item->parent)
    if (item == other)
      return TRUE;

  return FALSE;
}
