/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_DOTS (tambo_dots_get_type ())
G_DECLARE_FINAL_TYPE (TamboDots, tambo_dots, TAMBO, DOTS, GtkWidget)

void tambo_dots_set (TamboDots *self, guint position, guint n_dots);

G_END_DECLS
