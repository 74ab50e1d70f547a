/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_BAR (tambo_bar_get_type ())
G_DECLARE_FINAL_TYPE (TamboBar, tambo_bar, TAMBO, BAR, GtkWidget)

GtkWidget *tambo_bar_new (void);

G_END_DECLS
