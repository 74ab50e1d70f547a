/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"
#include "content/trust/key-ring.h"
#include "content/trust/trust.h"

G_BEGIN_DECLS

/**
 * TamboSigner:
 *
 * The publisher's side: a folder with the keys of one person (`keys/`), the newest metadata
 * (`metadata/`) and what waits for a snapshot (`outgoing/`). Who founded a deployment can sign all
 * of it; whoever was delegated to signs for some paths. #TamboTrust and any other TUF client can
 * verify what it publishes.
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
/* Makes the folder of a key trust a deployment that somebody else founded. */
gboolean tambo_signer_join (const char *folder, GBytes *root, GError **error);

TamboTrust *tambo_signer_get_trust (TamboSigner *self);
TamboKeyRing *tambo_signer_get_ring (TamboSigner *self);

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
                                   const char *reason,
                                   GError **error);
gboolean tambo_signer_delegate (TamboSigner *self,
                                const char *role,
                                const char *const *patterns,
                                GPtrArray *keys,
                                guint threshold,
                                GError **error);
gboolean tambo_signer_undelegate (TamboSigner *self, const char *role, GError **error);
void tambo_signer_take_root (TamboSigner *self, GBytes *root);
gboolean tambo_signer_merge (TamboSigner *self,
                             GHashTable *files,
                             gint64 now,
                             GPtrArray **out_roles,
                             GError **error);
/* (nullable): the role, none of ours, that vouches for @pack as it is. */
const char *tambo_signer_find_other_voucher (TamboSigner *self, TamboPack *pack);
gboolean tambo_signer_remove (TamboSigner *self, const char *path, GError **error);

/* Signs what was changed, renews the rest and stores it, the timestamp last. */
gboolean tambo_signer_publish (TamboSigner *self, gint64 now, GError **error);
/* (transfer container) (element-type utf8): roles that signed what no snapshot names yet. */
GPtrArray *tambo_signer_get_waiting (TamboSigner *self);
/* The newest root. */
GBytes *tambo_signer_get_root (TamboSigner *self);

/* (transfer full) (element-type utf8 GBytes): what tambo_trust_update() takes. */
GHashTable *tambo_signer_get_files (TamboSigner *self);

G_END_DECLS
