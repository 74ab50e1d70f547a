/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/digest.h"

G_BEGIN_DECLS

/**
 * TamboLayout:
 *
 * Reads an OCI image layout that somebody else wrote: a stick. Nothing outside its folder is
 * opened, no link is followed, only regular files are read, and their size is known to be right
 * before they are.
 */
#define TAMBO_TYPE_LAYOUT (tambo_layout_get_type ())
G_DECLARE_FINAL_TYPE (TamboLayout, tambo_layout, TAMBO, LAYOUT, GObject)

TamboLayout *tambo_layout_open (const char *folder, GError **error);
/* Keeps a duplicate of @folder_fd. */
TamboLayout *tambo_layout_new_for_fd (int folder_fd, GError **error);

/* `packs/<id>:<version>`, `trust:metadata`. */
const char *const *tambo_layout_get_refs (TamboLayout *self);
/* (transfer none) (nullable): the digest of the manifest with that name. */
const char *tambo_layout_find_ref (TamboLayout *self, const char *ref);

/* Read whole and verified. */
GBytes *tambo_layout_read_blob (TamboLayout *self,
                                const char *digest,
                                gsize max_size,
                                GError **error);
/* A descriptor, nothing verified but that it is a regular file of @size bytes. */
int tambo_layout_open_blob (TamboLayout *self, const char *digest, guint64 size, GError **error);

/* (transfer full) (element-type utf8 GBytes): the files of `trust:metadata`, for
 * tambo_trust_update(). */
GHashTable *tambo_layout_read_trust (TamboLayout *self, GError **error);

G_END_DECLS
