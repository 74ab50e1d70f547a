/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/clinic-record.h"

G_BEGIN_DECLS

#define TAMBO_DEPLOYMENT_ID_SIZE 16

/**
 * TamboDeployment:
 * @id: random, the same for all kiosks and clinics of a programme
 * @id_hex: the same as text
 * @argon2_ops: passes of argon2id for consult codes
 * @argon2_mem: its memory in bytes
 * @complaints_key: X25519; all zero if there is none
 * @statistics_key: X25519; all zero if there is none
 *
 * From `deployment.json`.
 */
typedef struct
{
  guint8 id[TAMBO_DEPLOYMENT_ID_SIZE];
  char id_hex[2 * TAMBO_DEPLOYMENT_ID_SIZE + 1];
  guint argon2_ops;
  guint64 argon2_mem;
  guint8 complaints_key[TAMBO_KEY_SIZE];
  guint8 statistics_key[TAMBO_KEY_SIZE];
} TamboDeployment;

TamboDeployment *tambo_deployment_new_from_bytes (GBytes *bytes, GError **error);
GBytes *tambo_deployment_write (const TamboDeployment *self);
void tambo_deployment_free (TamboDeployment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboDeployment, tambo_deployment_free)

/**
 * TamboPackTarget:
 * @id: (owned): of the pack
 * @version: of the pack
 * @digest: (owned): of its manifest
 * @size: of its manifest
 * @languages: (owned): that it has
 * @bytes: (owned) (element-type utf8 guint64): size of its files by language; "*" is those that
 *   every kiosk needs
 * @urgent: fetched first
 * @recalled: no longer to be shown
 * @reason: (owned) (nullable): why it was recalled, for staff
 * @min_app: (owned) (nullable): the program version that it needs
 *
 * A pack that the metadata vouches for: the target `packs/<id>/<version>`.
 */
typedef struct
{
  char *id;
  guint version;
  char *digest;
  guint64 size;
  GStrv languages;
  GHashTable *bytes;
  gboolean urgent;
  gboolean recalled;
  char *reason;
  char *min_app;
} TamboPackTarget;

TamboPackTarget *tambo_pack_target_copy (const TamboPackTarget *self);
void tambo_pack_target_free (TamboPackTarget *self);
guint64 tambo_pack_target_get_bytes (const TamboPackTarget *self, const char *const *languages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboPackTarget, tambo_pack_target_free)

/**
 * TamboPart:
 *
 * What a device with an admitted key may do.
 */
typedef enum
{
  TAMBO_PART_NONE,
  TAMBO_PART_KIOSK,
  TAMBO_PART_GATEWAY,
} TamboPart;

/**
 * TamboRosterEntry:
 * @pin: (owned): SHA-256 of the device's public key (SPKI), hexadecimal
 * @part: what it may do
 * @since: day of admission, in days since 2020-01-01
 */
typedef struct
{
  char *pin;
  TamboPart part;
  guint since;
} TamboRosterEntry;

void tambo_roster_entry_free (TamboRosterEntry *entry);
/* (element-type TamboRosterEntry): the content of `roster/<site>.json`. */
GPtrArray *tambo_roster_new_from_bytes (GBytes *bytes, GError **error);
GBytes *tambo_roster_write (GPtrArray *entries);

/* Days since 2020-01-01 for seconds since 1970; 0 before. */
guint tambo_day_from_unix (gint64 seconds);

G_END_DECLS
