/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_SPLIT (tambo_split_get_type ())
G_DECLARE_FINAL_TYPE (TamboSplit, tambo_split, TAMBO, SPLIT, GtkWidget)

GtkWidget *tambo_split_new (void);

G_END_DECLS
