/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboInstalledPack:
 *
 * One row of the catalogue. Immutable. Properties: `id`, `version`, `manifest`, `languages`,
 * `bytes`.
 */
#define TAMBO_TYPE_INSTALLED_PACK (tambo_installed_pack_get_type ())
G_DECLARE_FINAL_TYPE (TamboInstalledPack, tambo_installed_pack, TAMBO, INSTALLED_PACK, GObject)

TamboInstalledPack *tambo_installed_pack_new (const char *id,
                                              guint version,
                                              const char *manifest,
                                              const char *const *languages,
                                              guint64 bytes);

const char *tambo_installed_pack_get_id (TamboInstalledPack *self);
guint tambo_installed_pack_get_version (TamboInstalledPack *self);
const char *tambo_installed_pack_get_manifest (TamboInstalledPack *self);
const char *const *tambo_installed_pack_get_languages (TamboInstalledPack *self);
guint64 tambo_installed_pack_get_bytes (TamboInstalledPack *self);

G_END_DECLS
