/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/staff-line.h"
#include "kiosk/staff/staff-report.h"

#include <string.h>

typedef void (*Report) (GListStore *lines, GVariant *value);

/* What the daemon says, and what staff read: a line a "|", its detail after the "—". */
static const struct
{
  const char *name;
  Report report;
  const char *value;
  const char *lines;
} cases[] = {
  { "nobody-near",
    tambo_staff_report_peers,
    "@a{sa{sv}} {}",
    "0 kiosks are near — No clinic is reached directly" },
  { "one-kiosk-near",
    tambo_staff_report_peers,
    "{'aa': {'alive': <true>, 'part': <'kiosk'>}}",
    "1 kiosk is near — No clinic is reached directly" },
  { "who-is-silent-does-not-count",
    tambo_staff_report_peers,
    "{'aa': {'alive': <false>, 'part': <'gateway'>}, 'bb': {'alive': <true>, 'part': <'kiosk'>}}",
    "1 kiosk is near — No clinic is reached directly" },
  { "clinic-near",
    tambo_staff_report_peers,
    "{'aa': {'alive': <true>, 'part': <'gateway'>}}",
    "0 kiosks are near — A clinic is reached directly" },
  { "peer-of-which-nothing-is-known",
    tambo_staff_report_peers,
    "{'aa': @a{sv} {}}",
    "0 kiosks are near — No clinic is reached directly" },
  { "pack-on-its-way",
    tambo_staff_report_transfers,
    "[{'id': <'org.tambo.rest'>, 'installed': <false>, 'bytes': <uint64 4000000>,"
    " 'held': <uint64 1200000>}]",
    "org.tambo.rest — 1.2 MB of 4.0 MB are here" },
  { "pack-that-is-here-is-no-transfer",
    tambo_staff_report_transfers,
    "[{'id': <'org.tambo.rest'>, 'installed': <true>}]",
    "" },
  { "pack-of-which-nothing-is-known",
    tambo_staff_report_transfers,
    "[@a{sv} {}]",
    " — 0 bytes of 0 bytes are here" },
};

static char *
read_lines (GListStore *store)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (TamboStaffLine) line = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (i > 0)
        g_string_append_c (text, '|');
      g_string_append_printf (text,
                              "%s — %s",
                              tambo_staff_line_get_title (line),
                              tambo_staff_line_get_detail (line));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Sizes come with blanks that do not break. */
static void
plain_blanks (char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u00a0", " ", 0);
  g_assert_cmpuint (plain->len, <=, strlen (text));
  strcpy (text, plain->str);
}

static void
test_report (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GListStore) store = g_list_store_new (TAMBO_TYPE_STAFF_LINE);
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (cases[i].value));
  g_autofree char *lines = NULL;

  cases[i].report (store, value);
  lines = read_lines (store);
  plain_blanks (lines);
  g_assert_cmpstr (lines, ==, cases[i].lines);
}

static void
test_daemon_that_does_not_run_is_told_with_its_cure (void)
{
  g_autoptr (GListStore) store = g_list_store_new (TAMBO_TYPE_STAFF_LINE);
  g_autoptr (TamboMeshClient) client = tambo_mesh_client_new (NULL);
  g_autofree char *lines = NULL;

  tambo_staff_report_mailbox (store, client);
  lines = read_lines (store);
  g_assert_cmpstr (lines,
                   ==,
                   "The network service of this kiosk does not run — Switch the kiosk off and on. "
                   "If this stays, call whoever set it up.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/kiosk/staff-report/%s", cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_report);
    }
  g_test_add_func ("/kiosk/staff-report/daemon-that-does-not-run-is-told-with-its-cure",
                   test_daemon_that_does_not_run_is_told_with_its_cure);

  return g_test_run ();
}
