/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/pull-source.h"

#include "content/pack/leaf-list.h"
#include "mesh/transfer/limits.h"

G_DEFINE_INTERFACE (TamboPullSource, tambo_pull_source, G_TYPE_OBJECT)

static void
tambo_pull_source_default_init (TamboPullSourceInterface *iface)
{
}

char *
tambo_pull_get_path (const TamboPull *pull, const char *name)
{
  return g_strdup_printf ("/v2/%s/%s/%s",
                          name,
                          pull->kind == TAMBO_PULL_MANIFEST ? "manifests" : "blobs",
                          pull->reference);
}

/* @pull and its strings may go once this returns. */
void
tambo_pull_source_pull_async (TamboPullSource *self,
                              const TamboPull *pull,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_PULL_SOURCE (self));
  g_return_if_fail (pull->name != NULL && pull->reference != NULL);
  g_return_if_fail (pull->kind != TAMBO_PULL_BLOB ||
                    (pull->size > 0 && pull->size <= TAMBO_ANSWER_MAX_BLOB));
  g_return_if_fail (pull->kind != TAMBO_PULL_RUN ||
                    (pull->leaf_func != NULL && pull->offset % TAMBO_LEAF_SIZE == 0 &&
                     pull->length > 0 && pull->length <= TAMBO_RUN_MAX_LEAVES * TAMBO_LEAF_SIZE));

  TAMBO_PULL_SOURCE_GET_IFACE (self)->pull_async (self, pull, cancellable, callback, user_data);
}

GBytes *
tambo_pull_source_pull_finish (TamboPullSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_PULL_SOURCE (self), NULL);

  return TAMBO_PULL_SOURCE_GET_IFACE (self)->pull_finish (self, result, error);
}
