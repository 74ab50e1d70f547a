/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* An inbox with some requests in it, for the test with a real browser: prints its address, and
 * serves until its standard input ends. */

#include "clinic/inbox/inbox.h"

#include "tests/support/clinic.h"

#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)

static void
receive (TamboClinicStore *store, TamboRequest *request, guint8 number, gint64 age)
{
  g_autoptr (TamboVault) vault = tambo_test_vault_open (store);
  g_autoptr (TamboIntake) intake = tambo_test_intake_new (store, vault);
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (request, number, 1);
  g_autoptr (GPtrArray) envelopes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  guint n_new;

  g_ptr_array_add (envelopes, envelope);
  tambo_intake_take (intake, envelopes, g_get_real_time () / G_USEC_PER_SEC - age, &n_new, &error);
  g_assert_no_error (error);
}

static void
receive_arabic (TamboClinicStore *store)
{
  g_autoptr (TamboRequest) request = tambo_request_new ("ar");

  tambo_request_set_text (request,
                          "طفلي عمره سنتان وعنده حرارة منذ ثلاثة أيام ولا يريد أن يشرب.\n"
                          "أعطيته Paracetamol 120 mg. ماذا أفعل؟");
  tambo_request_set_topic (request, "طفل مريض");
  tambo_request_set_urgent (request, TRUE);
  tambo_request_set_consent (request, TAMBO_CONSENT_TEXT, "1");
  receive (store, request, 2, 20 * MINUTE);
}

static void
receive_hostile (TamboClinicStore *store)
{
  g_autoptr (TamboRequest) request = tambo_request_new ("es");

  tambo_request_set_text (
      request,
      "</blockquote><script>document.title='owned'</script>"
      "<img src=x onerror=\"document.title='owned'\">"
      "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  tambo_request_set_topic (request, "<style>*{display:none}</style>");
  tambo_request_set_consent (request, TAMBO_CONSENT_TEXT, "1");
  receive (store, request, 3, 5 * HOUR);
}

static gboolean
on_input_end (int fd, GIOCondition condition, gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (TamboClinicStore) store = tambo_test_clinic_store_new (":memory:", 1);
  g_autoptr (TamboRequest) french = tambo_test_request_new ();
  g_autoptr (TamboInbox) inbox = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;

  receive (store, french, 1, 50 * HOUR);
  receive_arabic (store);
  receive_hostile (store);
  inbox = tambo_inbox_new (store, NULL, g_getenv ("TAMBO_LOCALE_DIR"));
  tambo_inbox_listen (inbox, 0, &error);
  g_assert_no_error (error);

  printf ("http://127.0.0.1:%u/\n", tambo_inbox_get_port (inbox));
  fflush (stdout);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input_end, loop);
  g_main_loop_run (loop);

  return 0;
}
