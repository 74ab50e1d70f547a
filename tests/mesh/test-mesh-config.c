/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/config.h"

#include "content/base/error.h"
#include "tests/support/folder.h"

#include <string.h>

#define STATE_DIR "/var/lib/somewhere"

/* @text: (nullable): what mesh.conf says; without it there is no such file */
static TamboMeshConfig *
load (const char *text, GError **error)
{
  g_autofree char *folder = tambo_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "mesh.conf", NULL);
  g_autoptr (GError) local_error = NULL;
  TamboMeshConfig *config;

  if (text != NULL)
    g_file_set_contents (path, text, -1, &local_error);
  g_assert_no_error (local_error);
  config = tambo_mesh_config_load (folder, STATE_DIR, error);
  if (config != NULL)
    g_assert_cmpstr (config->config_dir, ==, folder);
  tambo_test_remove_folder (folder);

  return config;
}

/* (transfer full): nothing, if there is none. */
static char *
describe_hub (const TamboMeshConfig *config)
{
  g_autofree char *url = NULL;

  if (config->hub == NULL)
    return g_strdup ("");

  url = tambo_registry_address_to_string (config->hub);

  return g_strdup_printf (", hub %s %s %s %s, every %u after %u",
                          url,
                          config->hub_ca_file,
                          config->hub_user,
                          config->hub_password_file,
                          config->hub_ms,
                          config->hub_grace_ms);
}

/* All that is known of a configuration, in one line. */
static char *
describe (const TamboMeshConfig *config)
{
  g_autofree char *peers = g_strjoinv (" ", config->static_peers);
  g_autofree char *languages = g_strjoinv (" ", config->languages);
  g_autofree char *packs = g_strjoinv (" ", config->packs);
  g_autofree char *hub = describe_hub (config);

  return g_strdup_printf ("port %u, loopback %d, avahi %d, peers [%s], languages [%s], "
                          "packs [%s], floor %" G_GUINT64_FORMAT ", hello %u, batch %u%s",
                          config->port,
                          config->allow_loopback,
                          config->avahi,
                          peers,
                          languages,
                          packs,
                          config->space_floor,
                          config->hello_ms,
                          config->batch_ms,
                          hub);
}

#define DEFAULTS                                                                \
  "port 7443, loopback 0, avahi 1, peers [], languages [en fr ar], packs [*], " \
  "floor 500000000, hello 12000, batch 900000"

typedef struct
{
  const char *path;
  const char *text; /* (nullable) */
  const char *description;
} GoodVector;

static const GoodVector good_vectors[] = {
  { "no-file", NULL, DEFAULTS },
  { "empty", "", DEFAULTS },
  { "comments-alone", "# nothing\n[mesh]\n#port=1\n", DEFAULTS },
  { "port",
    "[mesh]\nport=7444\n",
    "port 7444, loopback 0, avahi 1, peers [], languages [en fr ar], packs [*], "
    "floor 500000000, hello 12000, batch 900000" },
  { "any-port",
    "[mesh]\nport=0\n",
    "port 0, loopback 0, avahi 1, peers [], languages [en fr ar], packs [*], "
    "floor 500000000, hello 12000, batch 900000" },
  { "finding",
    "[mesh]\nallow-loopback=true\navahi=false\nstatic-peers=10.0.0.7:7443;[fe80::1]:1\n",
    "port 7443, loopback 1, avahi 0, peers [10.0.0.7:7443 [fe80::1]:1], languages [en fr ar], "
    "packs [*], floor 500000000, hello 12000, batch 900000" },
  { "content",
    "[content]\nlanguages=sw\npacks=org.tambo.cough;org.tambo.rest\nkeep-free-megabytes=0\n",
    "port 7443, loopback 0, avahi 1, peers [], languages [sw], "
    "packs [org.tambo.cough org.tambo.rest], floor 0, hello 12000, batch 900000" },
  { "no-packs",
    "[content]\npacks=\n",
    "port 7443, loopback 0, avahi 1, peers [], languages [en fr ar], packs [], "
    "floor 500000000, hello 12000, batch 900000" },
  { "timing",
    "[timing]\nhello-seconds=0.25\nbatch-seconds=60\n",
    "port 7443, loopback 0, avahi 1, peers [], languages [en fr ar], packs [*], "
    "floor 500000000, hello 250, batch 60000" },
};

static void
test_good (gconstpointer data)
{
  const GoodVector *vector = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMeshConfig) config = load (vector->text, &error);
  g_autofree char *description = NULL;

  g_assert_no_error (error);
  description = describe (config);
  g_assert_cmpstr (description, ==, vector->description);
}

typedef struct
{
  const char *path;
  const char *text;
  const char *named; /* what the message must name */
} BadVector;

static const BadVector bad_vectors[] = {
  { "not-a-key-file", "port 7443\n", "mesh.conf" },
  { "key-without-group", "port=7443\n", "mesh.conf" },
  { "unknown-key", "[mesh]\nprot=7443\n", "prot" },
  { "key-of-another-group", "[content]\nport=7443\n", "port" },
  { "unknown-group", "[mash]\nport=7443\n", "mash" },
  { "unknown-group-that-is-empty", "[mash]\n", "mash" },
  { "port-too-large", "[mesh]\nport=65536\n", "[mesh] port" },
  { "port-below-zero", "[mesh]\nport=-1\n", "[mesh] port" },
  { "port-with-more", "[mesh]\nport=7443 # ours\n", "[mesh] port" },
  { "port-empty", "[mesh]\nport=\n", "[mesh] port" },
  { "boolean-in-words", "[mesh]\navahi=perhaps\n", "[mesh] avahi" },
  { "loopback-empty", "[mesh]\nallow-loopback=\n", "[mesh] allow-loopback" },
  { "peer-by-name", "[mesh]\nstatic-peers=kiosk.example:7443\n", "[mesh] static-peers" },
  { "peer-without-port", "[mesh]\nstatic-peers=10.0.0.7\n", "[mesh] static-peers" },
  { "peer-at-port-zero", "[mesh]\nstatic-peers=10.0.0.7:0\n", "[mesh] static-peers" },
  { "peer-without-brackets", "[mesh]\nstatic-peers=fe80::1:7443\n", "[mesh] static-peers" },
  { "second-peer", "[mesh]\nstatic-peers=10.0.0.7:7443;10.0.0\n", "[mesh] static-peers" },
  { "text-that-is-not-utf-8", "[content]\nlanguages=\xff\n", "[content] languages" },
  { "space-below-zero", "[content]\nkeep-free-megabytes=-5\n", "[content] keep-free-megabytes" },
  { "hub-in-the-open", "[hub]\nurl=http://hub.example/\n", "[hub] url" },
  { "hub-with-a-password-in-its-address", "[hub]\nurl=https://a:b@hub.example/\n", "[hub] url" },
  { "hub-authority-somewhere", "[hub]\nca-file=hub.pem\n", "[hub] ca-file" },
  { "hub-password-in-place-of-its-file", "[hub]\npassword-file=secret\n", "[hub] password-file" },
  { "seconds-zero", "[timing]\nhello-seconds=0\n", "[timing] hello-seconds" },
  { "seconds-not-a-number", "[timing]\nhello-seconds=nan\n", "[timing] hello-seconds" },
  { "seconds-without-end", "[timing]\nbatch-seconds=inf\n", "[timing] batch-seconds" },
  { "seconds-over-a-day", "[timing]\nbatch-seconds=86401\n", "[timing] batch-seconds" },
};

static void
test_bad (gconstpointer data)
{
  const BadVector *vector = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (load (vector->text, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG);
  g_assert_true (g_str_has_prefix (error->message, "mesh.conf"));
  g_assert_nonnull (strstr (error->message, vector->named));
}

static void
test_takes_pack (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMeshConfig) all = load (NULL, &error);
  g_autoptr (TamboMeshConfig) some = load ("[content]\npacks=org.tambo.cough\n", &error);
  g_autoptr (TamboMeshConfig) none = load ("[content]\npacks=\n", &error);

  g_assert_no_error (error);
  g_assert_true (tambo_mesh_config_takes_pack (all, "org.tambo.cough"));
  g_assert_true (tambo_mesh_config_takes_pack (some, "org.tambo.cough"));
  g_assert_false (tambo_mesh_config_takes_pack (some, "org.tambo"));
  g_assert_false (tambo_mesh_config_takes_pack (none, "org.tambo.cough"));
}

static void
test_state_path (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMeshConfig) config = load (NULL, &error);
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  path = tambo_mesh_config_get_state_path (config, "mesh.db");
  g_assert_cmpstr (path, ==, STATE_DIR "/mesh.db");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (good_vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/mesh/mesh-config/takes/", good_vectors[i].path, NULL);

      g_test_add_data_func (path, &good_vectors[i], test_good);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad_vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/mesh/mesh-config/refuses/", bad_vectors[i].path, NULL);

      g_test_add_data_func (path, &bad_vectors[i], test_bad);
    }
  g_test_add_func ("/mesh/mesh-config/packs-that-are-kept", test_takes_pack);
  g_test_add_func ("/mesh/mesh-config/where-things-are-kept", test_state_path);

  return g_test_run ();
}
