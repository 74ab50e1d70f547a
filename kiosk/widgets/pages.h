/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PAGES (tambo_pages_get_type ())
G_DECLARE_FINAL_TYPE (TamboPages, tambo_pages, TAMBO, PAGES, GtkWidget)

GtkWidget *tambo_pages_new (void);

void tambo_pages_append (TamboPages *self, GtkWidget *child);
void tambo_pages_remove_all (TamboPages *self);

G_END_DECLS
