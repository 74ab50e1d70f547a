/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/discovery/candidate.h"
#include "mesh/discovery/static-discovery.h"

#define OWN_PORT 7443

typedef struct
{
  const char *name;
  const char *address;
  guint scope;
  guint port;
  guint n_unknown;
  gboolean allow_loopback;
  TamboCandidateVerdict verdict;
} Vector;

static const Vector vectors[] = {
  { "site-10", "10.1.2.3", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_USABLE },
  { "site-172", "172.31.255.254", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_USABLE },
  { "site-192", "192.168.1.9", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_USABLE },
  { "link-local-v4", "169.254.7.7", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_USABLE },
  { "link-local-v6", "fe80::1", 2, 7443, 0, FALSE, TAMBO_CANDIDATE_USABLE },
  { "link-local-v6-without-a-link", "fe80::1", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_SCOPE },
  { "unique-local-v6", "fd12::1", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_USABLE },
  { "lowest-port", "10.1.2.3", 0, 1024, 0, FALSE, TAMBO_CANDIDATE_USABLE },
  { "system-port", "10.1.2.3", 0, 1023, 0, FALSE, TAMBO_CANDIDATE_PORT },
  { "ssh", "10.1.2.3", 0, 22, 0, FALSE, TAMBO_CANDIDATE_PORT },
  { "port-0", "10.1.2.3", 0, 0, 0, FALSE, TAMBO_CANDIDATE_PORT },
  { "loopback-v4", "127.0.0.1", 0, 7444, 0, FALSE, TAMBO_CANDIDATE_LOOPBACK },
  { "loopback-v4-other", "127.9.9.9", 0, 7444, 0, FALSE, TAMBO_CANDIDATE_LOOPBACK },
  { "loopback-v6", "::1", 0, 7444, 0, FALSE, TAMBO_CANDIDATE_LOOPBACK },
  { "loopback-allowed", "127.0.0.1", 0, 7444, 0, TRUE, TAMBO_CANDIDATE_USABLE },
  { "loopback-allowed-own-port", "127.0.0.1", 0, OWN_PORT, 0, TRUE, TAMBO_CANDIDATE_OWN },
  { "own-v4", "192.168.1.7", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_OWN },
  { "own-v6", "fe80::7", 2, 7443, 0, FALSE, TAMBO_CANDIDATE_OWN },
  { "own-with-loopback-allowed", "192.168.1.7", 0, 9999, 0, TRUE, TAMBO_CANDIDATE_OWN },
  { "any-v4", "0.0.0.0", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_MULTICAST },
  { "any-v6", "::", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_MULTICAST },
  { "broadcast", "255.255.255.255", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_MULTICAST },
  { "multicast-v4", "224.0.0.251", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_MULTICAST },
  { "multicast-v6", "ff02::fb", 2, 7443, 0, FALSE, TAMBO_CANDIDATE_MULTICAST },
  { "public-v4", "8.8.8.8", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_PUBLIC },
  { "just-past-172", "172.32.0.1", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_PUBLIC },
  { "public-v6", "2001:db8::1", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_PUBLIC },
  { "public-with-loopback-allowed", "8.8.8.8", 0, 7443, 0, TRUE, TAMBO_CANDIDATE_PUBLIC },
  { "mapped-v4", "::ffff:8.8.8.8", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_PUBLIC },
  { "old-site-local-v6", "fec0::1", 0, 7443, 0, FALSE, TAMBO_CANDIDATE_PUBLIC },
  { "last-seat", "10.1.2.3", 0, 7443, 31, FALSE, TAMBO_CANDIDATE_USABLE },
  { "crowded", "10.1.2.3", 0, 7443, 32, FALSE, TAMBO_CANDIDATE_CROWDED },
};

static GInetSocketAddress *
make_address (const char *host, guint port, guint scope)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (host);

  return g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                       "address",
                       inet,
                       "port",
                       port,
                       "scope-id",
                       scope,
                       NULL);
}

static void
test_judge (gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr (GInetSocketAddress) candidate = make_address (vector->address,
                                                           vector->port,
                                                           vector->scope);
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_object_unref);
  TamboCandidateRules rules = {
    .own = own,
    .own_port = OWN_PORT,
    .n_unknown = vector->n_unknown,
    .allow_loopback = vector->allow_loopback,
  };

  g_ptr_array_add (own, g_inet_address_new_from_string ("192.168.1.7"));
  g_ptr_array_add (own, g_inet_address_new_from_string ("fe80::7"));

  g_assert_cmpstr (tambo_candidate_verdict_to_word (tambo_candidate_judge (candidate, &rules)),
                   ==,
                   tambo_candidate_verdict_to_word (vector->verdict));
}

static const struct
{
  const char *name;
  const char *txt;
  gsize length;
  gboolean ours;
} records[] = {
  { "exact", "\003v=1", 4, TRUE },
  { "empty", "", 0, FALSE },
  { "one-empty-string", "\000", 1, FALSE },
  { "other-version", "\003v=2", 4, FALSE },
  { "line-feed", "\014v=1\nINJECT=1", 13, FALSE },
  { "twice", "\003v=1\003v=1", 8, FALSE },
  { "more-keys", "\003v=1\004a=bc", 9, FALSE },
  { "no-value", "\001v", 2, FALSE },
  { "cut", "\003v=", 3, FALSE },
};

static void
test_txt (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_test_message ("%s", records[i].name);
      g_assert_cmpint (tambo_candidate_txt_is_ours ((const guint8 *) records[i].txt,
                                                    records[i].length),
                       ==,
                       records[i].ours);
    }
}

static void
test_own_addresses (void)
{
  g_autoptr (GPtrArray) own = tambo_candidate_list_own_addresses ();
  gboolean has_loopback = FALSE;

  for (guint i = 0; i < own->len; i++)
    has_loopback |= g_inet_address_get_is_loopback (g_ptr_array_index (own, i));

  g_assert_true (has_loopback);
}

static void
on_added (TamboDiscovery *discovery, GInetSocketAddress *candidate, gpointer user_data)
{
  GString *heard = user_data;
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (candidate));

  g_string_append_printf (heard, "%s ", text);
}

static void
test_static (void)
{
  static const char *const addresses[] = { "127.0.0.1:7001", "[::1]:7002", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboStaticDiscovery) discovery = tambo_static_discovery_new (addresses, &error);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_assert_no_error (error);
  g_signal_connect (discovery, "candidate-added", G_CALLBACK (on_added), heard);

  tambo_discovery_start (TAMBO_DISCOVERY (discovery), OWN_PORT);

  g_assert_cmpstr (heard->str, ==, "127.0.0.1:7001 [::1]:7002 ");
}

static void
test_static_refuses (void)
{
  static const char *const bad[] = {
    "",      "7001",       "kiosk.local:7001", "10.0.0.1",        "10.0.0.1:",
    ":7001", "10.0.0.1:0", "10.0.0.1:65536",   "10.0.0.1:70 01",  "::1:7001",
    "[]:1",  "[::1:7001",  "10.0.0.1:-1",      "10.0.0.256:7001", "[]:7001",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (tambo_static_discovery_parse (bad[i], &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/mesh/candidate/judge/", vectors[i].name, NULL);

      g_test_add_data_func (path, &vectors[i], test_judge);
    }
  g_test_add_func ("/mesh/candidate/only-our-record-is-ours", test_txt);
  g_test_add_func ("/mesh/candidate/own-addresses-include-loopback", test_own_addresses);
  g_test_add_func ("/mesh/candidate/written-down-are-announced", test_static);
  g_test_add_func ("/mesh/candidate/written-down-badly-are-refused", test_static_refuses);

  return g_test_run ();
}
