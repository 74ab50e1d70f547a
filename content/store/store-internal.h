/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/store/staging.h"

G_BEGIN_DECLS

/* What the two halves of the store know of each other. */

/* The folder's files: blobs/sha256/<hex> complete, staging/<hex>.part and .bits arriving. */
typedef struct
{
  int blobs_fd;
  int staging_fd;
} TamboStoreFolders;

char *tambo_store_part_name (const char *digest);
char *tambo_store_bits_name (const char *digest);

/* @folders stays open as long as the object @owner, of which a reference is kept. */
TamboStaging *tambo_staging_new (GObject *owner,
                                 const TamboStoreFolders *folders,
                                 const char *digest,
                                 guint64 size,
                                 TamboLeafList *leaves,
                                 GError **error);

G_END_DECLS
