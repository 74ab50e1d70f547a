/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/backend.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/leaf-list.h"
#include "mesh/daemon/clock.h"

#include <string.h>
#include <unistd.h>

#define WHOLE_GEN G_MAXUINT32

struct _TamboBackend
{
  GObject parent_instance;

  TamboShelf *shelf;                 /* (owned) */
  TamboMail *mail;                   /* (owned) */
  TamboNeighbourhood *neighbourhood; /* (owned) */
  TamboAdmission *admission;         /* (owned) */
  TamboSelfFunc describe_self;
  gpointer user_data; /* (unowned) */
};

static void implement_backend (TamboPeerBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboBackend,
                               tambo_backend,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_PEER_BACKEND, implement_backend))

static gboolean
admits (TamboPeerBackend *backend, const char *pin)
{
  return tambo_admission_admits (TAMBO_BACKEND (backend)->admission, pin);
}

static TamboHello *
hello (TamboPeerBackend *backend, const char *pin, GSocketAddress *address, TamboHello *theirs)
{
  TamboBackend *self = TAMBO_BACKEND (backend);

  tambo_neighbourhood_heard (self->neighbourhood, pin, address, theirs);

  return self->describe_self (self->user_data);
}

static GBytes *
get_manifest (TamboPeerBackend *backend, const char *name, const char *reference, char **out_digest)
{
  TamboBackend *self = TAMBO_BACKEND (backend);
  g_autofree char *digest = tambo_shelf_find_manifest (self->shelf, name, reference);
  GBytes *bytes;

  if (digest == NULL)
    return NULL;
  bytes =
      tambo_store_read (tambo_shelf_get_store (self->shelf), digest, TAMBO_LIMIT_MANIFEST, NULL);
  if (bytes != NULL)
    *out_digest = g_steal_pointer (&digest);

  return bytes;
}

static GStrv
list_tags (TamboPeerBackend *backend, const char *name)
{
  TamboBackend *self = TAMBO_BACKEND (backend);
  g_autoptr (GPtrArray) targets = tambo_trust_list_packs (tambo_shelf_get_trust (self->shelf));
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  guint n = 0;

  if (strcmp (name, TAMBO_TRUST_REPOSITORY) == 0)
    {
      g_strv_builder_add (tags, TAMBO_TRUST_TAG);
      return g_strv_builder_end (tags);
    }

  for (guint i = 0; i < targets->len; i++)
    {
      const TamboPackTarget *target = g_ptr_array_index (targets, i);
      g_autofree char *repository = tambo_shelf_name_repository (target->id);
      g_autofree char *tag = g_strdup_printf ("%u", target->version);

      if (strcmp (repository, name) != 0 ||
          !tambo_store_has (tambo_shelf_get_store (self->shelf), target->digest))
        continue;
      g_strv_builder_add (tags, tag);
      n++;
    }

  return n > 0 ? g_strv_builder_end (tags) : NULL;
}

static gboolean
open_blob (TamboPeerBackend *backend, const char *digest, TamboServedBlob *out_blob)
{
  TamboStore *store = tambo_shelf_get_store (TAMBO_BACKEND (backend)->shelf);
  g_autoptr (TamboStaging) staging = NULL;
  guint64 size = 0;
  int fd = tambo_store_open_blob (store, digest, &size, NULL);

  if (fd >= 0)
    {
      *out_blob = (TamboServedBlob){ .fd = fd, .size = size };
      return TRUE;
    }

  staging = tambo_store_find_staging (store, digest);
  if (staging == NULL)
    return FALSE;
  fd = tambo_staging_open_blob (staging, NULL);
  if (fd < 0)
    return FALSE;

  *out_blob = (TamboServedBlob){
    .fd = fd,
    .size = tambo_staging_get_size (staging),
    .have = tambo_staging_get_bitmap (staging),
  };

  return TRUE;
}

static TamboHave *
have_whole (guint64 size)
{
  guint64 n_leaves = MAX (1, (size + TAMBO_LEAF_SIZE - 1) / TAMBO_LEAF_SIZE);
  gsize n_bytes = (n_leaves + 7) / 8;
  guint8 *bits = g_malloc (n_bytes);
  g_autoptr (GBytes) bytes = NULL;

  memset (bits, 0xff, n_bytes);
  if (n_leaves % 8 != 0)
    bits[n_bytes - 1] = (guint8) ((1u << (n_leaves % 8)) - 1);
  bytes = g_bytes_new_take (bits, n_bytes);

  return tambo_have_new (WHOLE_GEN, bytes);
}

static TamboHave *
get_have (TamboPeerBackend *backend, const char *digest)
{
  TamboStore *store = tambo_shelf_get_store (TAMBO_BACKEND (backend)->shelf);
  g_autoptr (TamboStaging) staging = NULL;
  g_autoptr (GBytes) bits = NULL;
  guint64 size = 0;
  int fd = tambo_store_open_blob (store, digest, &size, NULL);

  if (fd >= 0)
    {
      close (fd);
      return have_whole (size);
    }

  staging = tambo_store_find_staging (store, digest);
  if (staging == NULL)
    return NULL;
  bits = tambo_staging_get_bitmap (staging);

  return tambo_have_new (tambo_staging_get_generation (staging) + 1, bits);
}

static TamboSummaryAnswer *
summarise (TamboPeerBackend *backend, const char *pin, TamboSummaryQuery *query)
{
  return tambo_courier_summarise (tambo_mail_get_courier (TAMBO_BACKEND (backend)->mail), query);
}

static GStrv
put_envelopes (TamboPeerBackend *backend, const char *pin, TamboEnvelopeBatch *batch)
{
  g_autoptr (GError) error = NULL;
  GStrv words = tambo_mail_take_in (TAMBO_BACKEND (backend)->mail, pin, batch, &error);

  if (words == NULL)
    g_warning ("mail.lost %s", tambo_error_get_word (error));

  return words;
}

static GBytes *
get_envelope (TamboPeerBackend *backend, const char *pin, const char *id, guint64 *out_age_ms)
{
  return tambo_courier_get (tambo_mail_get_courier (TAMBO_BACKEND (backend)->mail),
                            id,
                            tambo_clock_boottime_ms (),
                            out_age_ms,
                            NULL);
}

static void
implement_backend (TamboPeerBackendInterface *iface)
{
  iface->admits = admits;
  iface->hello = hello;
  iface->get_manifest = get_manifest;
  iface->list_tags = list_tags;
  iface->open_blob = open_blob;
  iface->get_have = get_have;
  iface->summarise = summarise;
  iface->put_envelopes = put_envelopes;
  iface->get_envelope = get_envelope;
}

static void
tambo_backend_finalize (GObject *object)
{
  TamboBackend *self = TAMBO_BACKEND (object);

  g_clear_object (&self->shelf);
  g_clear_object (&self->mail);
  g_clear_object (&self->neighbourhood);
  g_clear_object (&self->admission);

  G_OBJECT_CLASS (tambo_backend_parent_class)->finalize (object);
}

static void
tambo_backend_class_init (TamboBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_backend_finalize;
}

static void
tambo_backend_init (TamboBackend *self)
{
}

TamboBackend *
tambo_backend_new (TamboShelf *shelf,
                   TamboMail *mail,
                   TamboNeighbourhood *neighbourhood,
                   TamboAdmission *admission,
                   TamboSelfFunc describe_self,
                   gpointer user_data)
{
  TamboBackend *self = g_object_new (TAMBO_TYPE_BACKEND, NULL);

  self->shelf = g_object_ref (shelf);
  self->mail = g_object_ref (mail);
  self->neighbourhood = g_object_ref (neighbourhood);
  self->admission = g_object_ref (admission);
  self->describe_self = describe_self;
  self->user_data = user_data;

  return self;
}
