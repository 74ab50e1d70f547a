/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/places.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PLACE_CARD (tambo_place_card_get_type ())
G_DECLARE_FINAL_TYPE (TamboPlaceCard, tambo_place_card, TAMBO, PLACE_CARD, GtkWidget)

GtkWidget *tambo_place_card_new (const TamboPlace *place, const char *language);

G_END_DECLS
