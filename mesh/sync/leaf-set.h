/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A set of leaves of one blob. As bytes, leaf i is bit (i mod 8), the lowest first, of byte
 * (i div 8). */
typedef struct
{
  guint8 *bits; /* (owned) */
  guint n_leaves;
  guint n_set;
} TamboLeafSet;

TamboLeafSet *tambo_leaf_set_new (guint n_leaves);
void tambo_leaf_set_free (TamboLeafSet *self);
void tambo_leaf_set_load (TamboLeafSet *self, GBytes *bits);
gboolean tambo_leaf_set_add (TamboLeafSet *self, guint leaf);
gboolean tambo_leaf_set_remove (TamboLeafSet *self, guint leaf);
gboolean tambo_leaf_set_has (const TamboLeafSet *self, guint leaf);
gboolean tambo_leaf_set_is_full (const TamboLeafSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboLeafSet, tambo_leaf_set_free)

G_END_DECLS
