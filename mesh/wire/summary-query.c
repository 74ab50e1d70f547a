/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/summary-query.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "mesh/wire/base64.h"

#include <string.h>

#define MAX_SIZE (64 * 1024)
#define FINGERPRINT_LENGTH 16

/**
 * TamboSummaryQuery:
 *
 * Asks a peer which envelopes it has, by the fingerprints of ours: what is equal costs nothing. The
 * salt is new for each exchange, so that nobody can prepare two sets with one fingerprint.
 */
struct _TamboSummaryQuery
{
  GObject parent_instance;

  guint8 salt[TAMBO_SUMMARY_SALT_SIZE];
  GArray *nodes; /* (owned) (element-type TamboSummaryNode) */
};

G_DEFINE_FINAL_TYPE (TamboSummaryQuery, tambo_summary_query, G_TYPE_OBJECT)

static void
tambo_summary_query_finalize (GObject *object)
{
  TamboSummaryQuery *self = TAMBO_SUMMARY_QUERY (object);

  g_clear_pointer (&self->nodes, g_array_unref);

  G_OBJECT_CLASS (tambo_summary_query_parent_class)->finalize (object);
}

static void
tambo_summary_query_class_init (TamboSummaryQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_summary_query_finalize;
}

static void
tambo_summary_query_init (TamboSummaryQuery *self)
{
  self->nodes = g_array_new (FALSE, FALSE, sizeof (TamboSummaryNode));
}

TamboSummaryQuery *
tambo_summary_query_new (const guint8 salt[TAMBO_SUMMARY_SALT_SIZE])
{
  TamboSummaryQuery *self = g_object_new (TAMBO_TYPE_SUMMARY_QUERY, NULL);

  memcpy (self->salt, salt, sizeof self->salt);

  return self;
}

/* The first digits of an id, none for all ids. */
gboolean
tambo_summary_prefix_is_valid (const char *prefix)
{
  gsize length = strlen (prefix);

  return length <= TAMBO_SUMMARY_MAX_PREFIX && strspn (prefix, "0123456789abcdef") == length;
}

static gboolean
read_node (TamboSummaryQuery *self, JsonNode *node, GError **error)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const char *prefix = NULL;
  const char *fingerprint = NULL;

  if (pair != NULL && json_array_get_length (pair) == 2)
    {
      prefix = tambo_json_array_get_string (pair, 0, NULL);
      fingerprint = tambo_json_array_get_string (pair, 1, NULL);
    }

  if (prefix == NULL || fingerprint == NULL || !tambo_summary_prefix_is_valid (prefix) ||
      strlen (fingerprint) != FINGERPRINT_LENGTH ||
      strspn (fingerprint, "0123456789abcdef") != FINGERPRINT_LENGTH)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL, "A node that cannot be");
      return FALSE;
    }

  tambo_summary_query_add (self, prefix, g_ascii_strtoull (fingerprint, NULL, 16));

  return TRUE;
}

static gboolean
read_object (TamboSummaryQuery *self, JsonObject *object, GError **error)
{
  g_autoptr (GBytes) salt = NULL;
  const char *text;
  JsonArray *nodes;

  if (!tambo_json_object_get_string (object, "salt", &text, error) ||
      !tambo_json_object_get_array (object, "nodes", &nodes, error))
    return FALSE;

  salt = tambo_base64_decode (text, sizeof self->salt, error);
  if (salt == NULL)
    return FALSE;
  if (g_bytes_get_size (salt) != sizeof self->salt ||
      json_array_get_length (nodes) > TAMBO_SUMMARY_MAX_NODES)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL, "A query that cannot be");
      return FALSE;
    }

  memcpy (self->salt, g_bytes_get_data (salt, NULL), sizeof self->salt);
  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      if (!read_node (self, json_array_get_element (nodes, i), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tambo_summary_query_new_from_bytes:
 * @bytes: what a peer sent
 * @error: return location for a #GError
 *
 * Returns: (transfer full): a query, or %NULL with %TAMBO_ERROR_PEER_PROTOCOL or an error of JSON
 *   set
 */
TamboSummaryQuery *
tambo_summary_query_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboSummaryQuery) self = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonObject *object;

  g_return_val_if_fail (bytes != NULL, NULL);

  json = tambo_json_parse (bytes, MAX_SIZE, error);
  object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (object == NULL)
    return NULL;

  self = g_object_new (TAMBO_TYPE_SUMMARY_QUERY, NULL);
  if (!read_object (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

GBytes *
tambo_summary_query_to_bytes (TamboSummaryQuery *self)
{
  g_autofree char *salt = NULL;
  GString *text;

  g_return_val_if_fail (TAMBO_IS_SUMMARY_QUERY (self), NULL);

  salt = tambo_base64_encode (self->salt, sizeof self->salt);
  text = g_string_new ("{\"nodes\":[");
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TamboSummaryNode *node = &g_array_index (self->nodes, TamboSummaryNode, i);

      g_string_append_printf (text,
                              "%s[\"%s\",\"%016" G_GINT64_MODIFIER "x\"]",
                              i > 0 ? "," : "",
                              node->prefix,
                              node->fingerprint);
    }
  g_string_append_printf (text, "],\"salt\":\"%s\"}", salt);

  return g_string_free_to_bytes (text);
}

void
tambo_summary_query_add (TamboSummaryQuery *self, const char *prefix, guint64 fingerprint)
{
  TamboSummaryNode node = { .fingerprint = fingerprint };

  g_return_if_fail (TAMBO_IS_SUMMARY_QUERY (self));
  g_return_if_fail (tambo_summary_prefix_is_valid (prefix));
  g_return_if_fail (self->nodes->len < TAMBO_SUMMARY_MAX_NODES);

  g_strlcpy (node.prefix, prefix, sizeof node.prefix);
  g_array_append_val (self->nodes, node);
}

const guint8 *
tambo_summary_query_get_salt (TamboSummaryQuery *self)
{
  g_return_val_if_fail (TAMBO_IS_SUMMARY_QUERY (self), NULL);

  return self->salt;
}

guint
tambo_summary_query_get_n_nodes (TamboSummaryQuery *self)
{
  g_return_val_if_fail (TAMBO_IS_SUMMARY_QUERY (self), 0);

  return self->nodes->len;
}

const TamboSummaryNode *
tambo_summary_query_get_node (TamboSummaryQuery *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_SUMMARY_QUERY (self), NULL);
  g_return_val_if_fail (index < self->nodes->len, NULL);

  return &g_array_index (self->nodes, TamboSummaryNode, index);
}
