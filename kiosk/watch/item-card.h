/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library-item.h"
#include "kiosk/widgets/blob-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_ITEM_CARD (tambo_item_card_get_type ())
G_DECLARE_FINAL_TYPE (TamboItemCard, tambo_item_card, TAMBO, ITEM_CARD, GtkButton)

GtkWidget *tambo_item_card_new (TamboLibraryItem *item,
                                TamboBlobSource *blobs,
                                const char *language);

G_END_DECLS
