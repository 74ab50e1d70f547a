/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-engine-private.h"

#include <string.h>

/* How each kind of unit draws its conclusion. */

void
tambo_form_unit_free (TamboFormUnit *self)
{
  g_hash_table_unref (self->reads);
  g_hash_table_unref (self->uses);
  g_hash_table_unref (self->users);
  g_clear_pointer (&self->value, tambo_collection_unref);
  g_free (self);
}

static void
add_unit (TamboFormEngine *self, TamboFormUnitKind kind, TamboFormItem *item, guint index)
{
  TamboFormUnit *unit = g_new0 (TamboFormUnit, 1);

  unit->kind = kind;
  unit->item = item;
  unit->index = index;
  unit->reads = g_hash_table_new (NULL, NULL);
  unit->uses = g_hash_table_new (NULL, NULL);
  unit->users = g_hash_table_new (NULL, NULL);
  g_ptr_array_add (self->units, unit);
}

void
tambo_form_engine_add_units (TamboFormEngine *self)
{
  for (guint i = 0; i < self->questionnaire->variables->len; i++)
    add_unit (self, TAMBO_FORM_UNIT_VARIABLE, NULL, i);

  for (guint i = 0; i < self->questionnaire->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->questionnaire->items, i);

      for (guint j = 0; j < item->variables->len; j++)
        add_unit (self, TAMBO_FORM_UNIT_VARIABLE, item, j);
      if (item->conditions->len > 0 || item->enable_expression != NULL)
        add_unit (self, TAMBO_FORM_UNIT_ENABLED, item, 0);
      if (item->calculated != NULL)
        add_unit (self, TAMBO_FORM_UNIT_VALUE, item, 0);
      for (guint j = 0; j < item->rules->len; j++)
        add_unit (self, TAMBO_FORM_UNIT_RULE, item, j);
    }
}

static void
set_reader (TamboFormEngine *self, TamboFormUnit *unit, gpointer tag, gboolean is_reader)
{
  GHashTable *readers = g_hash_table_lookup (self->readers, tag);

  if (readers == NULL)
    {
      readers = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (self->readers, tag, readers);
    }
  if (is_reader)
    g_hash_table_add (readers, unit);
  else
    g_hash_table_remove (readers, unit);
}

static void
take_reads (TamboFormEngine *self, TamboFormUnit *unit, GHashTable *reads)
{
  GHashTableIter iter;
  gpointer tag;

  g_hash_table_iter_init (&iter, unit->reads);
  while (g_hash_table_iter_next (&iter, &tag, NULL))
    if (!g_hash_table_contains (reads, tag))
      set_reader (self, unit, tag, FALSE);

  g_hash_table_iter_init (&iter, reads);
  while (g_hash_table_iter_next (&iter, &tag, NULL))
    if (!g_hash_table_contains (unit->reads, tag))
      set_reader (self, unit, tag, TRUE);

  g_hash_table_unref (unit->reads);
  unit->reads = g_hash_table_ref (reads);
}

static GArray *
get_variables (TamboFormEngine *self, TamboFormItem *item)
{
  return item == NULL ? self->questionnaire->variables : item->variables;
}

static const TamboFormVariable *
get_variable (TamboFormEngine *self, TamboFormUnit *unit)
{
  return &g_array_index (get_variables (self, unit->item), TamboFormVariable, unit->index);
}

/* Of variables of one name at one place, the last. One never sees itself. */
static TamboFormUnit *
find_variable (TamboFormEngine *self, TamboFormItem *item, const char *name)
{
  TamboFormUnit *found = NULL;

  for (guint i = 0; i < self->units->len; i++)
    {
      TamboFormUnit *unit = g_ptr_array_index (self->units, i);

      if (unit->kind == TAMBO_FORM_UNIT_VARIABLE && unit->item == item &&
          strcmp (get_variable (self, unit)->name, name) == 0)
        found = unit;
    }

  return found;
}

/* The nearest, from the item that asks up to the form. */
static TamboFormUnit *
find_visible_variable (TamboFormEngine *self, TamboFormItem *item, const char *name)
{
  for (TamboFormItem *at = item; at != NULL; at = at->parent)
    {
      TamboFormUnit *unit = find_variable (self, at, name);

      if (unit != NULL)
        return unit;
    }

  return find_variable (self, NULL, name);
}

static TamboCollection *
use_variable (TamboFormEngine *self, TamboFormUnit *unit)
{
  if (unit->is_running)
    {
      tambo_form_engine_add_fault (self, unit, "a variable depends on itself");
      return tambo_collection_new ();
    }

  g_hash_table_add (unit->users, self->current);
  g_hash_table_add (self->current->uses, unit);
  if (unit->is_dirty || unit->value == NULL)
    {
      unit->is_dirty = FALSE;
      tambo_form_engine_run_unit (self, unit);
    }

  return tambo_collection_ref (unit->value);
}

/* The #TamboScopeVariableFunc of all expressions of a form. What is declared and not to be had
 * here is empty; what nobody declares was refused when the form was read. */
TamboCollection *
tambo_form_engine_resolve (const char *name, gpointer user_data, GError **error)
{
  TamboFormEngine *self = user_data;
  TamboFormUnit *variable = find_visible_variable (self, self->current->item, name);

  if (variable != NULL)
    return use_variable (self, variable);
  if (strcmp (name, "questionnaire") == 0)
    return tambo_collection_new_element (self->questionnaire->source);
  if (strcmp (name, "qitem") == 0 && self->current->item != NULL)
    return tambo_collection_new_element (self->current->item->source);
  if (strcmp (name, "context") == 0)
    return NULL;

  return tambo_collection_new ();
}

TamboCollection *
tambo_form_engine_evaluate (TamboFormEngine *self,
                            TamboFormUnit *unit,
                            TamboExpression *expression,
                            GError **error)
{
  TamboElement *focus = unit->item == NULL ? self->response
                                           : self->cells[unit->item->position].element;

  return tambo_expression_evaluate (expression, focus, self->scope, error);
}

/* As above, where an error is as good as no value. */
static TamboCollection *
evaluate_or_empty (TamboFormEngine *self, TamboFormUnit *unit, TamboExpression *expression)
{
  g_autoptr (GError) error = NULL;
  TamboCollection *result = tambo_form_engine_evaluate (self, unit, expression, &error);

  if (result != NULL)
    return result;

  tambo_form_engine_add_fault (self, unit, error->message);
  return tambo_collection_new ();
}

static gboolean
meets (const TamboFormCondition *condition, const TamboFormAnswer *given)
{
  int order;

  if (condition->operation == TAMBO_FORM_OPERATOR_EQUAL)
    return tambo_form_answer_equals (given, &condition->answer);
  if (!tambo_form_answer_compare (given, &condition->answer, &order))
    return FALSE;
  if (condition->operation == TAMBO_FORM_OPERATOR_GREATER)
    return order > 0;
  if (condition->operation == TAMBO_FORM_OPERATOR_LESS)
    return order < 0;
  if (condition->operation == TAMBO_FORM_OPERATOR_GREATER_OR_EQUAL)
    return order >= 0;

  return order <= 0;
}

/* One answer that meets it is enough; "!=" holds when none is equal, so also without an answer. */
static gboolean
holds (TamboFormEngine *self, const TamboFormCondition *condition)
{
  TamboFormCell *cell = &self->cells[condition->target->position];
  guint n = cell->enabled ? cell->answers->len : 0;

  if (condition->operation == TAMBO_FORM_OPERATOR_EXISTS)
    return (n > 0) == (condition->answer.number.coefficient != 0);
  if (condition->operation == TAMBO_FORM_OPERATOR_NOT_EQUAL)
    {
      for (guint i = 0; i < n; i++)
        if (tambo_form_answer_equals (&g_array_index (cell->answers, TamboFormAnswer, i),
                                      &condition->answer))
          return FALSE;
      return TRUE;
    }
  for (guint i = 0; i < n; i++)
    if (meets (condition, &g_array_index (cell->answers, TamboFormAnswer, i)))
      return TRUE;

  return FALSE;
}

static void
run_enabled (TamboFormEngine *self, TamboFormUnit *unit)
{
  TamboFormItem *item = unit->item;
  gboolean wanted = item->conditions->len == 0 || !item->any;

  for (guint i = 0; i < item->conditions->len; i++)
    {
      const TamboFormCondition *condition = &g_array_index (item->conditions,
                                                            TamboFormCondition,
                                                            i);

      tambo_scope_note_read (self->scope, condition->target->position + 1);
      if (holds (self, condition) == item->any)
        wanted = item->any;
    }
  if (item->enable_expression != NULL)
    {
      g_autoptr (TamboCollection) result = evaluate_or_empty (self, unit, item->enable_expression);

      wanted = wanted && tambo_collection_is_true (result);
    }

  tambo_form_engine_set_wanted (self, item, wanted);
}

static void
add_coding (GArray *answers, TamboFormItem *item, const TamboValue *value)
{
  TamboFormAnswer answer = { .kind = TAMBO_FORM_ANSWER_CODING };
  g_autofree char *text = tambo_value_to_string (value);
  GListModel *options = G_LIST_MODEL (item->options);

  if (value->kind == TAMBO_VALUE_ELEMENT && tambo_form_answer_read (value->element, &answer))
    {
      g_array_append_val (answers, answer);
      return;
    }
  for (guint i = 0; text != NULL && i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (options, i);

      if (g_strcmp0 (option->value.text, text) == 0)
        {
          tambo_form_answers_add (answers, &option->value);
          return;
        }
    }
}

static gboolean
is_number (const TamboValue *value)
{
  return value->kind == TAMBO_VALUE_INTEGER || value->kind == TAMBO_VALUE_DECIMAL;
}

/* As the item's type has it; what does not fit is no value. */
static void
add_value (GArray *answers, TamboFormItem *item, const TamboValue *value)
{
  TamboFormAnswer answer = { .number = value->number };
  gint64 integer;

  switch (item->kind)
    {
    case TAMBO_FORM_ITEM_BOOLEAN:
      answer.kind = TAMBO_FORM_ANSWER_BOOLEAN;
      if (value->kind == TAMBO_VALUE_BOOLEAN)
        g_array_append_val (answers, answer);
      break;

    case TAMBO_FORM_ITEM_INTEGER:
      answer.kind = TAMBO_FORM_ANSWER_INTEGER;
      if (!is_number (value) || !tambo_decimal_to_int (value->number, &integer))
        break;
      answer.number = tambo_decimal_from_int (integer);
      g_array_append_val (answers, answer);
      break;

    case TAMBO_FORM_ITEM_DECIMAL:
      answer.kind = TAMBO_FORM_ANSWER_DECIMAL;
      if (is_number (value))
        g_array_append_val (answers, answer);
      break;

    case TAMBO_FORM_ITEM_STRING:
    case TAMBO_FORM_ITEM_TEXT:
      answer = (TamboFormAnswer){ .kind = TAMBO_FORM_ANSWER_STRING,
                                  .text = tambo_value_to_string (value) };
      if (answer.text != NULL)
        g_array_append_val (answers, answer);
      break;

    case TAMBO_FORM_ITEM_GROUP:
    case TAMBO_FORM_ITEM_DISPLAY:
    case TAMBO_FORM_ITEM_CHOICE:
    case TAMBO_FORM_ITEM_UNAVAILABLE:
    default:
      break;
    }
}

static void
run_value (TamboFormEngine *self, TamboFormUnit *unit)
{
  g_autoptr (TamboCollection) result = evaluate_or_empty (self, unit, unit->item->calculated);
  g_autoptr (GArray) answers = tambo_form_answers_new ();

  for (guint i = 0; i < tambo_collection_get_size (result); i++)
    {
      TamboValue value;

      if (i > 0 && !unit->item->repeats)
        break;
      tambo_value_unwrap (tambo_collection_get (result, i), &value);
      if (unit->item->kind == TAMBO_FORM_ITEM_CHOICE)
        add_coding (answers, unit->item, tambo_collection_get (result, i));
      else
        add_value (answers, unit->item, &value);
      tambo_value_clear (&value);
    }

  tambo_form_engine_replace_answers (self, unit->item, answers, FALSE);
}

static void
run_variable (TamboFormEngine *self, TamboFormUnit *unit)
{
  const TamboFormVariable *variable = get_variable (self, unit);

  g_clear_pointer (&unit->value, tambo_collection_unref);
  unit->value = variable->expression == NULL ? tambo_collection_new ()
                                             : evaluate_or_empty (self, unit, variable->expression);
}

/* Units run inside each other only by way of variables. */
void
tambo_form_engine_run_unit (TamboFormEngine *self, TamboFormUnit *unit)
{
  g_autoptr (GHashTable) reads = g_hash_table_new (NULL, NULL);
  TamboFormUnit *outer = self->current;
  GHashTable *outer_reads = tambo_scope_get_reads (self->scope);

  self->current = unit;
  unit->is_running = TRUE;
  g_hash_table_remove_all (unit->uses);
  tambo_scope_set_reads (self->scope, reads);

  switch (unit->kind)
    {
    case TAMBO_FORM_UNIT_ENABLED:
      run_enabled (self, unit);
      break;

    case TAMBO_FORM_UNIT_VALUE:
      run_value (self, unit);
      break;

    case TAMBO_FORM_UNIT_VARIABLE:
      run_variable (self, unit);
      break;

    case TAMBO_FORM_UNIT_RULE:
    default:
      tambo_form_engine_run_rule (self, unit);
      break;
    }

  tambo_scope_set_reads (self->scope, outer_reads);
  unit->is_running = FALSE;
  self->current = outer;
  take_reads (self, unit, reads);
}
