/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_SHAPE (tambo_shape_get_type ())
G_DECLARE_FINAL_TYPE (TamboShape, tambo_shape, TAMBO, SHAPE, GtkWidget)

#define TAMBO_N_SHAPES 6

GtkWidget *tambo_shape_new (guint number);

G_END_DECLS
