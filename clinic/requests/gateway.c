/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/gateway.h"

#include "content/base/error.h"
#include "mesh-dbus.h"

#define BUS_NAME "org.tambo.Mesh1"
#define OBJECT_PATH "/org/tambo/Mesh1"
#define POLL_SECONDS 60 /* signals say when to look; this is for those that are lost */

/**
 * TamboGateway:
 *
 * The clinic's only way out: fetches sealed envelopes from the mesh daemon and hands it those that
 * wait. Does nothing before somebody has unlocked the clinic; until then envelopes wait with the
 * daemon. A daemon that comes back, or comes late, is met again.
 */
struct _TamboGateway
{
  GObject parent_instance;

  GDBusConnection *bus;      /* (owned) */
  TamboClinicStore *clinic;  /* (owned) */
  TamboIntake *intake;       /* (owned) (nullable): %NULL while locked */
  TamboDBusMesh1 *mesh;      /* (owned) (nullable): %NULL without a daemon */
  GCancellable *cancellable; /* (owned) */
  guint watch;
  guint poll_source;
  guint n_taking;
  guint n_sent;
  gboolean is_sending;
};

G_DEFINE_FINAL_TYPE (TamboGateway, tambo_gateway, G_TYPE_OBJECT)

/* One envelope on its way to the daemon. */
typedef struct
{
  TamboGateway *gateway; /* (owned) */
  gint64 row;
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->gateway);
  g_free (sending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static void
tambo_gateway_dispose (GObject *object)
{
  TamboGateway *self = TAMBO_GATEWAY (object);

  g_cancellable_cancel (self->cancellable);
  if (self->watch != 0)
    g_bus_unwatch_name (self->watch);
  self->watch = 0;
  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (self->mesh != NULL)
    g_signal_handlers_disconnect_by_data (self->mesh, self);
  g_clear_object (&self->mesh);
  g_clear_object (&self->intake);

  G_OBJECT_CLASS (tambo_gateway_parent_class)->dispose (object);
}

static void
tambo_gateway_finalize (GObject *object)
{
  TamboGateway *self = TAMBO_GATEWAY (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->bus);
  g_object_unref (self->clinic);

  G_OBJECT_CLASS (tambo_gateway_parent_class)->finalize (object);
}

static void
tambo_gateway_class_init (TamboGatewayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_gateway_dispose;
  object_class->finalize = tambo_gateway_finalize;
}

static void
tambo_gateway_init (TamboGateway *self)
{
  self->cancellable = g_cancellable_new ();
}

/* @clinic: belongs to the calling thread */
TamboGateway *
tambo_gateway_new (GDBusConnection *bus, TamboClinicStore *clinic)
{
  TamboGateway *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);
  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (clinic), NULL);

  self = g_object_new (TAMBO_TYPE_GATEWAY, NULL);
  self->bus = g_object_ref (bus);
  self->clinic = g_object_ref (clinic);

  return self;
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void send_next (TamboGateway *self, gint64 after);

static void
on_submit_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  TamboGateway *self = sending->gateway;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  self->is_sending = FALSE;
  if (!tambo_dbus_mesh1_call_submit_envelope_finish (TAMBO_DBUS_MESH1 (object),
                                                     &id,
                                                     result,
                                                     &error))
    {
      if (is_cancelled (error))
        return;
      /* It stays and is tried again; one that the daemon refuses must not hold up the others. */
      g_warning ("An envelope was not taken: %s", tambo_error_get_word (error));
      if (error->domain == TAMBO_ERROR)
        send_next (self, sending->row);
      return;
    }

  if (!tambo_clinic_store_remove_outgoing (self->clinic, sending->row, &error))
    {
      g_warning ("A sent envelope stays: %s", tambo_error_get_word (error));
      return;
    }

  self->n_sent++;
  send_next (self, sending->row);
}

static void
send_next (TamboGateway *self, gint64 after)
{
  g_autoptr (GBytes) envelope = NULL;
  g_autoptr (GError) error = NULL;
  Sending *sending;
  gint64 row;

  if (self->is_sending || self->mesh == NULL)
    return;

  envelope = tambo_clinic_store_get_outgoing (self->clinic, after, &row, &error);
  if (envelope == NULL)
    {
      if (error != NULL)
        g_warning ("What waits cannot be read: %s", tambo_error_get_word (error));
      return;
    }

  sending = g_new (Sending, 1);
  sending->gateway = g_object_ref (self);
  sending->row = row;
  self->is_sending = TRUE;
  tambo_dbus_mesh1_call_submit_envelope (self->mesh,
                                         g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                                   envelope,
                                                                   TRUE),
                                         self->cancellable,
                                         on_submit_ready,
                                         sending);
}

static GPtrArray *
parse_envelopes (GVariant *variant)
{
  g_autoptr (GPtrArray) envelopes = g_ptr_array_new_with_free_func (g_object_unref);
  GVariantIter iter;
  GVariant *child;

  g_variant_iter_init (&iter, variant);
  while ((child = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (child);
      g_autoptr (TamboEnvelope) envelope = tambo_envelope_parse (bytes, NULL);

      /* The daemon refuses these itself: there is nobody to tell. */
      if (envelope != NULL)
        g_ptr_array_add (envelopes, g_steal_pointer (&envelope));
      g_variant_unref (child);
    }

  return g_steal_pointer (&envelopes);
}

static void
take (TamboGateway *self, GVariant *variant)
{
  g_autoptr (GPtrArray) envelopes = parse_envelopes (variant);
  g_autoptr (GError) error = NULL;
  guint n_new;

  if (envelopes->len == 0)
    return;

  if (!tambo_intake_take (self->intake,
                          envelopes,
                          g_get_real_time () / G_USEC_PER_SEC,
                          &n_new,
                          &error))
    g_warning ("Requests were not stored: %s", tambo_error_get_word (error));
  else if (n_new > 0)
    g_info ("%u new messages", n_new);
}

static void
on_take_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboGateway) self = user_data;
  g_autoptr (GVariant) envelopes = NULL;
  g_autoptr (GError) error = NULL;

  self->n_taking--;
  if (!tambo_dbus_mesh1_call_take_envelopes_finish (TAMBO_DBUS_MESH1 (object),
                                                    &envelopes,
                                                    result,
                                                    &error))
    {
      if (!is_cancelled (error))
        g_warning ("The daemon hands out no requests: %s", tambo_error_get_word (error));
      return;
    }

  if (self->intake != NULL)
    take (self, envelopes);
  if (self->n_taking == 0)
    send_next (self, 0);
}

/* Looks for requests and sends what waits, if there is a daemon and the clinic is unlocked. */
void
tambo_gateway_poll (TamboGateway *self)
{
  const char *deployment;
  g_autoptr (GError) error = NULL;
  TamboKeyring *keyring;

  g_return_if_fail (TAMBO_IS_GATEWAY (self));

  if (self->mesh == NULL || self->intake == NULL || self->n_taking > 0)
    return;

  deployment = tambo_dbus_mesh1_get_deployment (self->mesh);
  if (deployment == NULL || *deployment == '\0')
    return;
  if (!tambo_clinic_store_pin_deployment (self->clinic, deployment, &error))
    {
      g_warning ("This daemon is of no use: %s", tambo_error_get_word (error));
      return;
    }

  keyring = tambo_intake_get_keyring (self->intake);
  for (guint i = 0; i < tambo_keyring_get_n_intake (keyring); i++)
    {
      const TamboIntakePair *pair = tambo_keyring_get_intake (keyring, i);
      GVariant *recipient =
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, pair->id, sizeof pair->id, 1);

      self->n_taking++;
      tambo_dbus_mesh1_call_take_envelopes (self->mesh,
                                            recipient,
                                            self->cancellable,
                                            on_take_ready,
                                            g_object_ref (self));
    }
}

static void
on_mesh_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboGateway) self = user_data;
  g_autoptr (GError) error = NULL;
  TamboDBusMesh1 *mesh;

  mesh = tambo_dbus_mesh1_proxy_new_finish (result, &error);
  if (mesh == NULL)
    {
      if (!is_cancelled (error))
        g_warning ("The daemon does not answer: %s", tambo_error_get_word (error));
      return;
    }

  if (self->mesh != NULL)
    g_signal_handlers_disconnect_by_data (self->mesh, self);
  g_set_object (&self->mesh, mesh);
  g_object_unref (mesh);
  g_signal_connect_swapped (self->mesh, "envelopes-arrived", G_CALLBACK (tambo_gateway_poll), self);
  g_signal_connect_swapped (self->mesh,
                            "notify::deployment",
                            G_CALLBACK (tambo_gateway_poll),
                            self);
  tambo_gateway_poll (self);
}

static void
on_name_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  TamboGateway *self = TAMBO_GATEWAY (user_data);

  tambo_dbus_mesh1_proxy_new (bus,
                              G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                              name,
                              OBJECT_PATH,
                              self->cancellable,
                              on_mesh_ready,
                              g_object_ref (self));
}

static void
on_name_vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  TamboGateway *self = TAMBO_GATEWAY (user_data);

  if (self->mesh != NULL)
    g_signal_handlers_disconnect_by_data (self->mesh, self);
  g_clear_object (&self->mesh);
}

static gboolean
on_poll_timeout (gpointer user_data)
{
  tambo_gateway_poll (TAMBO_GATEWAY (user_data));

  return G_SOURCE_CONTINUE;
}

/**
 * tambo_gateway_start:
 * @intake: takes what arrives; the clinic is unlocked
 *
 * Meets the daemon, now or when it comes.
 */
void
tambo_gateway_start (TamboGateway *self, TamboIntake *intake)
{
  g_return_if_fail (TAMBO_IS_GATEWAY (self));
  g_return_if_fail (TAMBO_IS_INTAKE (intake));

  g_set_object (&self->intake, intake);
  if (self->watch == 0)
    {
      self->watch = g_bus_watch_name_on_connection (self->bus,
                                                    BUS_NAME,
                                                    G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                    on_name_appeared,
                                                    on_name_vanished,
                                                    self,
                                                    NULL);
      self->poll_source = g_timeout_add_seconds (POLL_SECONDS, on_poll_timeout, self);
    }

  tambo_gateway_poll (self);
}

/* Whether there is a daemon. */
gboolean
tambo_gateway_is_connected (TamboGateway *self)
{
  g_return_val_if_fail (TAMBO_IS_GATEWAY (self), FALSE);

  return self->mesh != NULL;
}

/* Returns: how many envelopes the daemon took so far */
guint
tambo_gateway_get_n_sent (TamboGateway *self)
{
  g_return_val_if_fail (TAMBO_IS_GATEWAY (self), 0);

  return self->n_sent;
}
