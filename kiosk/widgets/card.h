/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CARD (tambo_card_get_type ())
G_DECLARE_FINAL_TYPE (TamboCard, tambo_card, TAMBO, CARD, GtkButton)

GtkWidget *tambo_card_new (const char *pictogram, const char *tint, const char *label);

G_END_DECLS
