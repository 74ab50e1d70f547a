/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-engine-private.h"

#include <string.h>

#define ABSENT_URL "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

/**
 * TamboFormEngine:
 *
 * What follows from the answers: who is enabled, what is calculated, which safety rules hold. It
 * keeps one response as a tree; each conclusion is a unit that remembers what it looked at, and
 * only those whose ground changed are drawn again, until nothing changes or the bound is reached.
 * Pure; not for several threads.
 */

static void
add_text (TamboElement *element, const char *name, const char *text)
{
  tambo_element_append (element, tambo_element_new_primitive (name, TAMBO_ELEMENT_STRING, text));
}

/* The engine's tag of an item; 0 stands for which items there are. */
static guint
tag_of (TamboFormItem *item)
{
  return item->position + 1;
}

static void
add_cell (TamboFormEngine *self, TamboFormItem *item)
{
  TamboFormCell *cell = &self->cells[item->position];

  cell->answers = tambo_form_answers_new ();
  cell->wanted = item->conditions->len == 0 && item->enable_expression == NULL;
  cell->element = tambo_element_new ("item");
  add_text (cell->element, "linkId", item->link_id);
  tambo_element_set_tag (cell->element, tag_of (item));
  tambo_element_set_absent (cell->element, TRUE);

  if (item->parent == NULL)
    tambo_element_append (self->response, tambo_element_ref (cell->element));
  else if (item->parent->kind == TAMBO_FORM_ITEM_GROUP)
    tambo_element_append (self->cells[item->parent->position].element,
                          tambo_element_ref (cell->element));
}

void
tambo_form_engine_add_fault (TamboFormEngine *self, TamboFormUnit *unit, const char *what)
{
  char *fault = g_strdup_printf ("%s: %s", unit->item == NULL ? "form" : unit->item->link_id, what);

  if (g_ptr_array_find_with_equal_func (self->faults, fault, g_str_equal, NULL))
    g_free (fault);
  else
    g_ptr_array_add (self->faults, fault);
}

/* Who looked at a variable has to look again; the variable itself waits until somebody asks. */
void
tambo_form_engine_mark (TamboFormEngine *self, TamboFormUnit *unit)
{
  GHashTableIter iter;
  gpointer user;

  if (unit->is_dirty)
    return;

  unit->is_dirty = TRUE;
  if (unit->kind != TAMBO_FORM_UNIT_VARIABLE)
    {
      g_queue_push_tail (&self->queue, unit);
      return;
    }
  g_hash_table_iter_init (&iter, unit->users);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    tambo_form_engine_mark (self, user);
}

/* Something with this tag changed. */
void
tambo_form_engine_touch (TamboFormEngine *self, guint tag)
{
  GHashTable *readers = g_hash_table_lookup (self->readers, GUINT_TO_POINTER (tag));
  GHashTableIter iter;
  gpointer unit;

  if (readers == NULL)
    return;

  g_hash_table_iter_init (&iter, readers);
  while (g_hash_table_iter_next (&iter, &unit, NULL))
    tambo_form_engine_mark (self, unit);
}

static gboolean
is_possible (TamboFormEngine *self, TamboFormItem *item)
{
  TamboFormCell *above;

  if (item->parent == NULL)
    return TRUE;

  /* What stands under a question belongs to its answer. */
  above = &self->cells[item->parent->position];
  return above->enabled && (item->parent->kind == TAMBO_FORM_ITEM_GROUP || above->answers->len > 0);
}

static void
refresh_enabled (TamboFormEngine *self, TamboFormItem *item)
{
  TamboFormCell *cell = &self->cells[item->position];
  gboolean enabled = cell->wanted && is_possible (self, item);

  if (cell->enabled == enabled)
    return;

  cell->enabled = enabled;
  tambo_element_set_absent (cell->element, !enabled);
  tambo_form_engine_touch (self, 0);
  tambo_form_engine_touch (self, tag_of (item));
  for (guint i = 0; i < item->children->len; i++)
    refresh_enabled (self, g_ptr_array_index (item->children, i));
}

void
tambo_form_engine_set_wanted (TamboFormEngine *self, TamboFormItem *item, gboolean wanted)
{
  self->cells[item->position].wanted = wanted;
  refresh_enabled (self, item);
}

/* What the option chosen counts. */
static const char *
find_weight (TamboFormItem *item, const TamboFormAnswer *answer)
{
  GListModel *options = G_LIST_MODEL (item->options);

  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (options, i);

      if (tambo_form_answer_equals (&option->value, answer))
        return option->weight;
    }

  return NULL;
}

static void
add_absent_reason (TamboElement *element)
{
  TamboElement *extension = tambo_element_new ("extension");

  add_text (extension, "url", ABSENT_URL);
  add_text (extension, "valueCode", "asked-declined");
  tambo_element_append (element, extension);
}

static void
rebuild_element (TamboFormEngine *self, TamboFormItem *item)
{
  TamboFormCell *cell = &self->cells[item->position];

  tambo_element_remove_named (cell->element, "answer");
  tambo_element_remove_named (cell->element, "extension");
  if (cell->declined)
    add_absent_reason (cell->element);

  for (guint i = 0; i < cell->answers->len; i++)
    {
      const TamboFormAnswer *value = &g_array_index (cell->answers, TamboFormAnswer, i);
      TamboElement *answer = tambo_element_new ("answer");

      tambo_element_append (answer,
                            tambo_form_answer_to_element (value, find_weight (item, value)));
      for (guint j = 0; i == 0 && j < item->children->len; j++)
        {
          TamboFormItem *child = g_ptr_array_index (item->children, j);

          tambo_element_append (answer, tambo_element_ref (self->cells[child->position].element));
        }
      tambo_element_append (cell->element, answer);
    }
}

void
tambo_form_engine_replace_answers (TamboFormEngine *self,
                                   TamboFormItem *item,
                                   GArray *answers,
                                   gboolean declined)
{
  TamboFormCell *cell = &self->cells[item->position];

  if (cell->declined == declined && tambo_form_answers_equal (cell->answers, answers))
    return;

  g_array_ref (answers);
  g_array_unref (cell->answers);
  cell->answers = answers;
  cell->declined = declined;
  rebuild_element (self, item);
  tambo_form_engine_touch (self, tag_of (item));
  for (guint i = 0; i < item->children->len; i++)
    refresh_enabled (self, g_ptr_array_index (item->children, i));
}

static void
start (TamboFormEngine *self)
{
  GPtrArray *items = self->questionnaire->items;

  for (guint i = 0; i < items->len; i++)
    add_cell (self, g_ptr_array_index (items, i));
  tambo_form_engine_add_units (self);

  for (guint i = 0; i < items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (items, i);

      refresh_enabled (self, item);
      if (item->initial->len > 0 && item->calculated == NULL)
        tambo_form_engine_replace_answers (self, item, item->initial, FALSE);
    }
  for (guint i = 0; i < self->units->len; i++)
    tambo_form_engine_mark (self, g_ptr_array_index (self->units, i));
  tambo_form_engine_settle (self);
}

/**
 * tambo_form_engine_new:
 * @questionnaire: the form
 * @now: what time it is for its expressions
 *
 * Returns: (transfer full): an engine with the form's initial answers, settled
 */
TamboFormEngine *
tambo_form_engine_new (TamboQuestionnaire *questionnaire, GDateTime *now)
{
  TamboFormEngine *self = g_new0 (TamboFormEngine, 1);

  self->questionnaire = g_object_ref (questionnaire);
  self->now = g_date_time_ref (now);
  self->response = tambo_element_new ("QuestionnaireResponse");
  add_text (self->response, "resourceType", "QuestionnaireResponse");
  self->cells = g_new0 (TamboFormCell, questionnaire->items->len + 1);
  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_form_unit_free);
  self->readers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->queue);
  self->scope = tambo_scope_new (self->response, now);
  tambo_scope_set_resolver (self->scope, tambo_form_engine_resolve, self);
  start (self);

  return self;
}

/* Answers are wiped: the memory they stood in may be handed out again. */
static void
cell_clear (TamboFormCell *cell)
{
  for (guint i = 0; i < cell->answers->len; i++)
    {
      TamboFormAnswer *answer = &g_array_index (cell->answers, TamboFormAnswer, i);

      if (answer->kind == TAMBO_FORM_ANSWER_STRING && answer->text != NULL)
        memset (answer->text, 0, strlen (answer->text));
    }
  g_array_unref (cell->answers);
  tambo_element_unref (cell->element);
}

void
tambo_form_engine_free (TamboFormEngine *self)
{
  for (guint i = 0; i < self->questionnaire->items->len; i++)
    cell_clear (&self->cells[i]);
  g_free (self->cells);
  g_queue_clear (&self->queue);
  g_hash_table_unref (self->readers);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->faults);
  tambo_scope_unref (self->scope);
  tambo_element_unref (self->response);
  g_date_time_unref (self->now);
  g_object_unref (self->questionnaire);
  g_free (self);
}

/**
 * tambo_form_engine_set:
 * @self: a #TamboFormEngine
 * @position: of the item
 * @answers: (element-type TamboFormAnswer): its answers now; not to be changed any more
 * @declined: whether the person would rather not say
 *
 * Nothing is concluded until tambo_form_engine_settle().
 */
void
tambo_form_engine_set (TamboFormEngine *self, guint position, GArray *answers, gboolean declined)
{
  g_return_if_fail (position < self->questionnaire->items->len);

  if (declined)
    self->was_declined = TRUE;

  /* What a skip hides can change without a change in anything that a rule looked at. */
  for (guint i = 0; self->was_declined && i < self->units->len; i++)
    {
      TamboFormUnit *unit = g_ptr_array_index (self->units, i);

      if (unit->kind == TAMBO_FORM_UNIT_RULE)
        tambo_form_engine_mark (self, unit);
    }
  tambo_form_engine_replace_answers (self,
                                     g_ptr_array_index (self->questionnaire->items, position),
                                     answers,
                                     declined);
}

/* A unit that is drawn more often than there are units feeds on itself: it rests, and is named. */
void
tambo_form_engine_settle (TamboFormEngine *self)
{
  TamboFormUnit *unit;

  for (guint i = 0; i < self->units->len; i++)
    ((TamboFormUnit *) g_ptr_array_index (self->units, i))->n_runs = 0;

  while ((unit = g_queue_pop_head (&self->queue)) != NULL)
    {
      unit->is_dirty = FALSE;
      if (unit->n_runs++ <= self->units->len)
        tambo_form_engine_run_unit (self, unit);
      else
        tambo_form_engine_add_fault (self, unit, "it depends on itself");
    }
}

gboolean
tambo_form_engine_is_enabled (TamboFormEngine *self, guint position)
{
  return self->cells[position].enabled;
}

gboolean
tambo_form_engine_is_declined (TamboFormEngine *self, guint position)
{
  return self->cells[position].declined;
}

/* Returns: (transfer none): also those of a disabled item */
GArray *
tambo_form_engine_get_answers (TamboFormEngine *self, guint position)
{
  return self->cells[position].answers;
}

/* Returns: (transfer none) (element-type utf8): what is wrong with the form, by link id */
GPtrArray *
tambo_form_engine_get_faults (TamboFormEngine *self)
{
  return self->faults;
}

TamboFormRuleState
tambo_form_engine_get_rule_state (TamboFormEngine *self, guint position, guint rule)
{
  if (!self->cells[position].enabled)
    return TAMBO_FORM_RULE_OFF;

  for (guint i = 0; i < self->units->len; i++)
    {
      TamboFormUnit *unit = g_ptr_array_index (self->units, i);

      if (unit->kind == TAMBO_FORM_UNIT_RULE && unit->item->position == position &&
          unit->index == rule)
        return unit->state;
    }

  return TAMBO_FORM_RULE_OFF;
}
