/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-draft.h"
#include "kiosk/replies/reader-state.h"
#include "kiosk/replies/reply-reader.h"
#include "kiosk/replies/reply.h"
#include "tests/support/async.h"
#include "tests/support/daemon.h"

#include <string.h>

#define ANSWER "Venez cette semaine, sans rendez-vous."

/* A person who has asked a question, and holds its code. */
typedef struct
{
  TamboTestDaemon *daemon;  /* (owned) */
  TamboMeshClient *client;  /* (owned) */
  TamboKioskTrust *trust;   /* (owned) */
  TamboAttempts *attempts;  /* (owned) */
  TamboReplyReader *reader; /* (owned) */
  TamboConsultDraft *draft; /* (owned) */
  char *code;               /* (owned) */
} Fixture;

static GPtrArray *
wait_for_clinics (Fixture *fixture)
{
  g_autoptr (GPtrArray) clinics = tambo_kiosk_trust_list_open_clinics (fixture->trust);

  while (clinics->len == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_ptr_array_unref (clinics);
      clinics = tambo_kiosk_trust_list_open_clinics (fixture->trust);
    }

  return g_steal_pointer (&clinics);
}

static void
ask (Fixture *fixture)
{
  const TamboDeployment *deployment = tambo_test_daemon_get_deployment (fixture->daemon);
  g_autoptr (GPtrArray) clinics = wait_for_clinics (fixture);
  g_autoptr (GAsyncResult) sealed = NULL;
  g_autoptr (GAsyncResult) sent = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  fixture->draft = tambo_consult_draft_new (NULL, clinics);
  tambo_consult_draft_set_text (fixture->draft, "Je tousse la nuit");
  tambo_consult_draft_seal_async (fixture->draft,
                                  deployment,
                                  "fr",
                                  tambo_day_from_unix (tambo_kiosk_trust_get_now (fixture->trust)),
                                  NULL,
                                  tambo_test_store_result,
                                  &sealed);
  g_assert_true (tambo_consult_draft_seal_finish (fixture->draft,
                                                  tambo_test_wait_for_result (&sealed),
                                                  &error));
  g_assert_no_error (error);

  tambo_mesh_client_submit_envelope_async (fixture->client,
                                           tambo_envelope_get_bytes (
                                               tambo_consult_draft_get_envelope (fixture->draft)),
                                           NULL,
                                           tambo_test_store_result,
                                           &sent);
  id = tambo_mesh_client_submit_envelope_finish (fixture->client,
                                                 tambo_test_wait_for_result (&sent),
                                                 &error);
  g_assert_no_error (error);
  fixture->code = tambo_code_format (tambo_consult_draft_get_code (fixture->draft));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *floor_path = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (GError) error = NULL;

  fixture->daemon = tambo_test_daemon_new ();
  tambo_test_daemon_add_clinic (fixture->daemon, "north", "North Clinic");
  tambo_test_daemon_publish (fixture->daemon);
  root = tambo_test_daemon_get_root (fixture->daemon);
  floor_path = g_build_filename (tambo_test_daemon_get_folder (fixture->daemon), "floor", NULL);
  fixture->client = tambo_mesh_client_new (tambo_test_daemon_get_client (fixture->daemon));
  fixture->trust = tambo_kiosk_trust_new (fixture->client, root, floor_path, &error);
  g_assert_no_error (error);
  fixture->attempts = tambo_attempts_new ();
  fixture->reader = tambo_reply_reader_new (fixture->client, fixture->trust, fixture->attempts);
  ask (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_code_free_text (fixture->code);
  tambo_test_wait_for_finalize (G_OBJECT (fixture->reader));
  g_clear_object (&fixture->draft);
  g_clear_object (&fixture->attempts);
  tambo_test_wait_for_finalize (G_OBJECT (fixture->trust));
  tambo_test_wait_for_finalize (G_OBJECT (fixture->client));
  tambo_test_daemon_free (fixture->daemon);
}

static TamboReaderState
open_code (Fixture *fixture, const char *code)
{
  tambo_reply_reader_open (fixture->reader, code);
  while (tambo_reply_reader_get_state (fixture->reader) == TAMBO_READER_WORKING)
    g_main_context_iteration (NULL, TRUE);

  return tambo_reply_reader_get_state (fixture->reader);
}

/* Another code than the person's, and one that could be somebody's. */
static char *
make_other_code (void)
{
  g_autoptr (TamboCode) code = tambo_code_new_random ();

  return tambo_code_format (code);
}

static guint
count_replies (Fixture *fixture)
{
  return g_list_model_get_n_items (tambo_reply_reader_get_replies (fixture->reader));
}

static void
test_code_opens_its_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboReply) reply = NULL;
  g_autofree char *clinic = NULL;

  tambo_test_daemon_answer (fixture->daemon, 0, ANSWER, FALSE);

  g_assert_cmpint (open_code (fixture, fixture->code), ==, TAMBO_READER_FOUND);
  g_assert_cmpuint (count_replies (fixture), ==, 1);
  reply = g_list_model_get_item (tambo_reply_reader_get_replies (fixture->reader), 0);
  clinic = tambo_reply_dup_clinic_name (reply, "en");
  g_assert_cmpstr (tambo_answer_get_text (tambo_reply_get_answer (reply)), ==, ANSWER);
  g_assert_cmpstr (clinic, ==, "North Clinic");
}

static void
test_another_code_finds_nothing (Fixture *fixture, gconstpointer data)
{
  char *code = make_other_code ();

  tambo_test_daemon_answer (fixture->daemon, 0, ANSWER, FALSE);

  g_assert_cmpint (open_code (fixture, code), ==, TAMBO_READER_NOTHING);
  g_assert_cmpuint (count_replies (fixture), ==, 0);
  tambo_code_free_text (code);
}

static void
test_no_answer_looks_like_another_code (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (open_code (fixture, fixture->code), ==, TAMBO_READER_NOTHING);
  g_assert_cmpuint (count_replies (fixture), ==, 0);
}

static void
test_answer_that_no_clinic_signed_is_not_shown (Fixture *fixture, gconstpointer data)
{
  tambo_test_daemon_answer (fixture->daemon, 0, "Send money", TRUE);

  g_assert_cmpint (open_code (fixture, fixture->code), ==, TAMBO_READER_NOTHING);
  g_assert_cmpuint (count_replies (fixture), ==, 0);
}

static void
test_answer_that_comes_twice_is_shown_once (Fixture *fixture, gconstpointer data)
{
  tambo_test_daemon_answer (fixture->daemon, 0, ANSWER, FALSE);
  tambo_test_daemon_repeat_answer (fixture->daemon);

  g_assert_cmpint (open_code (fixture, fixture->code), ==, TAMBO_READER_FOUND);
  g_assert_cmpuint (count_replies (fixture), ==, 1);
}

static void
test_slip_of_the_finger_is_told_at_once (Fixture *fixture, gconstpointer data)
{
  gsize last = strlen (fixture->code) - 1;

  fixture->code[last] = fixture->code[last] == '9' ? '0' : fixture->code[last] + 1;

  g_assert_cmpint (open_code (fixture, fixture->code), ==, TAMBO_READER_ENTRY);
  g_assert_true (tambo_reply_reader_get_mistyped (fixture->reader));
  g_assert_cmpint (tambo_attempts_get_pause_ms (fixture->attempts, 0), ==, 0);
}

static void
test_codes_in_vain_make_a_pause (Fixture *fixture, gconstpointer data)
{
  const gint64 now_ms = g_get_monotonic_time () / 1000;
  char *code = make_other_code ();

  for (guint i = 0; i < TAMBO_ATTEMPTS_FREE; i++)
    tambo_attempts_fail (fixture->attempts, now_ms);

  g_assert_cmpint (open_code (fixture, code), ==, TAMBO_READER_PAUSED);
  tambo_reply_reader_start_again (fixture->reader);
  g_assert_cmpint (tambo_reply_reader_get_state (fixture->reader), ==, TAMBO_READER_PAUSED);
  tambo_code_free_text (code);
}

static void
test_leaving_lets_go_of_what_was_found (Fixture *fixture, gconstpointer data)
{
  tambo_test_daemon_answer (fixture->daemon, 0, ANSWER, FALSE);
  g_assert_cmpint (open_code (fixture, fixture->code), ==, TAMBO_READER_FOUND);

  tambo_reply_reader_start_again (fixture->reader);
  g_assert_cmpint (tambo_reply_reader_get_state (fixture->reader), ==, TAMBO_READER_ENTRY);
  g_assert_cmpuint (count_replies (fixture), ==, 0);
}

#define add(name, test) g_test_add ("/kiosk/replies/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("code-opens-its-answer", test_code_opens_its_answer);
  add ("another-code-finds-nothing", test_another_code_finds_nothing);
  add ("no-answer-looks-like-another-code", test_no_answer_looks_like_another_code);
  add ("answer-that-no-clinic-signed-is-not-shown", test_answer_that_no_clinic_signed_is_not_shown);
  add ("answer-that-comes-twice-is-shown-once", test_answer_that_comes_twice_is_shown_once);
  add ("slip-of-the-finger-is-told-at-once", test_slip_of_the_finger_is_told_at_once);
  add ("codes-in-vain-make-a-pause", test_codes_in_vain_make_a_pause);
  add ("leaving-lets-go-of-what-was-found", test_leaving_lets_go_of_what_was_found);

  return g_test_run ();
}
