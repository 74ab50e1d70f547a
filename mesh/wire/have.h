/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_HAVE (tambo_have_get_type ())
G_DECLARE_FINAL_TYPE (TamboHave, tambo_have, TAMBO, HAVE, GObject)

/* Leaf i is held if bit (i mod 8), the lowest first, of byte (i div 8) is set. */
TamboHave *tambo_have_new (guint64 gen, GBytes *bits);
TamboHave *tambo_have_new_from_bytes (GBytes *bytes, GError **error);
GBytes *tambo_have_to_bytes (TamboHave *self);

guint64 tambo_have_get_gen (TamboHave *self);
GBytes *tambo_have_get_bits (TamboHave *self);
gboolean tambo_have_has_leaf (TamboHave *self, guint64 index);

G_END_DECLS
