/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TAMBO_STICK_ABSENT,
  TAMBO_STICK_PRESENT,
  TAMBO_STICK_REFUSED, /* something is there that is not opened */
} TamboStickState;

#define TAMBO_TYPE_STICK_PORT (tambo_stick_port_get_type ())
G_DECLARE_INTERFACE (TamboStickPort, tambo_stick_port, TAMBO, STICK_PORT, GObject)

/**
 * TamboStickPortInterface:
 * @get_state: what is there now
 * @get_refusal: (nullable): why it is refused: one of the `stick.…` errors
 * @open_async: opens it, for writing too if asked; at most one descriptor at a time is out
 * @open_finish: a directory that the caller closes, or -1
 * @release_async: makes all that was written durable and lets go of it. The descriptor and all
 *   that came of it is closed before
 * @release_finish: %TRUE if it may be taken out now
 *
 * Where sticks are plugged in. Emits `changed` when there is another state.
 */
struct _TamboStickPortInterface
{
  GTypeInterface parent_iface;

  TamboStickState (*get_state) (TamboStickPort *self);
  const GError *(*get_refusal) (TamboStickPort *self);
  void (*open_async) (TamboStickPort *self,
                      gboolean writable,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  int (*open_finish) (TamboStickPort *self, GAsyncResult *result, GError **error);
  void (*release_async) (TamboStickPort *self, GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*release_finish) (TamboStickPort *self, GAsyncResult *result, GError **error);
};

TamboStickState tambo_stick_port_get_state (TamboStickPort *self);
const GError *tambo_stick_port_get_refusal (TamboStickPort *self);
void tambo_stick_port_open_async (TamboStickPort *self,
                                  gboolean writable,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
int tambo_stick_port_open_finish (TamboStickPort *self, GAsyncResult *result, GError **error);
void tambo_stick_port_release_async (TamboStickPort *self,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean tambo_stick_port_release_finish (TamboStickPort *self,
                                          GAsyncResult *result,
                                          GError **error);

/* For implementations. */
void tambo_stick_port_emit_changed (TamboStickPort *self);

G_END_DECLS
