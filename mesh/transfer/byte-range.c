/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/byte-range.h"

#include "content/pack/leaf-list.h"

#include <string.h>

#define MAX_DIGITS 18 /* any such number fits, and the sum of two */

static gboolean
read_number (const char **cursor, guint64 *out_number)
{
  gsize n_digits = strspn (*cursor, "0123456789");

  if (n_digits == 0 || n_digits > MAX_DIGITS)
    return FALSE;

  *out_number = g_ascii_strtoull (*cursor, NULL, 10);
  *cursor += n_digits;

  return TRUE;
}

/**
 * tambo_byte_range_parse:
 * @text: the value of a Range header
 * @size: of what is asked for
 * @out_offset: (out): first byte
 * @out_length: (out): how many, at least one
 *
 * Reads one range, `bytes=1-2`, `bytes=1-` or `bytes=-2`. Several ranges are refused: nobody of
 * ours asks for them, and they make a large answer of a small request.
 *
 * Returns: %FALSE if it cannot be read or no byte of it exists: answer 416
 */
gboolean
tambo_byte_range_parse (const char *text, guint64 size, guint64 *out_offset, guint64 *out_length)
{
  const char *cursor = text;
  guint64 first = 0;
  guint64 last = G_MAXUINT64;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!g_str_has_prefix (cursor, "bytes="))
    return FALSE;

  cursor += strlen ("bytes=");
  if (*cursor == '-')
    {
      guint64 suffix;

      cursor++;
      if (!read_number (&cursor, &suffix) || *cursor != '\0' || suffix == 0 || size == 0)
        return FALSE;

      *out_length = MIN (suffix, size);
      *out_offset = size - *out_length;
      return TRUE;
    }

  if (!read_number (&cursor, &first) || *cursor++ != '-')
    return FALSE;
  if (*cursor != '\0' && !read_number (&cursor, &last))
    return FALSE;
  if (*cursor != '\0' || last < first || first >= size)
    return FALSE;

  *out_offset = first;
  *out_length = MIN (last, size - 1) - first + 1;

  return TRUE;
}

/**
 * tambo_byte_range_is_held:
 * @have: (nullable): a bit for each leaf, as in #TamboHave; %NULL if all are held
 * @size: of the whole
 * @offset: first byte
 * @length: how many
 *
 * Returns: whether every leaf that the range touches is held
 */
gboolean
tambo_byte_range_is_held (GBytes *have, guint64 size, guint64 offset, guint64 length)
{
  const guint8 *bits;
  gsize n_bytes;

  g_return_val_if_fail (length > 0, FALSE);
  g_return_val_if_fail (offset < size && length <= size - offset, FALSE);

  if (have == NULL)
    return TRUE;

  bits = g_bytes_get_data (have, &n_bytes);
  for (guint64 leaf = offset / TAMBO_LEAF_SIZE; leaf <= (offset + length - 1) / TAMBO_LEAF_SIZE;
       leaf++)
    {
      if (leaf / 8 >= n_bytes || (bits[leaf / 8] & (1 << (leaf % 8))) == 0)
        return FALSE;
    }

  return TRUE;
}
