/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/client.h"
#include "tests/support/count.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GIB ((gint64) 1 << 30)
#define MIB ((gint64) 1 << 20)
#define N_WARM_UP 50

#if defined(__SANITIZE_ADDRESS__)
#define COUNTS_MEMORY FALSE /* freed memory stays in quarantine */
#define SHARE 20            /* so that less will do: what is looked for there shows at once */
#else
#define COUNTS_MEMORY TRUE
#define SHARE 1
#endif

static gint64
get_rss (void)
{
  g_autofree char *statm = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) fields = NULL;

  malloc_trim (0);
  g_file_get_contents ("/proc/self/statm", &statm, NULL, &error);
  g_assert_no_error (error);
  fields = g_strsplit (statm, " ", 3);

  return atol (fields[1]) * sysconf (_SC_PAGESIZE);
}

static void
assert_growth (const char *what, gint64 before, gint64 limit)
{
  gint64 growth = get_rss () - before;

  g_test_message ("%s: memory grew by %" G_GINT64_FORMAT " KiB", what, growth / 1024);
  if (COUNTS_MEMORY)
    g_assert_cmpint (growth, <, limit);
}

/* Every other shows a key that is not admitted, the rest none. */
static void
fail_handshakes (TamboTestLink *link, guint n_handshakes)
{
  for (guint i = 0; i < n_handshakes; i++)
    {
      GTlsCertificate *certificate = i % 2 == 0 ? tambo_device_key_get_certificate (link->stranger)
                                                : NULL;
      g_autoptr (TamboTestRawPeer) peer = NULL;

      peer = tambo_test_raw_peer_new (link->port, certificate, NULL);
      if (peer != NULL)
        g_assert_true (tambo_test_raw_peer_is_cut (peer));
    }
}

static void
test_failed_handshakes (TamboTestLink *link, gconstpointer data)
{
  guint n_handshakes = tambo_test_count (1000) / SHARE;
  g_autofree char *what = g_strdup_printf ("%u failed handshakes", n_handshakes);
  gint64 before;

  fail_handshakes (link, N_WARM_UP);
  before = get_rss ();
  fail_handshakes (link, n_handshakes);
  assert_growth (what, before, MIB + n_handshakes * 1024);
  g_assert_cmpuint (tambo_listener_get_n_connections (link->listener), ==, 0);
}

static void
make_large (TamboTestLink *link)
{
  g_autofree char *path = g_build_filename (link->folder, "blob", NULL);

  g_assert_cmpint (truncate (path, GIB), ==, 0);
}

static gint64
read_away (TamboTestRawPeer *peer, gint64 wanted)
{
  GInputStream *input = g_io_stream_get_input_stream (peer->stream);
  static char buffer[64 * 1024];
  gint64 n_total = 0;

  while (n_total < wanted)
    {
      g_autoptr (GAsyncResult) result = NULL;
      gssize n_read;

      g_input_stream_read_async (input,
                                 buffer,
                                 sizeof buffer,
                                 G_PRIORITY_DEFAULT,
                                 NULL,
                                 tambo_test_store_result,
                                 &result);
      n_read = g_input_stream_read_finish (input, tambo_test_wait_for_result (&result), NULL);
      g_assert_cmpint (n_read, >, 0);
      n_total += n_read;
    }

  return n_total;
}

/* Then goes away in the middle. */
static void
test_serves_large_blob (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  gint64 wanted = tambo_test_count (1000) / SHARE * MIB;
  g_autofree char *what = g_strdup_printf ("%" G_GINT64_FORMAT " MiB of a blob of 1 GiB",
                                           wanted / MIB);
  gint64 before = get_rss ();

  make_large (link);
  g_assert_true (
      tambo_test_raw_peer_send (peer, TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "\r\n", -1));
  read_away (peer, wanted);
  assert_growth (what, before, 16 * MIB);
  g_clear_pointer (&peer, tambo_test_raw_peer_free);
  tambo_test_link_wait_for_n_connections (link, 0);
}

static gboolean
count_leaf (guint64 offset, GBytes *bytes, gpointer user_data, GError **error)
{
  gint64 *n_total = user_data;

  *n_total += (gint64) g_bytes_get_size (bytes);

  return TRUE;
}

static void
test_fetches_large_blob (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  gint64 run = TAMBO_RUN_MAX_LEAVES * TAMBO_LEAF_SIZE;
  gint64 wanted = tambo_test_count (1000) / SHARE * MIB / run * run;
  g_autofree char *what = g_strdup_printf ("%" G_GINT64_FORMAT " MiB by runs", wanted / MIB);
  gint64 n_total = 0;
  gint64 before = get_rss ();

  make_large (link);
  for (gint64 offset = 0; offset < wanted; offset += run)
    {
      const TamboPull pull = {
        .kind = TAMBO_PULL_RUN,
        .name = TAMBO_TEST_NAME,
        .reference = TAMBO_TEST_BLOB,
        .offset = (guint64) offset,
        .length = (guint64) run,
        .leaf_func = count_leaf,
        .leaf_data = &n_total,
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) empty = tambo_test_pull (TAMBO_PULL_SOURCE (client), &pull, &error);

      g_assert_no_error (error);
    }

  g_assert_cmpint (n_total, ==, wanted);
  assert_growth (what, before, 16 * MIB);
  tambo_test_client_finish (client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func)             \
  g_test_add ("/mesh/link-memory/" path, \
              TamboTestLink,             \
              NULL,                      \
              tambo_test_link_set_up,    \
              func,                      \
              tambo_test_link_tear_down)
  add_test ("failed-handshakes", test_failed_handshakes);
  add_test ("serves-a-large-blob", test_serves_large_blob);
  add_test ("fetches-a-large-blob", test_fetches_large_blob);
#undef add_test

  return g_test_run ();
}
