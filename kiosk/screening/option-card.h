/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_OPTION_CARD (tambo_option_card_get_type ())
G_DECLARE_FINAL_TYPE (TamboOptionCard, tambo_option_card, TAMBO, OPTION_CARD, GtkButton)

GtkWidget *tambo_option_card_new (GtkWidget *picture, const char *words);

void tambo_option_card_set_selected (TamboOptionCard *self, gboolean selected);

G_END_DECLS
