/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json.h"

#include "content/base/error.h"
#include "content/base/limits.h"

#include <math.h>
#include <string.h>

struct _TamboJson
{
  gatomicrefcount ref_count;

  JsonNode *root;      /* (owned) */
  GHashTable *numbers; /* (owned): JsonNode of the document → its text */
};

G_DEFINE_BOXED_TYPE (TamboJson, tambo_json, tambo_json_ref, tambo_json_unref)

/* json-glib's own parser takes much that is not JSON and overflows the stack when nested deeply,
 * so its nodes are built here. */
typedef struct
{
  const char *start; /* (unowned) */
  const char *at;    /* (unowned) */
  const char *end;   /* (unowned) */
  guint depth;
  guint n_values;
  GHashTable *numbers; /* (unowned) */
} Scanner;

static JsonNode *scan_value (Scanner *self, GError **error);

static gboolean G_GNUC_PRINTF (4, 5)
    fail (Scanner *self, GError **error, TamboError code, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error,
               TAMBO_ERROR,
               code,
               "JSON, byte %" G_GSIZE_FORMAT ": %s",
               (gsize) (self->at - self->start),
               what);

  return FALSE;
}

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && strchr (" \t\n\r", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

static gboolean
take (Scanner *self, char c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;

  self->at++;

  return TRUE;
}

static gboolean
take_digits (Scanner *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return self->at > start;
}

static gboolean
scan_hex4 (Scanner *self, gunichar *out_value, GError **error)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "\\u lacks four digits");
      value = value << 4 | (gunichar) g_ascii_xdigit_value (*self->at++);
    }

  *out_value = value;

  return TRUE;
}

/* After "\u". */
static gboolean
scan_unicode_escape (Scanner *self, GString *text, GError **error)
{
  gunichar first;
  gunichar second;

  if (!scan_hex4 (self, &first, error))
    return FALSE;

  if (first == 0)
    return fail (self, error, TAMBO_ERROR_JSON_TEXT, "U+0000 in a string");

  if (first < 0xd800 || first > 0xdfff)
    {
      g_string_append_unichar (text, first);
      return TRUE;
    }

  if (first > 0xdbff || !take (self, '\\') || !take (self, 'u'))
    return fail (self, error, TAMBO_ERROR_JSON_TEXT, "Half of a surrogate pair");
  if (!scan_hex4 (self, &second, error))
    return FALSE;
  if (second < 0xdc00 || second > 0xdfff)
    return fail (self, error, TAMBO_ERROR_JSON_TEXT, "Half of a surrogate pair");

  g_string_append_unichar (text, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));

  return TRUE;
}

/* After the backslash. */
static gboolean
scan_escape (Scanner *self, GString *text, GError **error)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (take (self, 'u'))
    return scan_unicode_escape (self, text, error);

  found = self->at < self->end ? memchr (escapes, *self->at, strlen (escapes)) : NULL;
  if (found == NULL)
    return fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "Unknown escape");

  self->at++;
  g_string_append_c (text, meanings[found - escapes]);

  return TRUE;
}

/* At the opening quote. The bytes are known to be UTF-8 without U+0000. */
static char *
scan_string (Scanner *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  self->at++;

  while (self->at < self->end && *self->at != '"')
    {
      const char *run = self->at;

      if ((guchar) *run < 0x20)
        {
          fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "Control character in a string");
          return NULL;
        }

      if (take (self, '\\'))
        {
          if (!scan_escape (self, text, error))
            return NULL;
          continue;
        }

      while (self->at < self->end && (guchar) *self->at >= 0x20 && *self->at != '"' &&
             *self->at != '\\')
        self->at++;
      g_string_append_len (text, run, self->at - run);
    }

  if (!take (self, '"'))
    {
      fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "A string does not end");
      return NULL;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Moves over the characters of a number, as RFC 8259 has them. */
static gboolean
skip_number (Scanner *self, gboolean *out_is_integer)
{
  gboolean is_integer = TRUE;

  take (self, '-');
  if (!take (self, '0') && !take_digits (self))
    return FALSE;

  if (take (self, '.'))
    {
      is_integer = FALSE;
      if (!take_digits (self))
        return FALSE;
    }

  if (take (self, 'e') || take (self, 'E'))
    {
      is_integer = FALSE;
      if (!take (self, '+'))
        take (self, '-');
      if (!take_digits (self))
        return FALSE;
    }

  *out_is_integer = is_integer;

  return TRUE;
}

static JsonNode *
scan_number (Scanner *self, GError **error)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;
  const char *start = self->at;
  gboolean is_integer;
  gint64 integer;
  double real;

  if (!skip_number (self, &is_integer))
    {
      fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "Not a number");
      return NULL;
    }

  if (self->at - start > TAMBO_LIMIT_JSON_NUMBER)
    {
      fail (self, error, TAMBO_ERROR_JSON_NUMBER, "A number has too many digits");
      return NULL;
    }

  text = g_strndup (start, (gsize) (self->at - start));

  if (!is_integer)
    {
      real = g_ascii_strtod (text, NULL);
      if (!isfinite (real))
        {
          fail (self, error, TAMBO_ERROR_JSON_NUMBER, "A number is out of range");
          return NULL;
        }
      json_node_init_double (node, real);
    }
  else
    {
      if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
        {
          fail (self, error, TAMBO_ERROR_JSON_NUMBER, "A number is out of range");
          return NULL;
        }
      json_node_init_int (node, integer);
    }

  g_hash_table_insert (self->numbers, node, g_steal_pointer (&text));

  return g_steal_pointer (&node);
}

static JsonNode *
scan_word (Scanner *self, GError **error)
{
  static const char *const words[] = { "null", "true", "false" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - self->at) < length || memcmp (self->at, words[i], length) != 0)
        continue;

      self->at += length;
      return i == 0 ? json_node_new (JSON_NODE_NULL)
                    : json_node_init_boolean (json_node_alloc (), i == 1);
    }

  fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "Not a value");

  return NULL;
}

/* After the opening bracket. */
static gboolean
scan_elements (Scanner *self, JsonArray *array, GError **error)
{
  skip_space (self);
  if (take (self, ']'))
    return TRUE;

  while (TRUE)
    {
      JsonNode *element = scan_value (self, error);

      if (element == NULL)
        return FALSE;
      json_array_add_element (array, element);

      if (take (self, ']'))
        return TRUE;
      if (!take (self, ','))
        return fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "Neither comma nor bracket");
    }
}

static gboolean
scan_member (Scanner *self, JsonObject *object, GError **error)
{
  g_autofree char *name = NULL;
  JsonNode *value;

  skip_space (self);
  if (self->at == self->end || *self->at != '"')
    return fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "A member lacks its name");

  name = scan_string (self, error);
  if (name == NULL)
    return FALSE;

  if (json_object_has_member (object, name))
    return fail (self, error, TAMBO_ERROR_JSON_DUPLICATE_KEY, "A name stands twice");

  skip_space (self);
  if (!take (self, ':'))
    return fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "A name lacks its colon");

  value = scan_value (self, error);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);

  return TRUE;
}

/* After the opening brace. */
static gboolean
scan_members (Scanner *self, JsonObject *object, GError **error)
{
  skip_space (self);
  if (take (self, '}'))
    return TRUE;

  while (TRUE)
    {
      if (!scan_member (self, object, error))
        return FALSE;

      if (take (self, '}'))
        return TRUE;
      if (!take (self, ','))
        return fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "Neither comma nor brace");
    }
}

static JsonNode *
scan_array (Scanner *self, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();

  self->at++;
  if (!scan_elements (self, array, error))
    return NULL;

  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
scan_object (Scanner *self, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  self->at++;
  if (!scan_members (self, object, error))
    return NULL;

  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
scan_container (Scanner *self, GError **error)
{
  JsonNode *node;

  if (self->depth == TAMBO_LIMIT_JSON_DEPTH)
    {
      fail (self, error, TAMBO_ERROR_JSON_DEPTH, "Nested too deeply");
      return NULL;
    }

  self->depth++;
  node = *self->at == '[' ? scan_array (self, error) : scan_object (self, error);
  self->depth--;

  return node;
}

static JsonNode *
scan_text (Scanner *self, GError **error)
{
  g_autofree char *text = scan_string (self, error);

  return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
}

/* A value with the space around it. */
static JsonNode *
scan_value (Scanner *self, GError **error)
{
  JsonNode *node;

  skip_space (self);

  if (++self->n_values > TAMBO_LIMIT_JSON_VALUES)
    {
      fail (self, error, TAMBO_ERROR_JSON_TOO_LARGE, "Too many values");
      return NULL;
    }

  if (self->at == self->end)
    {
      fail (self, error, TAMBO_ERROR_JSON_SYNTAX, "Ends too early");
      return NULL;
    }

  if (*self->at == '[' || *self->at == '{')
    node = scan_container (self, error);
  else if (*self->at == '"')
    node = scan_text (self, error);
  else if (*self->at == '-' || g_ascii_isdigit (*self->at))
    node = scan_number (self, error);
  else
    node = scan_word (self, error);

  skip_space (self);

  return node;
}

/**
 * tambo_json_parse:
 * @bytes: not trusted
 * @max_size: the limit for this kind of document, from limits.h
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the document, or %NULL with one of the `json.…` errors set
 */
TamboJson *
tambo_json_parse (GBytes *bytes, gsize max_size, GError **error)
{
  g_autoptr (TamboJson) self = NULL;
  Scanner scanner = { NULL };
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* No bytes have no address. */
  scanner.start = g_bytes_get_data (bytes, &size);
  if (scanner.start == NULL)
    scanner.start = "";
  scanner.at = scanner.start;
  scanner.end = scanner.start + size;

  if (size > max_size)
    {
      fail (&scanner, error, TAMBO_ERROR_JSON_TOO_LARGE, "Larger than %" G_GSIZE_FORMAT, max_size);
      return NULL;
    }

  /* This finds U+0000 and encoded surrogates, too. */
  if (size > 0 && !g_utf8_validate_len (scanner.start, size, &scanner.at))
    {
      fail (&scanner, error, TAMBO_ERROR_JSON_TEXT, "Not UTF-8 text");
      return NULL;
    }

  self = g_new0 (TamboJson, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->numbers = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  scanner.at = scanner.start;
  scanner.numbers = self->numbers;

  self->root = scan_value (&scanner, error);
  if (self->root == NULL)
    return NULL;

  if (scanner.at != scanner.end)
    {
      fail (&scanner, error, TAMBO_ERROR_JSON_SYNTAX, "Something follows the value");
      return NULL;
    }

  json_node_seal (self->root);

  return g_steal_pointer (&self);
}

TamboJson *
tambo_json_ref (TamboJson *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_json_unref (TamboJson *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->root, json_node_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_free (self);
}

JsonNode *
tambo_json_get_root (TamboJson *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

/**
 * tambo_json_get_root_object:
 * @self: a #TamboJson
 * @error: return location for a #GError
 *
 * Returns: (transfer none): the root, or %NULL with %TAMBO_ERROR_JSON_MEMBER set if it is no object
 */
JsonObject *
tambo_json_get_root_object (TamboJson *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (self->root))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_JSON_MEMBER,
                           "The document is not an object");
      return NULL;
    }

  return json_node_get_object (self->root);
}

/**
 * tambo_json_get_number_text:
 * @self: a #TamboJson
 * @node: a node of @self
 *
 * The digits as they were written: 1.10 is not 1.1, and neither is it a binary double.
 *
 * Returns: (transfer none) (nullable): the text; %NULL if @node is not a number of @self
 */
const char *
tambo_json_get_number_text (TamboJson *self, JsonNode *node)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->numbers, node);
}

JsonNode *
tambo_json_copy (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return json_from_string (text, NULL);
}
