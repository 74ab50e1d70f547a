/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/listener.h"

#include "mesh/transfer/connection.h"
#include "mesh/transfer/handshake.h"
#include "mesh/transfer/peer-api.h"
#include "mesh/transfer/seats.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 64
#define ACCEPT_PAUSE_MS 200
#define CONNECTION_KEY "tambo-connection"

/**
 * TamboListener:
 *
 * Takes connections of peers. Accepting, TLS and the limits are our own; libsoup gets streams of
 * admitted peers only, since on its own it leaks with each failed handshake, stops accepting after
 * one error and knows no deadlines.
 */
struct _TamboListener
{
  GObject parent_instance;

  GTlsCertificate *certificate; /* (owned) */
  TamboListenerLimits limits;
  TamboPeerBackend *backend; /* (owned) */
  TamboPeerApi *api;         /* (owned) */

  GSocketListener *sockets; /* (owned) */
  GCancellable *accepting;  /* (owned) */
  guint accept_pause_id;
  TamboSeats *seats; /* (owned) */
  GQueue handshakes; /* (owned) (element-type GCancellable) oldest first */
  guint n_connections;
  SoupServer *server; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboListener, tambo_listener, G_TYPE_OBJECT)

/* A handshake under way: the data of its callback. */
typedef struct
{
  TamboListener *listener;   /* (owned) */
  GCancellable *cancellable; /* (owned) also in the listener's queue */
} Arrival;

static void
arrival_free (Arrival *arrival)
{
  g_clear_object (&arrival->listener);
  g_clear_object (&arrival->cancellable);
  g_free (arrival);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arrival, arrival_free)

static void accept_next (TamboListener *self);

static void
close_raw (GSocketConnection *raw)
{
  g_io_stream_close (G_IO_STREAM (raw), NULL, NULL);
}

static void
on_connection_gone (gpointer data, GObject *where_it_was)
{
  g_autoptr (TamboListener) self = data;

  self->n_connections--;
}

/* The socket holds on to its address, and the connection to its socket: hence a weak one. */
static GWeakRef *
weak_ref_new (GObject *object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

static void
weak_ref_free (GWeakRef *ref)
{
  g_weak_ref_clear (ref);
  g_free (ref);
}

/* The connection is object data of the address: libsoup gives the very same address with every
 * request, which it does not do with the certificate. */
static void
hand_over (TamboListener *self, GSocketConnection *raw, GIOStream *tls, const char *pin)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (raw, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (raw, NULL);
  g_autoptr (TamboConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (local == NULL || remote == NULL)
    {
      close_raw (raw);
      return;
    }

  connection = tambo_connection_new (tls, raw, pin, &self->limits);
  g_object_set_data_full (G_OBJECT (remote),
                          CONNECTION_KEY,
                          weak_ref_new (G_OBJECT (connection)),
                          (GDestroyNotify) weak_ref_free);
  self->n_connections++;
  g_object_weak_ref (G_OBJECT (connection), on_connection_gone, g_object_ref (self));

  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (connection), local, remote, &error))
    g_info ("Could not take a connection: %s", error->message);
}

static void
on_handshake_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Arrival) arrival = user_data;
  TamboListener *self = arrival->listener;
  GSocketConnection *raw = G_SOCKET_CONNECTION (object);
  g_autoptr (GIOStream) tls = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pin = NULL;

  if (g_queue_remove (&self->handshakes, arrival->cancellable))
    g_object_unref (arrival->cancellable);

  tls = tambo_handshake_finish (result, &pin, &error);
  if (tls == NULL || self->server == NULL || self->n_connections >= self->limits.in_all)
    {
      g_debug ("A handshake came to nothing: %s", error != NULL ? error->message : "no room");
      close_raw (raw);
      return;
    }

  hand_over (self, raw, tls, pin);
}

static gboolean
admits (gpointer object, const char *pin)
{
  return tambo_peer_backend_admits (TAMBO_PEER_BACKEND (object), pin);
}

/* Who cannot finish a handshake gives way to who comes now: silence keeps nobody out. */
static void
start_handshake (TamboListener *self, GSocketConnection *raw)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  if (g_queue_get_length (&self->handshakes) >= self->limits.handshakes)
    {
      g_autoptr (GCancellable) oldest = g_queue_pop_head (&self->handshakes);

      g_cancellable_cancel (oldest);
    }

  arrival->listener = g_object_ref (self);
  arrival->cancellable = g_cancellable_new ();
  g_queue_push_tail (&self->handshakes, g_object_ref (arrival->cancellable));

  tambo_handshake_async (raw,
                         self->certificate,
                         self->limits.handshake_ms,
                         admits,
                         G_OBJECT (self->backend),
                         arrival->cancellable,
                         on_handshake_ready,
                         arrival);
}

static gboolean
on_accept_pause_over (gpointer user_data)
{
  TamboListener *self = TAMBO_LISTENER (user_data);

  self->accept_pause_id = 0;
  accept_next (self);

  return G_SOURCE_REMOVE;
}

static void
on_accept_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboListener) self = user_data;
  g_autoptr (GSocketConnection) raw = NULL;
  g_autoptr (GError) error = NULL;

  raw = g_socket_listener_accept_finish (G_SOCKET_LISTENER (object), result, NULL, &error);
  if (self->server == NULL)
    return;

  /* Out of file descriptors, say: it passes, and accepting must go on. */
  if (raw == NULL)
    {
      g_info ("Could not accept a connection: %s", error->message);
      self->accept_pause_id = g_timeout_add (ACCEPT_PAUSE_MS, on_accept_pause_over, self);
      return;
    }

  /* Answers are short, and each waits for the one before it to be seen. */
  g_socket_set_option (g_socket_connection_get_socket (raw), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  if (tambo_seats_take (self->seats, raw))
    start_handshake (self, raw);
  else
    close_raw (raw);

  accept_next (self);
}

static void
accept_next (TamboListener *self)
{
  g_socket_listener_accept_async (self->sockets,
                                  self->accepting,
                                  on_accept_ready,
                                  g_object_ref (self));
}

static void
on_message_finished (SoupServerMessage *message, TamboConnection *connection)
{
  tambo_connection_answered (connection);
}

/* %NULL if @message came to the socket that libsoup has for itself. */
static TamboConnection *
dup_connection (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  GWeakRef *ref = remote != NULL ? g_object_get_data (G_OBJECT (remote), CONNECTION_KEY) : NULL;

  return ref != NULL ? g_weak_ref_get (ref) : NULL;
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  g_autoptr (TamboConnection) connection = dup_connection (message);

  if (connection != NULL)
    g_signal_connect_object (message, "finished", G_CALLBACK (on_message_finished), connection, 0);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TamboListener *self = TAMBO_LISTENER (user_data);
  g_autoptr (TamboConnection) connection = dup_connection (message);

  if (connection != NULL && tambo_connection_get_head (connection) != NULL)
    tambo_peer_api_answer (self->api, message, connection);
  else
    soup_server_message_set_status (message, SOUP_STATUS_FORBIDDEN, NULL);
}

/* libsoup keeps connections that it is given only while it listens somewhere itself: on a Unix
 * socket without a name that anybody is told. */
static gboolean
listen_nowhere (SoupServer *server, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_autoptr (GSocket) listening = NULL;

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address.sun_family) != 0 ||
      listen (fd, 1) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Opening a Unix socket");
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  listening = g_socket_new_from_fd (fd, error);
  if (listening == NULL)
    {
      close (fd);
      return FALSE;
    }

  return soup_server_listen_socket (server, listening, 0, error);
}

static void
tambo_listener_finalize (GObject *object)
{
  TamboListener *self = TAMBO_LISTENER (object);

  tambo_listener_close (self);
  g_clear_object (&self->sockets);
  g_clear_object (&self->accepting);
  g_clear_pointer (&self->seats, tambo_seats_unref);
  g_clear_object (&self->backend);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (tambo_listener_parent_class)->finalize (object);
}

static void
tambo_listener_class_init (TamboListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_listener_finalize;
}

static void
tambo_listener_init (TamboListener *self)
{
  self->sockets = g_socket_listener_new ();
  g_socket_listener_set_backlog (self->sockets, BACKLOG);
  self->accepting = g_cancellable_new ();
  g_queue_init (&self->handshakes);
  self->server = soup_server_new ("server-header", NULL, NULL);
}

/**
 * tambo_listener_new:
 * @certificate: of the device key
 * @limits: for peers; tambo_listener_limits_default unless in a test
 * @backend: what is served, and who is admitted
 * @error: return location for a #GError
 */
TamboListener *
tambo_listener_new (GTlsCertificate *certificate,
                    const TamboListenerLimits *limits,
                    TamboPeerBackend *backend,
                    GError **error)
{
  g_autoptr (TamboListener) self = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (limits != NULL, NULL);
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (backend), NULL);

  self = g_object_new (TAMBO_TYPE_LISTENER, NULL);
  self->certificate = g_object_ref (certificate);
  self->limits = *limits;
  self->backend = g_object_ref (backend);
  self->api = tambo_peer_api_new (backend, limits);
  self->seats = tambo_seats_new (limits->per_address);

  g_signal_connect (self->server, "request-started", G_CALLBACK (on_request_started), NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  if (!listen_nowhere (self->server, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
start_accepting (TamboListener *self)
{
  if (g_object_get_data (G_OBJECT (self->sockets), "accepting") != NULL)
    return;

  g_object_set_data (G_OBJECT (self->sockets), "accepting", self);
  accept_next (self);
}

/**
 * tambo_listener_listen:
 * @self: a #TamboListener
 * @address: where; port 0 for any
 * @out_port: (out) (optional): which it is
 * @error: return location for a #GError
 *
 * Listens until tambo_listener_close().
 */
gboolean
tambo_listener_listen (TamboListener *self,
                       GSocketAddress *address,
                       guint16 *out_port,
                       GError **error)
{
  g_autoptr (GSocketAddress) effective = NULL;

  g_return_val_if_fail (TAMBO_IS_LISTENER (self), FALSE);
  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (address), FALSE);
  g_return_val_if_fail (self->server != NULL, FALSE);

  if (!g_socket_listener_add_address (self->sockets,
                                      address,
                                      G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP,
                                      NULL,
                                      &effective,
                                      error))
    return FALSE;

  if (out_port != NULL)
    *out_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  start_accepting (self);

  return TRUE;
}

/**
 * tambo_listener_listen_any:
 * @self: a #TamboListener
 * @port: on all addresses; 0 for any
 * @out_port: (out) (optional): which it is
 * @error: return location for a #GError
 */
gboolean
tambo_listener_listen_any (TamboListener *self, guint16 port, guint16 *out_port, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_LISTENER (self), FALSE);
  g_return_val_if_fail (self->server != NULL, FALSE);

  if (port == 0)
    port = g_socket_listener_add_any_inet_port (self->sockets, NULL, error);
  else if (!g_socket_listener_add_inet_port (self->sockets, port, NULL, error))
    port = 0;

  if (port == 0)
    return FALSE;

  if (out_port != NULL)
    *out_port = port;
  start_accepting (self);

  return TRUE;
}

/**
 * tambo_listener_close:
 * @self: a #TamboListener
 *
 * Ends everything at once, handshakes too. What was cut off holds on to @self until the main
 * context has run.
 */
void
tambo_listener_close (TamboListener *self)
{
  GCancellable *handshake;

  g_return_if_fail (TAMBO_IS_LISTENER (self));

  if (self->server == NULL)
    return;

  g_cancellable_cancel (self->accepting);
  g_clear_handle_id (&self->accept_pause_id, g_source_remove);
  g_socket_listener_close (self->sockets);
  while ((handshake = g_queue_pop_head (&self->handshakes)) != NULL)
    {
      g_cancellable_cancel (handshake);
      g_object_unref (handshake);
    }

  g_clear_object (&self->api);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

/* Connections of peers that are admitted. */
guint
tambo_listener_get_n_connections (TamboListener *self)
{
  g_return_val_if_fail (TAMBO_IS_LISTENER (self), 0);

  return self->n_connections;
}

guint
tambo_listener_get_n_handshakes (TamboListener *self)
{
  g_return_val_if_fail (TAMBO_IS_LISTENER (self), 0);

  return g_queue_get_length (&self->handshakes);
}

/* Sockets of all kinds that are open. */
guint
tambo_listener_get_n_seats (TamboListener *self)
{
  g_return_val_if_fail (TAMBO_IS_LISTENER (self), 0);

  return tambo_seats_get_n_taken (self->seats);
}
