/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/usb/stick-port.h"

G_DEFINE_INTERFACE (TamboStickPort, tambo_stick_port, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const GError *
return_no_refusal (TamboStickPort *self)
{
  return NULL;
}

static void
tambo_stick_port_default_init (TamboStickPortInterface *iface)
{
  iface->get_refusal = return_no_refusal;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          TAMBO_TYPE_STICK_PORT,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

TamboStickState
tambo_stick_port_get_state (TamboStickPort *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_PORT (self), TAMBO_STICK_ABSENT);

  return TAMBO_STICK_PORT_GET_IFACE (self)->get_state (self);
}

const GError *
tambo_stick_port_get_refusal (TamboStickPort *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_PORT (self), NULL);

  return TAMBO_STICK_PORT_GET_IFACE (self)->get_refusal (self);
}

void
tambo_stick_port_open_async (TamboStickPort *self,
                             gboolean writable,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_STICK_PORT (self));

  TAMBO_STICK_PORT_GET_IFACE (self)->open_async (self, writable, cancellable, callback, user_data);
}

int
tambo_stick_port_open_finish (TamboStickPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_STICK_PORT (self), -1);

  return TAMBO_STICK_PORT_GET_IFACE (self)->open_finish (self, result, error);
}

void
tambo_stick_port_release_async (TamboStickPort *self,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_STICK_PORT (self));

  TAMBO_STICK_PORT_GET_IFACE (self)->release_async (self, callback, user_data);
}

gboolean
tambo_stick_port_release_finish (TamboStickPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_STICK_PORT (self), FALSE);

  return TAMBO_STICK_PORT_GET_IFACE (self)->release_finish (self, result, error);
}

void
tambo_stick_port_emit_changed (TamboStickPort *self)
{
  g_return_if_fail (TAMBO_IS_STICK_PORT (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
