/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/still.h"

#include "content/base/error.h"
#include "content/base/limits.h"

#include <string.h>

static guint
read_16 (const guint8 *data)
{
  return (guint) data[0] << 8 | data[1];
}

/* The header of a PNG is always the first chunk, of 13 bytes. */
static gboolean
measure_png (const guint8 *data, gsize size, guint *out_width, guint *out_height)
{
  static const guint8 start[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
  };

  if (size < 33 || memcmp (data, start, sizeof start) != 0)
    return FALSE;

  /* What does not fit 16 bits is too large in any case. */
  *out_width = read_16 (data + 16) != 0 ? G_MAXUINT16 : read_16 (data + 18);
  *out_height = read_16 (data + 20) != 0 ? G_MAXUINT16 : read_16 (data + 22);
  return TRUE;
}

static gboolean
is_start_of_frame (guint8 marker)
{
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Goes from segment to segment until the one that says how large the picture is. */
static gboolean
measure_jpeg (const guint8 *data, gsize size, guint *out_width, guint *out_height)
{
  gsize at = 2;

  if (size < 4 || data[0] != 0xFF || data[1] != 0xD8)
    return FALSE;

  while (at + 9 < size && data[at] == 0xFF)
    {
      if (is_start_of_frame (data[at + 1]))
        {
          *out_height = read_16 (data + at + 5);
          *out_width = read_16 (data + at + 7);
          return TRUE;
        }

      if (read_16 (data + at + 2) < 2)
        return FALSE;

      at += 2 + read_16 (data + at + 2);
    }

  return FALSE;
}

/**
 * tambo_still_check:
 * @bytes: a picture, not trusted
 * @out_width: (out): in pixels
 * @out_height: (out): in pixels
 *
 * Looks at the header only, before a decoder is given the rest: a few bytes can ask for a picture
 * that fills the memory.
 */
gboolean
tambo_still_check (GBytes *bytes, guint *out_width, guint *out_height, GError **error)
{
  gsize size;
  const guint8 *data;
  guint width = 0;
  guint height = 0;

  g_return_val_if_fail (bytes != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  data = g_bytes_get_data (bytes, &size);
  if (size > TAMBO_LIMIT_STILL)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE, "Picture over 2 MiB");
      return FALSE;
    }

  if (!measure_png (data, size, &width, &height) && !measure_jpeg (data, size, &width, &height))
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_CODEC, "Neither PNG nor JPEG");
      return FALSE;
    }

  if (width == 0 || height == 0 || width > TAMBO_LIMIT_STILL_SIDE ||
      height > TAMBO_LIMIT_STILL_SIDE)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_TOO_LARGE,
                   "A picture has sides of 1 to %d pixels, not %u × %u",
                   TAMBO_LIMIT_STILL_SIDE,
                   width,
                   height);
      return FALSE;
    }

  *out_width = width;
  *out_height = height;
  return TRUE;
}
