/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboLeafFunc:
 * @offset: of @bytes in the blob
 * @bytes: one leaf; the last of a run may be shorter
 * @user_data: what was given with the function
 * @error: return location for a #GError
 *
 * Takes what arrived of a run; not yet verified.
 *
 * Returns: %FALSE with @error set ends the fetch
 */
typedef gboolean (*TamboLeafFunc) (guint64 offset,
                                   GBytes *bytes,
                                   gpointer user_data,
                                   GError **error);

typedef enum
{
  TAMBO_PULL_MANIFEST,
  TAMBO_PULL_BLOB, /* a small one, in whole */
  TAMBO_PULL_RUN,  /* of leaves */
} TamboPullKind;

/**
 * TamboPull:
 * @kind: what it is
 * @name: of a repository, as kiosks call it: `tambo/packs/…`
 * @reference: a tag, or the digest
 * @size: of the whole, 0 for a manifest
 * @offset: of a run: where it begins, at a leaf
 * @length: of a run: at most %TAMBO_RUN_MAX_LEAVES leaves; the last may be shorter
 * @leaf_func: of a run: called for each leaf as it arrives. A source that has no ranges gives all
 *   leaves of the blob
 * @leaf_data: data for @leaf_func
 *
 * What is asked for. Whether it is what its digest says is for who asked to check.
 */
typedef struct
{
  TamboPullKind kind;
  const char *name;
  const char *reference;
  guint64 size;
  guint64 offset;
  guint64 length;
  TamboLeafFunc leaf_func;
  gpointer leaf_data;
} TamboPull;

/* In the pull API of whoever calls the repository @name. */
char *tambo_pull_get_path (const TamboPull *pull, const char *name);

/**
 * TamboPullSource:
 *
 * Somebody who answers the OCI pull API: a peer or a hub.
 */
#define TAMBO_TYPE_PULL_SOURCE (tambo_pull_source_get_type ())
G_DECLARE_INTERFACE (TamboPullSource, tambo_pull_source, TAMBO, PULL_SOURCE, GObject)

struct _TamboPullSourceInterface
{
  GTypeInterface parent;

  void (*pull_async) (TamboPullSource *self,
                      const TamboPull *pull,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  GBytes *(*pull_finish) (TamboPullSource *self, GAsyncResult *result, GError **error);
};

void tambo_pull_source_pull_async (TamboPullSource *self,
                                   const TamboPull *pull,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* What came; nothing, if a function took it. %G_IO_ERROR_NOT_FOUND: it is not there. */
GBytes *tambo_pull_source_pull_finish (TamboPullSource *self, GAsyncResult *result, GError **error);

G_END_DECLS
