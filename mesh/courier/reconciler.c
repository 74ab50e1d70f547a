/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/reconciler.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "mesh/courier/envelope-set.h"

#include <sodium.h>
#include <string.h>

#define MAX_QUERIES 256
#define MAX_TO_FETCH 65536
#define MAX_PENDING 8192

/**
 * TamboReconciler:
 *
 * Finds out what we and one peer have and the other does not, at a cost that grows with the
 * difference. While tambo_reconciler_next_query() gives a query, put it to the peer and give its
 * answer back. Then send what it lacks and fetch what we lack.
 */
struct _TamboReconciler
{
  GObject parent_instance;

  TamboCourier *courier; /* (owned) */
  TamboEnvelopeSet *own; /* (owned) as it was at the start */
  guint8 salt[TAMBO_SUMMARY_SALT_SIZE];
  guint n_queries;

  GQueue pending;           /* (owned) (element-type utf8) prefixes of nodes to ask for */
  GHashTable *asked;        /* (owned) (element-type utf8) prefixes that an answer may be about */
  TamboEnvelopeSet *lacked; /* (owned) what the peer has not */
  GArray *offered;          /* (owned) (element-type TamboSummaryEntry) what we have not */
};

G_DEFINE_FINAL_TYPE (TamboReconciler, tambo_reconciler, G_TYPE_OBJECT)

static void
tambo_reconciler_finalize (GObject *object)
{
  TamboReconciler *self = TAMBO_RECONCILER (object);

  g_clear_object (&self->courier);
  g_clear_pointer (&self->own, tambo_envelope_set_free);
  g_clear_pointer (&self->lacked, tambo_envelope_set_free);
  g_clear_pointer (&self->offered, g_array_unref);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_queue_clear_full (&self->pending, g_free);

  G_OBJECT_CLASS (tambo_reconciler_parent_class)->finalize (object);
}

static void
tambo_reconciler_class_init (TamboReconcilerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_reconciler_finalize;
}

static void
tambo_reconciler_init (TamboReconciler *self)
{
  g_queue_init (&self->pending);
  g_queue_push_tail (&self->pending, g_strdup (""));
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lacked = tambo_envelope_set_new ();
  self->offered = g_array_new (FALSE, FALSE, sizeof (TamboSummaryEntry));
  randombytes_buf (self->salt, sizeof self->salt);
}

TamboReconciler *
tambo_reconciler_new (TamboCourier *courier)
{
  TamboReconciler *self;

  g_return_val_if_fail (TAMBO_IS_COURIER (courier), NULL);

  self = g_object_new (TAMBO_TYPE_RECONCILER, NULL);
  self->courier = g_object_ref (courier);
  self->own = tambo_envelope_set_copy (tambo_courier_get_set (courier));

  return self;
}

/**
 * tambo_reconciler_next_query:
 * @self: a #TamboReconciler
 *
 * Returns: (transfer full) (nullable): what to ask the peer next, %NULL if all is known
 */
TamboSummaryQuery *
tambo_reconciler_next_query (TamboReconciler *self)
{
  TamboSummaryQuery *query;

  g_return_val_if_fail (TAMBO_IS_RECONCILER (self), NULL);

  if (g_queue_is_empty (&self->pending) || self->n_queries == MAX_QUERIES)
    return NULL;

  self->n_queries++;
  query = tambo_summary_query_new (self->salt);
  g_hash_table_remove_all (self->asked);
  while (!g_queue_is_empty (&self->pending) &&
         tambo_summary_query_get_n_nodes (query) < TAMBO_SUMMARY_MAX_NODES)
    {
      char *prefix = g_queue_pop_head (&self->pending);

      tambo_summary_query_add (query,
                               prefix,
                               tambo_envelope_set_get_fingerprint (self->own, prefix, self->salt));
      g_hash_table_add (self->asked, prefix);
    }

  return query;
}

/* The peer has nothing below @prefix but what is in @theirs. */
static void
note_lacked (TamboReconciler *self, const char *prefix, TamboEnvelopeSet *theirs)
{
  guint n_entries;
  const TamboSummaryEntry *entries = tambo_envelope_set_find (self->own, prefix, &n_entries);

  for (guint i = 0; i < n_entries; i++)
    {
      if (theirs == NULL || !tambo_envelope_set_contains (theirs, entries[i].id))
        tambo_envelope_set_add (self->lacked, &entries[i]);
    }
}

static void
take_children (TamboReconciler *self, const TamboSummaryBranch *branch)
{
  guint64 ours[TAMBO_SUMMARY_FANOUT];

  tambo_envelope_set_get_children (self->own, branch->prefix, self->salt, ours);
  for (guint i = 0; i < TAMBO_SUMMARY_FANOUT; i++)
    {
      g_autofree char *child = g_strdup_printf ("%s%x", branch->prefix, i);

      if (branch->children[i] == ours[i])
        continue;

      if (branch->children[i] == 0)
        note_lacked (self, child, NULL);
      else
        g_queue_push_tail (&self->pending, g_steal_pointer (&child));
    }
}

static gboolean
take_entries (TamboReconciler *self, const TamboSummaryBranch *branch)
{
  g_autoptr (TamboEnvelopeSet) theirs = tambo_envelope_set_new ();
  guint n_below;

  for (guint i = 0; i < branch->entries->len; i++)
    {
      const TamboSummaryEntry *entry = &g_array_index (branch->entries, TamboSummaryEntry, i);

      tambo_envelope_set_add (theirs, entry);
      if (!tambo_envelope_set_contains (self->own, entry->id) &&
          tambo_courier_wants (self->courier, entry->id))
        g_array_append_val (self->offered, *entry);
    }

  tambo_envelope_set_find (theirs, branch->prefix, &n_below);
  if (n_below != branch->entries->len || self->offered->len > MAX_TO_FETCH)
    return FALSE;

  note_lacked (self, branch->prefix, theirs);

  return TRUE;
}

/**
 * tambo_reconciler_take_answer:
 * @self: a #TamboReconciler
 * @answer: to the last query
 * @error: return location for a #GError
 *
 * Returns: %FALSE with %TAMBO_ERROR_PEER_PROTOCOL set if it is no answer to that query
 */
gboolean
tambo_reconciler_take_answer (TamboReconciler *self, TamboSummaryAnswer *answer, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_RECONCILER (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_SUMMARY_ANSWER (answer), FALSE);

  for (guint i = 0; i < tambo_summary_answer_get_n_branches (answer); i++)
    {
      const TamboSummaryBranch *branch = tambo_summary_answer_get_branch (answer, i);

      if (g_queue_get_length (&self->pending) > MAX_PENDING ||
          !g_hash_table_remove (self->asked, branch->prefix) ||
          (branch->is_leaf && !take_entries (self, branch)))
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PEER_PROTOCOL,
                       "An answer to what was not asked, or without end");
          return FALSE;
        }

      if (!branch->is_leaf)
        take_children (self, branch);
    }

  return TRUE;
}

static int
compare_rank (gconstpointer a, gconstpointer b)
{
  const TamboSummaryEntry *first = a;
  const TamboSummaryEntry *second = b;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;

  return memcmp (first->id, second->id, sizeof first->id);
}

static GPtrArray *
sort_ids (GArray *entries)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  g_array_sort (entries, compare_rank);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (ids,
                     tambo_hex_encode (g_array_index (entries, TamboSummaryEntry, i).id,
                                       TAMBO_ENVELOPE_ID_SIZE));

  return ids;
}

/**
 * tambo_reconciler_get_to_send:
 * @self: a #TamboReconciler
 *
 * Returns: (transfer full) (element-type utf8): what the peer lacks, in the order in which it
 *   should travel; for tambo_courier_next_batch()
 */
GPtrArray *
tambo_reconciler_get_to_send (TamboReconciler *self)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TamboSummaryEntry));
  const TamboSummaryEntry *lacked;
  guint n_lacked;

  g_return_val_if_fail (TAMBO_IS_RECONCILER (self), NULL);

  lacked = tambo_envelope_set_find (self->lacked, "", &n_lacked);
  if (n_lacked > 0)
    g_array_append_vals (entries, lacked, n_lacked);

  return sort_ids (entries);
}

/**
 * tambo_reconciler_get_to_fetch:
 * @self: a #TamboReconciler
 *
 * Returns: (transfer full) (element-type utf8): what we lack and want, in the order in which it
 *   should travel
 */
GPtrArray *
tambo_reconciler_get_to_fetch (TamboReconciler *self)
{
  g_return_val_if_fail (TAMBO_IS_RECONCILER (self), NULL);

  return sort_ids (self->offered);
}

/* Once all is known: what the peer does not lack is carried by another kiosk too. */
gboolean
tambo_reconciler_mark_carried (TamboReconciler *self, GError **error)
{
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) carried = g_ptr_array_new ();

  g_return_val_if_fail (TAMBO_IS_RECONCILER (self), FALSE);

  waiting = tambo_courier_list_waiting (self->courier, error);
  if (waiting == NULL)
    return FALSE;

  for (guint i = 0; i < waiting->len && g_queue_is_empty (&self->pending); i++)
    {
      guint8 id[TAMBO_ENVELOPE_ID_SIZE];

      if (tambo_hex_decode (g_ptr_array_index (waiting, i), id, sizeof id) &&
          tambo_envelope_set_contains (self->own, id) &&
          !tambo_envelope_set_contains (self->lacked, id))
        g_ptr_array_add (carried, g_ptr_array_index (waiting, i));
    }
  g_ptr_array_add (carried, NULL);

  return tambo_courier_mark_carried (self->courier, (const char *const *) carried->pdata, error);
}
