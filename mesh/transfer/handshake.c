/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/handshake.h"

#include "content/base/error.h"
#include "mesh/wire/pin.h"

/* One handshake under way: the task data. */
typedef struct
{
  GIOStream *tls; /* (owned) */
  TamboHandshakeAdmit admit;
  GObject *admit_object;     /* (owned) */
  GCancellable *cancellable; /* (owned) our own: the deadline cancels it too */
  GCancellable *callers;     /* (owned) (nullable) */
  gulong callers_id;
  guint deadline_id;
  char *pin; /* (owned) (nullable) once it is done */
} Handshake;

static void
stop_waiting (Handshake *handshake)
{
  g_clear_handle_id (&handshake->deadline_id, g_source_remove);
  if (handshake->callers_id != 0)
    g_cancellable_disconnect (handshake->callers, handshake->callers_id);
  handshake->callers_id = 0;
}

static void
handshake_free (Handshake *handshake)
{
  stop_waiting (handshake);
  g_clear_object (&handshake->tls);
  g_clear_object (&handshake->admit_object);
  g_clear_object (&handshake->cancellable);
  g_clear_object (&handshake->callers);
  g_clear_pointer (&handshake->pin, g_free);
  g_free (handshake);
}

static gboolean
admits (Handshake *handshake, const char *pin)
{
  return pin != NULL && handshake->admit (handshake->admit_object, pin);
}

/* What is wrong with a certificate does not matter, its names and dates neither: only its key. */
static gboolean
on_tls_accept_certificate (GTlsConnection *tls,
                           GTlsCertificate *certificate,
                           GTlsCertificateFlags errors,
                           gpointer user_data)
{
  g_autofree char *pin = tambo_pin_for_certificate (certificate);

  return admits (user_data, pin);
}

static gboolean
on_deadline (gpointer user_data)
{
  Handshake *handshake = user_data;

  handshake->deadline_id = 0;
  g_cancellable_cancel (handshake->cancellable);

  return G_SOURCE_REMOVE;
}

static void
on_callers_cancelled (GCancellable *callers, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

static void
on_handshake_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Handshake *handshake = g_task_get_task_data (task);
  GTlsConnection *tls = G_TLS_CONNECTION (object);

  stop_waiting (handshake);
  g_signal_handlers_disconnect_by_data (tls, handshake);
  if (!g_tls_connection_handshake_finish (tls, result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Asked again: accept-certificate may not be emitted, and the roster may be a newer one. */
  handshake->pin = tambo_pin_for_certificate (g_tls_connection_get_peer_certificate (tls));
  if (g_tls_connection_get_protocol_version (tls) != G_TLS_PROTOCOL_VERSION_TLS_1_3 ||
      !admits (handshake, handshake->pin))
    {
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PEER_NOT_ADMITTED,
                               "Not admitted, or not TLS 1.3");
      return;
    }

  g_task_return_pointer (task, g_object_ref (handshake->tls), g_object_unref);
}

/**
 * tambo_handshake_async:
 * @raw: a connection that a peer opened
 * @certificate: ours
 * @timeout_ms: how long the peer may take
 * @admit: asked whether a key may come in
 * @admit_object: what @admit is about
 * @cancellable: (nullable): a #GCancellable
 * @callback: called once, when the handshake is over
 * @user_data: data for @callback
 *
 * Does our side of mutual TLS. Nothing else of ours reads from a peer whose key is not admitted.
 */
void
tambo_handshake_async (GSocketConnection *raw,
                       GTlsCertificate *certificate,
                       guint timeout_ms,
                       TamboHandshakeAdmit admit,
                       GObject *admit_object,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  g_autoptr (GTask) task = NULL;
  g_autoptr (GIOStream) tls = NULL;
  g_autoptr (GError) error = NULL;
  Handshake *handshake;

  g_return_if_fail (G_IS_SOCKET_CONNECTION (raw));
  g_return_if_fail (G_IS_TLS_CERTIFICATE (certificate));
  g_return_if_fail (admit != NULL);

  task = g_task_new (raw, cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_handshake_async);

  tls = g_tls_server_connection_new (G_IO_STREAM (raw), certificate, &error);
  if (tls == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_object_set (tls,
                "authentication-mode",
                G_TLS_AUTHENTICATION_REQUIRED,
                "advertised-protocols",
                protocols,
                "database",
                NULL,
                "require-close-notify",
                FALSE,
                NULL);

  handshake = g_new0 (Handshake, 1);
  handshake->tls = g_object_ref (tls);
  handshake->admit = admit;
  handshake->admit_object = g_object_ref (admit_object);
  handshake->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, handshake, (GDestroyNotify) handshake_free);

  g_signal_connect (tls, "accept-certificate", G_CALLBACK (on_tls_accept_certificate), handshake);
  handshake->deadline_id = g_timeout_add (timeout_ms, on_deadline, handshake);
  if (g_set_object (&handshake->callers, cancellable))
    handshake->callers_id = g_cancellable_connect (cancellable,
                                                   G_CALLBACK (on_callers_cancelled),
                                                   g_object_ref (handshake->cancellable),
                                                   g_object_unref);

  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls),
                                    G_PRIORITY_DEFAULT,
                                    handshake->cancellable,
                                    on_handshake_ready,
                                    g_steal_pointer (&task));
}

/**
 * tambo_handshake_finish:
 * @result: the result given to the callback
 * @out_pin: (out): who it is
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the TLS stream, or %NULL with %TAMBO_ERROR_PEER_NOT_ADMITTED, or an
 *   error of GIO's set
 */
GIOStream *
tambo_handshake_finish (GAsyncResult *result, char **out_pin, GError **error)
{
  GTask *task = G_TASK (result);
  Handshake *handshake = g_task_get_task_data (task);
  GIOStream *tls;

  g_return_val_if_fail (g_async_result_is_tagged (result, tambo_handshake_async), NULL);

  tls = g_task_propagate_pointer (task, error);
  if (tls != NULL)
    *out_pin = g_steal_pointer (&handshake->pin);

  return tls;
}
