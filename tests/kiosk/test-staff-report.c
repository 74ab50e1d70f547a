/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/signer.h"
#include "kiosk/staff/staff-line.h"
#include "kiosk/staff/staff-report.h"
#include "tests/support/folder.h"
#include "tests/support/pack.h"

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
  { "pack-that-is-too-much-for-the-machine",
    tambo_staff_report_transfers,
    "[{'id': <'org.tambo.rest'>, 'installed': <true>, 'heavy': <uint32 2>}]",
    "2 films may not play smoothly here — org.tambo.rest" },
  { "pack-that-is-light",
    tambo_staff_report_transfers,
    "[{'id': <'org.tambo.rest'>, 'installed': <true>, 'heavy': <uint32 0>}]",
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

#define DAY 86400

/* A publisher and what a kiosk has of it. */
typedef struct
{
  char *folder;           /* (owned) */
  TamboSigner *signer;    /* (owned) */
  TamboKioskTrust *trust; /* (owned) */
} Fixture;

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* @data: how many days ago it was signed */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 then = now () - GPOINTER_TO_INT (data) * DAY;
  g_autofree char *publisher = NULL;
  g_autofree char *floor_path = NULL;
  g_autoptr (TamboMeshClient) client = tambo_mesh_client_new (NULL);
  g_autoptr (GError) error = NULL;

  fixture->folder = tambo_test_make_folder ();
  publisher = g_build_filename (fixture->folder, "publisher", NULL);
  floor_path = g_build_filename (fixture->folder, "floor", NULL);
  fixture->signer = tambo_signer_found (publisher, NULL, then, &error);
  g_assert_no_error (error);
  fixture->trust = tambo_kiosk_trust_new (client,
                                          tambo_signer_get_first_root (fixture->signer),
                                          floor_path,
                                          &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->trust));
  g_assert_finalize_object (g_steal_pointer (&fixture->signer));
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
update (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = tambo_signer_get_files (fixture->signer);
  g_autoptr (GError) error = NULL;

  tambo_trust_update (tambo_kiosk_trust_get_trust (fixture->trust),
                      files,
                      now () - GPOINTER_TO_INT (data) * DAY,
                      &error);
  g_assert_no_error (error);
}

static char *
report_trust (Fixture *fixture)
{
  g_autoptr (GListStore) store = g_list_store_new (TAMBO_TYPE_STAFF_LINE);

  tambo_staff_report_trust (store, fixture->trust);

  return read_lines (store);
}

static void
test_nothing_is_confirmed_yet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lines = report_trust (fixture);

  g_assert_true (g_str_has_prefix (lines, "Nothing is confirmed yet — "));
}

static void
test_confirmed_today (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lines = NULL;

  update (fixture, data);
  lines = report_trust (fixture);
  g_assert_true (g_str_has_prefix (lines, "Confirmed on 2"));
}

/* What ran out is used all the same, and staff see how old it is. */
static void
test_not_confirmed_since (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_utc (now () -
                                                              GPOINTER_TO_INT (data) * DAY);
  g_autofree char *expected = g_date_time_format (then, "Not confirmed since %Y-%m-%d — All");
  g_autofree char *lines = NULL;

  update (fixture, data);
  lines = report_trust (fixture);
  g_assert_true (g_str_has_prefix (lines, expected));
}

static void
test_taken_back (Fixture *fixture, gconstpointer data)
{
  TamboTestPack *test = tambo_test_pack_new ("org.tambo.rest");
  g_autoptr (TamboPack) built = NULL;
  g_autofree char *lines = NULL;
  g_autoptr (GError) error = NULL;
  guint version;

  tambo_test_pack_add_item (test,
                            TAMBO_ITEM_QUESTIONNAIRE,
                            "check",
                            (const char *const[]){ "Check", "Bilan", "فحص" });
  built = tambo_test_pack_build (test);
  version = tambo_pack_config_get_version (tambo_pack_get_config (built));
  tambo_signer_set_pack (fixture->signer, built, FALSE, &error);
  g_assert_no_error (error);
  tambo_signer_recall_pack (fixture->signer, "org.tambo.rest", version, "It was wrong.", &error);
  g_assert_no_error (error);
  tambo_signer_publish (fixture->signer, now (), &error);
  g_assert_no_error (error);
  tambo_test_pack_free (test);

  update (fixture, data);
  lines = report_trust (fixture);
  g_assert_nonnull (strstr (lines, "|org.tambo.rest, version 1, was taken back — It was wrong."));
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

#define add_trust(path, func, days)              \
  g_test_add ("/kiosk/staff-report/trust/" path, \
              Fixture,                           \
              GINT_TO_POINTER (days),            \
              set_up,                            \
              func,                              \
              tear_down)
  add_trust ("nothing-yet", test_nothing_is_confirmed_yet, 0);
  add_trust ("confirmed-today", test_confirmed_today, 0);
  add_trust ("not-confirmed-since", test_not_confirmed_since, 500);
  add_trust ("taken-back", test_taken_back, 0);
#undef add_trust

  return g_test_run ();
}
