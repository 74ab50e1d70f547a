/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/urlencoded.h"

#include "content/consult/secret-bytes.h"

#include <string.h>

#define MAX_FIELDS 40
#define MAX_NAME 40

/* Values may be a passphrase or what a clinician writes. */
static void
free_value (gpointer data)
{
  tambo_secret_bytes_free (data, strlen (data));
}

/* Decodes the character at @data, which is not the end. Returns: how many bytes it took, or 0 */
static gsize
decode_one (const char *data, gsize size, char *out)
{
  int high;
  int low;

  *out = data[0] == '+' ? ' ' : data[0];
  if (data[0] != '%')
    return 1;
  if (size < 3)
    return 0;

  high = g_ascii_xdigit_value (data[1]);
  low = g_ascii_xdigit_value (data[2]);
  if (high < 0 || low < 0)
    return 0;

  *out = (char) (high << 4 | low);

  return 3;
}

/* Returns: (transfer full) (nullable): the text, if it is UTF-8 without U+0000 */
static char *
decode (const char *data, gsize size)
{
  char *text = g_malloc (size + 1);
  gsize length = 0;

  while (size > 0)
    {
      gsize taken = decode_one (data, size, &text[length]);

      if (taken == 0)
        break;
      data += taken;
      size -= taken;
      length++;
    }

  text[length] = '\0';
  if (size > 0 || strlen (text) != length || !g_utf8_validate (text, (gssize) length, NULL))
    {
      tambo_secret_bytes_free ((guint8 *) text, length);
      return NULL;
    }

  return text;
}

static gboolean
add_field (GHashTable *fields, const char *data, gsize size)
{
  const char *equals = memchr (data, '=', size);
  gsize name_size = equals != NULL ? (gsize) (equals - data) : size;
  g_autofree char *name = NULL;
  char *value;

  name = name_size <= MAX_NAME ? decode (data, name_size) : NULL;
  if (name == NULL || g_hash_table_contains (fields, name) ||
      g_hash_table_size (fields) == MAX_FIELDS)
    return FALSE;

  value = equals != NULL ? decode (equals + 1, size - name_size - 1) : g_strdup ("");
  if (value == NULL)
    return FALSE;

  g_hash_table_insert (fields, g_steal_pointer (&name), value);

  return TRUE;
}

/**
 * tambo_urlencoded_parse:
 * @bytes: the body of a form, application/x-www-form-urlencoded
 * @error: return location for a #GError
 *
 * Stricter than browsers need: no field twice, no broken escape, UTF-8 only.
 *
 * Returns: (transfer full) (element-type utf8 utf8): the fields, or %NULL with a #GIOErrorEnum set
 */
GHashTable *
tambo_urlencoded_parse (GBytes *bytes, GError **error)
{
  g_autoptr (GHashTable) fields = NULL;
  const char *data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
  data = g_bytes_get_data (bytes, &size);
  while (size > 0)
    {
      const char *end = memchr (data, '&', size);
      gsize field_size = end != NULL ? (gsize) (end - data) : size;

      if (!add_field (fields, data, field_size))
        {
          g_set_error_literal (error,
                               G_IO_ERROR,
                               G_IO_ERROR_INVALID_DATA,
                               "The form is not as it should be");
          return NULL;
        }
      if (end == NULL)
        break;
      data = end + 1;
      size -= field_size + 1;
    }

  return g_steal_pointer (&fields);
}
