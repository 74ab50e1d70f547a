/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/forms/crisis.h"
#include "content/forms/form-source.h"
#include "content/forms/questionnaire-private.h"

#include <string.h>

/* What can only be judged when all items are known: what they say of each other. */

static void
add_fault (GPtrArray *faults, int code, const char *link_id, char *reason, const char *cure)
{
  TamboFormFault *fault = g_new0 (TamboFormFault, 1);

  fault->code = code;
  fault->link_id = g_strdup (link_id);
  fault->reason = reason;
  fault->cure = cure;
  g_ptr_array_add (faults, fault);
}

static void
link_conditions (TamboQuestionnaire *self, TamboFormItem *item, GPtrArray *faults)
{
  for (guint i = 0; i < item->conditions->len; i++)
    {
      TamboFormCondition *condition = &g_array_index (item->conditions, TamboFormCondition, i);

      condition->target = tambo_questionnaire_find_item (self, condition->question);
      if (condition->target == NULL)
        add_fault (faults,
                   TAMBO_ERROR_FORM_LINK,
                   item->link_id,
                   g_strdup_printf ("enableWhen asks for “%s”, which is not in the form",
                                    condition->question),
                   "correct it");
    }
  if (item->ambiguous)
    tambo_questionnaire_warn (self, "%s: no enableBehavior, taken as any", item->link_id);
}

static void
mark_alert_texts (TamboFormItem *text)
{
  text->is_alert_text = TRUE;
  for (guint i = 0; i < text->children->len; i++)
    mark_alert_texts (g_ptr_array_index (text->children, i));
}

/* A rule without words to show is no rule. */
static void
link_rule (TamboQuestionnaire *self, TamboFormItem *item, TamboFormRule *rule, GPtrArray *faults)
{
  g_autoptr (GPtrArray) strings = tambo_expression_list_strings (rule->expression);

  rule->text = rule->text_id == NULL ? NULL : tambo_questionnaire_find_item (self, rule->text_id);
  if (rule->text == NULL || rule->text->text == NULL)
    {
      add_fault (faults,
                 rule->level == TAMBO_FORM_LEVEL_CRISIS ? TAMBO_ERROR_FORM_CRISIS_MISSING
                                                        : TAMBO_ERROR_FORM_LINK,
                 item->link_id,
                 g_strdup ("its safety rule names no item with the words to show"),
                 "add one");
      return;
    }

  mark_alert_texts (rule->text);
  item->is_safety = TRUE;
  for (guint i = 0; i < strings->len; i++)
    {
      TamboFormItem *read = tambo_questionnaire_find_item (self, g_ptr_array_index (strings, i));

      if (read != NULL)
        read->is_safety = TRUE;
    }
}

static void
link_rules (TamboQuestionnaire *self, TamboFormItem *item, GPtrArray *faults)
{
  for (guint i = 0; i < item->rules->len; i++)
    link_rule (self, item, &g_array_index (item->rules, TamboFormRule, i), faults);
}

static gboolean
has_crisis_rule (TamboFormItem *item)
{
  for (guint i = 0; i < item->rules->len; i++)
    if (g_array_index (item->rules, TamboFormRule, i).level == TAMBO_FORM_LEVEL_CRISIS)
      return TRUE;

  return FALSE;
}

static void
check_crisis (TamboFormItem *item, GPtrArray *faults)
{
  if (tambo_form_item_is_question (item) && !tambo_form_item_is_hidden (item) &&
      !has_crisis_rule (item) && tambo_form_item_asks_of_self_harm (item))
    add_fault (faults,
               TAMBO_ERROR_FORM_CRISIS_MISSING,
               item->link_id,
               g_strdup ("it asks of self-harm"),
               "give it a safety rule of level crisis with words to show");
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

static void
check_names (TamboQuestionnaire *self,
             TamboFormItem *item,
             TamboExpression *expression,
             GPtrArray *faults)
{
  g_autoptr (GPtrArray) names = NULL;

  if (expression == NULL)
    return;

  names = tambo_expression_list_variables (expression);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean known = declares (self->variables, name) || is_context_name (self, name);

      for (TamboFormItem *at = item; at != NULL && !known; at = at->parent)
        known = declares (at->variables, name);
      if (!known)
        add_fault (faults,
                   TAMBO_ERROR_EXPRESSION_SYNTAX,
                   item == NULL ? NULL : item->link_id,
                   g_strdup_printf ("nobody declares %%%s", name),
                   "declare it or correct the name");
    }
}

static void
check_variables (TamboQuestionnaire *self,
                 TamboFormItem *item,
                 GArray *variables,
                 GPtrArray *faults)
{
  for (guint i = 0; i < variables->len; i++)
    check_names (self, item, g_array_index (variables, TamboFormVariable, i).expression, faults);
}

static void
check_item_names (TamboQuestionnaire *self, TamboFormItem *item, GPtrArray *faults)
{
  for (guint i = 0; i < item->rules->len; i++)
    check_names (self, item, g_array_index (item->rules, TamboFormRule, i).expression, faults);
  check_names (self, item, item->enable_expression, faults);
  check_names (self, item, item->calculated, faults);
  check_variables (self, item, item->variables, faults);
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
    {
      TamboFormItem *target = g_array_index (item->conditions, TamboFormCondition, i).target;

      if (target != NULL && !visit (target, marks, out_loop))
        return FALSE;
    }
  marks[item->position] = 2;

  return TRUE;
}

/* One loop is told; what hangs on it cannot be told apart before it is gone. */
static void
check_loops (TamboQuestionnaire *self, GPtrArray *faults)
{
  g_autofree guint8 *marks = g_new0 (guint8, self->items->len + 1);
  TamboFormItem *loop = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      if (visit (g_ptr_array_index (self->items, i), marks, &loop))
        continue;
      add_fault (faults,
                 TAMBO_ERROR_FORM_LOOP,
                 loop->link_id,
                 g_strdup ("whether it is asked depends on itself"),
                 "take one of its enableWhen away");
      return;
    }
}

/* @faults: (element-type TamboFormFault): what is found to be wrong is added */
void
tambo_questionnaire_link (TamboQuestionnaire *self, GPtrArray *faults)
{
  check_variables (self, NULL, self->variables, faults);
  for (guint i = 0; i < self->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->items, i);

      link_conditions (self, item, faults);
      link_rules (self, item, faults);
      check_crisis (item, faults);
      check_item_names (self, item, faults);
    }
  check_loops (self, faults);
}

/* What a kiosk can live with and a publisher must not let out: conditions of which other programs
 * think otherwise. */
void
tambo_questionnaire_find_ambiguities (TamboQuestionnaire *self, GPtrArray *faults)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->items, i);

      if (item->ambiguous)
        add_fault (faults,
                   TAMBO_ERROR_FORM_AMBIGUOUS,
                   item->link_id,
                   g_strdup ("it has several enableWhen and no enableBehavior"),
                   "say all or any");
    }
}
