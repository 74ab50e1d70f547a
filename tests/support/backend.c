/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/backend.h"

#include "content/base/digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct _TamboTestBackend
{
  GObject parent_instance;

  GHashTable *pins;               /* (owned) (element-type utf8) */
  GHashTable *files;              /* (owned) (element-type utf8 utf8) path by digest */
  GHashTable *haves;              /* (owned) (element-type utf8 TamboHave) by digest */
  GHashTable *manifests;          /* (owned) (element-type utf8 GBytes) by name and reference */
  char *last_boot;                /* (owned) (nullable) */
  TamboEnvelopeBatch *last_batch; /* (owned) (nullable) */
  guint n_hellos;
};

static void tambo_test_backend_peer_backend_init (TamboPeerBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboTestBackend,
                               tambo_test_backend,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_PEER_BACKEND,
                                                      tambo_test_backend_peer_backend_init))

static gboolean
tambo_test_backend_admits (TamboPeerBackend *backend, const char *pin)
{
  return g_hash_table_contains (TAMBO_TEST_BACKEND (backend)->pins, pin);
}

static TamboHello *
tambo_test_backend_hello (TamboPeerBackend *backend,
                          const char *pin,
                          GSocketAddress *address,
                          TamboHello *theirs)
{
  TamboTestBackend *self = TAMBO_TEST_BACKEND (backend);

  g_free (self->last_boot);
  self->last_boot = g_strdup (tambo_hello_get_boot (theirs));
  self->n_hellos++;

  return tambo_hello_new ("test-backend", 3);
}

static GBytes *
tambo_test_backend_get_manifest (TamboPeerBackend *backend,
                                 const char *name,
                                 const char *reference,
                                 char **out_digest)
{
  g_autofree char *key = g_strconcat (name, ":", reference, NULL);
  GBytes *manifest = g_hash_table_lookup (TAMBO_TEST_BACKEND (backend)->manifests, key);

  if (manifest == NULL)
    return NULL;

  *out_digest = tambo_digest_for_bytes (manifest);

  return g_bytes_ref (manifest);
}

static GStrv
tambo_test_backend_list_tags (TamboPeerBackend *backend, const char *name)
{
  return g_str_equal (name, "tambo/packs/org.tambo.cough") ? g_strsplit ("1 2", " ", -1) : NULL;
}

static TamboHave *
tambo_test_backend_get_have (TamboPeerBackend *backend, const char *digest)
{
  TamboHave *have = g_hash_table_lookup (TAMBO_TEST_BACKEND (backend)->haves, digest);

  return have != NULL ? g_object_ref (have) : NULL;
}

static gboolean
tambo_test_backend_open_blob (TamboPeerBackend *backend,
                              const char *digest,
                              TamboServedBlob *out_blob)
{
  TamboTestBackend *self = TAMBO_TEST_BACKEND (backend);
  const char *path = g_hash_table_lookup (self->files, digest);
  TamboHave *have = g_hash_table_lookup (self->haves, digest);
  struct stat status;

  if (path == NULL)
    return FALSE;

  out_blob->fd = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (out_blob->fd, >=, 0);
  g_assert_cmpint (fstat (out_blob->fd, &status), ==, 0);
  out_blob->size = (guint64) status.st_size;
  if (have != NULL)
    out_blob->have = g_bytes_ref (tambo_have_get_bits (have));

  return TRUE;
}

static TamboSummaryAnswer *
tambo_test_backend_summarise (TamboPeerBackend *backend, const char *pin, TamboSummaryQuery *query)
{
  TamboSummaryAnswer *answer = tambo_summary_answer_new ();
  const TamboSummaryEntry entry = { .id = { 1, 2, 3 }, .rank = 4 };

  tambo_summary_answer_add_entries (answer,
                                    tambo_summary_query_get_node (query, 0)->prefix,
                                    &entry,
                                    1);

  return answer;
}

static GStrv
tambo_test_backend_put_envelopes (TamboPeerBackend *backend,
                                  const char *pin,
                                  TamboEnvelopeBatch *batch)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_set_object (&TAMBO_TEST_BACKEND (backend)->last_batch, batch);
  for (guint i = 0; i < tambo_envelope_batch_get_n_items (batch); i++)
    g_strv_builder_add (words, i == 0 ? "ok" : "duplicate");

  return g_strv_builder_end (words);
}

static GBytes *
tambo_test_backend_get_envelope (TamboPeerBackend *backend,
                                 const char *pin,
                                 const char *id,
                                 guint64 *out_age_ms)
{
  TamboTestBackend *self = TAMBO_TEST_BACKEND (backend);

  if (self->last_batch == NULL)
    return NULL;

  *out_age_ms = tambo_envelope_batch_get_age (self->last_batch, 0) + 5;

  return g_bytes_ref (tambo_envelope_batch_get_envelope (self->last_batch, 0));
}

static void
tambo_test_backend_finalize (GObject *object)
{
  TamboTestBackend *self = TAMBO_TEST_BACKEND (object);

  g_hash_table_unref (self->pins);
  g_hash_table_unref (self->files);
  g_hash_table_unref (self->haves);
  g_hash_table_unref (self->manifests);
  g_clear_pointer (&self->last_boot, g_free);
  g_clear_object (&self->last_batch);

  G_OBJECT_CLASS (tambo_test_backend_parent_class)->finalize (object);
}

static void
tambo_test_backend_class_init (TamboTestBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_test_backend_finalize;
}

static void
tambo_test_backend_peer_backend_init (TamboPeerBackendInterface *iface)
{
  iface->admits = tambo_test_backend_admits;
  iface->hello = tambo_test_backend_hello;
  iface->get_manifest = tambo_test_backend_get_manifest;
  iface->list_tags = tambo_test_backend_list_tags;
  iface->open_blob = tambo_test_backend_open_blob;
  iface->get_have = tambo_test_backend_get_have;
  iface->summarise = tambo_test_backend_summarise;
  iface->put_envelopes = tambo_test_backend_put_envelopes;
  iface->get_envelope = tambo_test_backend_get_envelope;
}

static void
tambo_test_backend_init (TamboTestBackend *self)
{
  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->haves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->manifests =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

TamboTestBackend *
tambo_test_backend_new (void)
{
  return g_object_new (TAMBO_TEST_TYPE_BACKEND, NULL);
}

void
tambo_test_backend_admit (TamboTestBackend *self, const char *pin)
{
  g_hash_table_add (self->pins, g_strdup (pin));
}

void
tambo_test_backend_revoke (TamboTestBackend *self, const char *pin)
{
  g_hash_table_remove (self->pins, pin);
}

void
tambo_test_backend_add_file (TamboTestBackend *self, const char *digest, const char *path)
{
  g_hash_table_insert (self->files, g_strdup (digest), g_strdup (path));
}

void
tambo_test_backend_set_have (TamboTestBackend *self, const char *digest, guint64 gen, GBytes *bits)
{
  g_hash_table_insert (self->haves, g_strdup (digest), tambo_have_new (gen, bits));
  tambo_peer_backend_emit_have_changed (TAMBO_PEER_BACKEND (self), digest);
}

void
tambo_test_backend_add_manifest (TamboTestBackend *self,
                                 const char *name,
                                 const char *reference,
                                 const char *text)
{
  g_hash_table_insert (self->manifests,
                       g_strconcat (name, ":", reference, NULL),
                       g_bytes_new (text, strlen (text)));
}

guint
tambo_test_backend_get_n_hellos (TamboTestBackend *self)
{
  return self->n_hellos;
}

const char *
tambo_test_backend_get_last_boot (TamboTestBackend *self)
{
  return self->last_boot;
}

TamboEnvelopeBatch *
tambo_test_backend_get_last_batch (TamboTestBackend *self)
{
  return self->last_batch;
}
