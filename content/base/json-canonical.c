/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json-canonical.h"

#include "content/base/error.h"

#include <math.h>

/* The largest whole number that every reader of JSON keeps. */
#define MAX_EXACT 9007199254740991.0

static gboolean write_node (GString *out, JsonNode *node, GError **error);

/* The order of UTF-16 units, in which JavaScript sorts: pairs of surrogates come before the code
 * points that follow the surrogates. */
static gunichar
order_of (gunichar c)
{
  return c >= 0xe000 && c <= 0xffff ? c + 0x110000 : c;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *at_a = a;
  const char *at_b = b;

  while (*at_a != '\0' && g_utf8_get_char (at_a) == g_utf8_get_char (at_b))
    {
      at_a = g_utf8_next_char (at_a);
      at_b = g_utf8_next_char (at_b);
    }

  return (int) order_of (g_utf8_get_char (at_a)) - (int) order_of (g_utf8_get_char (at_b));
}

static void
write_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

static gboolean
write_object (GString *out, JsonObject *object, GError **error)
{
  g_autoptr (GList) names = g_list_sort (json_object_get_members (object), compare_names);

  g_string_append_c (out, '{');
  for (GList *l = names; l != NULL; l = l->next)
    {
      write_string (out, l->data);
      g_string_append_c (out, ':');
      if (!write_node (out, json_object_get_member (object, l->data), error))
        return FALSE;
      if (l->next != NULL)
        g_string_append_c (out, ',');
    }
  g_string_append_c (out, '}');

  return TRUE;
}

static gboolean
write_array (GString *out, JsonArray *array, GError **error)
{
  guint length = json_array_get_length (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < length; i++)
    {
      if (!write_node (out, json_array_get_element (array, i), error))
        return FALSE;
      if (i + 1 < length)
        g_string_append_c (out, ',');
    }
  g_string_append_c (out, ']');

  return TRUE;
}

static gboolean
write_value (GString *out, JsonNode *node, GError **error)
{
  GType type = json_node_get_value_type (node);
  double real;

  if (type == G_TYPE_STRING)
    write_string (out, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    {
      /* 1.0 is a whole number elsewhere. */
      real = json_node_get_double (node);
      if (real != trunc (real) || fabs (real) > MAX_EXACT)
        {
          g_set_error_literal (error,
                               TAMBO_ERROR,
                               TAMBO_ERROR_JSON_NUMBER,
                               "Canonical JSON has no fractions");
          return FALSE;
        }
      g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) real);
    }

  return TRUE;
}

static gboolean
write_node (GString *out, JsonNode *node, GError **error)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return write_object (out, json_node_get_object (node), error);
    case JSON_NODE_ARRAY:
      return write_array (out, json_node_get_array (node), error);
    case JSON_NODE_VALUE:
      return write_value (out, node, error);
    case JSON_NODE_NULL:
      g_string_append (out, "null");
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * tambo_json_write_canonical:
 * @node: any node, not nested deeper than the gate allows
 * @error: return location for a #GError
 *
 * Writes canonical JSON as TUF's tools do: sorted names, no space, only `"` and `\` escaped.
 *
 * Returns: (transfer full): the bytes, or %NULL with %TAMBO_ERROR_JSON_NUMBER set for a fraction
 */
GBytes *
tambo_json_write_canonical (JsonNode *node, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (node != NULL, NULL);

  if (!write_node (out, node, error))
    return NULL;

  return g_string_free_to_bytes (g_steal_pointer (&out));
}
