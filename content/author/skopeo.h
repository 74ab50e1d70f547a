/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/registry-address.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_SKOPEO (tambo_skopeo_get_type ())
G_DECLARE_FINAL_TYPE (TamboSkopeo, tambo_skopeo, TAMBO, SKOPEO, GObject)

TamboSkopeo *tambo_skopeo_new (const TamboRegistryAddress *registry, GError **error);

gboolean tambo_skopeo_set_password (TamboSkopeo *self,
                                    const char *user,
                                    const char *password_path,
                                    GError **error);
gboolean tambo_skopeo_set_ca_file (TamboSkopeo *self, const char *path, GError **error);

gboolean tambo_skopeo_copy (TamboSkopeo *self,
                            const char *layout_path,
                            const char *ref,
                            GError **error);

G_END_DECLS
