/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/envelope-set.h"

#include <sodium.h>
#include <string.h>

struct _TamboEnvelopeSet
{
  GArray *entries; /* (owned) (element-type TamboSummaryEntry) in the order of ids */
};

G_STATIC_ASSERT (TAMBO_SUMMARY_MAX_NODES *TAMBO_ENVELOPE_SET_LEAF <= TAMBO_SUMMARY_MAX_ENTRIES);

static TamboSummaryEntry *
nth (TamboEnvelopeSet *self, guint index)
{
  return &g_array_index (self->entries, TamboSummaryEntry, index);
}

/* The first entry whose id is not less than @id; the size of the set if there is none. */
static guint
lower_bound (TamboEnvelopeSet *self, const guint8 *id)
{
  guint first = 0;
  guint end = self->entries->len;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (memcmp (nth (self, middle)->id, id, TAMBO_ENVELOPE_ID_SIZE) < 0)
        first = middle + 1;
      else
        end = middle;
    }

  return first;
}

TamboEnvelopeSet *
tambo_envelope_set_new (void)
{
  TamboEnvelopeSet *self = g_new0 (TamboEnvelopeSet, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (TamboSummaryEntry));

  return self;
}

TamboEnvelopeSet *
tambo_envelope_set_copy (TamboEnvelopeSet *self)
{
  TamboEnvelopeSet *copy = g_new0 (TamboEnvelopeSet, 1);

  copy->entries = g_array_copy (self->entries);

  return copy;
}

void
tambo_envelope_set_free (TamboEnvelopeSet *self)
{
  g_array_unref (self->entries);
  g_free (self);
}

void
tambo_envelope_set_add (TamboEnvelopeSet *self, const TamboSummaryEntry *entry)
{
  guint index = lower_bound (self, entry->id);

  if (!tambo_envelope_set_contains (self, entry->id))
    g_array_insert_val (self->entries, index, *entry);
}

void
tambo_envelope_set_remove (TamboEnvelopeSet *self, const guint8 id[TAMBO_ENVELOPE_ID_SIZE])
{
  if (tambo_envelope_set_contains (self, id))
    g_array_remove_index (self->entries, lower_bound (self, id));
}

gboolean
tambo_envelope_set_contains (TamboEnvelopeSet *self, const guint8 id[TAMBO_ENVELOPE_ID_SIZE])
{
  guint index = lower_bound (self, id);

  return index < self->entries->len &&
         memcmp (nth (self, index)->id, id, TAMBO_ENVELOPE_ID_SIZE) == 0;
}

guint
tambo_envelope_set_get_size (TamboEnvelopeSet *self)
{
  return self->entries->len;
}

/* The lowest id that begins with @prefix, or the highest. */
static void
fill_up (const char *prefix, guint8 filling, guint8 out_id[TAMBO_ENVELOPE_ID_SIZE])
{
  memset (out_id, filling, TAMBO_ENVELOPE_ID_SIZE);

  for (guint i = 0; prefix[i] != '\0'; i++)
    {
      guint8 digit = (guint8) g_ascii_xdigit_value (prefix[i]);

      if (i % 2 == 0)
        out_id[i / 2] = (guint8) ((out_id[i / 2] & 0x0f) | (digit << 4));
      else
        out_id[i / 2] = (guint8) ((out_id[i / 2] & 0xf0) | digit);
    }
}

/**
 * tambo_envelope_set_find:
 * @self: a #TamboEnvelopeSet
 * @prefix: the first digits of ids
 * @out_n_entries: (out): how many ids begin with them
 *
 * Returns: (transfer none) (array length=out_n_entries) (nullable): their entries, until the set
 *   changes
 */
const TamboSummaryEntry *
tambo_envelope_set_find (TamboEnvelopeSet *self, const char *prefix, guint *out_n_entries)
{
  guint8 lowest[TAMBO_ENVELOPE_ID_SIZE];
  guint8 highest[TAMBO_ENVELOPE_ID_SIZE];
  guint first;
  guint end;

  g_return_val_if_fail (tambo_summary_prefix_is_valid (prefix), NULL);

  fill_up (prefix, 0x00, lowest);
  fill_up (prefix, 0xff, highest);
  first = lower_bound (self, lowest);
  end = lower_bound (self, highest);
  if (end < self->entries->len && memcmp (nth (self, end)->id, highest, sizeof highest) == 0)
    end++;

  *out_n_entries = end - first;

  return end > first ? nth (self, first) : NULL;
}

/* 0 stands for a node without ids. */
guint64
tambo_envelope_set_get_fingerprint (TamboEnvelopeSet *self,
                                    const char *prefix,
                                    const guint8 salt[TAMBO_SUMMARY_SALT_SIZE])
{
  crypto_generichash_state state;
  guint8 hash[crypto_generichash_BYTES];
  guint64 fingerprint;
  guint n_entries;
  const TamboSummaryEntry *entries = tambo_envelope_set_find (self, prefix, &n_entries);

  if (n_entries == 0)
    return 0;

  crypto_generichash_init (&state, salt, TAMBO_SUMMARY_SALT_SIZE, sizeof hash);
  for (guint i = 0; i < n_entries; i++)
    crypto_generichash_update (&state, entries[i].id, sizeof entries[i].id);
  crypto_generichash_final (&state, hash, sizeof hash);
  memcpy (&fingerprint, hash, sizeof fingerprint);

  return MAX (GUINT64_FROM_LE (fingerprint), 1);
}

void
tambo_envelope_set_get_children (TamboEnvelopeSet *self,
                                 const char *prefix,
                                 const guint8 salt[TAMBO_SUMMARY_SALT_SIZE],
                                 guint64 out_children[TAMBO_SUMMARY_FANOUT])
{
  for (guint i = 0; i < TAMBO_SUMMARY_FANOUT; i++)
    {
      g_autofree char *child = g_strdup_printf ("%s%x", prefix, i);

      out_children[i] = tambo_envelope_set_get_fingerprint (self, child, salt);
    }
}

/**
 * tambo_envelope_set_answer:
 * @self: a #TamboEnvelopeSet
 * @query: of a peer
 *
 * Returns: (transfer full): what we have below the nodes of @query that differ
 */
TamboSummaryAnswer *
tambo_envelope_set_answer (TamboEnvelopeSet *self, TamboSummaryQuery *query)
{
  TamboSummaryAnswer *answer = tambo_summary_answer_new ();
  const guint8 *salt = tambo_summary_query_get_salt (query);

  for (guint i = 0; i < tambo_summary_query_get_n_nodes (query); i++)
    {
      const TamboSummaryNode *node = tambo_summary_query_get_node (query, i);
      guint64 children[TAMBO_SUMMARY_FANOUT];
      const TamboSummaryEntry *entries;
      guint n_entries;

      if (tambo_envelope_set_get_fingerprint (self, node->prefix, salt) == node->fingerprint)
        continue;

      entries = tambo_envelope_set_find (self, node->prefix, &n_entries);
      if (n_entries <= TAMBO_ENVELOPE_SET_LEAF)
        {
          tambo_summary_answer_add_entries (answer, node->prefix, entries, n_entries);
          continue;
        }

      tambo_envelope_set_get_children (self, node->prefix, salt, children);
      tambo_summary_answer_add_children (answer, node->prefix, children);
    }

  return answer;
}
