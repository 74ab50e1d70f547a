/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/scope.h"

#include <string.h>

/**
 * TamboScope:
 *
 * What an expression can see besides its focus: the resource, named variables and what time it is.
 * A name is looked for among the variables that were set, then asked of the resolver.
 */
struct _TamboScope
{
  gatomicrefcount ref_count;

  TamboElement *resource; /* (owned) (nullable) */
  GDateTime *now;         /* (owned) */
  GHashTable *variables;  /* (owned) (element-type utf8 TamboCollection) */
  GHashTable *reads;      /* (unowned) (nullable): a set of tags */

  TamboScopeVariableFunc resolver;
  gpointer resolver_data; /* (unowned) */
};

/**
 * tambo_scope_new:
 * @resource: (nullable): what `%resource` stands for
 * @now: the time that now() and today() tell, for all of the evaluation
 */
TamboScope *
tambo_scope_new (TamboElement *resource, GDateTime *now)
{
  TamboScope *self;

  g_return_val_if_fail (now != NULL, NULL);

  self = g_new0 (TamboScope, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->resource = resource == NULL ? NULL : tambo_element_ref (resource);
  self->now = g_date_time_ref (now);
  self->variables = g_hash_table_new_full (g_str_hash,
                                           g_str_equal,
                                           g_free,
                                           (GDestroyNotify) tambo_collection_unref);

  return self;
}

TamboScope *
tambo_scope_ref (TamboScope *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_scope_unref (TamboScope *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->resource, tambo_element_unref);
  g_date_time_unref (self->now);
  g_hash_table_unref (self->variables);
  g_free (self);
}

TamboElement *
tambo_scope_get_resource (TamboScope *self)
{
  return self->resource;
}

GDateTime *
tambo_scope_get_now (TamboScope *self)
{
  return self->now;
}

void
tambo_scope_set_variable (TamboScope *self, const char *name, TamboCollection *value)
{
  g_return_if_fail (name != NULL && value != NULL);

  g_hash_table_replace (self->variables, g_strdup (name), tambo_collection_ref (value));
}

void
tambo_scope_set_resolver (TamboScope *self, TamboScopeVariableFunc resolver, gpointer user_data)
{
  self->resolver = resolver;
  self->resolver_data = user_data;
}

static TamboCollection *
lookup_standard (TamboScope *self, const char *name)
{
  if ((strcmp (name, "resource") == 0 || strcmp (name, "rootResource") == 0) &&
      self->resource != NULL)
    return tambo_collection_new_element (self->resource);
  if (strcmp (name, "ucum") == 0)
    return tambo_collection_new_text (TAMBO_VALUE_STRING, "http://unitsofmeasure.org");
  if (strcmp (name, "sct") == 0)
    return tambo_collection_new_text (TAMBO_VALUE_STRING, "http://snomed.info/sct");
  if (strcmp (name, "loinc") == 0)
    return tambo_collection_new_text (TAMBO_VALUE_STRING, "http://loinc.org");

  return NULL;
}

/**
 * tambo_scope_lookup:
 * @self: a #TamboScope
 * @name: a name without its percent sign
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): what it stands for; %NULL without an error if nobody knows
 */
TamboCollection *
tambo_scope_lookup (TamboScope *self, const char *name, GError **error)
{
  TamboCollection *value = g_hash_table_lookup (self->variables, name);

  if (value != NULL)
    return tambo_collection_ref (value);

  value = lookup_standard (self, name);
  if (value != NULL || self->resolver == NULL)
    return value;

  return self->resolver (name, self->resolver_data, error);
}

/**
 * tambo_scope_set_reads:
 * @self: a #TamboScope
 * @reads: (nullable): where to note the tags of branches that evaluations look into, as
 *   GUINT_TO_POINTER keys of a set; must outlive its use here
 */
void
tambo_scope_set_reads (TamboScope *self, GHashTable *reads)
{
  self->reads = reads;
}

GHashTable *
tambo_scope_get_reads (TamboScope *self)
{
  return self->reads;
}

void
tambo_scope_note_read (TamboScope *self, guint tag)
{
  if (self->reads != NULL)
    g_hash_table_add (self->reads, GUINT_TO_POINTER (tag));
}
