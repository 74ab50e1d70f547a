/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/summary-answer.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "mesh/wire/base64.h"

#include <string.h>

#define MAX_SIZE (256 * 1024)
#define CHILDREN_SIZE (TAMBO_SUMMARY_FANOUT * sizeof (guint64))
#define ENTRY_SIZE (TAMBO_ENVELOPE_ID_SIZE + 1)
#define KIND_CHILDREN "children"
#define KIND_ENTRIES "entries"

/**
 * TamboSummaryAnswer:
 *
 * Says, for the nodes of a query that differ from ours, what we have below them. A node that is
 * missing is equal.
 */
struct _TamboSummaryAnswer
{
  GObject parent_instance;

  GArray *branches; /* (owned) (element-type TamboSummaryBranch) */
  guint n_entries;
};

G_DEFINE_FINAL_TYPE (TamboSummaryAnswer, tambo_summary_answer, G_TYPE_OBJECT)

static void
branch_clear (gpointer data)
{
  TamboSummaryBranch *branch = data;

  g_clear_pointer (&branch->entries, g_array_unref);
}

static void
tambo_summary_answer_finalize (GObject *object)
{
  TamboSummaryAnswer *self = TAMBO_SUMMARY_ANSWER (object);

  g_clear_pointer (&self->branches, g_array_unref);

  G_OBJECT_CLASS (tambo_summary_answer_parent_class)->finalize (object);
}

static void
tambo_summary_answer_class_init (TamboSummaryAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_summary_answer_finalize;
}

static void
tambo_summary_answer_init (TamboSummaryAnswer *self)
{
  self->branches = g_array_new (FALSE, FALSE, sizeof (TamboSummaryBranch));
  g_array_set_clear_func (self->branches, branch_clear);
}

TamboSummaryAnswer *
tambo_summary_answer_new (void)
{
  return g_object_new (TAMBO_TYPE_SUMMARY_ANSWER, NULL);
}

static gboolean
refuse (GError **error)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL, "An answer that cannot be");

  return FALSE;
}

static gboolean
read_children (TamboSummaryAnswer *self, const char *prefix, GBytes *bytes, GError **error)
{
  guint64 children[TAMBO_SUMMARY_FANOUT];

  if (g_bytes_get_size (bytes) != CHILDREN_SIZE || strlen (prefix) == TAMBO_SUMMARY_MAX_PREFIX)
    return refuse (error);

  memcpy (children, g_bytes_get_data (bytes, NULL), sizeof children);
  for (guint i = 0; i < TAMBO_SUMMARY_FANOUT; i++)
    children[i] = GUINT64_FROM_LE (children[i]);
  tambo_summary_answer_add_children (self, prefix, children);

  return TRUE;
}

static gboolean
read_entries (TamboSummaryAnswer *self, const char *prefix, GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TamboSummaryEntry));

  if (size % ENTRY_SIZE != 0 || size / ENTRY_SIZE > TAMBO_SUMMARY_MAX_ENTRIES - self->n_entries)
    return refuse (error);

  for (gsize offset = 0; offset < size; offset += ENTRY_SIZE)
    {
      TamboSummaryEntry entry = { .rank = data[offset + TAMBO_ENVELOPE_ID_SIZE] };

      memcpy (entry.id, data + offset, sizeof entry.id);
      g_array_append_val (entries, entry);
    }

  tambo_summary_answer_add_entries (self,
                                    prefix,
                                    (const TamboSummaryEntry *) entries->data,
                                    entries->len);

  return TRUE;
}

static gboolean
read_branch (TamboSummaryAnswer *self, JsonNode *node, GError **error)
{
  JsonArray *parts = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *prefix;
  const char *kind;
  const char *text;

  if (parts == NULL || json_array_get_length (parts) != 3)
    return refuse (error);

  prefix = tambo_json_array_get_string (parts, 0, error);
  kind = prefix != NULL ? tambo_json_array_get_string (parts, 1, error) : NULL;
  text = kind != NULL ? tambo_json_array_get_string (parts, 2, error) : NULL;
  if (text == NULL)
    return FALSE;
  if (!tambo_summary_prefix_is_valid (prefix))
    return refuse (error);

  bytes = tambo_base64_decode (text, MAX (CHILDREN_SIZE, strlen (text)), error);
  if (bytes == NULL)
    return FALSE;
  if (g_str_equal (kind, KIND_CHILDREN))
    return read_children (self, prefix, bytes, error);
  if (g_str_equal (kind, KIND_ENTRIES))
    return read_entries (self, prefix, bytes, error);

  return refuse (error);
}

/**
 * tambo_summary_answer_new_from_bytes:
 * @bytes: what a peer sent
 * @error: return location for a #GError
 *
 * Returns: (transfer full): an answer, or %NULL with %TAMBO_ERROR_PEER_PROTOCOL or an error of JSON
 *   set
 */
TamboSummaryAnswer *
tambo_summary_answer_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboSummaryAnswer) self = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonObject *object;
  JsonArray *nodes;

  g_return_val_if_fail (bytes != NULL, NULL);

  json = tambo_json_parse (bytes, MAX_SIZE, error);
  object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (object == NULL || !tambo_json_object_get_array (object, "nodes", &nodes, error))
    return NULL;

  self = tambo_summary_answer_new ();
  if (json_array_get_length (nodes) > TAMBO_SUMMARY_MAX_NODES)
    {
      refuse (error);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      if (!read_branch (self, json_array_get_element (nodes, i), error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

static char *
encode_branch (const TamboSummaryBranch *branch)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!branch->is_leaf)
    {
      for (guint i = 0; i < TAMBO_SUMMARY_FANOUT; i++)
        {
          guint64 child = GUINT64_TO_LE (branch->children[i]);

          g_byte_array_append (bytes, (const guint8 *) &child, sizeof child);
        }
    }
  else
    {
      for (guint i = 0; i < branch->entries->len; i++)
        {
          const TamboSummaryEntry *entry = &g_array_index (branch->entries, TamboSummaryEntry, i);

          g_byte_array_append (bytes, entry->id, sizeof entry->id);
          g_byte_array_append (bytes, &entry->rank, sizeof entry->rank);
        }
    }

  return tambo_base64_encode (bytes->data, bytes->len);
}

GBytes *
tambo_summary_answer_to_bytes (TamboSummaryAnswer *self)
{
  GString *text;

  g_return_val_if_fail (TAMBO_IS_SUMMARY_ANSWER (self), NULL);

  text = g_string_new ("{\"nodes\":[");
  for (guint i = 0; i < self->branches->len; i++)
    {
      const TamboSummaryBranch *branch = &g_array_index (self->branches, TamboSummaryBranch, i);
      g_autofree char *encoded = encode_branch (branch);

      g_string_append_printf (text,
                              "%s[\"%s\",\"%s\",\"%s\"]",
                              i > 0 ? "," : "",
                              branch->prefix,
                              branch->is_leaf ? KIND_ENTRIES : KIND_CHILDREN,
                              encoded);
    }
  g_string_append (text, "]}");

  return g_string_free_to_bytes (text);
}

void
tambo_summary_answer_add_children (TamboSummaryAnswer *self,
                                   const char *prefix,
                                   const guint64 children[TAMBO_SUMMARY_FANOUT])
{
  TamboSummaryBranch branch = { .is_leaf = FALSE };

  g_return_if_fail (TAMBO_IS_SUMMARY_ANSWER (self));
  g_return_if_fail (tambo_summary_prefix_is_valid (prefix));

  g_strlcpy (branch.prefix, prefix, sizeof branch.prefix);
  memcpy (branch.children, children, sizeof branch.children);
  g_array_append_val (self->branches, branch);
}

void
tambo_summary_answer_add_entries (TamboSummaryAnswer *self,
                                  const char *prefix,
                                  const TamboSummaryEntry *entries,
                                  guint n_entries)
{
  TamboSummaryBranch branch = { .is_leaf = TRUE };

  g_return_if_fail (TAMBO_IS_SUMMARY_ANSWER (self));
  g_return_if_fail (tambo_summary_prefix_is_valid (prefix));

  g_strlcpy (branch.prefix, prefix, sizeof branch.prefix);
  branch.entries = g_array_new (FALSE, FALSE, sizeof (TamboSummaryEntry));
  if (n_entries > 0)
    g_array_append_vals (branch.entries, entries, n_entries);
  self->n_entries += n_entries;
  g_array_append_val (self->branches, branch);
}

guint
tambo_summary_answer_get_n_branches (TamboSummaryAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_SUMMARY_ANSWER (self), 0);

  return self->branches->len;
}

const TamboSummaryBranch *
tambo_summary_answer_get_branch (TamboSummaryAnswer *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_SUMMARY_ANSWER (self), NULL);
  g_return_val_if_fail (index < self->branches->len, NULL);

  return &g_array_index (self->branches, TamboSummaryBranch, index);
}
