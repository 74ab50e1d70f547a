/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-screen.h"

#include "content/base/error.h"
#include "kiosk/consult/consult-code.h"
#include "kiosk/consult/consult-draft.h"
#include "kiosk/consult/consult-status.h"
#include "kiosk/consult/consult-text.h"
#include "kiosk/widgets/card.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/question.h"
#include "kiosk/widgets/screen.h"

#include <glib/gi18n-lib.h>

#define KEPT_AS "consult"

/**
 * TamboConsultScreen:
 *
 * Asks a clinic, one step at a time. The draft is in the session, so that the screen can be built
 * again in another language at any step.
 */
struct _TamboConsultScreen
{
  GtkWidget parent_instance;

  TamboSession *session;     /* (owned) */
  TamboKioskTrust *trust;    /* (owned) (nullable) */
  TamboMeshClient *client;   /* (owned) */
  TamboConsultDraft *draft;  /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GtkWidget *step;           /* (unowned) our child */
};

static void tambo_consult_screen_screen_init (TamboScreenInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboConsultScreen,
                               tambo_consult_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN,
                                                      tambo_consult_screen_screen_init))

static const char *
get_clinic_name (TamboConsultScreen *self, TamboClinicRecord *clinic)
{
  return tambo_texts_choose (tambo_clinic_record_get_name (clinic),
                             tambo_session_get_language (self->session));
}

static GtkWidget *
make_closed (TamboConsultScreen *self)
{
  GtkWidget *question = tambo_question_new ("lock",
                                            "clay",
                                            _ ("We cannot send privately just now."));

  tambo_question_add_line (
      TAMBO_QUESTION (question),
      "info",
      _ ("This kiosk has not heard from the clinic for a long time, so nothing "
         "can be locked for it."));
  tambo_question_add_line (TAMBO_QUESTION (question),
                           "places",
                           _ ("Please ask the staff here for help, or go to a clinic."));
  tambo_question_add_answer (TAMBO_QUESTION (question),
                             "home",
                             _ ("Home"),
                             "primary",
                             "kiosk.home");

  return question;
}

static GtkWidget *
make_check (TamboConsultScreen *self)
{
  GtkWidget *question = tambo_question_new ("check", "sun", _ ("Send your answers along?"));
  g_autofree char *title = g_strdup_printf (
      /* Translators: %s is the title of a health check. */
      _ ("Your answers to “%s” help the health worker to understand."),
      tambo_consult_check_get_title (tambo_consult_draft_get_check (self->draft)));

  tambo_question_add_line (TAMBO_QUESTION (question), "check", title);
  tambo_question_add_line (TAMBO_QUESTION (question), "hand", _ ("You can also ask without them."));
  tambo_question_add_answer (TAMBO_QUESTION (question), "yes", _ ("Yes"), "yes", "consult.take");
  tambo_question_add_answer (TAMBO_QUESTION (question), "no", _ ("No"), "no", "consult.leave");

  return question;
}

static GtkWidget *
make_clinics (TamboConsultScreen *self)
{
  GPtrArray *clinics = tambo_consult_draft_get_clinics (self->draft);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (_ ("Whom do you want to ask?"));
  GtkWidget *pages = tambo_pages_new ();

  gtk_widget_add_css_class (box, "screen");
  gtk_widget_add_css_class (title, "title");
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_vexpand (pages, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), pages);

  for (guint i = 0; i < clinics->len; i++)
    {
      TamboClinicRecord *clinic = g_ptr_array_index (clinics, i);
      GtkWidget *card = tambo_card_new ("clinic", "clay", get_clinic_name (self, clinic));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (card), "consult.choose");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (card),
                                        "s",
                                        tambo_clinic_record_get_id (clinic));
      tambo_pages_append (TAMBO_PAGES (pages), card);
    }

  return box;
}

/* A change of these words changes CONSENT_TEXT_VERSION in consult-draft.c. */
static GtkWidget *
make_consent (TamboConsultScreen *self)
{
  TamboClinicRecord *clinic = tambo_consult_draft_get_clinic (self->draft);
  GtkWidget *question = tambo_question_new ("lock", "leaf", _ ("Do you agree to send this?"));
  gboolean takes_check = tambo_consult_draft_takes_check (self->draft);
  gboolean has_text = *tambo_consult_draft_get_text (self->draft) != '\0';
  g_autofree char *who = g_strdup_printf (
      /* Translators: %s is the name of a clinic. */
      _ ("Only %s can read it."),
      get_clinic_name (self, clinic));
  const char *what = _ ("What you wrote is sent.");

  if (takes_check)
    what = has_text ? _ ("What you wrote and the answers of your check are sent.")
                    : _ ("The answers of your check are sent.");

  tambo_question_add_line (TAMBO_QUESTION (question), "write", what);
  tambo_question_add_line (TAMBO_QUESTION (question), "clinic", who);
  tambo_question_add_line (TAMBO_QUESTION (question),
                           "contact",
                           _ ("Your name is not asked. This kiosk cannot read it afterwards."));
  tambo_question_add_line (TAMBO_QUESTION (question),
                           "hand",
                           _ ("If you say no, nothing is sent."));
  tambo_question_add_answer (TAMBO_QUESTION (question), "yes", _ ("Yes"), "yes", "consult.agree");
  tambo_question_add_answer (TAMBO_QUESTION (question), "no", _ ("No"), "no", "kiosk.home");

  return question;
}

static GtkWidget *
make_busy (const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *spinner = gtk_spinner_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (box, "screen");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "title");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

static GtkWidget *
make_failed (TamboConsultScreen *self)
{
  GtkWidget *question = tambo_question_new ("warning", "clay", _ ("Your question was not sent."));

  tambo_question_add_line (
      TAMBO_QUESTION (question),
      "info",
      _ ("The part of this kiosk that sends does not answer. What you wrote is "
         "still here; you can try again."));
  tambo_question_add_answer (TAMBO_QUESTION (question),
                             "send",
                             _ ("Try again"),
                             "primary",
                             "consult.retry");
  tambo_question_add_answer (TAMBO_QUESTION (question), "home", _ ("Home"), "quiet", "kiosk.home");

  return question;
}

static GtkWidget *
make_sent (TamboConsultScreen *self)
{
  TamboClinicRecord *clinic = tambo_consult_draft_get_clinic (self->draft);
  TamboEnvelope *envelope = tambo_consult_draft_get_envelope (self->draft);

  return tambo_consult_status_new (self->client,
                                   tambo_envelope_get_id (envelope),
                                   tambo_clinic_record_get_answers_in_days (clinic));
}

static GtkWidget *
make_step (TamboConsultScreen *self)
{
  TamboCode *code = tambo_consult_draft_get_code (self->draft);

  switch (tambo_consult_draft_get_step (self->draft))
    {
    case TAMBO_CONSULT_STEP_CHECK:
      return make_check (self);

    case TAMBO_CONSULT_STEP_TEXT:
      return tambo_consult_text_new (self->draft, tambo_session_get_language (self->session));

    case TAMBO_CONSULT_STEP_CLINIC:
      return make_clinics (self);

    case TAMBO_CONSULT_STEP_CONSENT:
      return make_consent (self);

    case TAMBO_CONSULT_STEP_CODE:
      return code != NULL ? tambo_consult_code_new (code)
                          : make_busy (_ ("Your code is being made…"));

    case TAMBO_CONSULT_STEP_SENDING:
      return make_busy (_ ("Your question is being locked and stored…"));

    case TAMBO_CONSULT_STEP_SENT:
      return make_sent (self);

    case TAMBO_CONSULT_STEP_FAILED:
      return make_failed (self);

    case TAMBO_CONSULT_STEP_CLOSED:
    default:
      return make_closed (self);
    }
}

static void
show_step (TamboConsultScreen *self)
{
  g_clear_pointer (&self->step, gtk_widget_unparent);
  self->step = make_step (self);
  gtk_widget_set_parent (self->step, GTK_WIDGET (self));
}

static void
on_seal_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboConsultScreen) self = user_data;
  TamboConsultDraft *draft = TAMBO_CONSULT_DRAFT (object);
  g_autoptr (GError) error = NULL;

  if (tambo_consult_draft_seal_finish (draft, result, &error))
    {
      if (self->draft == draft && tambo_consult_draft_get_step (draft) == TAMBO_CONSULT_STEP_CODE)
        show_step (self);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_info ("A question was not sealed: %s", tambo_error_get_word (error));
  tambo_consult_draft_set_step (draft, TAMBO_CONSULT_STEP_CLOSED);
}

/* On the way to the code: there must be one, of what the draft says now. */
static void
seal (TamboConsultScreen *self)
{
  const TamboDeployment *deployment = tambo_trust_get_deployment (
      tambo_kiosk_trust_get_trust (self->trust));
  gint64 now = tambo_kiosk_trust_get_now (self->trust);

  if (tambo_consult_draft_get_code (self->draft) != NULL)
    return;

  tambo_consult_draft_seal_async (self->draft,
                                  deployment,
                                  tambo_session_get_language (self->session),
                                  tambo_day_from_unix (now),
                                  self->cancellable,
                                  on_seal_ready,
                                  g_object_ref (self));
}

static void
on_submit_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboConsultDraft) draft = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tambo_mesh_client_submit_envelope_finish (TAMBO_MESH_CLIENT (object),
                                                                  result,
                                                                  &error);

  if (id == NULL)
    g_info ("A question was not taken: %s",
            error->domain == TAMBO_ERROR ? tambo_error_get_word (error) : error->message);

  tambo_consult_draft_set_step (draft,
                                id != NULL ? TAMBO_CONSULT_STEP_SENT : TAMBO_CONSULT_STEP_FAILED);
}

/* Not cancelled with the screen: what was sent is sent, whatever is on the screen by then. */
static void
submit (TamboConsultScreen *self)
{
  TamboEnvelope *envelope = tambo_consult_draft_get_envelope (self->draft);

  if (envelope == NULL || tambo_consult_draft_get_step (self->draft) == TAMBO_CONSULT_STEP_SENDING)
    return;

  tambo_consult_draft_set_step (self->draft, TAMBO_CONSULT_STEP_SENDING);
  tambo_mesh_client_submit_envelope_async (self->client,
                                           tambo_envelope_get_bytes (envelope),
                                           NULL,
                                           on_submit_ready,
                                           g_object_ref (self->draft));
}

static void
on_take (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboConsultScreen *self = TAMBO_CONSULT_SCREEN (widget);

  tambo_consult_draft_take_check (self->draft, g_str_equal (name, "consult.take"));
  tambo_consult_draft_go_next (self->draft);
}

static void
on_choose (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboConsultScreen *self = TAMBO_CONSULT_SCREEN (widget);

  tambo_consult_draft_choose_clinic (self->draft, g_variant_get_string (parameter, NULL));
  tambo_consult_draft_go_next (self->draft);
}

static void
on_agree (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboConsultScreen *self = TAMBO_CONSULT_SCREEN (widget);

  if (tambo_consult_draft_go_next (self->draft))
    seal (self);
}

static void
on_send (GtkWidget *widget, const char *name, GVariant *parameter)
{
  submit (TAMBO_CONSULT_SCREEN (widget));
}

static gboolean
tambo_consult_screen_go_back (TamboScreen *screen)
{
  return tambo_consult_draft_go_back (TAMBO_CONSULT_SCREEN (screen)->draft);
}

static void
tambo_consult_screen_screen_init (TamboScreenInterface *iface)
{
  iface->go_back = tambo_consult_screen_go_back;
}

static void
tambo_consult_screen_dispose (GObject *object)
{
  TamboConsultScreen *self = TAMBO_CONSULT_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->step, gtk_widget_unparent);
  g_clear_object (&self->draft);
  g_clear_object (&self->client);
  g_clear_object (&self->trust);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tambo_consult_screen_parent_class)->dispose (object);
}

static void
tambo_consult_screen_finalize (GObject *object)
{
  g_object_unref (TAMBO_CONSULT_SCREEN (object)->cancellable);

  G_OBJECT_CLASS (tambo_consult_screen_parent_class)->finalize (object);
}

static void
tambo_consult_screen_class_init (TamboConsultScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_consult_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tambo_consult_screen_finalize;

  gtk_widget_class_set_css_name (widget_class, "consultscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "consult.take", NULL, on_take);
  gtk_widget_class_install_action (widget_class, "consult.leave", NULL, on_take);
  gtk_widget_class_install_action (widget_class, "consult.choose", "s", on_choose);
  gtk_widget_class_install_action (widget_class, "consult.agree", NULL, on_agree);
  gtk_widget_class_install_action (widget_class, "consult.send", NULL, on_send);
  gtk_widget_class_install_action (widget_class, "consult.retry", NULL, on_send);
}

static void
tambo_consult_screen_init (TamboConsultScreen *self)
{
  self->cancellable = g_cancellable_new ();
}

/* A consult that was closed may have opened by now, and a newer check may have been done. */
static gboolean
is_still_good (TamboConsultDraft *draft, TamboSession *session)
{
  return tambo_consult_draft_get_step (draft) != TAMBO_CONSULT_STEP_CLOSED &&
         tambo_consult_draft_get_check (draft) == tambo_session_get_check (session);
}

/* The draft that is kept, or a new one. */
static TamboConsultDraft *
find_draft (TamboSession *session, TamboKioskTrust *trust)
{
  TamboConsultDraft *kept = tambo_session_get_kept (session, KEPT_AS);
  g_autoptr (TamboConsultDraft) draft = NULL;
  g_autoptr (GPtrArray) clinics = NULL;

  if (kept != NULL && is_still_good (kept, session))
    return g_object_ref (kept);

  clinics = trust != NULL ? tambo_kiosk_trust_list_open_clinics (trust)
                          : g_ptr_array_new_with_free_func (g_object_unref);
  draft = tambo_consult_draft_new (tambo_session_get_check (session), clinics);
  if (kept != NULL && tambo_consult_draft_get_step (kept) < TAMBO_CONSULT_STEP_CODE)
    tambo_consult_draft_set_text (draft, tambo_consult_draft_get_text (kept));
  tambo_session_keep (session, KEPT_AS, draft);

  return g_steal_pointer (&draft);
}

/**
 * tambo_consult_screen_new:
 * @session: where the draft is kept
 * @trust: (nullable): which clinics there are, and their keys
 * @client: who takes the envelope
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_consult_screen_new (TamboSession *session, TamboKioskTrust *trust, TamboMeshClient *client)
{
  TamboConsultScreen *self = NULL;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);

  self = g_object_new (TAMBO_TYPE_CONSULT_SCREEN, NULL);
  self->session = g_object_ref (session);
  self->client = g_object_ref (client);
  g_set_object (&self->trust, trust);
  self->draft = find_draft (session, trust);
  g_signal_connect_object (self->draft,
                           "notify::step",
                           G_CALLBACK (show_step),
                           self,
                           G_CONNECT_SWAPPED);
  show_step (self);
  if (tambo_consult_draft_get_step (self->draft) == TAMBO_CONSULT_STEP_CODE)
    seal (self);

  return GTK_WIDGET (self);
}
