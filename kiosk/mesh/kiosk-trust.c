/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/kiosk-trust.h"

#include "content/base/clock.h"
#include "content/base/error.h"

/**
 * TamboKioskTrust:
 *
 * What this kiosk has verified by itself, from its first root and bytes that the daemon passes on.
 * How far it came is kept in a file of its own, so that a daemon that was taken over cannot roll
 * anything back.
 */
struct _TamboKioskTrust
{
  GObject parent_instance;

  TamboMeshClient *client;   /* (owned) */
  TamboTrust *trust;         /* (owned) */
  char *floor_path;          /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboKioskTrust, tambo_kiosk_trust, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
save_floor (TamboKioskTrust *self)
{
  g_autoptr (GError) error = NULL;
  TamboTrustFloor trust_floor;

  tambo_trust_get_floor (self->trust, &trust_floor);
  if (!tambo_trust_floor_save (&trust_floor, self->floor_path, &error))
    g_warning ("The trust floor could not be kept: %s", error->message);
}

static void
on_get_trust_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboKioskTrust) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) files = tambo_mesh_client_get_trust_finish (TAMBO_MESH_CLIENT (object),
                                                                     result,
                                                                     &error);
  guint64 version = tambo_trust_get_version (self->trust);

  if (files == NULL)
    {
      g_debug ("No trust metadata: %s", error->message);
      return;
    }

  /* The daemon has nothing yet: that is no news. */
  if (g_hash_table_size (files) == 0)
    return;

  if (!tambo_trust_update (self->trust, files, g_get_real_time () / G_USEC_PER_SEC, &error))
    {
      g_warning ("Trust metadata from the daemon is refused: %s", tambo_error_get_word (error));
      return;
    }

  if (tambo_trust_get_version (self->trust) == version)
    return;

  save_floor (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
fetch (TamboKioskTrust *self)
{
  if (tambo_mesh_client_is_present (self->client))
    tambo_mesh_client_get_trust_async (self->client,
                                       self->cancellable,
                                       on_get_trust_ready,
                                       g_object_ref (self));
}

static void
tambo_kiosk_trust_dispose (GObject *object)
{
  TamboKioskTrust *self = TAMBO_KIOSK_TRUST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (tambo_kiosk_trust_parent_class)->dispose (object);
}

static void
tambo_kiosk_trust_finalize (GObject *object)
{
  TamboKioskTrust *self = TAMBO_KIOSK_TRUST (object);

  g_clear_object (&self->trust);
  g_object_unref (self->cancellable);
  g_free (self->floor_path);

  G_OBJECT_CLASS (tambo_kiosk_trust_parent_class)->finalize (object);
}

static void
tambo_kiosk_trust_class_init (TamboKioskTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tambo_kiosk_trust_dispose;
  G_OBJECT_CLASS (klass)->finalize = tambo_kiosk_trust_finalize;

  /**
   * TamboKioskTrust::changed:
   * @self: the trust
   *
   * Newer metadata was verified: packs, clinics or keys may be others.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          TAMBO_TYPE_KIOSK_TRUST,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
tambo_kiosk_trust_init (TamboKioskTrust *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * tambo_kiosk_trust_new:
 * @client: where metadata comes from
 * @first_root: root.json of the configuration
 * @floor_path: the file that keeps how far the kiosk came
 * @error: return location for a #GError
 *
 * Returns: (transfer full): what is trusted, at first nothing
 */
TamboKioskTrust *
tambo_kiosk_trust_new (TamboMeshClient *client,
                       GBytes *first_root,
                       const char *floor_path,
                       GError **error)
{
  g_autoptr (TamboKioskTrust) self = NULL;
  TamboTrustFloor trust_floor = { 0 };

  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);
  g_return_val_if_fail (first_root != NULL, NULL);
  g_return_val_if_fail (floor_path != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_KIOSK_TRUST, NULL);
  self->client = g_object_ref (client);
  self->floor_path = g_strdup (floor_path);
  self->trust = tambo_trust_new (first_root, error);
  if (self->trust == NULL)
    return NULL;

  if (!tambo_trust_floor_load (&trust_floor, floor_path, error))
    return NULL;

  tambo_trust_raise_floor (self->trust, &trust_floor);
  g_signal_connect_swapped (client, "trust-changed", G_CALLBACK (fetch), self);
  g_signal_connect_swapped (client, "notify::present", G_CALLBACK (fetch), self);
  fetch (self);

  return g_steal_pointer (&self);
}

TamboTrust *
tambo_kiosk_trust_get_trust (TamboKioskTrust *self)
{
  g_return_val_if_fail (TAMBO_IS_KIOSK_TRUST (self), NULL);

  return self->trust;
}

/**
 * tambo_kiosk_trust_get_now:
 * @self: what is trusted
 *
 * Returns: seconds since 1970: the clock's if it is sane, but no earlier than what was signed
 */
gint64
tambo_kiosk_trust_get_now (TamboKioskTrust *self)
{
  g_return_val_if_fail (TAMBO_IS_KIOSK_TRUST (self), 0);

  return tambo_clock_choose (g_get_real_time () / G_USEC_PER_SEC,
                             tambo_trust_get_newest_time (self->trust));
}

/**
 * tambo_kiosk_trust_list_open_clinics:
 * @self: what is trusted
 *
 * Returns: (transfer full) (element-type TamboClinicRecord): those that a request can be sealed to
 *   today
 */
GPtrArray *
tambo_kiosk_trust_list_open_clinics (TamboKioskTrust *self)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) open = NULL;
  guint today;

  g_return_val_if_fail (TAMBO_IS_KIOSK_TRUST (self), NULL);

  today = tambo_day_from_unix (tambo_kiosk_trust_get_now (self));
  all = tambo_trust_list_clinics (self->trust);
  open = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < all->len; i++)
    {
      TamboClinicRecord *clinic = g_ptr_array_index (all, i);

      if (tambo_clinic_record_find_intake (clinic, today, NULL) != NULL)
        g_ptr_array_add (open, g_object_ref (clinic));
    }

  return g_steal_pointer (&open);
}
