/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads without blocking; @owner is whose gate it is. */
typedef gssize (*TamboGateRead) (gpointer owner, void *buffer, gsize size, GError **error);
typedef gboolean (*TamboGateReady) (gpointer owner);

#define TAMBO_TYPE_GATE_INPUT (tambo_gate_input_get_type ())
G_DECLARE_FINAL_TYPE (TamboGateInput, tambo_gate_input, TAMBO, GATE_INPUT, GInputStream)

GInputStream *tambo_gate_input_new (GInputStream *base,
                                    TamboGateRead read,
                                    TamboGateReady is_ready,
                                    gpointer owner);
void tambo_gate_input_detach (TamboGateInput *self);

G_END_DECLS
