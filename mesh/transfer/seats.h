/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Counts connections, in all and by address. A seat is free again once its socket is gone. */
typedef struct _TamboSeats TamboSeats;

TamboSeats *tambo_seats_new (guint per_address);
TamboSeats *tambo_seats_ref (TamboSeats *self);
void tambo_seats_unref (TamboSeats *self);
gboolean tambo_seats_take (TamboSeats *self, GSocketConnection *connection);
guint tambo_seats_get_n_taken (TamboSeats *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboSeats, tambo_seats_unref)

G_END_DECLS
