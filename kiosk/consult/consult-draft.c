/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-draft.h"

#include "content/consult/request.h"
#include "content/consult/seal.h"

#include <sodium.h>
#include <string.h>

/* Names the words in which consent is asked, in consult-screen.c; a change of them changes it. */
#define CONSENT_TEXT_VERSION "ask-1"

/**
 * TamboConsultDraft:
 *
 * A question to a clinic while it is being written, and the code and envelope that are made of it.
 * It is kept in the session and nowhere else; what is secret is zeroed.
 */
struct _TamboConsultDraft
{
  GObject parent_instance;

  TamboConsultStep step;
  TamboConsultCheck *check; /* (owned) (nullable) */
  gboolean takes_check;
  char *text;                /* (owned) (nullable) zeroed */
  GPtrArray *clinics;        /* (owned) of TamboClinicRecord */
  TamboClinicRecord *clinic; /* (owned) (nullable) */
  TamboCode *code;           /* (owned) (nullable) */
  TamboEnvelope *envelope;   /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboConsultDraft, tambo_consult_draft, G_TYPE_OBJECT)

typedef enum
{
  PROP_STEP = 1,
} TamboConsultDraftProperty;

static GParamSpec *properties[PROP_STEP + 1];

static void
free_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

/* What was sealed no longer says what the draft says. */
static void
forget_sealed (TamboConsultDraft *self)
{
  g_clear_object (&self->code);
  g_clear_object (&self->envelope);
}

static TamboConsultFacts
get_facts (TamboConsultDraft *self)
{
  return (TamboConsultFacts){
    .has_check = self->check != NULL,
    .has_content = tambo_consult_draft_has_content (self),
    .n_clinics = self->clinics->len,
  };
}

static void
tambo_consult_draft_get_property (GObject *object,
                                  guint property_id,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  TamboConsultDraft *self = TAMBO_CONSULT_DRAFT (object);

  switch ((TamboConsultDraftProperty) property_id)
    {
    case PROP_STEP:
      g_value_set_uint (value, self->step);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_consult_draft_finalize (GObject *object)
{
  TamboConsultDraft *self = TAMBO_CONSULT_DRAFT (object);

  forget_sealed (self);
  g_clear_object (&self->check);
  g_clear_object (&self->clinic);
  g_ptr_array_unref (self->clinics);
  free_text (self->text);

  G_OBJECT_CLASS (tambo_consult_draft_parent_class)->finalize (object);
}

static void
tambo_consult_draft_class_init (TamboConsultDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tambo_consult_draft_get_property;
  object_class->finalize = tambo_consult_draft_finalize;

  properties[PROP_STEP] = g_param_spec_uint ("step",
                                             NULL,
                                             NULL,
                                             0,
                                             TAMBO_N_CONSULT_STEPS - 1,
                                             0,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_consult_draft_init (TamboConsultDraft *self)
{
}

/**
 * tambo_consult_draft_new:
 * @check: (nullable): the check that was done in this session
 * @clinics: (element-type TamboClinicRecord): those that can be asked today
 *
 * Returns: (transfer full): an empty question at its first step
 */
TamboConsultDraft *
tambo_consult_draft_new (TamboConsultCheck *check, GPtrArray *clinics)
{
  TamboConsultDraft *self = NULL;
  TamboConsultFacts facts;

  g_return_val_if_fail (clinics != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_CONSULT_DRAFT, NULL);
  self->clinics = g_ptr_array_ref (clinics);
  g_set_object (&self->check, check);
  if (clinics->len == 1)
    self->clinic = g_object_ref (g_ptr_array_index (clinics, 0));
  facts = get_facts (self);
  self->step = tambo_consult_step_get_first (&facts);

  return self;
}

TamboConsultStep
tambo_consult_draft_get_step (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), TAMBO_CONSULT_STEP_CLOSED);

  return self->step;
}

void
tambo_consult_draft_set_step (TamboConsultDraft *self, TamboConsultStep step)
{
  g_return_if_fail (TAMBO_IS_CONSULT_DRAFT (self));
  g_return_if_fail (step < TAMBO_N_CONSULT_STEPS);

  if (self->step == step)
    return;

  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

gboolean
tambo_consult_draft_go_next (TamboConsultDraft *self)
{
  TamboConsultFacts facts;
  TamboConsultStep next;

  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), FALSE);

  facts = get_facts (self);
  if (!tambo_consult_step_get_next (self->step, &facts, &next))
    return FALSE;

  tambo_consult_draft_set_step (self, next);

  return TRUE;
}

gboolean
tambo_consult_draft_go_back (TamboConsultDraft *self)
{
  TamboConsultFacts facts;
  TamboConsultStep previous;

  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), FALSE);

  facts = get_facts (self);
  if (!tambo_consult_step_get_previous (self->step, &facts, &previous))
    return FALSE;

  tambo_consult_draft_set_step (self, previous);

  return TRUE;
}

/* Returns: (transfer none) (nullable) */
TamboConsultCheck *
tambo_consult_draft_get_check (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), NULL);

  return self->check;
}

gboolean
tambo_consult_draft_takes_check (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), FALSE);

  return self->check != NULL && self->takes_check;
}

void
tambo_consult_draft_take_check (TamboConsultDraft *self, gboolean take)
{
  g_return_if_fail (TAMBO_IS_CONSULT_DRAFT (self));

  self->takes_check = take;
  forget_sealed (self);
}

/* Never NULL. */
const char *
tambo_consult_draft_get_text (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), NULL);

  return self->text != NULL ? self->text : "";
}

void
tambo_consult_draft_set_text (TamboConsultDraft *self, const char *text)
{
  g_return_if_fail (TAMBO_IS_CONSULT_DRAFT (self));
  g_return_if_fail (text != NULL);

  if (g_strcmp0 (self->text, text) == 0)
    return;

  free_text (self->text);
  self->text = g_strdup (text);
  forget_sealed (self);
}

/* Whether there is anything to send: blanks are not. */
gboolean
tambo_consult_draft_has_content (TamboConsultDraft *self)
{
  const char *text = NULL;

  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), FALSE);

  if (tambo_consult_draft_takes_check (self))
    return TRUE;

  for (text = tambo_consult_draft_get_text (self); *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return TRUE;

  return FALSE;
}

/* Returns: (transfer none) (element-type TamboClinicRecord) */
GPtrArray *
tambo_consult_draft_get_clinics (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), NULL);

  return self->clinics;
}

/* Returns: (transfer none) (nullable) */
TamboClinicRecord *
tambo_consult_draft_get_clinic (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), NULL);

  return self->clinic;
}

void
tambo_consult_draft_choose_clinic (TamboConsultDraft *self, const char *id)
{
  g_return_if_fail (TAMBO_IS_CONSULT_DRAFT (self));
  g_return_if_fail (id != NULL);

  for (guint i = 0; i < self->clinics->len; i++)
    {
      TamboClinicRecord *clinic = g_ptr_array_index (self->clinics, i);

      if (g_str_equal (tambo_clinic_record_get_id (clinic), id) &&
          g_set_object (&self->clinic, clinic))
        forget_sealed (self);
    }
}

/* Returns: (transfer none) (nullable): what the person must keep, once it is sealed */
TamboCode *
tambo_consult_draft_get_code (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), NULL);

  return self->code;
}

/* Returns: (transfer none) (nullable): what is to be sent, once it is sealed */
TamboEnvelope *
tambo_consult_draft_get_envelope (TamboConsultDraft *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (self), NULL);

  return self->envelope;
}

/* Everything that sealing needs, so that the thread looks at nothing that may change. */
typedef struct
{
  guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE];
  guint64 ops;
  gsize mem;
  guint8 intake[TAMBO_KEY_SIZE];
  guint today;
  gboolean urgent;
  TamboRequest *request; /* (owned) */
  TamboCode *code;       /* (owned) */
} Seal;

static void
seal_free (Seal *seal)
{
  g_clear_object (&seal->request);
  g_clear_object (&seal->code);
  g_free (seal);
}

static TamboEnvelope *
seal_now (Seal *seal, GError **error)
{
  g_autoptr (TamboMailbox) mailbox = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;

  mailbox = tambo_mailbox_derive (seal->code, seal->deployment, seal->ops, seal->mem, error);
  if (mailbox == NULL)
    return NULL;

  message = tambo_message_new (TAMBO_MESSAGE_REQUEST, seal->deployment, mailbox);
  body = tambo_request_to_bytes (seal->request, message, seal->today, error);
  if (body == NULL)
    return NULL;

  tambo_message_set_body (message, body);

  return tambo_seal_request (message, seal->urgent, seal->intake, seal->today, error);
}

static void
seal_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  TamboEnvelope *envelope = seal_now (task_data, &error);

  if (envelope == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, envelope, g_object_unref);
}

static TamboRequest *
make_request (TamboConsultDraft *self, const char *language)
{
  TamboRequest *request = tambo_request_new (language);
  TamboConsent consent = 0;

  if (*tambo_consult_draft_get_text (self) != '\0')
    {
      tambo_request_set_text (request, self->text);
      consent |= TAMBO_CONSENT_TEXT;
    }
  if (tambo_consult_draft_takes_check (self))
    {
      tambo_request_add_check (request, self->check);
      tambo_request_set_topic (request, tambo_consult_check_get_title (self->check));
      consent |= TAMBO_CONSENT_ANSWERS | TAMBO_CONSENT_SCORE;
    }
  tambo_request_set_consent (request, consent, CONSENT_TEXT_VERSION);

  return request;
}

/* A check that found an emergency must not wait behind others. */
static gboolean
is_urgent (TamboConsultDraft *self)
{
  const char *band = NULL;

  if (tambo_consult_draft_takes_check (self))
    band = tambo_consult_check_get_band (self->check);

  return g_strcmp0 (band, "emergency") == 0 || g_strcmp0 (band, "same-day") == 0;
}

/**
 * tambo_consult_draft_seal_async:
 * @self: a draft with a clinic
 * @deployment: whose mailboxes these are
 * @language: the person's
 * @today: in days since 2020-01-01
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when there are a code and an envelope, or an error
 * @user_data: data for @callback
 *
 * Draws a code, derives its mailbox in a thread and seals. Nothing is sent.
 */
void
tambo_consult_draft_seal_async (TamboConsultDraft *self,
                                const TamboDeployment *deployment,
                                const char *language,
                                guint today,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  const TamboIntakeKey *intake = NULL;
  Seal *seal = NULL;

  g_return_if_fail (TAMBO_IS_CONSULT_DRAFT (self));
  g_return_if_fail (self->clinic != NULL);
  g_return_if_fail (deployment != NULL);
  g_return_if_fail (language != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_consult_draft_seal_async);
  intake = tambo_clinic_record_find_intake (self->clinic, today, &error);
  if (intake == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  seal = g_new0 (Seal, 1);
  memcpy (seal->deployment, deployment->id, sizeof seal->deployment);
  memcpy (seal->intake, intake->key, sizeof seal->intake);
  seal->ops = deployment->argon2_ops;
  seal->mem = (gsize) deployment->argon2_mem;
  seal->today = today;
  seal->urgent = is_urgent (self);
  seal->request = make_request (self, language);
  seal->code = tambo_code_new_random ();
  g_task_set_task_data (task, seal, (GDestroyNotify) seal_free);
  g_task_run_in_thread (task, seal_in_thread);
}

/* The draft has its code and envelope from here on. */
gboolean
tambo_consult_draft_seal_finish (TamboConsultDraft *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TamboEnvelope) envelope = NULL;
  Seal *seal = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  seal = g_task_get_task_data (G_TASK (result));
  envelope = g_task_propagate_pointer (G_TASK (result), error);
  if (envelope == NULL)
    return FALSE;

  g_set_object (&self->code, seal->code);
  g_set_object (&self->envelope, envelope);

  return TRUE;
}
