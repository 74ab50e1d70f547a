/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/role-tree.h"

#include <string.h>

#define TOP "targets"

struct _TamboRoleTree
{
  GHashTable *roles;    /* (owned): name → TamboTargets */
  GHashTable *accepted; /* (owned): set of TamboDelegation, unowned */
  GHashTable *faults;   /* (owned): name → GError, the first */
};

TamboRoleTree *
tambo_role_tree_new (void)
{
  TamboRoleTree *self = g_new0 (TamboRoleTree, 1);

  self->roles =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tambo_targets_free);
  self->accepted = g_hash_table_new (NULL, NULL);
  self->faults =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_error_free);

  return self;
}

void
tambo_role_tree_free (TamboRoleTree *self)
{
  g_clear_pointer (&self->faults, g_hash_table_unref);
  g_clear_pointer (&self->accepted, g_hash_table_unref);
  g_clear_pointer (&self->roles, g_hash_table_unref);
  g_free (self);
}

void
tambo_role_tree_add (TamboRoleTree *self, const char *role, TamboTargets *targets)
{
  g_hash_table_insert (self->roles, g_strdup (role), targets);
}

void
tambo_role_tree_accept (TamboRoleTree *self, const TamboDelegation *delegation)
{
  g_hash_table_add (self->accepted, (gpointer) delegation);
}

void
tambo_role_tree_blame (TamboRoleTree *self, const char *role, GError *error)
{
  if (g_hash_table_contains (self->faults, role))
    g_error_free (error);
  else
    g_hash_table_insert (self->faults, g_strdup (role), error);
}

/* (transfer none) (nullable) */
TamboTargets *
tambo_role_tree_find (TamboRoleTree *self, const char *role)
{
  return g_hash_table_lookup (self->roles, role);
}

static void
append_delegations (GPtrArray *list, TamboTargets *targets)
{
  if (targets != NULL)
    g_ptr_array_extend (list, tambo_targets_get_delegations (targets), NULL, NULL);
}

GPtrArray *
tambo_role_tree_list_delegations (TamboRoleTree *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer role;
  gpointer targets;

  append_delegations (list, tambo_role_tree_find (self, TOP));
  g_hash_table_iter_init (&iter, self->roles);
  while (g_hash_table_iter_next (&iter, &role, &targets))
    if (strcmp (role, TOP) != 0)
      append_delegations (list, targets);

  return list;
}

const TamboDelegation *
tambo_role_tree_find_delegation (TamboRoleTree *self, const char *role)
{
  g_autoptr (GPtrArray) list = tambo_role_tree_list_delegations (self);

  for (guint i = 0; i < list->len; i++)
    {
      const TamboDelegation *delegation = list->pdata[i];

      if (strcmp (delegation->role, role) == 0)
        return delegation;
    }

  return NULL;
}

guint
tambo_role_tree_get_size (TamboRoleTree *self)
{
  return g_hash_table_size (self->roles);
}

/* (transfer none) (nullable) */
const GError *
tambo_role_tree_get_fault (TamboRoleTree *self, const char *role)
{
  return g_hash_table_lookup (self->faults, role);
}

/* One search for one path. */
typedef struct
{
  TamboRoleTree *tree; /* (unowned) */
  const char *path;    /* (unowned) */
  GHashTable *visited; /* (owned): set of names, unowned: delegations may go in circles */
  gboolean stop;       /* nobody else may be asked */
} Search;

static const TamboTarget *
search_role (Search *search, const char *role)
{
  TamboTargets *targets = tambo_role_tree_find (search->tree, role);
  const TamboTarget *target = NULL;
  GPtrArray *delegations;

  if (!g_hash_table_add (search->visited, (gpointer) role))
    return NULL;

  target = g_hash_table_lookup (tambo_targets_get_files (targets), search->path);
  delegations = tambo_targets_get_delegations (targets);
  for (guint i = 0; target == NULL && !search->stop && i < delegations->len; i++)
    {
      const TamboDelegation *delegation = delegations->pdata[i];

      if (!tambo_delegation_matches (delegation, search->path))
        continue;

      /* Who may not be heard may have been about to speak: by TUF the search ends. */
      if (g_hash_table_contains (search->tree->accepted, delegation))
        target = search_role (search, delegation->role);
      else
        search->stop = TRUE;
      search->stop |= delegation->terminating;
    }

  return target;
}

const TamboTarget *
tambo_role_tree_resolve (TamboRoleTree *self, const char *path)
{
  g_autoptr (GHashTable) visited = g_hash_table_new (g_str_hash, g_str_equal);
  Search search = { self, path, visited, FALSE };

  return tambo_role_tree_find (self, TOP) != NULL ? search_role (&search, TOP) : NULL;
}

static int
compare_targets (gconstpointer a, gconstpointer b)
{
  const TamboTarget *target_a = *(const TamboTarget *const *) a;
  const TamboTarget *target_b = *(const TamboTarget *const *) b;

  return strcmp (target_a->path, target_b->path);
}

GPtrArray *
tambo_role_tree_resolve_all (TamboRoleTree *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter role_iter;
  gpointer targets;

  g_hash_table_iter_init (&role_iter, self->roles);
  while (g_hash_table_iter_next (&role_iter, NULL, &targets))
    {
      GHashTableIter file_iter;
      gpointer path;

      g_hash_table_iter_init (&file_iter, tambo_targets_get_files (targets));
      while (g_hash_table_iter_next (&file_iter, &path, NULL))
        {
          const TamboTarget *target = NULL;

          if (g_hash_table_add (seen, path))
            target = tambo_role_tree_resolve (self, path);
          if (target != NULL)
            g_ptr_array_add (found, (gpointer) target);
        }
    }

  g_ptr_array_sort (found, compare_targets);

  return g_steal_pointer (&found);
}
