/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/leaf-set.h"

TamboLeafSet *
tambo_leaf_set_new (guint n_leaves)
{
  TamboLeafSet *self = g_new0 (TamboLeafSet, 1);

  self->n_leaves = n_leaves;
  self->bits = g_malloc0 (n_leaves / 8 + 1);

  return self;
}

void
tambo_leaf_set_free (TamboLeafSet *self)
{
  g_free (self->bits);
  g_free (self);
}

/* Becomes what @bits says; what is missing at its end is not in the set, what is too much is not
 * looked at. */
void
tambo_leaf_set_load (TamboLeafSet *self, GBytes *bits)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bits, &size);

  self->n_set = 0;
  for (guint leaf = 0; leaf < self->n_leaves; leaf++)
    {
      gboolean is_set = leaf / 8 < size && (data[leaf / 8] & (1u << (leaf % 8))) != 0;

      if (leaf % 8 == 0)
        self->bits[leaf / 8] = 0;
      if (is_set)
        tambo_leaf_set_add (self, leaf);
    }
}

/* Whether it was new. */
gboolean
tambo_leaf_set_add (TamboLeafSet *self, guint leaf)
{
  if (leaf >= self->n_leaves || tambo_leaf_set_has (self, leaf))
    return FALSE;

  self->bits[leaf / 8] |= (guint8) (1u << (leaf % 8));
  self->n_set++;

  return TRUE;
}

gboolean
tambo_leaf_set_remove (TamboLeafSet *self, guint leaf)
{
  if (!tambo_leaf_set_has (self, leaf))
    return FALSE;

  self->bits[leaf / 8] &= (guint8) ~(1u << (leaf % 8));
  self->n_set--;

  return TRUE;
}

gboolean
tambo_leaf_set_has (const TamboLeafSet *self, guint leaf)
{
  return leaf < self->n_leaves && (self->bits[leaf / 8] & (1u << (leaf % 8))) != 0;
}

gboolean
tambo_leaf_set_is_full (const TamboLeafSet *self)
{
  return self->n_set == self->n_leaves;
}
