/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/records.h"
#include "content/trust/trust-floor.h"

G_BEGIN_DECLS

/**
 * TamboTrust:
 *
 * The TUF metadata that is trusted now, and what it says: which packs, kiosks and clinics. Bytes
 * go in, verified state comes out; no I/O but load and save. Belongs to one thread.
 */
#define TAMBO_TYPE_TRUST (tambo_trust_get_type ())
G_DECLARE_FINAL_TYPE (TamboTrust, tambo_trust, TAMBO, TRUST, GObject)

TamboTrust *tambo_trust_new (GBytes *first_root, GError **error);

/* @files: (element-type utf8 GBytes), by title as in `trust:metadata`; what is missing but held
 * already is taken from there. All or nothing. An older timestamp is %TAMBO_ERROR_PACK_ROLLBACK,
 * the same one is no change. */
gboolean tambo_trust_update (TamboTrust *self, GHashTable *files, gint64 now, GError **error);

/* (transfer none) (element-type utf8 GBytes): to store, to serve, to hand over on the bus. */
GHashTable *tambo_trust_get_files (TamboTrust *self);
/* Version of the timestamp; 0 before the first update. */
guint64 tambo_trust_get_version (TamboTrust *self);
gint64 tambo_trust_get_newest_time (TamboTrust *self);
/* When the first of the metadata runs out; content stays, staff are told. 0 before the first. */
gint64 tambo_trust_get_expiry (TamboTrust *self);
void tambo_trust_get_floor (TamboTrust *self, TamboTrustFloor *out_floor);
void tambo_trust_raise_floor (TamboTrust *self, const TamboTrustFloor *floor);

/* (transfer none) (nullable): why a delegated role, or a part of what it says, is not heard. One
 * whose file is not signed by its keys, or not there yet, does not keep others from being heard. */
const GError *tambo_trust_get_fault (TamboTrust *self, const char *role);

/* %NULL before the first update. */
const TamboDeployment *tambo_trust_get_deployment (TamboTrust *self);
/* (transfer container) (element-type TamboPackTarget): all versions, by id, newest first. */
GPtrArray *tambo_trust_list_packs (TamboTrust *self);
/* (transfer none) (nullable): @version 0 is the newest that is not recalled. */
const TamboPackTarget *tambo_trust_find_pack (TamboTrust *self, const char *id, guint version);
const TamboPackTarget *tambo_trust_find_manifest (TamboTrust *self, const char *digest);
TamboPart tambo_trust_get_part (TamboTrust *self, const char *pin);
/* (transfer full) (element-type TamboClinicRecord) */
GPtrArray *tambo_trust_list_clinics (TamboTrust *self);

/* A missing folder is an empty one. Nothing expires by loading it. */
gboolean tambo_trust_load (TamboTrust *self, const char *folder, GError **error);
gboolean tambo_trust_save (TamboTrust *self, const char *folder, GError **error);

G_END_DECLS
