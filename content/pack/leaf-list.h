/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/digest.h"

G_BEGIN_DECLS

#define TAMBO_LEAF_SIZE (256 * 1024)

/**
 * TamboLeafList:
 *
 * The SHA-256 of every 256 KiB of a file, so that any piece from anybody can be checked alone.
 * Immutable.
 */
typedef struct _TamboLeafList TamboLeafList;

#define TAMBO_TYPE_LEAF_LIST (tambo_leaf_list_get_type ())
GType tambo_leaf_list_get_type (void);

TamboLeafList *tambo_leaf_list_new_for_bytes (GBytes *file);
TamboLeafList *tambo_leaf_list_new_for_fd (int fd, GCancellable *cancellable, GError **error);
TamboLeafList *tambo_leaf_list_new_from_bytes (GBytes *bytes, guint64 file_size, GError **error);
TamboLeafList *tambo_leaf_list_ref (TamboLeafList *self);
void tambo_leaf_list_unref (TamboLeafList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboLeafList, tambo_leaf_list_unref)

GBytes *tambo_leaf_list_get_bytes (TamboLeafList *self);
guint64 tambo_leaf_list_get_file_size (TamboLeafList *self);
guint tambo_leaf_list_get_n_leaves (TamboLeafList *self);
gsize tambo_leaf_list_get_leaf_size (TamboLeafList *self, guint index);
gboolean tambo_leaf_list_verify (TamboLeafList *self, guint index, GBytes *leaf);

G_END_DECLS
