/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-alert-private.h"
#include "content/forms/form-session-private.h"
#include "content/forms/form-step-private.h"

/* Which steps there are now, and which alerts. */

static gboolean
is_in_band (TamboFormItem *item)
{
  for (TamboFormItem *at = item; at != NULL; at = at->parent)
    if (at->band != TAMBO_FORM_BAND_NONE)
      return TRUE;

  return FALSE;
}

/* Whether a screen is ever made for it. */
static gboolean
is_askable (TamboFormSession *self, TamboFormItem *item)
{
  if (tambo_form_item_is_hidden (item) || item->read_only || item->calculated != NULL ||
      item->is_alert_text || is_in_band (item) || item->text == NULL)
    return FALSE;

  switch (item->kind)
    {
    case TAMBO_FORM_ITEM_DISPLAY:
      return !item->is_help &&
             (item->parent == NULL || item->parent->kind == TAMBO_FORM_ITEM_GROUP);

    case TAMBO_FORM_ITEM_STRING:
    case TAMBO_FORM_ITEM_TEXT:
      return self->can_type;

    case TAMBO_FORM_ITEM_BOOLEAN:
    case TAMBO_FORM_ITEM_CHOICE:
    case TAMBO_FORM_ITEM_INTEGER:
    case TAMBO_FORM_ITEM_DECIMAL:
      return TRUE;

    case TAMBO_FORM_ITEM_GROUP:
    case TAMBO_FORM_ITEM_UNAVAILABLE:
    default:
      return FALSE;
    }
}

/* Anew for all that can be asked at all. */
void
tambo_form_session_make_steps (TamboFormSession *self)
{
  g_ptr_array_set_size (self->all_steps, 0);
  for (guint i = 0; i < self->questionnaire->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->questionnaire->items, i);

      g_ptr_array_add (self->all_steps,
                       is_askable (self, item) ? tambo_form_step_new (item) : NULL);
    }
}

gboolean
tambo_form_session_find_position (TamboFormSession *self, TamboFormStep *step, guint *out_position)
{
  return step != NULL && g_list_store_find (self->steps, step, out_position);
}

/* Puts @wanted into the list by one splice, so that what stays is not touched. */
static void
splice_steps (TamboFormSession *self, GPtrArray *wanted)
{
  GListModel *model = G_LIST_MODEL (self->steps);
  guint n_old = g_list_model_get_n_items (model);
  guint head = 0, tail = 0;

  while (head < MIN (n_old, wanted->len))
    {
      g_autoptr (GObject) old = g_list_model_get_item (model, head);

      if (old != g_ptr_array_index (wanted, head))
        break;
      head++;
    }
  while (tail < MIN (n_old, wanted->len) - head)
    {
      g_autoptr (GObject) old = g_list_model_get_item (model, n_old - tail - 1);

      if (old != g_ptr_array_index (wanted, wanted->len - tail - 1))
        break;
      tail++;
    }
  if (head + tail < MAX (n_old, wanted->len))
    g_list_store_splice (self->steps,
                         head,
                         n_old - head - tail,
                         wanted->pdata + head,
                         wanted->len - head - tail);
}

static void
sync_steps (TamboFormSession *self)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  guint position = 0;
  gboolean had_current = tambo_form_session_find_position (self, self->current, &position);

  /* Even an empty array hands out a pointer. */
  g_ptr_array_set_size (wanted, 1);
  g_ptr_array_set_size (wanted, 0);
  for (guint i = 0; i < self->all_steps->len; i++)
    {
      TamboFormStep *step = g_ptr_array_index (self->all_steps, i);

      if (step == NULL)
        continue;
      tambo_form_step_update (step, self->engine, self->language);
      if (tambo_form_engine_is_enabled (self->engine, i))
        g_ptr_array_add (wanted, step);
    }
  splice_steps (self, wanted);

  if (had_current && !tambo_form_session_find_position (self, self->current, &position))
    {
      g_autoptr (TamboFormStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), position);

      tambo_form_session_set_current (self, step);
    }
}

static gboolean
find_alert (TamboFormSession *self, TamboFormItem *item, guint rule, guint *out_position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->alerts)); i++)
    {
      g_autoptr (TamboFormAlert) alert = g_list_model_get_item (G_LIST_MODEL (self->alerts), i);

      if (tambo_form_alert_is_of (alert, item, rule))
        {
          *out_position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* Brings one rule's alert up to date; what is new, or has become certain, goes into @raised. */
static void
sync_alert (TamboFormSession *self, TamboFormItem *item, guint rule, GPtrArray *raised)
{
  TamboFormRuleState state = tambo_form_engine_get_rule_state (self->engine, item->position, rule);
  gboolean uncertain = state == TAMBO_FORM_RULE_UNCERTAIN;
  g_autoptr (TamboFormAlert) alert = NULL;
  guint position;

  if (find_alert (self, item, rule, &position))
    {
      g_autoptr (TamboFormAlert) old = g_list_model_get_item (G_LIST_MODEL (self->alerts),
                                                              position);

      if (state != TAMBO_FORM_RULE_OFF && tambo_form_alert_is_uncertain (old) == uncertain)
        return;
      g_list_store_remove (self->alerts, position);
    }
  if (state == TAMBO_FORM_RULE_OFF)
    return;

  alert = tambo_form_alert_new (item, rule, uncertain);
  g_list_store_append (self->alerts, alert);
  g_ptr_array_add (raised, g_steal_pointer (&alert));
}

static int
compare_haste (gconstpointer a, gconstpointer b)
{
  TamboFormAlert *left = *(TamboFormAlert *const *) a;
  TamboFormAlert *right = *(TamboFormAlert *const *) b;

  return (int) tambo_form_alert_get_level (right) - (int) tambo_form_alert_get_level (left);
}

static void
sync_alerts (TamboFormSession *self)
{
  g_autoptr (GPtrArray) raised = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->questionnaire->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->questionnaire->items, i);

      for (guint j = 0; j < item->rules->len; j++)
        sync_alert (self, item, j, raised);
    }

  g_ptr_array_sort (raised, compare_haste);
  for (guint i = 0; i < raised->len; i++)
    tambo_form_session_raise (self, g_ptr_array_index (raised, i));
}

/* After whatever changed: steps first, so that an alert is heard when all is in place. */
void
tambo_form_session_sync (TamboFormSession *self)
{
  sync_steps (self);
  sync_alerts (self);
}
