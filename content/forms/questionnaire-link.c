/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/forms/crisis.h"
#include "content/forms/form-source.h"
#include "content/forms/questionnaire-private.h"

#include <string.h>

/* What can only be judged when all items are known: what they say of each other. */

static gboolean
refuse (TamboFormItem *item, GError **error, int code, const char *what)
{
  g_set_error (error, TAMBO_ERROR, code, "Item “%s”: %s", item->link_id, what);

  return FALSE;
}

static gboolean
link_conditions (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  for (guint i = 0; i < item->conditions->len; i++)
    {
      TamboFormCondition *condition = &g_array_index (item->conditions, TamboFormCondition, i);

      condition->target = tambo_questionnaire_find_item (self, condition->question);
      if (condition->target == NULL)
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_FORM_LINK,
                       "Item “%s”: enableWhen asks for “%s”, which is not in the form; correct it",
                       item->link_id,
                       condition->question);
          return FALSE;
        }
    }
  if (item->ambiguous)
    tambo_questionnaire_warn (self, "%s: no enableBehavior, taken as any", item->link_id);

  return TRUE;
}

static void
mark_alert_texts (TamboFormItem *text)
{
  text->is_alert_text = TRUE;
  for (guint i = 0; i < text->children->len; i++)
    mark_alert_texts (g_ptr_array_index (text->children, i));
}

/* A rule without words to show is no rule. */
static gboolean
link_rules (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  for (guint i = 0; i < item->rules->len; i++)
    {
      TamboFormRule *rule = &g_array_index (item->rules, TamboFormRule, i);
      g_autoptr (GPtrArray) strings = tambo_expression_list_strings (rule->expression);

      rule->text = rule->text_id == NULL ? NULL
                                         : tambo_questionnaire_find_item (self, rule->text_id);
      if (rule->text == NULL || rule->text->text == NULL)
        return refuse (item,
                       error,
                       rule->level == TAMBO_FORM_LEVEL_CRISIS ? TAMBO_ERROR_FORM_CRISIS_MISSING
                                                              : TAMBO_ERROR_FORM_LINK,
                       "its safety rule names no item with the words to show; add one");

      mark_alert_texts (rule->text);
      item->is_safety = TRUE;
      for (guint j = 0; j < strings->len; j++)
        {
          TamboFormItem *read = tambo_questionnaire_find_item (self,
                                                               g_ptr_array_index (strings, j));

          if (read != NULL)
            read->is_safety = TRUE;
        }
    }

  return TRUE;
}

static gboolean
has_crisis_rule (TamboFormItem *item)
{
  for (guint i = 0; i < item->rules->len; i++)
    if (g_array_index (item->rules, TamboFormRule, i).level == TAMBO_FORM_LEVEL_CRISIS)
      return TRUE;

  return FALSE;
}

static gboolean
check_crisis (TamboFormItem *item, GError **error)
{
  if (!tambo_form_item_is_question (item) || tambo_form_item_is_hidden (item) ||
      has_crisis_rule (item) || !tambo_form_item_asks_of_self_harm (item))
    return TRUE;

  return refuse (item,
                 error,
                 TAMBO_ERROR_FORM_CRISIS_MISSING,
                 "it asks of self-harm; give it a safety rule of level crisis with words to show");
}

static gboolean
declares (GArray *variables, const char *name)
{
  for (guint i = 0; i < variables->len; i++)
    if (strcmp (g_array_index (variables, TamboFormVariable, i).name, name) == 0)
      return TRUE;

  return FALSE;
}

/* Who fills the form in, the patient's record: declared by some forms, and never here. */
static gboolean
is_context_name (TamboQuestionnaire *self, const char *name)
{
  static const char *const names[] = { "resource", "rootResource", "context",   "questionnaire",
                                       "qitem",    "ucum",         "sct",       "loinc",
                                       "patient",  "user",         "encounter", NULL };

  if (g_strv_contains (names, name))
    return TRUE;
  for (guint i = 0; i < tambo_element_get_n_children (self->source); i++)
    {
      TamboElement *extension = tambo_element_get_child (self->source, i);
      TamboElement *value;

      if (!tambo_form_source_is_extension (extension, "launchContext"))
        continue;
      value = tambo_form_source_find_value (extension, "name");
      if (value != NULL && (g_strcmp0 (tambo_element_get_text (value), name) == 0 ||
                            g_strcmp0 (tambo_form_source_get_text (value, "code"), name) == 0))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_names (TamboQuestionnaire *self,
             TamboFormItem *item,
             TamboExpression *expression,
             GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (expression == NULL)
    return TRUE;

  names = tambo_expression_list_variables (expression);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean known = declares (self->variables, name) || is_context_name (self, name);

      for (TamboFormItem *at = item; at != NULL && !known; at = at->parent)
        known = declares (at->variables, name);
      if (known)
        continue;
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_EXPRESSION_SYNTAX,
                   "“%s”: nobody declares %%%s; declare it or correct the name",
                   item == NULL ? "The form" : item->link_id,
                   name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_variables (TamboQuestionnaire *self, TamboFormItem *item, GArray *variables, GError **error)
{
  for (guint i = 0; i < variables->len; i++)
    if (!check_names (self,
                      item,
                      g_array_index (variables, TamboFormVariable, i).expression,
                      error))
      return FALSE;

  return TRUE;
}

static gboolean
check_item_names (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  for (guint i = 0; i < item->rules->len; i++)
    if (!check_names (self, item, g_array_index (item->rules, TamboFormRule, i).expression, error))
      return FALSE;

  return check_names (self, item, item->enable_expression, error) &&
         check_names (self, item, item->calculated, error) &&
         check_variables (self, item, item->variables, error);
}

/* Depth first over what decides whether an item is asked: its parent, and the questions of its
 * conditions. @marks: 1 on the way, 2 done. */
static gboolean
visit (TamboFormItem *item, guint8 *marks, TamboFormItem **out_loop)
{
  if (marks[item->position] != 0)
    {
      *out_loop = item;
      return marks[item->position] == 2;
    }

  marks[item->position] = 1;
  if (item->parent != NULL && !visit (item->parent, marks, out_loop))
    return FALSE;
  for (guint i = 0; i < item->conditions->len; i++)
    if (!visit (g_array_index (item->conditions, TamboFormCondition, i).target, marks, out_loop))
      return FALSE;
  marks[item->position] = 2;

  return TRUE;
}

static gboolean
check_loops (TamboQuestionnaire *self, GError **error)
{
  g_autofree guint8 *marks = g_new0 (guint8, self->items->len + 1);
  TamboFormItem *loop = NULL;

  for (guint i = 0; i < self->items->len; i++)
    if (!visit (g_ptr_array_index (self->items, i), marks, &loop))
      return refuse (loop,
                     error,
                     TAMBO_ERROR_FORM_LOOP,
                     "whether it is asked depends on itself; take one of its enableWhen away");

  return TRUE;
}

gboolean
tambo_questionnaire_link (TamboQuestionnaire *self, GError **error)
{
  if (!check_variables (self, NULL, self->variables, error))
    return FALSE;

  for (guint i = 0; i < self->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->items, i);

      if (!link_conditions (self, item, error) || !link_rules (self, item, error) ||
          !check_crisis (item, error) || !check_item_names (self, item, error))
        return FALSE;
    }

  return check_loops (self, error);
}

/**
 * tambo_questionnaire_check:
 * @self: a #TamboQuestionnaire
 * @error: return location for a #GError
 *
 * What a kiosk can live with and a publisher must not let out: conditions of which other programs
 * think otherwise.
 *
 * Returns: %FALSE with %TAMBO_ERROR_FORM_AMBIGUOUS set, if there is such an item
 */
gboolean
tambo_questionnaire_check (TamboQuestionnaire *self, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->items, i);

      if (item->ambiguous)
        return refuse (item,
                       error,
                       TAMBO_ERROR_FORM_AMBIGUOUS,
                       "it has several enableWhen and no enableBehavior; say all or any");
    }

  return TRUE;
}
