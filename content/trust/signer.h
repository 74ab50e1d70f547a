/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"
#include "content/trust/records.h"

G_BEGIN_DECLS

/**
 * TamboSigner:
 *
 * The publisher's side: a folder with the keys of a one-person deployment (`keys/`, mode 0600,
 * sealed if there is a passphrase) and the newest metadata (`metadata/`). What it publishes,
 * #TamboTrust and any other TUF client can verify.
 */
#define TAMBO_TYPE_SIGNER (tambo_signer_get_type ())
G_DECLARE_FINAL_TYPE (TamboSigner, tambo_signer, TAMBO, SIGNER, GObject)

/* Makes keys, `1.root.json` and a `deployment.json` with a random id. The folder must not hold a
 * deployment yet. A %NULL @passphrase leaves the keys in the clear. Blocks for the sealing. */
TamboSigner *tambo_signer_found (const char *folder,
                                 const char *passphrase,
                                 gint64 now,
                                 GError **error);
TamboSigner *tambo_signer_open (const char *folder, const char *passphrase, GError **error);

/* The first root, as kiosks are given it. */
GBytes *tambo_signer_get_first_root (TamboSigner *self);

/* Changes take effect with tambo_signer_publish(). */
gboolean tambo_signer_set_file (TamboSigner *self, const char *path, GBytes *bytes, GError **error);
GBytes *tambo_signer_get_file (TamboSigner *self, const char *path);
gboolean tambo_signer_set_pack (TamboSigner *self,
                                TamboPack *pack,
                                gboolean urgent,
                                GError **error);
gboolean tambo_signer_recall_pack (TamboSigner *self,
                                   const char *id,
                                   guint version,
                                   GError **error);
gboolean tambo_signer_remove (TamboSigner *self, const char *path, GError **error);

/* Signs the next targets, snapshot and timestamp and stores them, the timestamp last. */
gboolean tambo_signer_publish (TamboSigner *self, gint64 now, GError **error);

/* (transfer full) (element-type utf8 GBytes): what tambo_trust_update() takes. */
GHashTable *tambo_signer_get_files (TamboSigner *self);

G_END_DECLS
