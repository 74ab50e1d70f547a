/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_LIBRARY_ITEM (tambo_library_item_get_type ())
G_DECLARE_FINAL_TYPE (TamboLibraryItem, tambo_library_item, TAMBO, LIBRARY_ITEM, GObject)

TamboLibraryItem *tambo_library_item_new (TamboPack *pack, const char *item);

const char *tambo_library_item_get_name (TamboLibraryItem *self);
TamboPack *tambo_library_item_get_pack (TamboLibraryItem *self);
const TamboPackItem *tambo_library_item_get_item (TamboLibraryItem *self);
TamboItemKind tambo_library_item_get_kind (TamboLibraryItem *self);
const char *tambo_library_item_get_title (TamboLibraryItem *self, const char *language);

G_END_DECLS
