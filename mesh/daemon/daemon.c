/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/daemon.h"

#include "content/base/error.h"
#include "mesh/admission/admission.h"
#include "mesh/admission/device-key.h"
#include "mesh/daemon/backend.h"
#include "mesh/daemon/clock.h"
#include "mesh/daemon/mail.h"
#include "mesh/daemon/neighbourhood.h"
#include "mesh/daemon/service.h"
#include "mesh/daemon/shelf.h"
#include "mesh/daemon/sync-driver.h"
#include "mesh/daemon/trust-fetcher.h"
#include "mesh/daemon/trusted-clinics.h"
#include "mesh/discovery/avahi-discovery.h"
#include "mesh/discovery/static-discovery.h"
#include "mesh/transfer/listener.h"

#include <malloc.h>

#define EXPIRE_SECONDS 3600

struct _TamboDaemon
{
  GObject parent_instance;

  TamboMeshConfig *config;           /* (owned) */
  TamboDeviceKey *key;               /* (owned) */
  TamboShelf *shelf;                 /* (owned) */
  TamboAdmission *admission;         /* (owned) */
  TamboNeighbourhood *neighbourhood; /* (owned) */
  TamboSyncDriver *driver;           /* (owned) */
  TamboTrustFetcher *trust_fetcher;  /* (owned) */
  TamboHub *hub;                     /* (owned) */
  TamboMail *mail;                   /* (owned) */
  TamboBackend *backend;             /* (owned) */
  TamboListener *listener;           /* (owned) */
  TamboService *service;             /* (owned) */
  char *boot;                        /* (owned): random, new with each start */
  guint expire_source;
};

G_DEFINE_FINAL_TYPE (TamboDaemon, tambo_daemon, G_TYPE_OBJECT)

static TamboPart
look_up_part (const char *pin, gpointer user_data)
{
  return tambo_trust_get_part (tambo_shelf_get_trust (user_data), pin);
}

static void
add_packs (TamboDaemon *self, TamboHello *hello)
{
  GListModel *installed = G_LIST_MODEL (tambo_shelf_get_catalog (self->shelf));
  g_autoptr (GPtrArray) wanted = tambo_sync_driver_list_packs (self->driver);
  guint n = g_list_model_get_n_items (installed);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TamboInstalledPack) pack = g_list_model_get_item (installed, i);

      tambo_hello_add_pack (hello,
                            tambo_installed_pack_get_id (pack),
                            tambo_installed_pack_get_version (pack),
                            tambo_installed_pack_get_bytes (pack));
    }
  for (guint i = 0; i < wanted->len; i++)
    {
      TamboWantedPack *pack = g_ptr_array_index (wanted, i);
      guint64 done = 0;
      guint64 total = 0;

      tambo_wanted_pack_get_progress (pack, &done, &total);
      tambo_hello_add_pack (hello, pack->target->id, pack->target->version, done);
    }
}

static TamboHello *
describe_self (gpointer user_data)
{
  TamboDaemon *self = user_data;
  TamboTrust *trust = tambo_shelf_get_trust (self->shelf);
  TamboHello *hello = tambo_hello_new (self->boot, tambo_trust_get_version (trust));
  int hops = 0;
  gint64 age = tambo_neighbourhood_get_clinic (self->neighbourhood, &hops);

  if (tambo_trust_get_part (trust, tambo_device_key_get_pin (self->key)) == TAMBO_PART_GATEWAY)
    tambo_hello_set_clinic (hello, 0, 0);
  else if (age != TAMBO_HELLO_NEVER)
    tambo_hello_set_clinic (hello, age, hops);
  tambo_hello_set_hub (hello, tambo_hub_get_age (self->hub));
  tambo_neighbourhood_fill_addresses (self->neighbourhood, hello);
  add_packs (self, hello);

  return hello;
}

static void
on_shelf_trust_changed (TamboDaemon *self)
{
  tambo_neighbourhood_recheck (self->neighbourhood);
  tambo_sync_driver_refresh (self->driver);
}

static void
on_driver_have_changed (TamboDaemon *self, const char *digest)
{
  tambo_peer_backend_emit_have_changed (TAMBO_PEER_BACKEND (self->backend), digest);
}

static gboolean
on_expire (gpointer user_data)
{
  TamboDaemon *self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_expired = 0;

  if (!tambo_courier_expire (tambo_mail_get_courier (self->mail),
                             tambo_trust_get_newest_time (tambo_shelf_get_trust (self->shelf)),
                             tambo_clock_boottime_ms (),
                             &n_expired,
                             &error))
    g_warning ("mail.expire %s", tambo_error_get_word (error));
  else if (n_expired > 0)
    g_info ("mail.expired n=%u", n_expired);

  malloc_trim (0);

  return G_SOURCE_CONTINUE;
}

static gboolean
open_content (TamboDaemon *self, GError **error)
{
  g_autofree char *key_path = tambo_mesh_config_get_state_path (self->config, "device.pem");

  if (g_mkdir_with_parents (self->config->state_dir, 0700) != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   "The folder for what the daemon keeps cannot be made: %s",
                   g_strerror (errno));
      return FALSE;
    }
  self->key = tambo_device_key_open (key_path, error);
  if (self->key == NULL)
    return FALSE;
  self->shelf = tambo_shelf_open (self->config, error);

  return self->shelf != NULL;
}

static gboolean
add_discoveries (TamboDaemon *self, GError **error)
{
  g_autoptr (TamboStaticDiscovery) fixed =
      tambo_static_discovery_new ((const char *const *) self->config->static_peers, error);

  if (fixed == NULL)
    return FALSE;
  tambo_neighbourhood_add_discovery (self->neighbourhood,
                                     TAMBO_DISCOVERY (fixed),
                                     TAMBO_SOURCE_STATIC);
  if (self->config->avahi)
    {
      g_autoptr (TamboAvahiDiscovery) avahi = tambo_avahi_discovery_new ();

      tambo_neighbourhood_add_discovery (self->neighbourhood,
                                         TAMBO_DISCOVERY (avahi),
                                         TAMBO_SOURCE_MDNS);
    }

  return TRUE;
}

static gboolean
open_mail (TamboDaemon *self, GError **error)
{
  g_autofree char *path = tambo_mesh_config_get_state_path (self->config, "mesh.db");
  g_autofree char *boot_id = tambo_clock_get_boot_id ();
  g_autoptr (TamboTrustedClinics) clinics = tambo_trusted_clinics_new (self->shelf);
  g_autoptr (TamboCourier) courier = tambo_courier_open (path,
                                                         TAMBO_CLINICS (clinics),
                                                         boot_id,
                                                         tambo_clock_boottime_ms (),
                                                         error);

  if (courier == NULL)
    return FALSE;

  self->mail = tambo_mail_new (courier, self->neighbourhood, self->config);

  return TRUE;
}

static gboolean
assemble (TamboDaemon *self, GError **error)
{
  const char *pin = tambo_device_key_get_pin (self->key);
  GTlsCertificate *certificate = tambo_device_key_get_certificate (self->key);
  TamboListenerLimits limits = tambo_listener_limits_default;

  self->admission =
      tambo_admission_new (pin, look_up_part, g_object_ref (self->shelf), g_object_unref);
  self->neighbourhood =
      tambo_neighbourhood_new (self->config, certificate, self->admission, describe_self, self);
  self->trust_fetcher = tambo_trust_fetcher_new (self->shelf, self->neighbourhood);
  self->hub = tambo_hub_new (self->config, self->shelf, self->trust_fetcher, self->neighbourhood);
  self->driver = tambo_sync_driver_new (self->shelf, self->neighbourhood, self->hub, pin);
  if (!add_discoveries (self, error) || !open_mail (self, error))
    return FALSE;

  self->backend = tambo_backend_new (self->shelf,
                                     self->mail,
                                     self->neighbourhood,
                                     self->admission,
                                     describe_self,
                                     self);
  /* On loopback every kiosk has the same address. */
  if (self->config->allow_loopback)
    limits.per_address = limits.in_all;
  self->listener =
      tambo_listener_new (certificate, &limits, TAMBO_PEER_BACKEND (self->backend), error);
  if (self->listener == NULL)
    return FALSE;

  self->service = tambo_service_new (self->shelf,
                                     self->neighbourhood,
                                     self->driver,
                                     self->hub,
                                     self->mail,
                                     pin);
  g_signal_connect_object (self->shelf,
                           "trust-changed",
                           G_CALLBACK (on_shelf_trust_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->driver,
                           "have-changed",
                           G_CALLBACK (on_driver_have_changed),
                           self,
                           G_CONNECT_SWAPPED);

  return TRUE;
}

static void
tambo_daemon_dispose (GObject *object)
{
  TamboDaemon *self = TAMBO_DAEMON (object);

  tambo_daemon_stop (self);

  G_OBJECT_CLASS (tambo_daemon_parent_class)->dispose (object);
}

static void
tambo_daemon_finalize (GObject *object)
{
  TamboDaemon *self = TAMBO_DAEMON (object);

  g_clear_object (&self->service);
  g_clear_object (&self->listener);
  g_clear_object (&self->backend);
  g_clear_object (&self->mail);
  g_clear_object (&self->driver);
  g_clear_object (&self->hub);
  g_clear_object (&self->trust_fetcher);
  g_clear_object (&self->neighbourhood);
  g_clear_object (&self->admission);
  g_clear_object (&self->shelf);
  g_clear_object (&self->key);
  g_clear_pointer (&self->config, tambo_mesh_config_free);
  g_free (self->boot);

  G_OBJECT_CLASS (tambo_daemon_parent_class)->finalize (object);
}

static void
tambo_daemon_class_init (TamboDaemonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_daemon_dispose;
  object_class->finalize = tambo_daemon_finalize;
}

static void
tambo_daemon_init (TamboDaemon *self)
{
  self->boot = g_uuid_string_random ();
}

/**
 * tambo_daemon_new:
 * @config: (transfer full)
 */
TamboDaemon *
tambo_daemon_new (TamboMeshConfig *config, GError **error)
{
  g_autoptr (TamboDaemon) self = g_object_new (TAMBO_TYPE_DAEMON, NULL);

  self->config = config;
  if (!open_content (self, error) || !assemble (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
tambo_daemon_start (TamboDaemon *self, GDBusConnection *connection, GError **error)
{
  guint16 port = 0;

  g_return_val_if_fail (TAMBO_IS_DAEMON (self), FALSE);

  if (!tambo_listener_listen_any (self->listener, self->config->port, &port, error) ||
      !tambo_service_export (self->service, connection, error))
    return FALSE;

  tambo_neighbourhood_start (self->neighbourhood, port);
  tambo_mail_start (self->mail);
  tambo_sync_driver_refresh (self->driver);
  tambo_hub_start (self->hub);
  self->expire_source = g_timeout_add_seconds (EXPIRE_SECONDS, on_expire, self);
  on_expire (self);
  g_info ("daemon.started pin=%.8s port=%u", tambo_device_key_get_pin (self->key), port);

  return TRUE;
}

void
tambo_daemon_stop (TamboDaemon *self)
{
  g_return_if_fail (TAMBO_IS_DAEMON (self));

  if (self->expire_source == 0)
    return;

  g_clear_handle_id (&self->expire_source, g_source_remove);
  tambo_service_unexport (self->service);
  tambo_trust_fetcher_stop (self->trust_fetcher);
  tambo_hub_stop (self->hub);
  tambo_sync_driver_stop (self->driver);
  tambo_mail_stop (self->mail);
  tambo_neighbourhood_stop (self->neighbourhood);
  tambo_listener_close (self->listener);
  g_info ("daemon.stopped");
}
