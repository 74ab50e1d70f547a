/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "kiosk/app/window.h"
#include "kiosk/session/language.h"
#include "kiosk/session/locale.h"
#include "kiosk/staff/pin.h"
#include "kiosk/widgets/local-decoder.h"
#include "kiosk/widgets/theme.h"
#include "tests/support/folder.h"
#include "tests/support/look.h"
#include "tests/support/pack-desk.h"
#include "tests/support/port.h"

#define ROOM G_GUINT64_CONSTANT (24000000000)

static const TamboTestGlass glasses[] = {
  { "small", 800, 480, 152.4 },
  { "tall", 600, 1024, 90.4 },
};

/* Every page that staff meet with a stick, looked at in every language and on every glass. */
typedef struct
{
  TamboTestDaemon *daemon; /* (owned) */
  TamboTestPackDesk *desk; /* (owned) */
  TamboTestPort *port;     /* (owned) */
  TamboParts parts;        /* (owned) what is in it */
  char *folder;            /* (owned): what is on the stick */
  char *pin_path;          /* (owned) */

  const TamboTestGlass *glass; /* (unowned) */
  const char *language;        /* (unowned) */
  TamboWindow *window;         /* (unowned) */
  guint n_findings;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->daemon = tambo_test_daemon_new ();
  fixture->desk = tambo_test_pack_desk_new (fixture->daemon);
  fixture->folder = tambo_test_make_folder ();
  fixture->port = tambo_test_port_new (fixture->folder);
  fixture->pin_path = g_build_filename (fixture->folder, "pin", NULL);
  tambo_pin_set (fixture->pin_path, "123456", &error);
  g_assert_no_error (error);
  fixture->parts.session = tambo_session_new ("en");
  fixture->parts.languages = tambo_language_list_all ();
  fixture->parts.client = tambo_mesh_client_new (tambo_test_daemon_get_client (fixture->daemon));
  fixture->parts.stick_desk = tambo_stick_desk_new (TAMBO_STICK_PORT (fixture->port),
                                                    fixture->parts.client);
  fixture->parts.code_attempts = tambo_attempts_new ();
  fixture->parts.pin_attempts = tambo_attempts_new ();
  fixture->parts.pin_path = fixture->pin_path;
  fixture->parts.decoder = tambo_local_decoder_new ();
  fixture->parts.speech = tambo_speech_new (fixture->parts.decoder, "fakesink");
  fixture->parts.sound_sink = "fakesink";
  while (!tambo_mesh_client_is_present (fixture->parts.client))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->parts.stick_desk);
  g_assert_finalize_object (fixture->port);
  g_assert_finalize_object (fixture->parts.session);
  g_clear_object (&fixture->parts.languages);
  g_clear_object (&fixture->parts.speech);
  g_clear_object (&fixture->parts.decoder);
  g_clear_object (&fixture->parts.code_attempts);
  g_clear_object (&fixture->parts.pin_attempts);
  g_assert_finalize_object (fixture->parts.client);
  tambo_test_pack_desk_free (fixture->desk);
  tambo_test_daemon_free (fixture->daemon);
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->pin_path);
}

static void
look (Fixture *fixture, const char *page)
{
  g_autofree char *where =
      g_strdup_printf ("stick-%s-%s-%s", page, fixture->language, fixture->glass->name);

  fixture->n_findings += tambo_test_look (GTK_WINDOW (fixture->window), fixture->glass, where);
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (
      gtk_widget_activate_action (tambo_window_get_screen (fixture->window), action, NULL));
}

static void
wait_for_step (Fixture *fixture, TamboStickStep step)
{
  while (tambo_stick_desk_get_step (fixture->parts.stick_desk) != step)
    g_main_context_iteration (NULL, TRUE);
}

/* Until the kiosk has heard how far the job is. */
static void
wait_for_progress (Fixture *fixture)
{
  guint64 done = 0;
  guint64 total;
  guint files;

  while (done == 0)
    {
      TamboMeshJob *job = tambo_stick_desk_get_job (fixture->parts.stick_desk);

      if (job != NULL)
        tambo_mesh_job_get_progress (job, &done, &total, &files, &files);
      g_main_context_iteration (NULL, done == 0);
    }
}

static void
work (Fixture *fixture, const char *action)
{
  act (fixture, action);
  while (tambo_stick_desk_get_job (fixture->parts.stick_desk) == NULL)
    g_main_context_iteration (NULL, TRUE);
  tambo_test_pack_desk_go_on (fixture->desk, 5200000, 12400000);
  wait_for_progress (fixture);
}

static void
end (Fixture *fixture, const char *state, GError *error)
{
  tambo_test_pack_desk_end (fixture->desk, state, error);
  wait_for_step (fixture, TAMBO_STICK_STEP_ENDED);
}

static void
walk_through_offer (Fixture *fixture)
{
  tambo_test_pack_desk_hold (fixture->desk);
  tambo_test_port_plug_in (fixture->port);
  look (fixture, "busy");
  tambo_test_pack_desk_let_go (fixture->desk);
  wait_for_step (fixture, TAMBO_STICK_STEP_OFFER);
  look (fixture, "offer");
  act (fixture, "stick.languages");
  look (fixture, "languages");
  tambo_test_pack_desk_find_all (fixture->desk, 1000);
  act (fixture, "stick.use-languages");
  wait_for_step (fixture, TAMBO_STICK_STEP_READING);
  wait_for_step (fixture, TAMBO_STICK_STEP_OFFER);
  look (fixture, "no-room");
  tambo_test_pack_desk_find_all (fixture->desk, ROOM);
}

static void
walk_through_work (Fixture *fixture)
{
  act (fixture, "stick.languages");
  act (fixture, "stick.use-languages");
  wait_for_step (fixture, TAMBO_STICK_STEP_READING);
  wait_for_step (fixture, TAMBO_STICK_STEP_OFFER);
  work (fixture, "stick.install");
  look (fixture, "working");
  end (fixture, "done", NULL);
  look (fixture, "done");

  act (fixture, "stick.look");
  wait_for_step (fixture, TAMBO_STICK_STEP_OFFER);
  work (fixture, "stick.install");
  end (fixture,
       "failed",
       g_error_new_literal (TAMBO_ERROR,
                            TAMBO_ERROR_PACK_DIGEST,
                            "Cough and tuberculosis, film/voice.ar.ogg: it is damaged"));
  look (fixture, "damaged");

  act (fixture, "stick.look");
  wait_for_step (fixture, TAMBO_STICK_STEP_OFFER);
  work (fixture, "stick.save");
  end (fixture, "done", NULL);
  look (fixture, "saved");
}

static void
walk_through_refusals (Fixture *fixture)
{
  tambo_test_port_pull_out (fixture->port);
  tambo_test_port_refuse (fixture->port, TAMBO_ERROR_STICK_FILE_SYSTEM);
  look (fixture, "refused");
  tambo_test_port_pull_out (fixture->port);

  tambo_test_pack_desk_set_refusal (fixture->desk, NULL);
  tambo_test_port_plug_in (fixture->port);
  wait_for_step (fixture, TAMBO_STICK_STEP_OFFER);
  look (fixture, "empty");
  tambo_test_port_pull_out (fixture->port);
  tambo_test_pack_desk_find_all (fixture->desk, ROOM);
}

/* Each page on the glass with the least room; on the others, those that hold the most. */
static void
walk (Fixture *fixture)
{
  gboolean all = fixture->glass == &glasses[0];
  const TamboConfig config = { .quiet_seconds = 60, .ring_seconds = 20 };

  tambo_session_wipe (fixture->parts.session);
  tambo_session_set_language (fixture->parts.session, fixture->language);
  fixture->window = TAMBO_WINDOW (tambo_window_new (NULL, &fixture->parts, &config));
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window),
                               fixture->glass->width,
                               fixture->glass->height);
  tambo_test_port_plug_in (fixture->port);
  if (all)
    look (fixture, "badge");
  tambo_window_open (fixture->window, "staff", NULL);
  look (fixture, "pin");
  tambo_test_port_pull_out (fixture->port);

  tambo_session_set_is_staff (fixture->parts.session, TRUE);
  tambo_window_open (fixture->window, "staff", NULL);
  if (all)
    look (fixture, "staff");
  tambo_window_open (fixture->window, "stick", NULL);
  if (all)
    look (fixture, "none");
  walk_through_offer (fixture);
  walk_through_work (fixture);
  if (all)
    walk_through_refusals (fixture);
  tambo_test_port_pull_out (fixture->port);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* In those languages that every change keeps whole, staff's words too. */
static void
test_every_page (Fixture *fixture, gconstpointer data)
{
  static const char *const whole[] = { "en", "fr", "ar", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (glasses); i++)
    for (guint j = 0; j < g_list_model_get_n_items (fixture->parts.languages); j++)
      {
        g_autoptr (TamboLanguage) language = g_list_model_get_item (fixture->parts.languages, j);
        g_autoptr (TamboTheme) theme = tambo_theme_new (gdk_display_get_default (),
                                                        fixture->parts.session,
                                                        tambo_test_glass_get_px_per_mm (
                                                            &glasses[i]));

        fixture->glass = &glasses[i];
        fixture->language = tambo_language_get_tag (language);
        if (g_strv_contains (whole, fixture->language))
          walk (fixture);
      }

  g_assert_cmpuint (fixture->n_findings, ==, 0);
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  tambo_locale_init (g_getenv ("TAMBO_LOCALE_DIR"));
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

  g_test_add ("/screens/stick-pages/every-page-is-whole",
              Fixture,
              NULL,
              set_up,
              test_every_page,
              tear_down);

  return g_test_run ();
}
