/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PRESENCE_RING (tambo_presence_ring_get_type ())
G_DECLARE_FINAL_TYPE (TamboPresenceRing, tambo_presence_ring, TAMBO, PRESENCE_RING, GtkWidget)

void tambo_presence_ring_set_left (TamboPresenceRing *self, double fraction, guint seconds);

G_END_DECLS
