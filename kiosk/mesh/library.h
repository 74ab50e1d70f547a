/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/kiosk-trust.h"
#include "kiosk/mesh/library-item.h"

G_BEGIN_DECLS

/* A GListModel of TamboLibraryItem, and a TamboBlobSource. */
#define TAMBO_TYPE_LIBRARY (tambo_library_get_type ())
G_DECLARE_FINAL_TYPE (TamboLibrary, tambo_library, TAMBO, LIBRARY, GObject)

TamboLibrary *tambo_library_new (TamboMeshClient *client, TamboKioskTrust *trust);

GListModel *tambo_library_get_packs (TamboLibrary *self);
TamboLibraryItem *tambo_library_find_item (TamboLibrary *self, const char *name);
gboolean tambo_library_has_kind (TamboLibrary *self, TamboItemKind kind);
TamboKioskTrust *tambo_library_get_trust (TamboLibrary *self);

G_END_DECLS
