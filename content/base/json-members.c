/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json-members.h"

#include "content/base/error.h"

#include <string.h>

static gboolean
refuse (GError **error, const char *name, const char *expected)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_JSON_MEMBER,
               "“%s” is missing or not %s",
               name,
               expected);

  return FALSE;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

gboolean
tambo_json_object_get_string (JsonObject *object,
                              const char *name,
                              const char **out_value,
                              GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !is_string (node))
    return refuse (error, name, "a string");

  *out_value = json_node_get_string (node);

  return TRUE;
}

gboolean
tambo_json_object_find_string (JsonObject *object,
                               const char *name,
                               const char **out_value,
                               GError **error)
{
  return !json_object_has_member (object, name) ||
         tambo_json_object_get_string (object, name, out_value, error);
}

gboolean
tambo_json_object_get_int (JsonObject *object,
                           const char *name,
                           gint64 min,
                           gint64 max,
                           gint64 *out_value,
                           GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (error, name, "a whole number");

  value = json_node_get_int (node);
  if (value < min || value > max)
    return refuse (error, name, "in its range");

  *out_value = value;

  return TRUE;
}

gboolean
tambo_json_object_find_int (JsonObject *object,
                            const char *name,
                            gint64 min,
                            gint64 max,
                            gint64 *out_value,
                            GError **error)
{
  return !json_object_has_member (object, name) ||
         tambo_json_object_get_int (object, name, min, max, out_value, error);
}

gboolean
tambo_json_object_get_boolean (JsonObject *object,
                               const char *name,
                               gboolean *out_value,
                               GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (error, name, "true or false");

  *out_value = json_node_get_boolean (node);

  return TRUE;
}

gboolean
tambo_json_object_find_boolean (JsonObject *object,
                                const char *name,
                                gboolean *out_value,
                                GError **error)
{
  return !json_object_has_member (object, name) ||
         tambo_json_object_get_boolean (object, name, out_value, error);
}

gboolean
tambo_json_object_get_object (JsonObject *object,
                              const char *name,
                              JsonObject **out_value,
                              GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name, "an object");

  *out_value = json_node_get_object (node);

  return TRUE;
}

gboolean
tambo_json_object_find_object (JsonObject *object,
                               const char *name,
                               JsonObject **out_value,
                               GError **error)
{
  return !json_object_has_member (object, name) ||
         tambo_json_object_get_object (object, name, out_value, error);
}

gboolean
tambo_json_object_get_array (JsonObject *object,
                             const char *name,
                             JsonArray **out_value,
                             GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, name, "an array");

  *out_value = json_node_get_array (node);

  return TRUE;
}

gboolean
tambo_json_object_find_array (JsonObject *object,
                              const char *name,
                              JsonArray **out_value,
                              GError **error)
{
  return !json_object_has_member (object, name) ||
         tambo_json_object_get_array (object, name, out_value, error);
}

/* Exactly @size bytes: a key or a signature. */
gboolean
tambo_json_object_get_base64 (JsonObject *object,
                              const char *name,
                              guint8 *out_data,
                              gsize size,
                              GError **error)
{
  g_autofree guint8 *data = NULL;
  const char *text;
  gsize length;

  if (!tambo_json_object_get_string (object, name, &text, error))
    return FALSE;

  data = g_base64_decode (text, &length);
  if (length != size)
    return refuse (error, name, "of its length in base 64");

  memcpy (out_data, data, size);

  return TRUE;
}

/**
 * tambo_json_object_get_strings:
 * @object: a #JsonObject
 * @name: of the member
 * @max_length: how many strings it may have
 * @out_value: (out) (transfer full): a copy of the strings
 * @error: return location for a #GError
 */
gboolean
tambo_json_object_get_strings (JsonObject *object,
                               const char *name,
                               guint max_length,
                               GStrv *out_value,
                               GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (!tambo_json_object_get_array (object, name, &array, error))
    return FALSE;

  if (json_array_get_length (array) > max_length)
    return refuse (error, name, "short enough");

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *text = tambo_json_array_get_string (array, i, error);

      if (text == NULL)
        return FALSE;
      g_strv_builder_add (builder, text);
    }

  *out_value = g_strv_builder_end (builder);

  return TRUE;
}

/* Returns: (transfer none): the element, or %NULL with @error set. */
JsonObject *
tambo_json_array_get_object (JsonArray *array, guint index, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, "element", "an object");
      return NULL;
    }

  return json_node_get_object (node);
}

/* Returns: (transfer none): the element, or %NULL with @error set. */
const char *
tambo_json_array_get_string (JsonArray *array, guint index, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!is_string (node))
    {
      refuse (error, "element", "a string");
      return NULL;
    }

  return json_node_get_string (node);
}
