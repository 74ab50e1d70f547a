/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/role-keys.h"
#include "content/trust/signing-key.h"

G_BEGIN_DECLS

/**
 * TamboKeyRing:
 *
 * The signing keys of one person: a folder `keys/` with a file each, which its owner alone may
 * read, all sealed with one passphrase if there is one.
 */
typedef struct _TamboKeyRing TamboKeyRing;

/* %G_IO_ERROR_EXISTS if the folder holds keys already. A %NULL @passphrase leaves them in the
 * clear. Blocks for the sealing. */
TamboKeyRing *tambo_key_ring_new (const char *folder, const char *passphrase, GError **error);
TamboKeyRing *tambo_key_ring_open (const char *folder, const char *passphrase, GError **error);
void tambo_key_ring_free (TamboKeyRing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboKeyRing, tambo_key_ring_free)

/* Makes a key and stores it. @file: of `keys/`, a number is added if it is taken; @name: for
 * people. */
TamboSigningKey *tambo_key_ring_create (TamboKeyRing *self,
                                        const char *file,
                                        const char *name,
                                        GError **error);
/* (transfer none) (element-type TamboSigningKey) */
GPtrArray *tambo_key_ring_get_keys (TamboKeyRing *self);
/* (transfer container) (element-type TamboSigningKey): those that a role counts. */
GPtrArray *tambo_key_ring_list_for (TamboKeyRing *self, TamboRoleKeys *keys);

G_END_DECLS
