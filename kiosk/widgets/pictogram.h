/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PICTOGRAM (tambo_pictogram_get_type ())
G_DECLARE_FINAL_TYPE (TamboPictogram, tambo_pictogram, TAMBO, PICTOGRAM, GtkWidget)

GtkWidget *tambo_pictogram_new (const char *name);

const char *tambo_pictogram_get_name (TamboPictogram *self);
void tambo_pictogram_set_name (TamboPictogram *self, const char *name);

G_END_DECLS
