/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboTrustFloor:
 * @root: version of the newest root
 * @timestamp: version of the newest timestamp
 * @time: newest signed time, in seconds since 1970
 *
 * Below this nothing is accepted. It is kept in a second place besides the metadata, so that
 * restoring an old folder rolls nothing back.
 */
typedef struct
{
  guint64 root;
  guint64 timestamp;
  gint64 time;
} TamboTrustFloor;

gboolean tambo_trust_floor_load (TamboTrustFloor *floor, const char *path, GError **error);
gboolean tambo_trust_floor_save (const TamboTrustFloor *floor, const char *path, GError **error);

G_END_DECLS
