/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/registry-address.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_MESH_PORT 7443

/**
 * TamboMeshConfig:
 * @config_dir: (owned): where mesh.conf and root.json are
 * @state_dir: (owned): where the daemon keeps all that it keeps
 * @static_peers: (owned): `address:port` of kiosks that are tried besides those that are heard of
 * @languages: (owned): that are taken until the shelter has chosen
 * @packs: (owned): ids, or `*` for all that the metadata names
 * @hub: (owned) (nullable): the registry that packs come from
 * @hub_ca_file: (owned) (nullable): who vouches for it, if not one of the system's authorities
 * @hub_user: (owned) (nullable): that it knows us as
 * @hub_password_file: (owned) (nullable): whose first line is the password
 *
 * What `mesh.conf` says; every key has a default. Times are in milliseconds.
 */
typedef struct
{
  char *config_dir;
  char *state_dir;
  guint16 port;
  gboolean allow_loopback;
  gboolean avahi;
  GStrv static_peers;
  GStrv languages;
  GStrv packs;
  guint64 space_floor;
  TamboRegistryAddress *hub;
  char *hub_ca_file;
  char *hub_user;
  char *hub_password_file;
  guint hello_ms;
  guint batch_ms;
  guint hub_ms;
  guint hub_grace_ms;
} TamboMeshConfig;

TamboMeshConfig *tambo_mesh_config_load (const char *config_dir,
                                         const char *state_dir,
                                         GError **error);
void tambo_mesh_config_free (TamboMeshConfig *self);

gboolean tambo_mesh_config_takes_pack (const TamboMeshConfig *self, const char *id);
char *tambo_mesh_config_get_state_path (const TamboMeshConfig *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboMeshConfig, tambo_mesh_config_free)

G_END_DECLS
