/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a registry may call a repository in front of `packs/…`, unless it is told otherwise. */
#define TAMBO_REPOSITORY_PREFIX "tambo"

/**
 * TamboRegistryAddress:
 * @base: (owned): `https://host:port`
 * @authority: (owned): `host:port`, as other tools name the registry
 * @prefix: (owned): of our repositories there
 * @is_secure: whether it is https; if not, it is on this machine
 *
 * Where a registry is, and which part of it is a deployment's: `https://host:port/prefix`.
 */
typedef struct
{
  char *base;
  char *authority;
  char *prefix;
  gboolean is_secure;
} TamboRegistryAddress;

TamboRegistryAddress *tambo_registry_address_parse (const char *text, GError **error);
TamboRegistryAddress *tambo_registry_address_copy (const TamboRegistryAddress *self);
void tambo_registry_address_free (TamboRegistryAddress *self);

/* As a person wrote it, or could have: `https://host:port/prefix`. */
char *tambo_registry_address_to_string (const TamboRegistryAddress *self);

/* Whether a host can be nothing but this machine. */
gboolean tambo_registry_host_is_loopback (const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboRegistryAddress, tambo_registry_address_free)

G_END_DECLS
