/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/service.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/consult/envelope.h"
#include "mesh/daemon/pack-service.h"
#include "mesh/daemon/status.h"
#include "mesh/discovery/static-discovery.h"

#include "mesh-dbus.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#define UPDATE_MS 100

struct _TamboService
{
  GObject parent_instance;

  TamboShelf *shelf;                 /* (owned) */
  TamboNeighbourhood *neighbourhood; /* (owned) */
  TamboSyncDriver *driver;           /* (owned) */
  TamboHub *hub;                     /* (owned) */
  TamboMail *mail;                   /* (owned) */
  char *own_pin;                     /* (owned) */
  TamboDBusMesh1 *object;            /* (owned) */
  GDBusConnection *connection;       /* (owned) (nullable) */
  TamboPackService *packs;           /* (owned) */
  guint update_source;
};

G_DEFINE_FINAL_TYPE (TamboService, tambo_service, G_TYPE_OBJECT)

static void
update (TamboService *self)
{
  TamboTrust *trust = tambo_shelf_get_trust (self->shelf);
  const TamboDeployment *deployment = tambo_trust_get_deployment (trust);
  g_auto (GStrv) languages = tambo_shelf_get_languages (self->shelf);
  int hops;

  tambo_dbus_mesh1_set_state (self->object,
                              tambo_status_get_state (self->neighbourhood, self->driver));
  tambo_dbus_mesh1_set_deployment (self->object, deployment != NULL ? deployment->id_hex : "");
  tambo_dbus_mesh1_set_peers (self->object, tambo_status_list_peers (self->neighbourhood, trust));
  tambo_dbus_mesh1_set_packs (self->object, tambo_status_list_packs (self->shelf, self->driver));
  tambo_dbus_mesh1_set_transfers (self->object, tambo_status_list_transfers (self->driver));
  tambo_dbus_mesh1_set_hub (self->object, tambo_status_describe_hub (self->hub));
  tambo_dbus_mesh1_set_mailbox (self->object, tambo_status_get_mailbox (self->mail));
  tambo_dbus_mesh1_set_last_clinic_contact (self->object,
                                            tambo_neighbourhood_get_clinic (self->neighbourhood,
                                                                            &hops));
  tambo_dbus_mesh1_set_languages (self->object, (const char *const *) languages);
}

static gboolean
on_update (gpointer user_data)
{
  TamboService *self = user_data;

  self->update_source = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* Much happens at once; who listens is told a moment later, once. */
static void
update_soon (TamboService *self)
{
  if (self->update_source == 0)
    self->update_source = g_timeout_add (UPDATE_MS, on_update, self);
}

static void
on_shelf_trust_changed (TamboService *self)
{
  tambo_dbus_mesh1_emit_trust_changed (self->object);
  update_soon (self);
}

static void
on_driver_have_changed (TamboService *self, const char *digest)
{
  tambo_dbus_mesh1_emit_ranges_changed (self->object, digest);
}

static void
on_mail_arrived (TamboService *self)
{
  tambo_dbus_mesh1_emit_envelopes_arrived (self->object);
}

static void
on_packs_ended (TamboService *self)
{
  tambo_sync_driver_refresh (self->driver);
  update_soon (self);
}

static gboolean
refuse (GDBusMethodInvocation *invocation, int code, const char *message)
{
  g_dbus_method_invocation_return_error_literal (invocation, TAMBO_ERROR, code, message);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
refuse_argument (GDBusMethodInvocation *invocation, const char *message)
{
  g_dbus_method_invocation_return_error_literal (invocation,
                                                 G_DBUS_ERROR,
                                                 G_DBUS_ERROR_INVALID_ARGS,
                                                 message);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_set_languages (TamboService *self,
                  GDBusMethodInvocation *invocation,
                  const char *const *languages)
{
  g_autoptr (GError) error = NULL;

  if (!tambo_shelf_set_languages (self->shelf, languages, &error))
    {
      g_dbus_method_invocation_return_gerror (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  tambo_sync_driver_refresh (self->driver);
  update (self);
  tambo_dbus_mesh1_complete_set_languages (self->object, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static int
open_blob (TamboService *self, const char *digest, GError **error)
{
  TamboStore *store = tambo_shelf_get_store (self->shelf);
  g_autoptr (TamboStaging) staging = NULL;
  guint64 size;
  int fd = tambo_store_open_blob (store, digest, &size, error);

  if (fd >= 0)
    return fd;
  staging = tambo_store_find_staging (store, digest);
  if (staging == NULL)
    return -1;

  g_clear_error (error);

  return tambo_staging_open_blob (staging, error);
}

static gboolean
on_open_blob (TamboService *self,
              GDBusMethodInvocation *invocation,
              GUnixFDList *fds,
              const char *digest)
{
  g_autoptr (GUnixFDList) out_fds = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  if (!tambo_digest_is_valid (digest))
    return refuse_argument (invocation, "Not a digest");
  fd = open_blob (self, digest, &error);
  if (fd < 0)
    {
      g_dbus_method_invocation_return_gerror (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  out_fds = g_unix_fd_list_new_from_array (&fd, 1);
  tambo_dbus_mesh1_complete_open_blob (self->object, invocation, out_fds, g_variant_new_handle (0));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_get_ranges (TamboService *self, GDBusMethodInvocation *invocation, const char *digest)
{
  TamboStore *store = tambo_shelf_get_store (self->shelf);
  g_autoptr (TamboStaging) staging = NULL;
  g_autoptr (GArray) ranges = NULL;
  g_autoptr (GError) error = NULL;
  GVariantBuilder builder;
  guint64 size = 0;
  int fd;

  if (!tambo_digest_is_valid (digest))
    return refuse_argument (invocation, "Not a digest");

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(tt)"));
  fd = tambo_store_open_blob (store, digest, &size, &error);
  staging = fd < 0 ? tambo_store_find_staging (store, digest) : NULL;
  if (fd >= 0)
    {
      close (fd);
      g_variant_builder_add (&builder, "(tt)", (guint64) 0, size);
    }
  else if (staging != NULL)
    {
      size = tambo_staging_get_size (staging);
      ranges = tambo_staging_get_ranges (staging);
      for (guint i = 0; i < ranges->len; i++)
        {
          const TamboRange *range = &g_array_index (ranges, TamboRange, i);

          g_variant_builder_add (&builder, "(tt)", range->offset, range->length);
        }
    }
  else
    {
      g_variant_builder_clear (&builder);
      g_dbus_method_invocation_return_gerror (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  tambo_dbus_mesh1_complete_get_ranges (self->object,
                                        invocation,
                                        size,
                                        g_variant_builder_end (&builder));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_want (TamboService *self,
         GDBusMethodInvocation *invocation,
         const char *digest,
         guint64 offset,
         guint64 length)
{
  if (!tambo_digest_is_valid (digest))
    return refuse_argument (invocation, "Not a digest");

  tambo_sync_driver_want (self->driver, digest, offset, length);
  tambo_dbus_mesh1_complete_want (self->object, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_submit_envelope (TamboService *self, GDBusMethodInvocation *invocation, GVariant *bytes)
{
  g_autoptr (GBytes) envelope = g_variant_get_data_as_bytes (bytes);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tambo_mail_submit (self->mail, envelope, &error);

  if (id == NULL)
    {
      g_info ("mail.refused %s", tambo_error_get_word (error));
      g_dbus_method_invocation_return_gerror (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  tambo_dbus_mesh1_complete_submit_envelope (self->object, invocation, id);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* (transfer full): an array of arrays of bytes. */
static GVariant *
pack_envelopes (GPtrArray *envelopes)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; i < envelopes->len; i++)
    g_variant_builder_add_value (&builder,
                                 g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                           g_ptr_array_index (envelopes, i),
                                                           TRUE));

  return g_variant_builder_end (&builder);
}

static gboolean
on_find_replies (TamboService *self, GDBusMethodInvocation *invocation, GVariant *tag)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (tag);
  g_autoptr (GPtrArray) envelopes = NULL;
  g_autoptr (GError) error = NULL;

  if (g_bytes_get_size (bytes) != TAMBO_RECIPIENT_SIZE)
    return refuse_argument (invocation, "A tag has 16 bytes");
  envelopes = tambo_courier_find_replies (tambo_mail_get_courier (self->mail), bytes, &error);
  if (envelopes == NULL)
    {
      g_dbus_method_invocation_return_gerror (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  tambo_dbus_mesh1_complete_find_replies (self->object, invocation, pack_envelopes (envelopes));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_status (TamboService *self, GDBusMethodInvocation *invocation, const char *const *ids)
{
  TamboCourier *courier = tambo_mail_get_courier (self->mail);
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("a{su}"));

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      TamboCarriage carriage = TAMBO_CARRIAGE_UNKNOWN;

      if (!tambo_courier_get_carriage (courier, ids[i], &carriage, &error))
        {
          g_dbus_method_invocation_return_gerror (invocation, error);
          return G_DBUS_METHOD_INVOCATION_HANDLED;
        }
      g_variant_builder_add (builder, "{su}", ids[i], (guint) carriage);
    }
  tambo_dbus_mesh1_complete_status (self->object, invocation, g_variant_builder_end (builder));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_take_envelopes (TamboService *self, GDBusMethodInvocation *invocation, GVariant *recipient)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (recipient);
  TamboTrust *trust = tambo_shelf_get_trust (self->shelf);
  g_autoptr (GPtrArray) envelopes = NULL;
  g_autoptr (GError) error = NULL;

  if (g_bytes_get_size (bytes) != TAMBO_RECIPIENT_SIZE)
    return refuse_argument (invocation, "A key id has 16 bytes");
  if (tambo_trust_get_part (trust, self->own_pin) != TAMBO_PART_GATEWAY)
    return refuse (invocation,
                   TAMBO_ERROR_PEER_NOT_ADMITTED,
                   "This device does not have the part of a gateway");
  envelopes = tambo_courier_list_for (tambo_mail_get_courier (self->mail), bytes, &error);
  if (envelopes == NULL)
    {
      g_dbus_method_invocation_return_gerror (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  tambo_dbus_mesh1_complete_take_envelopes (self->object, invocation, pack_envelopes (envelopes));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_get_trust (TamboService *self, GDBusMethodInvocation *invocation)
{
  GHashTable *files = tambo_trust_get_files (tambo_shelf_get_trust (self->shelf));
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(say)"));
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    g_variant_builder_add (&builder,
                           "(s@ay)",
                           title,
                           g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
  tambo_dbus_mesh1_complete_get_trust (self->object, invocation, g_variant_builder_end (&builder));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_add_address (TamboService *self, GDBusMethodInvocation *invocation, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetSocketAddress) address = tambo_static_discovery_parse (text, &error);

  if (address == NULL)
    {
      g_dbus_method_invocation_return_gerror (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  tambo_neighbourhood_add_address (self->neighbourhood, address, TAMBO_SOURCE_STATIC);
  tambo_dbus_mesh1_complete_add_address (self->object, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
tambo_service_dispose (GObject *object)
{
  TamboService *self = TAMBO_SERVICE (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  tambo_service_unexport (self);

  G_OBJECT_CLASS (tambo_service_parent_class)->dispose (object);
}

static void
tambo_service_finalize (GObject *object)
{
  TamboService *self = TAMBO_SERVICE (object);

  g_clear_object (&self->packs);
  g_clear_object (&self->shelf);
  g_clear_object (&self->neighbourhood);
  g_clear_object (&self->driver);
  g_clear_object (&self->hub);
  g_clear_object (&self->mail);
  g_clear_object (&self->object);
  g_free (self->own_pin);

  G_OBJECT_CLASS (tambo_service_parent_class)->finalize (object);
}

static void
tambo_service_class_init (TamboServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_service_dispose;
  object_class->finalize = tambo_service_finalize;
}

static void
tambo_service_init (TamboService *self)
{
  static const struct
  {
    const char *signal;
    GCallback handler;
  } methods[] = {
    { "handle-set-languages", G_CALLBACK (on_set_languages) },
    { "handle-open-blob", G_CALLBACK (on_open_blob) },
    { "handle-get-ranges", G_CALLBACK (on_get_ranges) },
    { "handle-want", G_CALLBACK (on_want) },
    { "handle-submit-envelope", G_CALLBACK (on_submit_envelope) },
    { "handle-find-replies", G_CALLBACK (on_find_replies) },
    { "handle-status", G_CALLBACK (on_status) },
    { "handle-take-envelopes", G_CALLBACK (on_take_envelopes) },
    { "handle-get-trust", G_CALLBACK (on_get_trust) },
    { "handle-add-address", G_CALLBACK (on_add_address) },
  };

  self->object = tambo_dbus_mesh1_skeleton_new ();
  tambo_dbus_mesh1_set_state (self->object, "starting");
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (self->object,
                             methods[i].signal,
                             methods[i].handler,
                             self,
                             G_CONNECT_SWAPPED);
}

static void
connect_sources (TamboService *self)
{
  const struct
  {
    gpointer object;
    const char *signal;
    GCallback handler;
  } sources[] = {
    { self->shelf, "trust-changed", G_CALLBACK (on_shelf_trust_changed) },
    { self->shelf, "packs-changed", G_CALLBACK (update_soon) },
    { self->neighbourhood, "peer-greeted", G_CALLBACK (update_soon) },
    { self->neighbourhood, "peer-alive", G_CALLBACK (update_soon) },
    { self->neighbourhood, "peer-gone", G_CALLBACK (update_soon) },
    { self->driver, "changed", G_CALLBACK (update_soon) },
    { self->hub, "changed", G_CALLBACK (update_soon) },
    { self->driver, "have-changed", G_CALLBACK (on_driver_have_changed) },
    { self->mail, "changed", G_CALLBACK (update_soon) },
    { self->packs, "ended", G_CALLBACK (on_packs_ended) },
    { self->mail, "arrived", G_CALLBACK (on_mail_arrived) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_connect_object (sources[i].object,
                             sources[i].signal,
                             sources[i].handler,
                             self,
                             G_CONNECT_SWAPPED);
}

TamboService *
tambo_service_new (TamboShelf *shelf,
                   TamboNeighbourhood *neighbourhood,
                   TamboSyncDriver *driver,
                   TamboHub *hub,
                   TamboMail *mail,
                   const char *own_pin)
{
  TamboService *self = g_object_new (TAMBO_TYPE_SERVICE, NULL);

  self->shelf = g_object_ref (shelf);
  self->neighbourhood = g_object_ref (neighbourhood);
  self->driver = g_object_ref (driver);
  self->hub = g_object_ref (hub);
  self->mail = g_object_ref (mail);
  self->own_pin = g_strdup (own_pin);
  self->packs = tambo_pack_service_new (self->object, shelf, mail);
  connect_sources (self);

  return self;
}

gboolean
tambo_service_export (TamboService *self, GDBusConnection *connection, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_SERVICE (self), FALSE);

  g_set_object (&self->connection, connection);
  update (self);

  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->object),
                                           connection,
                                           TAMBO_BUS_PATH,
                                           error);
}

/* Jobs that run end as cancelled. */
void
tambo_service_unexport (TamboService *self)
{
  g_return_if_fail (TAMBO_IS_SERVICE (self));

  if (self->connection == NULL)
    return;

  tambo_pack_service_stop (self->packs);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->object));
  g_clear_object (&self->connection);
}
