/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/request.h"
#include "content/consult/seal.h"
#include "kiosk/app/window.h"
#include "kiosk/consult/consult-draft.h"
#include "kiosk/session/language.h"
#include "kiosk/session/locale.h"
#include "kiosk/widgets/local-decoder.h"
#include "kiosk/widgets/theme.h"
#include "tests/support/daemon.h"
#include "tests/support/photo.h"

#define MARKER "xylophone in my chest"

/* A kiosk beside a daemon, with one person in front of it. */
typedef struct
{
  TamboTestPack *pack;     /* (owned) */
  TamboTestDaemon *daemon; /* (owned) */
  TamboParts parts;        /* (owned) what is in it */
  TamboTheme *theme;       /* (owned) */
  TamboWindow *window;     /* (owned) by GTK until destroyed */
} Fixture;

static gboolean
has_clinic (Fixture *fixture)
{
  g_autoptr (GPtrArray) clinics = tambo_kiosk_trust_list_open_clinics (fixture->parts.trust);

  return clinics->len > 0;
}

static void
open_window (Fixture *fixture)
{
  const TamboConfig config = { .quiet_seconds = 60, .ring_seconds = 20 };

  fixture->theme = tambo_theme_new (gdk_display_get_default (), fixture->parts.session, 5.25);
  fixture->window = TAMBO_WINDOW (tambo_window_new (NULL, &fixture->parts, &config));
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 480);
  tambo_test_settle (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *floor_path = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (GError) error = NULL;

  fixture->pack = tambo_test_pack_new ("org.tambo.test");
  tambo_test_pack_add_item (fixture->pack,
                            TAMBO_ITEM_VIDEO,
                            "film",
                            (const char *const[]){ "Film", "Film", "فيلم" });
  fixture->daemon = tambo_test_daemon_new ();
  tambo_test_daemon_add_pack (fixture->daemon, fixture->pack);
  tambo_test_daemon_add_clinic (fixture->daemon, "north", "North Clinic");
  tambo_test_daemon_publish (fixture->daemon);

  root = tambo_test_daemon_get_root (fixture->daemon);
  floor_path = g_build_filename (tambo_test_daemon_get_folder (fixture->daemon), "floor", NULL);
  fixture->parts.session = tambo_session_new ("en");
  fixture->parts.languages = tambo_language_list_all ();
  fixture->parts.client = tambo_mesh_client_new (tambo_test_daemon_get_client (fixture->daemon));
  fixture->parts.trust = tambo_kiosk_trust_new (fixture->parts.client, root, floor_path, &error);
  g_assert_no_error (error);
  fixture->parts.library = tambo_library_new (fixture->parts.client, fixture->parts.trust);
  fixture->parts.code_attempts = tambo_attempts_new ();
  fixture->parts.pin_attempts = tambo_attempts_new ();
  fixture->parts.pin_path = "/nowhere/pin";
  fixture->parts.decoder = tambo_local_decoder_new ();
  fixture->parts.speech = tambo_speech_new (fixture->parts.decoder, "fakesink");
  fixture->parts.sound_sink = "fakesink";
  while (!has_clinic (fixture) ||
         g_list_model_get_n_items (G_LIST_MODEL (fixture->parts.library)) == 0)
    g_main_context_iteration (NULL, TRUE);
  open_window (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  /* Calls that were cancelled still come back. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->theme);
  g_clear_object (&fixture->parts.speech);
  g_clear_object (&fixture->parts.decoder);
  g_clear_object (&fixture->parts.languages);
  g_clear_object (&fixture->parts.code_attempts);
  g_clear_object (&fixture->parts.pin_attempts);
  g_assert_finalize_object (fixture->parts.session);
  g_assert_finalize_object (fixture->parts.library);
  g_assert_finalize_object (fixture->parts.trust);
  g_assert_finalize_object (fixture->parts.client);
  tambo_test_daemon_free (fixture->daemon);
  tambo_test_pack_free (fixture->pack);
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (
      gtk_widget_activate_action (tambo_window_get_screen (fixture->window), action, NULL));
}

static void
set_language (Fixture *fixture, const char *language)
{
  g_assert_true (gtk_widget_activate_action (tambo_window_get_screen (fixture->window),
                                             "kiosk.set-language",
                                             "s",
                                             language));
}

/* Whether any label or text anywhere in the window says @words. */
static gboolean
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;

  if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *text = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
      if (strstr (text, words) != NULL)
        return TRUE;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;

  return FALSE;
}

static TamboConsultDraft *
get_draft (Fixture *fixture)
{
  return tambo_session_get_kept (fixture->parts.session, "consult");
}

static void
wait_for_step (Fixture *fixture, TamboConsultStep step)
{
  while (tambo_consult_draft_get_step (get_draft (fixture)) != step)
    g_main_context_iteration (NULL, TRUE);
}

/* As far as the code, in @language. */
static void
write_question (Fixture *fixture)
{
  act (fixture, "kiosk.begin");
  act (fixture, "kiosk.home");
  act (fixture, "kiosk.ask");
  tambo_consult_draft_set_text (get_draft (fixture), MARKER);
  tambo_consult_draft_go_next (get_draft (fixture));
  g_assert_cmpint (tambo_consult_draft_get_step (get_draft (fixture)),
                   ==,
                   TAMBO_CONSULT_STEP_CONSENT);
  tambo_test_photograph (GTK_WINDOW (fixture->window), "consult-consent");
  act (fixture, "consult.agree");
  while (tambo_consult_draft_get_code (get_draft (fixture)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  tambo_test_photograph (GTK_WINDOW (fixture->window), "consult-code");
}

static void
test_begins_with_language (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (tambo_window_get_route (fixture->window), ==, "attract");
  act (fixture, "kiosk.begin");
  g_assert_cmpstr (tambo_window_get_route (fixture->window), ==, "language");
  set_language (fixture, "fr");
  g_assert_cmpstr (tambo_window_get_route (fixture->window), ==, "home");
  g_assert_true (says (GTK_WIDGET (fixture->window), "Regarder et lire"));
}

static void
test_language_mirrors (Fixture *fixture, gconstpointer data)
{
  act (fixture, "kiosk.begin");
  set_language (fixture, "ar");
  g_assert_cmpint (gtk_widget_get_default_direction (), ==, GTK_TEXT_DIR_RTL);
  g_assert_true (says (GTK_WIDGET (fixture->window), "إجاباتي"));

  act (fixture, "kiosk.language");
  set_language (fixture, "en");
  g_assert_cmpint (gtk_widget_get_default_direction (), ==, GTK_TEXT_DIR_LTR);
  g_assert_true (says (GTK_WIDGET (fixture->window), "My answers"));
}

static void
test_question_keeps_language_change (Fixture *fixture, gconstpointer data)
{
  write_question (fixture);
  act (fixture, "kiosk.back");
  act (fixture, "kiosk.back");
  set_language (fixture, "fr");
  g_assert_cmpstr (tambo_window_get_route (fixture->window), ==, "ask");
  g_assert_true (says (GTK_WIDGET (fixture->window), MARKER));
}

/* The clinic, and nobody else, reads what was written; and nothing leaves before the person has
 * the code. */
static void
test_question_is_sealed_and_sent (Fixture *fixture, gconstpointer data)
{
  const TamboDeployment *deployment = tambo_test_daemon_get_deployment (fixture->daemon);
  guint8 public_key[32];
  const guint8 *secret = tambo_test_daemon_get_intake (fixture->daemon, public_key);
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (TamboRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  write_question (fixture);
  g_assert_cmpuint (tambo_test_daemon_get_n_submitted (fixture->daemon), ==, 0);

  act (fixture, "consult.send");
  wait_for_step (fixture, TAMBO_CONSULT_STEP_SENT);
  tambo_test_photograph (GTK_WINDOW (fixture->window), "consult-sent");
  g_assert_cmpuint (tambo_test_daemon_get_n_submitted (fixture->daemon), ==, 1);

  envelope = tambo_envelope_parse (tambo_test_daemon_get_submitted (fixture->daemon, 0), &error);
  g_assert_no_error (error);
  message = tambo_seal_open_request (envelope, deployment->id, public_key, secret, &error);
  g_assert_no_error (error);
  request = tambo_request_new_from_bytes (tambo_message_get_body (message), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_request_get_text (request), ==, MARKER);
}

static void
test_refused_question_is_kept (Fixture *fixture, gconstpointer data)
{
  tambo_test_daemon_refuse (fixture->daemon, TRUE);
  write_question (fixture);

  act (fixture, "consult.send");
  wait_for_step (fixture, TAMBO_CONSULT_STEP_FAILED);
  g_assert_true (says (GTK_WIDGET (fixture->window), "was not sent"));

  tambo_test_daemon_refuse (fixture->daemon, FALSE);
  act (fixture, "consult.retry");
  wait_for_step (fixture, TAMBO_CONSULT_STEP_SENT);
}

static void
test_received_needs_receipt (Fixture *fixture, gconstpointer data)
{
  write_question (fixture);
  act (fixture, "consult.send");
  wait_for_step (fixture, TAMBO_CONSULT_STEP_SENT);
  g_assert_false (says (GTK_WIDGET (fixture->window), "has received"));

  tambo_test_daemon_set_carried (fixture->daemon, TAMBO_CARRIED_RECEIVED);
  while (!says (GTK_WIDGET (fixture->window), "has received"))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_hide_now_wipes (Fixture *fixture, gconstpointer data)
{
  TamboConsultDraft *draft = NULL;
  g_autofree char *digits = NULL;
  char *formatted = NULL;

  write_question (fixture);
  draft = get_draft (fixture);
  formatted = tambo_code_format (tambo_consult_draft_get_code (draft));
  digits = g_strndup (formatted, strlen ("LLL SSSS"));
  g_assert_true (says (GTK_WIDGET (fixture->window), digits));
  g_object_add_weak_pointer (G_OBJECT (draft), (gpointer *) &draft);

  act (fixture, "kiosk.hide-now");
  g_assert_cmpstr (tambo_window_get_route (fixture->window), ==, "clock");
  /* The thread that made the key lets its task go a moment after the main loop has. */
  while (draft != NULL)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (get_draft (fixture));
  g_assert_false (says (GTK_WIDGET (fixture->window), digits));
  g_assert_false (says (GTK_WIDGET (fixture->window), MARKER));

  act (fixture, "kiosk.leave");
  g_assert_cmpstr (tambo_window_get_route (fixture->window), ==, "attract");
  tambo_code_free_text (formatted);
}

int
main (int argc, char *argv[])
{
  tambo_locale_init (g_getenv ("TAMBO_LOCALE_DIR"));
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

#define add_test(path, func) \
  g_test_add ("/kiosk/window/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("begins-with-language", test_begins_with_language);
  add_test ("language-mirrors", test_language_mirrors);
  add_test ("question/keeps-language-change", test_question_keeps_language_change);
  add_test ("question/is-sealed-and-sent", test_question_is_sealed_and_sent);
  add_test ("question/refused-is-kept", test_refused_question_is_kept);
  add_test ("question/received-needs-receipt", test_received_needs_receipt);
  add_test ("hide-now-wipes", test_hide_now_wipes);
#undef add_test

  return g_test_run ();
}
