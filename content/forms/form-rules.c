/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-engine-private.h"

/* Safety rules, and what a skipped question may hide. */

/* More combinations of declined answers than this are not tried: the rule counts as uncertain. */
#define MAX_TRIALS 64

static void
collect_declined (TamboFormEngine *self,
                  TamboFormUnit *unit,
                  GHashTable *reads,
                  GHashTable *seen,
                  GPtrArray *declined)
{
  GHashTableIter iter;
  gpointer key;

  if (!g_hash_table_add (seen, unit))
    return;

  g_hash_table_iter_init (&iter, unit->uses);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    collect_declined (self, key, ((TamboFormUnit *) key)->reads, seen, declined);

  g_hash_table_iter_init (&iter, reads);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint tag = GPOINTER_TO_UINT (key);
      TamboFormItem *item;

      if (tag == 0)
        continue;
      item = g_ptr_array_index (self->questionnaire->items, tag - 1);
      if (self->cells[tag - 1].declined && self->cells[tag - 1].enabled &&
          !g_ptr_array_find (declined, item, NULL))
        g_ptr_array_add (declined, item);

      /* What was calculated from a declined answer hides it as well. */
      for (guint i = 0; item->calculated != NULL && i < self->units->len; i++)
        {
          TamboFormUnit *value = g_ptr_array_index (self->units, i);

          if (value->kind == TAMBO_FORM_UNIT_VALUE && value->item == item)
            collect_declined (self, value, value->reads, seen, declined);
        }
    }
}

static void
add_number (GPtrArray *choices, TamboFormItem *item, TamboDecimal number)
{
  GArray *answers = tambo_form_answers_new ();
  TamboFormAnswer answer = { .number = number };

  answer.kind = item->kind == TAMBO_FORM_ITEM_BOOLEAN   ? TAMBO_FORM_ANSWER_BOOLEAN
                : item->kind == TAMBO_FORM_ITEM_INTEGER ? TAMBO_FORM_ANSWER_INTEGER
                                                        : TAMBO_FORM_ANSWER_DECIMAL;
  g_array_append_val (answers, answer);
  g_ptr_array_add (choices, answers);
}

/* What the person might have said: every option, both ends of a number. */
static GPtrArray *
list_choices (TamboFormItem *item)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  GListModel *options = G_LIST_MODEL (item->options);

  if (item->kind == TAMBO_FORM_ITEM_BOOLEAN)
    {
      add_number (choices, item, tambo_decimal_from_int (1));
      add_number (choices, item, tambo_decimal_from_int (0));
    }
  else if (item->kind == TAMBO_FORM_ITEM_INTEGER || item->kind == TAMBO_FORM_ITEM_DECIMAL)
    {
      add_number (choices, item, item->has_max ? item->max : tambo_decimal_from_int (1000000));
      add_number (choices, item, item->has_min ? item->min : tambo_decimal_from_int (0));
    }
  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (options, i);
      GArray *answers = tambo_form_answers_new ();

      tambo_form_answers_add (answers, &option->value);
      g_ptr_array_add (choices, answers);
    }

  return choices;
}

static TamboFormEngine *
new_trial (TamboFormEngine *self)
{
  TamboFormEngine *trial = tambo_form_engine_new (self->questionnaire, self->now);

  trial->is_trial = TRUE;
  for (guint i = 0; i < self->questionnaire->items->len; i++)
    tambo_form_engine_set (trial, i, self->cells[i].answers, self->cells[i].declined);
  tambo_form_engine_settle (trial);

  return trial;
}

/* Whether one of the combinations of @choices makes the rule hold. */
static gboolean
try_all (TamboFormEngine *self, TamboFormUnit *unit, GPtrArray *declined, GPtrArray *choices)
{
  g_autoptr (TamboFormEngine) trial = new_trial (self);
  guint n_trials = 1;

  for (guint i = 0; i < choices->len; i++)
    n_trials *= MAX (((GPtrArray *) g_ptr_array_index (choices, i))->len, 1);

  for (guint n = 0; n < n_trials; n++)
    {
      guint rest = n;

      for (guint i = 0; i < declined->len; i++)
        {
          GPtrArray *list = g_ptr_array_index (choices, i);
          TamboFormItem *item = g_ptr_array_index (declined, i);

          if (list->len > 0)
            tambo_form_engine_set (trial,
                                   item->position,
                                   g_ptr_array_index (list, rest % list->len),
                                   FALSE);
          rest /= MAX (list->len, 1);
        }
      tambo_form_engine_settle (trial);
      if (tambo_form_engine_get_rule_state (trial, unit->item->position, unit->index) ==
          TAMBO_FORM_RULE_ON)
        return TRUE;
    }

  return FALSE;
}

/* A skip is neither yes nor no: the rule is asked what it would say to each answer. */
static gboolean
may_hold (TamboFormEngine *self, TamboFormUnit *unit)
{
  g_autoptr (GPtrArray) declined = g_ptr_array_new ();
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (
      (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint n_trials = 1;

  collect_declined (self, unit, tambo_scope_get_reads (self->scope), seen, declined);
  if (declined->len == 0)
    return FALSE;

  for (guint i = 0; i < declined->len; i++)
    {
      GPtrArray *list = list_choices (g_ptr_array_index (declined, i));

      g_ptr_array_add (choices, list);
      n_trials *= MAX (list->len, 1);
      if (n_trials > MAX_TRIALS)
        return TRUE;
    }

  return try_all (self, unit, declined, choices);
}

/* A rule that cannot be evaluated is taken to hold: it is about safety. */
void
tambo_form_engine_run_rule (TamboFormEngine *self, TamboFormUnit *unit)
{
  const TamboFormRule *rule = &g_array_index (unit->item->rules, TamboFormRule, unit->index);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCollection) result = NULL;

  result = tambo_form_engine_evaluate (self, unit, rule->expression, &error);
  if (result == NULL)
    {
      tambo_form_engine_add_fault (self, unit, error->message);
      unit->state = TAMBO_FORM_RULE_UNCERTAIN;
    }
  else if (tambo_collection_is_true (result))
    unit->state = TAMBO_FORM_RULE_ON;
  else
    unit->state = !self->is_trial && may_hold (self, unit) ? TAMBO_FORM_RULE_UNCERTAIN
                                                           : TAMBO_FORM_RULE_OFF;
}
