/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/mesh-client.h"

#include "content/base/error.h"
#include "kiosk/mesh/mesh-call.h"

#define BUS_NAME "org.tambo.Mesh1"
#define OBJECT_PATH "/org/tambo/Mesh1"
#define INTERFACE "org.tambo.Mesh1"

/**
 * TamboMeshClient:
 *
 * The kiosk's side of the conversation with the mesh daemon. That there is no daemon is a state,
 * not an error: it may come later, and go.
 */
struct _TamboMeshClient
{
  GObject parent_instance;

  GDBusConnection *connection; /* (owned) */
  GDBusProxy *proxy;           /* (owned) (nullable): until it is ready; holds the properties */
  GCancellable *cancellable;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboMeshClient, tambo_mesh_client, G_TYPE_OBJECT)

typedef enum
{
  PROP_PRESENT = 1,
} TamboMeshClientProperty;

static GParamSpec *properties[PROP_PRESENT + 1];

enum
{
  SIGNAL_TRUST_CHANGED,
  SIGNAL_RANGES_CHANGED,
  SIGNAL_ENVELOPES_ARRIVED,
  SIGNAL_STATUS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GBytes *
bytes_of (GVariant *variant)
{
  gsize size;
  gconstpointer data = g_variant_get_fixed_array (variant, &size, 1);

  return g_bytes_new_with_free_func (data,
                                     size,
                                     (GDestroyNotify) g_variant_unref,
                                     g_variant_ref (variant));
}

static void
on_proxy_signal (TamboMeshClient *self,
                 const char *sender,
                 const char *name,
                 GVariant *arguments,
                 GDBusProxy *proxy)
{
  const char *digest = NULL;

  if (g_str_equal (name, "TrustChanged"))
    g_signal_emit (self, signals[SIGNAL_TRUST_CHANGED], 0);
  else if (g_str_equal (name, "EnvelopesArrived"))
    g_signal_emit (self, signals[SIGNAL_ENVELOPES_ARRIVED], 0);
  else if (g_str_equal (name, "RangesChanged") &&
           g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(s)")))
    {
      g_variant_get (arguments, "(&s)", &digest);
      g_signal_emit (self, signals[SIGNAL_RANGES_CHANGED], 0, digest);
    }
}

static void
on_proxy_notify_owner (TamboMeshClient *self, GParamSpec *pspec, GDBusProxy *proxy)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENT]);
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
}

static void
on_proxy_properties_changed (TamboMeshClient *self)
{
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
}

static void
on_proxy_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusProxy) proxy = g_dbus_proxy_new_finish (result, &error);
  TamboMeshClient *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (proxy == NULL)
    {
      g_warning ("No word from the bus: %s", error->message);
      return;
    }

  self->proxy = g_steal_pointer (&proxy);
  g_signal_connect_swapped (self->proxy, "g-signal", G_CALLBACK (on_proxy_signal), self);
  g_signal_connect_swapped (self->proxy,
                            "notify::g-name-owner",
                            G_CALLBACK (on_proxy_notify_owner),
                            self);
  g_signal_connect_swapped (self->proxy,
                            "g-properties-changed",
                            G_CALLBACK (on_proxy_properties_changed),
                            self);
  on_proxy_notify_owner (self, NULL, self->proxy);
}

static void
tambo_mesh_client_get_property (GObject *object,
                                guint property_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  TamboMeshClient *self = TAMBO_MESH_CLIENT (object);

  switch ((TamboMeshClientProperty) property_id)
    {
    case PROP_PRESENT:
      g_value_set_boolean (value, tambo_mesh_client_is_present (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_mesh_client_dispose (GObject *object)
{
  TamboMeshClient *self = TAMBO_MESH_CLIENT (object);

  g_cancellable_cancel (self->cancellable);
  if (self->proxy != NULL)
    g_signal_handlers_disconnect_by_data (self->proxy, self);
  g_clear_object (&self->proxy);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (tambo_mesh_client_parent_class)->dispose (object);
}

static void
tambo_mesh_client_finalize (GObject *object)
{
  TamboMeshClient *self = TAMBO_MESH_CLIENT (object);

  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (tambo_mesh_client_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType type)
{
  return g_signal_new (name,
                       TAMBO_TYPE_MESH_CLIENT,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_params,
                       type);
}

static void
tambo_mesh_client_class_init (TamboMeshClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tambo_mesh_client_get_property;
  object_class->dispose = tambo_mesh_client_dispose;
  object_class->finalize = tambo_mesh_client_finalize;

  properties[PROP_PRESENT] = g_param_spec_boolean ("present",
                                                   NULL,
                                                   NULL,
                                                   FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_TRUST_CHANGED] = add_signal ("trust-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_ENVELOPES_ARRIVED] = add_signal ("envelopes-arrived", 0, G_TYPE_NONE);
  /* Ranges of the blob with this digest arrived. */
  signals[SIGNAL_RANGES_CHANGED] = add_signal ("ranges-changed", 1, G_TYPE_STRING);
  /* Packs, peers, mailbox or the daemon itself: ask again. */
  signals[SIGNAL_STATUS_CHANGED] = add_signal ("status-changed", 0, G_TYPE_NONE);
}

static void
tambo_mesh_client_init (TamboMeshClient *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * tambo_mesh_client_new:
 * @connection: (nullable): a bus; %NULL is a kiosk on its own, whose daemon never comes
 *
 * Returns: (transfer full): a client
 */
TamboMeshClient *
tambo_mesh_client_new (GDBusConnection *connection)
{
  TamboMeshClient *self = NULL;

  g_return_val_if_fail (connection == NULL || G_IS_DBUS_CONNECTION (connection), NULL);

  /* Make the daemon's errors arrive as TAMBO_ERROR. */
  (void) TAMBO_ERROR;

  self = g_object_new (TAMBO_TYPE_MESH_CLIENT, NULL);
  if (connection == NULL)
    return self;

  self->connection = g_object_ref (connection);
  g_dbus_proxy_new (connection,
                    G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                    NULL,
                    BUS_NAME,
                    OBJECT_PATH,
                    INTERFACE,
                    self->cancellable,
                    on_proxy_ready,
                    self);

  return self;
}

/* (nullable): the bus that it is met on. */
GDBusConnection *
tambo_mesh_client_get_connection (TamboMeshClient *self)
{
  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (self), NULL);

  return self->connection;
}

/* Whether the daemon is on the bus. */
gboolean
tambo_mesh_client_is_present (TamboMeshClient *self)
{
  g_autofree char *owner = NULL;

  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (self), FALSE);

  if (self->proxy != NULL)
    owner = g_dbus_proxy_get_name_owner (self->proxy);

  return owner != NULL;
}

/* Returns: (transfer full) (nullable): a property of org.tambo.Mesh1, if it is of that type */
GVariant *
tambo_mesh_client_dup_property (TamboMeshClient *self, const char *name, const char *type)
{
  g_autoptr (GVariant) value = NULL;

  if (self->proxy != NULL)
    value = g_dbus_proxy_get_cached_property (self->proxy, name);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE (type)))
    return NULL;

  return g_steal_pointer (&value);
}

/* Returns: (transfer full) (nullable): the daemon's property Packs, aa{sv} */
GVariant *
tambo_mesh_client_dup_packs (TamboMeshClient *self)
{
  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (self), NULL);

  return tambo_mesh_client_dup_property (self, "Packs", "aa{sv}");
}

/* Returns: (transfer full) (nullable): the daemon's property Peers, a{sa{sv}} */
GVariant *
tambo_mesh_client_dup_peers (TamboMeshClient *self)
{
  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (self), NULL);

  return tambo_mesh_client_dup_property (self, "Peers", "a{sa{sv}}");
}

void
tambo_mesh_client_get_mailbox (TamboMeshClient *self,
                               guint *out_waiting,
                               guint *out_carried,
                               guint *out_received)
{
  g_autoptr (GVariant) value = NULL;

  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));
  g_return_if_fail (out_waiting != NULL && out_carried != NULL && out_received != NULL);

  *out_waiting = *out_carried = *out_received = 0;
  value = tambo_mesh_client_dup_property (self, "Mailbox", "(uuu)");
  if (value != NULL)
    g_variant_get (value, "(uuu)", out_waiting, out_carried, out_received);
}

/* Seconds since a clinic was last met, by us or by whom we met; -1 never. */
gint64
tambo_mesh_client_get_last_clinic_contact (TamboMeshClient *self)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (self), -1);

  value = tambo_mesh_client_dup_property (self, "LastClinicContact", "x");

  return value == NULL ? -1 : g_variant_get_int64 (value);
}

void
tambo_mesh_client_get_trust_async (TamboMeshClient *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_client_get_trust_async,
                         "GetTrust",
                         g_variant_new ("()"),
                         "(a(say))",
                         cancellable,
                         callback,
                         user_data);
}

/* Returns: (transfer full) (element-type utf8 GBytes): the files, unverified, by title */
GHashTable *
tambo_mesh_client_get_trust_finish (TamboMeshClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (self, result, error);
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GVariantIter) iter = NULL;
  const char *title = NULL;
  GVariant *bytes = NULL;

  if (reply == NULL)
    return NULL;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_variant_get (reply->value, "(a(say))", &iter);
  while (g_variant_iter_loop (iter, "(&s@ay)", &title, &bytes))
    g_hash_table_replace (files, g_strdup (title), bytes_of (bytes));

  return g_steal_pointer (&files);
}

void
tambo_mesh_client_open_blob_async (TamboMeshClient *self,
                                   const char *digest,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));
  g_return_if_fail (digest != NULL);

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_client_open_blob_async,
                         "OpenBlob",
                         g_variant_new ("(s)", digest),
                         "(h)",
                         cancellable,
                         callback,
                         user_data);
}

/* Returns: a file descriptor, open for reading, that the caller closes; -1 with an error set */
int
tambo_mesh_client_open_blob_finish (TamboMeshClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (self, result, error);
  int handle;

  if (reply == NULL)
    return -1;

  g_variant_get (reply->value, "(h)", &handle);
  if (reply->fds == NULL || handle < 0 || handle >= g_unix_fd_list_get_length (reply->fds))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No file came");
      return -1;
    }

  return g_unix_fd_list_get (reply->fds, handle, error);
}

void
tambo_mesh_client_get_ranges_async (TamboMeshClient *self,
                                    const char *digest,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));
  g_return_if_fail (digest != NULL);

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_client_get_ranges_async,
                         "GetRanges",
                         g_variant_new ("(s)", digest),
                         "(ta(tt))",
                         cancellable,
                         callback,
                         user_data);
}

/* Returns: (transfer full): offset and length of what is here, a(tt) */
GVariant *
tambo_mesh_client_get_ranges_finish (TamboMeshClient *self,
                                     GAsyncResult *result,
                                     guint64 *out_size,
                                     GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (self, result, error);
  GVariant *ranges = NULL;

  if (reply == NULL)
    return NULL;

  g_variant_get (reply->value, "(t@a(tt))", out_size, &ranges);

  return ranges;
}

/* Nothing comes of it but bytes that arrive sooner; so there is no answer to wait for. */
void
tambo_mesh_client_want (TamboMeshClient *self, const char *digest, guint64 offset, guint64 length)
{
  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));
  g_return_if_fail (digest != NULL);

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_client_want,
                         "Want",
                         g_variant_new ("(stt)", digest, offset, length),
                         "()",
                         NULL,
                         NULL,
                         NULL);
}

static GVariant *
variant_for_data (gconstpointer data, gsize size)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, size, 1);
}

void
tambo_mesh_client_submit_envelope_async (TamboMeshClient *self,
                                         GBytes *envelope,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));
  g_return_if_fail (envelope != NULL);

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_client_submit_envelope_async,
                         "SubmitEnvelope",
                         g_variant_new ("(@ay)",
                                        variant_for_data (g_bytes_get_data (envelope, NULL),
                                                          g_bytes_get_size (envelope))),
                         "(s)",
                         cancellable,
                         callback,
                         user_data);
}

/* Returns: (transfer full): the envelope's id, once it is durable here */
char *
tambo_mesh_client_submit_envelope_finish (TamboMeshClient *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (self, result, error);
  char *id = NULL;

  if (reply == NULL)
    return NULL;

  g_variant_get (reply->value, "(s)", &id);

  return id;
}

void
tambo_mesh_client_find_replies_async (TamboMeshClient *self,
                                      const guint8 tag[16],
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));
  g_return_if_fail (tag != NULL);

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_client_find_replies_async,
                         "FindReplies",
                         g_variant_new ("(@ay)", variant_for_data (tag, 16)),
                         "(aay)",
                         cancellable,
                         callback,
                         user_data);
}

/* Returns: (transfer full) (element-type GBytes): sealed envelopes, perhaps none */
GPtrArray *
tambo_mesh_client_find_replies_finish (TamboMeshClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (self, result, error);
  g_autoptr (GPtrArray) envelopes = NULL;
  g_autoptr (GVariantIter) iter = NULL;
  GVariant *bytes = NULL;

  if (reply == NULL)
    return NULL;

  envelopes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_variant_get (reply->value, "(aay)", &iter);
  while (g_variant_iter_loop (iter, "@ay", &bytes))
    g_ptr_array_add (envelopes, bytes_of (bytes));

  return g_steal_pointer (&envelopes);
}

void
tambo_mesh_client_get_status_async (TamboMeshClient *self,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  const char *ids[] = { id, NULL };

  g_return_if_fail (TAMBO_IS_MESH_CLIENT (self));
  g_return_if_fail (id != NULL);

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_client_get_status_async,
                         "Status",
                         g_variant_new ("(^as)", ids),
                         "(a{su})",
                         cancellable,
                         callback,
                         user_data);
}

gboolean
tambo_mesh_client_get_status_finish (TamboMeshClient *self,
                                     GAsyncResult *result,
                                     TamboCarried *out_carried,
                                     GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (self, result, error);
  g_autoptr (GVariantIter) iter = NULL;
  guint32 state = TAMBO_CARRIED_UNKNOWN;
  const char *id = NULL;

  if (reply == NULL)
    return FALSE;

  g_variant_get (reply->value, "(a{su})", &iter);
  if (!g_variant_iter_next (iter, "{&su}", &id, &state) || state > TAMBO_CARRIED_RECEIVED)
    state = TAMBO_CARRIED_UNKNOWN;
  *out_carried = state;

  return TRUE;
}
