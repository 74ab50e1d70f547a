/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-session.h"

#include "content/forms/form-result-private.h"
#include "content/forms/form-session-private.h"
#include "content/forms/form-step-private.h"
#include "content/forms/response-writer.h"

/**
 * TamboFormSession:
 *
 * One person going through one form: answers, where they are, what is alarming, how it ends. State
 * is by link id and code, so the language may change at any time. Nothing of it is ever written;
 * letting go of it forgets it.
 */
G_DEFINE_FINAL_TYPE (TamboFormSession, tambo_form_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_LANGUAGE = 1,
  PROP_CURRENT,
} TamboFormSessionProperty;

static GParamSpec *properties[PROP_CURRENT + 1];

enum
{
  SIGNAL_ALERT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tambo_form_session_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  TamboFormSession *self = TAMBO_FORM_SESSION (object);

  switch ((TamboFormSessionProperty) property_id)
    {
    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;

    case PROP_CURRENT:
      g_value_set_object (value, self->current);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
set_current (TamboFormSession *self, TamboFormStep *step)
{
  if (g_set_object (&self->current, step))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static void
tambo_form_session_dispose (GObject *object)
{
  TamboFormSession *self = TAMBO_FORM_SESSION (object);

  g_clear_object (&self->current);
  g_clear_object (&self->steps);
  g_clear_object (&self->alerts);
  g_clear_pointer (&self->all_steps, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_form_session_parent_class)->dispose (object);
}

static void
tambo_form_session_finalize (GObject *object)
{
  TamboFormSession *self = TAMBO_FORM_SESSION (object);

  g_clear_pointer (&self->engine, tambo_form_engine_free);
  for (guint i = 0; i < self->questionnaire->items->len; i++)
    g_free (self->asked_in[i]);
  g_free (self->asked_in);
  g_clear_object (&self->questionnaire);
  g_free (self->language);
  g_date_time_unref (self->now);

  G_OBJECT_CLASS (tambo_form_session_parent_class)->finalize (object);
}

static void
tambo_form_session_class_init (TamboFormSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tambo_form_session_get_property;
  object_class->dispose = tambo_form_session_dispose;
  object_class->finalize = tambo_form_session_finalize;

  properties[PROP_LANGUAGE] =
      g_param_spec_string ("language", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CURRENT] = g_param_spec_object ("current",
                                                  NULL,
                                                  NULL,
                                                  TAMBO_TYPE_FORM_STEP,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * TamboFormSession::alert:
   * @self: a #TamboFormSession
   * @alert: what has just become alarming
   *
   * After the answer that caused it and before the call that gave it returns; the most urgent
   * first.
   */
  signals[SIGNAL_ALERT] = g_signal_new ("alert",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        TAMBO_TYPE_FORM_ALERT);
}

static void
step_unref (gpointer step)
{
  g_clear_object ((GObject **) &step);
}

static void
tambo_form_session_init (TamboFormSession *self)
{
  self->all_steps = g_ptr_array_new_with_free_func (step_unref);
  self->steps = g_list_store_new (TAMBO_TYPE_FORM_STEP);
  self->alerts = g_list_store_new (TAMBO_TYPE_FORM_ALERT);
}

/**
 * tambo_form_session_new:
 * @questionnaire: the form
 * @language: the language to ask in; should be one that the form offers
 * @now: what time it is for the form's expressions
 *
 * Returns: (transfer full): a session at its first step
 */
TamboFormSession *
tambo_form_session_new (TamboQuestionnaire *questionnaire, const char *language, GDateTime *now)
{
  g_autoptr (TamboFormStep) first = NULL;
  TamboFormSession *self;

  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (questionnaire), NULL);
  g_return_val_if_fail (language != NULL && now != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_FORM_SESSION, NULL);
  self->questionnaire = g_object_ref (questionnaire);
  self->engine = tambo_form_engine_new (questionnaire, now);
  self->language = g_strdup (language);
  self->asked_in = g_new0 (char *, questionnaire->items->len + 1);
  self->now = g_date_time_ref (now);
  tambo_form_session_make_steps (self);
  tambo_form_session_sync (self);
  first = g_list_model_get_item (G_LIST_MODEL (self->steps), 0);
  set_current (self, first);

  return self;
}

/* Only from where the alerts are found. */
void
tambo_form_session_raise (TamboFormSession *self, TamboFormAlert *alert)
{
  g_signal_emit (self, signals[SIGNAL_ALERT], 0, alert);
}

/* Whether there is a keyboard for questions that want words. Before the first answer. */
void
tambo_form_session_set_can_type (TamboFormSession *self, gboolean can_type)
{
  g_autoptr (TamboFormStep) first = NULL;

  g_return_if_fail (TAMBO_IS_FORM_SESSION (self));

  self->can_type = can_type;
  tambo_form_session_make_steps (self);
  tambo_form_session_sync (self);
  first = g_list_model_get_item (G_LIST_MODEL (self->steps), 0);
  set_current (self, first);
}

TamboQuestionnaire *
tambo_form_session_get_questionnaire (TamboFormSession *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  return self->questionnaire;
}

const char *
tambo_form_session_get_language (TamboFormSession *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  return self->language;
}

/* Nothing is lost: every step says the same in another language. */
void
tambo_form_session_set_language (TamboFormSession *self, const char *language)
{
  g_return_if_fail (TAMBO_IS_FORM_SESSION (self));
  g_return_if_fail (language != NULL);

  if (g_strcmp0 (self->language, language) == 0)
    return;

  g_free (self->language);
  self->language = g_strdup (language);
  tambo_form_session_sync (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LANGUAGE]);
}

/* Returns: (transfer none): the #TamboFormStep that are to be gone through now, in order */
GListModel *
tambo_form_session_get_steps (TamboFormSession *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  return G_LIST_MODEL (self->steps);
}

/* Returns: (transfer none): the #TamboFormAlert that hold now */
GListModel *
tambo_form_session_get_alerts (TamboFormSession *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  return G_LIST_MODEL (self->alerts);
}

/* Returns: (transfer none) (nullable): %NULL if it is not asked now */
TamboFormStep *
tambo_form_session_find_step (TamboFormSession *self, const char *link_id)
{
  TamboFormItem *item;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);
  g_return_val_if_fail (link_id != NULL, NULL);

  item = tambo_questionnaire_find_item (self->questionnaire, link_id);
  if (item == NULL || !tambo_form_engine_is_enabled (self->engine, item->position))
    return NULL;

  return g_ptr_array_index (self->all_steps, item->position);
}

TamboFormStep *
tambo_form_session_get_current (TamboFormSession *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  return self->current;
}

/**
 * tambo_form_session_set_current:
 * @self: a #TamboFormSession
 * @step: (nullable): one of its steps; %NULL for the end
 */
void
tambo_form_session_set_current (TamboFormSession *self, TamboFormStep *step)
{
  guint position;

  g_return_if_fail (TAMBO_IS_FORM_SESSION (self));
  g_return_if_fail (step == NULL || tambo_form_session_find_position (self, step, &position));

  set_current (self, step);
}

/* Returns: %FALSE at the end: there is no next step */
gboolean
tambo_form_session_advance (TamboFormSession *self)
{
  g_autoptr (TamboFormStep) next = NULL;
  guint position;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);

  if (tambo_form_session_find_position (self, self->current, &position))
    next = g_list_model_get_item (G_LIST_MODEL (self->steps), position + 1);
  set_current (self, next);

  return next != NULL;
}

/* Returns: %FALSE at the first step, which stays */
gboolean
tambo_form_session_go_back (TamboFormSession *self)
{
  g_autoptr (TamboFormStep) previous = NULL;
  guint position;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);

  if (!tambo_form_session_find_position (self, self->current, &position))
    position = g_list_model_get_n_items (G_LIST_MODEL (self->steps));
  if (position == 0)
    return FALSE;

  previous = g_list_model_get_item (G_LIST_MODEL (self->steps), position - 1);
  set_current (self, previous);

  return TRUE;
}

/* Whether every question that is asked now and is required was answered or passed over. */
gboolean
tambo_form_session_is_complete (TamboFormSession *self)
{
  GListModel *steps;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);

  steps = G_LIST_MODEL (self->steps);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (TamboFormStep) step = g_list_model_get_item (steps, i);

      if (tambo_form_step_get_state (step) == TAMBO_FORM_STEP_OPEN &&
          tambo_form_item_is_required (tambo_form_step_get_item (step)))
        return FALSE;
    }

  return TRUE;
}

/* Returns: (transfer full) (nullable): the form's total, if its own rule gives one for these
 *   answers; for a clinician with consent, never for the screen */
char *
tambo_form_session_dup_score (TamboFormSession *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  for (guint i = 0; i < self->questionnaire->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->questionnaire->items, i);
      GArray *answers = tambo_form_engine_get_answers (self->engine, i);

      if (item->is_score && answers->len > 0 && tambo_form_engine_is_enabled (self->engine, i))
        return tambo_decimal_to_string (g_array_index (answers, TamboFormAnswer, 0).number);
    }

  return NULL;
}

/* Returns: (transfer full) (nullable): the most urgent band that the answers call for; %NULL if
 *   the form has none for them */
TamboFormResult *
tambo_form_session_dup_result (TamboFormSession *self)
{
  TamboFormItem *best = NULL;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  for (guint i = 0; i < self->questionnaire->items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (self->questionnaire->items, i);

      if (item->band != TAMBO_FORM_BAND_NONE && tambo_form_engine_is_enabled (self->engine, i) &&
          (best == NULL || item->band > best->band))
        best = item;
    }

  return best == NULL ? NULL : tambo_form_result_new (best, self->language);
}

/* Returns: (transfer full): what turned out to be wrong with the form, for the staff screen */
GStrv
tambo_form_session_dup_faults (TamboFormSession *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GPtrArray *faults;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  faults = tambo_form_engine_get_faults (self->engine);
  for (guint i = 0; i < faults->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (faults, i));

  return g_strv_builder_end (builder);
}

/**
 * tambo_form_session_to_response:
 * @self: a #TamboFormSession
 * @pack_digest: (nullable): of the pack that the form came in
 *
 * Returns: (transfer full): a FHIR R4 QuestionnaireResponse as it was shown: no disabled item, no
 *   hidden one, no score
 */
GBytes *
tambo_form_session_to_response (TamboFormSession *self, const char *pack_digest)
{
  TamboResponseWriter writer = { .pack_digest = pack_digest };

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), NULL);

  writer.questionnaire = self->questionnaire;
  writer.engine = self->engine;
  writer.language = self->language;
  writer.asked_in = (const char *const *) self->asked_in;
  writer.now = self->now;
  writer.is_complete = tambo_form_session_is_complete (self);

  return tambo_response_writer_write (&writer);
}
