/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "kiosk/mesh/mesh-client.h"

#include "mesh-dbus.h"
#include "tests/support/async.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <libglib-testing/dbus-queue.h>
#include <string.h>
#include <unistd.h>

#define PATH "/org/tambo/Mesh1"
#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"

/* The kiosk's client, and a test that plays the daemon call by call. */
typedef struct
{
  GtDBusQueue *queue;      /* (owned) */
  TamboMeshClient *client; /* (owned) */
  GDBusConnection *daemon; /* (owned) (nullable): its end of the bus, once it was asked */
  GAsyncResult *result;    /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->queue = gt_dbus_queue_new ();
  gt_dbus_queue_connect (fixture->queue, NULL);
  gt_dbus_queue_own_name (fixture->queue, "org.tambo.Mesh1");
  gt_dbus_queue_export_object (fixture->queue, PATH, tambo_dbus_mesh1_interface_info (), &error);
  g_assert_no_error (error);
  fixture->client = tambo_mesh_client_new (gt_dbus_queue_get_client_connection (fixture->queue));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->daemon);
  tambo_test_wait_for_finalize (G_OBJECT (fixture->client));
  gt_dbus_queue_disconnect (fixture->queue, TRUE);
  gt_dbus_queue_free (fixture->queue);
}

/* The client acts in this thread, so a call arrives only while its context runs. */
static GDBusMethodInvocation *
pop (Fixture *fixture, const char *method)
{
  GDBusMethodInvocation *invocation = NULL;

  while (!gt_dbus_queue_pop_message (fixture->queue, &invocation))
    g_main_context_iteration (NULL, FALSE);

  g_assert_cmpstr (g_dbus_method_invocation_get_method_name (invocation), ==, method);

  return invocation;
}

/* The client looks at what the daemon has before anything else. */
static void
answer_properties (Fixture *fixture, const char *properties)
{
  g_autoptr (GDBusMethodInvocation) invocation = pop (fixture, "GetAll");

  g_set_object (&fixture->daemon, g_dbus_method_invocation_get_connection (invocation));
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@a{sv})",
                                                        g_variant_new_parsed (properties)));
}

static void
meet_daemon (Fixture *fixture)
{
  answer_properties (fixture, "{'Mailbox': <(uint32 1, uint32 2, uint32 3)>}");
  while (!tambo_mesh_client_is_present (fixture->client))
    g_main_context_iteration (NULL, TRUE);
}

static void
answer (Fixture *fixture, const char *method, const char *value)
{
  g_autoptr (GDBusMethodInvocation) invocation = pop (fixture, method);

  g_dbus_method_invocation_return_value (invocation, g_variant_new_parsed (value));
}

static void
refuse (Fixture *fixture, const char *method, const char *error_name)
{
  g_autoptr (GDBusMethodInvocation) invocation = pop (fixture, method);

  g_dbus_method_invocation_return_dbus_error (invocation, error_name, "No");
}

static void
test_holds_what_the_daemon_said (Fixture *fixture, gconstpointer data)
{
  guint waiting;
  guint carried;
  guint received;

  g_assert_false (tambo_mesh_client_is_present (fixture->client));
  meet_daemon (fixture);

  tambo_mesh_client_get_mailbox (fixture->client, &waiting, &carried, &received);
  g_assert_cmpuint (waiting, ==, 1);
  g_assert_cmpuint (carried, ==, 2);
  g_assert_cmpuint (received, ==, 3);
}

static void
test_passes_by_properties_of_another_type (Fixture *fixture, gconstpointer data)
{
  guint waiting;
  guint carried;
  guint received;

  answer_properties (fixture, "{'Mailbox': <'full'>, 'LastClinicContact': <'never'>}");
  while (!tambo_mesh_client_is_present (fixture->client))
    g_main_context_iteration (NULL, TRUE);

  tambo_mesh_client_get_mailbox (fixture->client, &waiting, &carried, &received);
  g_assert_cmpuint (waiting + carried + received, ==, 0);
  g_assert_cmpint (tambo_mesh_client_get_last_clinic_contact (fixture->client), ==, -1);
  g_assert_null (tambo_mesh_client_dup_packs (fixture->client));
}

static void
test_gets_metadata_by_title (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  meet_daemon (fixture);
  tambo_mesh_client_get_trust_async (fixture->client,
                                     NULL,
                                     tambo_test_store_result,
                                     &fixture->result);
  answer (fixture, "GetTrust", "([('1.root.json', [byte 0x7b, 0x7d])],)");

  files = tambo_mesh_client_get_trust_finish (fixture->client,
                                              tambo_test_wait_for_result (&fixture->result),
                                              &error);
  g_assert_no_error (error);
  bytes = g_hash_table_lookup (files, "1.root.json");
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "{}", 2);
}

static void
open_blob (Fixture *fixture)
{
  meet_daemon (fixture);
  tambo_mesh_client_open_blob_async (fixture->client,
                                     DIGEST,
                                     NULL,
                                     tambo_test_store_result,
                                     &fixture->result);
}

static int
finish_open_blob (Fixture *fixture, GError **error)
{
  return tambo_mesh_client_open_blob_finish (fixture->client,
                                             tambo_test_wait_for_result (&fixture->result),
                                             error);
}

static void
test_gets_a_blob_as_a_descriptor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  int ends[2];
  int fd;
  char byte = 'x';

  open_blob (fixture);
  invocation = pop (fixture, "OpenBlob");
  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], &byte, 1), ==, 1);
  fds = g_unix_fd_list_new_from_array (ends, 1);
  g_dbus_method_invocation_return_value_with_unix_fd_list (invocation,
                                                           g_variant_new ("(h)", 0),
                                                           fds);

  fd = finish_open_blob (fixture, &error);
  g_assert_no_error (error);
  byte = 0;
  g_assert_cmpint (read (fd, &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, 'x');
  g_close (fd, NULL);
  g_close (ends[1], NULL);
}

static void
test_descriptor_that_did_not_come_is_an_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  g_autoptr (GError) error = NULL;

  open_blob (fixture);
  invocation = pop (fixture, "OpenBlob");
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(h)", 3));

  g_assert_cmpint (finish_open_blob (fixture, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_daemons_error_arrives_as_ours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  open_blob (fixture);
  refuse (fixture, "OpenBlob", "org.tambo.Error.Pack.Unknown");

  g_assert_cmpint (finish_open_blob (fixture, &error), ==, -1);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN);
  g_assert_cmpstr (error->message, ==, "No");
}

static void
test_envelope_crosses_unchanged (Fixture *fixture, gconstpointer data)
{
  static const guint8 sealed[] = { 'T', 'A', 'M', '1', 0, 255 };
  g_autoptr (GBytes) envelope = g_bytes_new_static (sealed, sizeof sealed);
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  g_autoptr (GVariant) bytes = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  meet_daemon (fixture);
  tambo_mesh_client_submit_envelope_async (fixture->client,
                                           envelope,
                                           NULL,
                                           tambo_test_store_result,
                                           &fixture->result);
  invocation = pop (fixture, "SubmitEnvelope");
  g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(@ay)", &bytes);
  g_assert_cmpmem (g_variant_get_data (bytes), g_variant_get_size (bytes), sealed, sizeof sealed);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", "abc"));

  id = tambo_mesh_client_submit_envelope_finish (fixture->client,
                                                 tambo_test_wait_for_result (&fixture->result),
                                                 &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "abc");
}

/* What Status() says, and what the person is told: never more than is known. */
static const struct
{
  const char *reply;
  TamboCarried carried;
} statuses[] = {
  { "({'abc': uint32 1},)", TAMBO_CARRIED_WAITING },
  { "({'abc': uint32 3},)", TAMBO_CARRIED_RECEIVED },
  { "({'abc': uint32 4},)", TAMBO_CARRIED_UNKNOWN },
  { "({'abc': uint32 4294967295},)", TAMBO_CARRIED_UNKNOWN },
  { "(@a{su} {},)", TAMBO_CARRIED_UNKNOWN },
};

static void
test_states_beyond_the_known_are_unknown (Fixture *fixture, gconstpointer data)
{
  meet_daemon (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      TamboCarried carried = TAMBO_CARRIED_ON_WAY;

      tambo_mesh_client_get_status_async (fixture->client,
                                          "abc",
                                          NULL,
                                          tambo_test_store_result,
                                          &result);
      answer (fixture, "Status", statuses[i].reply);
      g_assert_true (tambo_mesh_client_get_status_finish (fixture->client,
                                                          tambo_test_wait_for_result (&result),
                                                          &carried,
                                                          &error));
      g_assert_no_error (error);
      g_assert_cmpint (carried, ==, statuses[i].carried);
    }
}

static void
count_signal (guint *n_signals)
{
  (*n_signals)++;
}

static void
test_passes_the_daemons_signals_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_trust = 0;

  meet_daemon (fixture);
  g_signal_connect_swapped (fixture->client, "trust-changed", G_CALLBACK (count_signal), &n_trust);
  g_dbus_connection_emit_signal (fixture->daemon,
                                 NULL,
                                 PATH,
                                 "org.tambo.Mesh1",
                                 "TrustChanged",
                                 NULL,
                                 &error);
  g_assert_no_error (error);
  while (n_trust == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_cancelled_call_ends_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  g_autoptr (GError) error = NULL;

  meet_daemon (fixture);
  tambo_mesh_client_open_blob_async (fixture->client,
                                     DIGEST,
                                     cancellable,
                                     tambo_test_store_result,
                                     &fixture->result);
  invocation = pop (fixture, "OpenBlob");
  g_cancellable_cancel (cancellable);

  g_assert_cmpint (finish_open_blob (fixture, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_dbus_method_invocation_return_dbus_error (invocation, "org.tambo.Error.Pack.Unknown", "No");
}

static void
test_without_a_bus_nothing_is_there (void)
{
  g_autoptr (TamboMeshClient) client = tambo_mesh_client_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (tambo_mesh_client_is_present (client));
  tambo_mesh_client_want (client, DIGEST, 0, 1);
  tambo_mesh_client_open_blob_async (client, DIGEST, NULL, tambo_test_store_result, &result);
  g_assert_cmpint (tambo_mesh_client_open_blob_finish (client,
                                                       tambo_test_wait_for_result (&result),
                                                       &error),
                   ==,
                   -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
}

#define add(name, test) \
  g_test_add ("/kiosk/mesh-client/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("holds-what-the-daemon-said", test_holds_what_the_daemon_said);
  add ("passes-by-properties-of-another-type", test_passes_by_properties_of_another_type);
  add ("gets-metadata-by-title", test_gets_metadata_by_title);
  add ("gets-a-blob-as-a-descriptor", test_gets_a_blob_as_a_descriptor);
  add ("descriptor-that-did-not-come-is-an-error", test_descriptor_that_did_not_come_is_an_error);
  add ("daemons-error-arrives-as-ours", test_daemons_error_arrives_as_ours);
  add ("envelope-crosses-unchanged", test_envelope_crosses_unchanged);
  add ("states-beyond-the-known-are-unknown", test_states_beyond_the_known_are_unknown);
  add ("passes-the-daemons-signals-on", test_passes_the_daemons_signals_on);
  add ("cancelled-call-ends-at-once", test_cancelled_call_ends_at_once);
  g_test_add_func ("/kiosk/mesh-client/without-a-bus-nothing-is-there",
                   test_without_a_bus_nothing_is_there);

  return g_test_run ();
}
