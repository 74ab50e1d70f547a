/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/probe/medium.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboMediaRecords:
 *
 * What was found out about good media, by digest, each in a small file of its own: decoding a film
 * takes long, and what a digest names never changes. What was refused is not kept: the next
 * decoder may know better. Any thread may use it.
 */
#define TAMBO_TYPE_MEDIA_RECORDS (tambo_media_records_get_type ())
G_DECLARE_FINAL_TYPE (TamboMediaRecords, tambo_media_records, TAMBO, MEDIA_RECORDS, GObject)

TamboMediaRecords *tambo_media_records_open (const char *folder, GError **error);

gboolean tambo_media_records_find (TamboMediaRecords *self,
                                   const char *digest,
                                   TamboMedium *out_medium);
gboolean tambo_media_records_add (TamboMediaRecords *self,
                                  const char *digest,
                                  const TamboMedium *medium,
                                  GError **error);
void tambo_media_records_collect (TamboMediaRecords *self, GHashTable *in_use);

G_END_DECLS
