/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/leaf-list.h"

G_BEGIN_DECLS

/**
 * TamboLayoutWriter:
 *
 * Writes an OCI image layout, or adds to one: blobs first, then names for manifests, then
 * index.json, which is replaced in one step.
 */
#define TAMBO_TYPE_LAYOUT_WRITER (tambo_layout_writer_get_type ())
G_DECLARE_FINAL_TYPE (TamboLayoutWriter, tambo_layout_writer, TAMBO, LAYOUT_WRITER, GObject)

TamboLayoutWriter *tambo_layout_writer_new (const char *folder, GError **error);
/* A folder that somebody opened; kept as a duplicate. */
TamboLayoutWriter *tambo_layout_writer_new_for_fd (int folder_fd, GError **error);
/* Returns the digest. */
char *tambo_layout_writer_add_bytes (TamboLayoutWriter *self, GBytes *bytes, GError **error);
/* Copies a file. @out_leaves: (transfer full): its leaf list, itself not added. */
char *tambo_layout_writer_add_file (TamboLayoutWriter *self,
                                    const char *path,
                                    TamboLeafList **out_leaves,
                                    GError **error);
/* Where blobs are, for whoever adds one by itself. */
int tambo_layout_writer_get_blobs_fd (TamboLayoutWriter *self);
/* Adds a manifest and names it; replaces what had that name. */
gboolean tambo_layout_writer_add_manifest (TamboLayoutWriter *self,
                                           const char *ref,
                                           GBytes *manifest,
                                           GError **error);
/* @files as of tambo_signer_get_files(). */
gboolean tambo_layout_writer_add_trust (TamboLayoutWriter *self, GHashTable *files, GError **error);
gboolean tambo_layout_writer_finish (TamboLayoutWriter *self, GError **error);

G_END_DECLS
