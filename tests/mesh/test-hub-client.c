/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/transfer/hub-challenge.h"
#include "tests/support/hub.h"

#define RIGHT TAMBO_TEST_HUB_RIGHT
#define ASKS_BASIC TAMBO_TEST_HUB_ASKS_BASIC
#define ASKS_TOKEN TAMBO_TEST_HUB_ASKS_BEARER (TAMBO_TEST_HUB_TOKENS)
#define GIVES TAMBO_TEST_HUB_GIVES
#define WHOLE                                                                                \
  {                                                                                          \
    TAMBO_TEST_HUB_HEAD ("200 OK", "Content-Length: 614400\r\n"), TAMBO_TEST_HUB_SIZE, FALSE \
  }

/* base64 ("somebody:secret"). */
#define BASIC "Authorization: Basic c29tZWJvZHk6c2VjcmV0\r\n"

static TamboTestHub *
make_hub (const TamboTestHubAnswer *answers, guint n_answers)
{
  return tambo_test_hub_new (answers, n_answers, &tambo_test_client_patient);
}

static void
assert_run_comes (TamboTestHub *hub, guint n_leaves)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tambo_test_hub_ask (hub, TAMBO_PULL_RUN, &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
  g_assert_cmpuint (hub->leaves.n_leaves, ==, n_leaves);
}

/* Nothing is shown before it is asked for, and then at once; the repository has the hub's name. */
static void
test_password (void)
{
  static const TamboTestHubAnswer answers[] = { ASKS_BASIC, RIGHT };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));

  assert_run_comes (hub, 2);
  assert_run_comes (hub, 2);

  g_assert_cmpuint (tambo_test_rogue_hub_get_n_requests (hub->rogue), ==, 3);
  g_assert_true (tambo_test_hub_saw (hub,
                                     0,
                                     "GET /v2/clinics/packs/a/blobs/" TAMBO_TEST_BLOB
                                     " HTTP/1.1\r\n"));
  g_assert_true (tambo_test_hub_saw (hub, 0, "Range: bytes=262144-614399\r\n"));
  g_assert_false (tambo_test_hub_saw (hub, 0, "Authorization"));
  g_assert_true (tambo_test_hub_saw (hub, 1, BASIC));
  g_assert_true (tambo_test_hub_saw (hub, 2, BASIC));
}

/* The token server sees the password, the hub sees the token, until it runs out. */
static void
test_token (void)
{
  static const TamboTestHubAnswer answers[] = {
    ASKS_TOKEN, GIVES ("32", "{\"token\":\"abc\",\"expires_in\":300}"),
    RIGHT,      RIGHT,
    ASKS_TOKEN, GIVES ("22", "{\"access_token\":\"def\"}"),
    RIGHT,
  };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));

  for (guint i = 0; i < 3; i++)
    assert_run_comes (hub, 2);

  g_assert_cmpuint (tambo_test_rogue_hub_get_n_requests (hub->rogue), ==, 7);
  g_assert_false (tambo_test_hub_saw (hub, 0, "Authorization"));
  g_assert_true (tambo_test_hub_saw (hub,
                                     1,
                                     "GET /token?service=hub&"
                                     "scope=repository%3Aclinics%2Fpacks%2Fa%3Apull HTTP/1.1"));
  g_assert_true (tambo_test_hub_saw (hub, 1, BASIC));
  for (guint i = 2; i <= 4; i++)
    g_assert_true (tambo_test_hub_saw (hub, i, "Authorization: Bearer abc\r\n"));
  g_assert_true (tambo_test_hub_saw (hub, 6, "Authorization: Bearer def\r\n"));
}

/* A store that the hub sends to is told where the blob is, and nothing about us. */
static void
test_nothing_for_others (void)
{
  static const TamboTestHubAnswer answers[] = {
    ASKS_BASIC,
    TAMBO_TEST_HUB_SENDS_TO ("http://localhost:PORT/store"),
    ASKS_BASIC,
  };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_test_hub_ask (hub, TAMBO_PULL_RUN, &error));

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_HUB_REFUSED);
  g_assert_cmpuint (tambo_test_rogue_hub_get_n_requests (hub->rogue), ==, 3);
  g_assert_true (tambo_test_hub_saw (hub, 1, BASIC));
  g_assert_true (tambo_test_hub_saw (hub, 2, "GET /store HTTP/1.1\r\n"));
  g_assert_true (tambo_test_hub_saw (hub, 2, "Range: bytes=262144-614399\r\n"));
  g_assert_false (tambo_test_hub_saw (hub, 2, "Authorization"));
}

static void
test_elsewhere (void)
{
  static const TamboTestHubAnswer answers[] = {
    TAMBO_TEST_HUB_SENDS_TO ("/store?key=1"),
    RIGHT,
  };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));

  assert_run_comes (hub, 2);
  g_assert_true (tambo_test_hub_saw (hub, 1, "GET /store?key=1 HTTP/1.1\r\n"));
}

static void
test_without_length (void)
{
  static const TamboTestHubAnswer answers[] = {
    { TAMBO_TEST_HUB_HEAD (TAMBO_TEST_HUB_PART, "Connection: close\r\n" TAMBO_TEST_HUB_RANGE),
      TAMBO_TEST_HUB_LENGTH,
      TRUE },
  };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));

  assert_run_comes (hub, 2);
}

static void
test_manifest (void)
{
  static const TamboTestHubAnswer answers[] = {
    GIVES ("2", "{}"),
    TAMBO_TEST_HUB_SAYS ("404 Not Found", ""),
  };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tambo_test_hub_ask (hub, TAMBO_PULL_MANIFEST, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "{}", 2);
  g_assert_true (tambo_test_hub_saw (hub, 0, "GET /v2/clinics/packs/a/manifests/1 HTTP/1.1\r\n"));
  g_assert_true (
      tambo_test_hub_saw (hub, 0, "Accept: application/vnd.oci.image.manifest.v1+json\r\n"));

  g_assert_null (tambo_test_hub_ask (hub, TAMBO_PULL_MANIFEST, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Several runs at once of a blob that comes only as a whole: its leaves come once. */
static void
test_whole_comes_once (void)
{
  static const TamboTestHubAnswer answers[] = { WHOLE };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));
  TamboPullSource *source = TAMBO_PULL_SOURCE (hub->client);
  TamboPull pull = tambo_test_hub_make_pull (hub, TAMBO_PULL_RUN);
  GAsyncResult *results[3] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    tambo_pull_source_pull_async (source, &pull, NULL, tambo_test_store_result, &results[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) result = tambo_test_wait_for_result (&results[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = tambo_pull_source_pull_finish (source, result, &error);

      g_assert_no_error (error);
      g_assert_nonnull (bytes);
    }

  g_assert_cmpuint (hub->leaves.n_leaves, ==, 3);
}

static void
test_nobody_there (void)
{
  static const TamboTestHubAnswer answers[] = { RIGHT };
  g_autoptr (TamboTestHub) hub = make_hub (answers, G_N_ELEMENTS (answers));
  g_autoptr (GError) error = NULL;

  tambo_test_rogue_hub_close (hub->rogue);
  g_assert_null (tambo_test_hub_ask (hub, TAMBO_PULL_MANIFEST, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_HUB_UNREACHABLE);
}

/* Through a proxy an https hub is a tunnel: the proxy learns the host and no more, not even if it
 * asks in the hub's place. */
static void
test_proxy (void)
{
  static const TamboTestHubAnswer answers[] = { ASKS_TOKEN };
  g_autoptr (TamboTestHub) proxy = make_hub (answers, G_N_ELEMENTS (answers));
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u",
                                          tambo_test_rogue_hub_get_port (proxy->rogue));
  g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (uri, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboRegistryAddress) address =
      tambo_registry_address_parse ("https://hub.invalid/clinics", &error);
  TamboHubClient *client =
      tambo_hub_client_new (address, "somebody", "secret", &tambo_test_client_patient);
  TamboPull pull = tambo_test_hub_make_pull (proxy, TAMBO_PULL_MANIFEST);

  tambo_hub_client_set_proxy (client, resolver);
  g_assert_null (tambo_test_pull (TAMBO_PULL_SOURCE (client), &pull, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_HUB_UNREACHABLE);
  g_assert_true (tambo_test_hub_saw (proxy, 0, "CONNECT hub.invalid:443 HTTP/1."));
  g_assert_false (tambo_test_hub_saw (proxy, 0, "clinics"));
  g_assert_cmpuint (tambo_test_rogue_hub_get_n_requests (proxy->rogue), ==, 1);
  tambo_hub_client_close (client);
  tambo_test_wait_for_finalize (G_OBJECT (client));
}

/* What hubs ask for, in the words of the standard; %NULL for what cannot be answered. */
static const struct
{
  const char *header;
  const char *challenge;
} challenges[] = {
  { "Basic realm=\"a\"", "basic" },
  { "BASIC", "basic" },
  { "Bearer realm=\"https://t.example/t\",service=\"s\",scope=\"x:y:pull\"",
    "bearer https://t.example/t s x:y:pull" },
  { "bearer realm=https, scope=b", "bearer https (null) b" },
  { "Bearer realm = \"a\\\"b\" ,\tservice=\"s\"", "bearer a\"b s (null)" },
  { "Negotiate, Basic realm=\"x\", Bearer realm=\"r\"", "basic bearer r (null) (null)" },
  { "Digest realm=\"x\", nonce=\"1\", Basic", "basic" },
  { "Bearer realm=\"r\", realm=\"s\"", "bearer r (null) (null)" },
  { "Bearer service=\"s\"", NULL },
  { "Negotiate", NULL },
  { "", NULL },
  { ",,,", NULL },
  { "Bearer realm=\"r", NULL },
  { "Bearer realm=\"r\\", NULL },
  { "Bearer realm=\"a\nb\"", NULL },
  { "Bearer realm=", NULL },
  { "Basic realm=\"x\" ?", NULL },
};

static void
test_challenges (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (challenges); i++)
    {
      g_auto (TamboHubChallenge) challenge = { 0 };
      gboolean ok = tambo_hub_challenge_parse (&challenge, challenges[i].header);
      g_autoptr (GString) text = g_string_new (challenge.has_basic ? "basic" : NULL);

      g_test_message ("%s", challenges[i].header);
      if (challenge.realm != NULL)
        g_string_append_printf (text,
                                "%sbearer %s %s %s",
                                text->len > 0 ? " " : "",
                                challenge.realm,
                                challenge.service,
                                challenge.scope);
      g_assert_cmpint (ok, ==, challenges[i].challenge != NULL);
      g_assert_cmpstr (text->str, ==, ok ? challenges[i].challenge : "");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mesh/hub-client/password/is-shown-when-asked-for", test_password);
  g_test_add_func ("/mesh/hub-client/password/not-to-others", test_nothing_for_others);
  g_test_add_func ("/mesh/hub-client/token/is-kept-and-renewed", test_token);
  g_test_add_func ("/mesh/hub-client/challenges", test_challenges);
  g_test_add_func ("/mesh/hub-client/is-followed-elsewhere", test_elsewhere);
  g_test_add_func ("/mesh/hub-client/ends-where-the-connection-does", test_without_length);
  g_test_add_func ("/mesh/hub-client/manifest", test_manifest);
  g_test_add_func ("/mesh/hub-client/whole-blob-comes-once", test_whole_comes_once);
  g_test_add_func ("/mesh/hub-client/nobody-there", test_nobody_there);
  g_test_add_func ("/mesh/hub-client/proxy-is-a-tunnel", test_proxy);

  return g_test_run ();
}
