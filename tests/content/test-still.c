/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/still.h"

#include "content/base/error.h"
#include "content/base/limits.h"

static const guint8 png_header[33] = {
  0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
};

/* The header of a PNG of this size: enough to be measured, whatever follows. */
static GBytes *
make_png (guint32 width, guint32 height)
{
  guint8 data[sizeof png_header];

  memcpy (data, png_header, sizeof data);
  width = GUINT32_TO_BE (width);
  height = GUINT32_TO_BE (height);
  memcpy (data + 16, &width, sizeof width);
  memcpy (data + 20, &height, sizeof height);

  return g_bytes_new (data, sizeof data);
}

static void
test_measures (void)
{
  static const guint8 jpeg[] = {
    0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC2, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 0, 0, 0,
  };
  g_autoptr (GBytes) png = make_png (640, 360);
  g_autoptr (GBytes) photo = g_bytes_new_static (jpeg, sizeof jpeg);
  g_autoptr (GError) error = NULL;
  guint width;
  guint height;

  g_assert_true (tambo_still_check (png, &width, &height, &error));
  g_assert_cmpuint (width, ==, 640);
  g_assert_cmpuint (height, ==, 360);
  g_assert_true (tambo_still_check (photo, &width, &height, &error));
  g_assert_cmpuint (width, ==, 0x304);
  g_assert_cmpuint (height, ==, 0x102);
}

static void
test_limits (void)
{
  static const struct
  {
    const char *name;
    guint32 width;
    guint32 height;
    gboolean is_fine;
  } vectors[] = {
    { "largest", TAMBO_LIMIT_STILL_SIDE, TAMBO_LIMIT_STILL_SIDE, TRUE },
    { "one pixel wider", TAMBO_LIMIT_STILL_SIDE + 1, 1, FALSE },
    { "one pixel higher", 1, TAMBO_LIMIT_STILL_SIDE + 1, FALSE },
    { "no width", 0, 1, FALSE },
    { "65535 a side", 65535, 65535, FALSE },
    { "small in the low half only", 0x10000 + 1, 1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GBytes) png = make_png (vectors[i].width, vectors[i].height);
      g_autoptr (GError) error = NULL;
      guint width;
      guint height;

      g_test_message ("%s", vectors[i].name);
      g_assert_cmpint (tambo_still_check (png, &width, &height, &error), ==, vectors[i].is_fine);
      if (!vectors[i].is_fine)
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE);
    }
}

static void
test_other_formats (void)
{
  static const struct
  {
    const char *name;
    const char *data;
    gsize size;
  } vectors[] = {
    { "nothing", "", 0 },
    { "drawing", "<svg xmlns='http://www.w3.org/2000/svg'/>", 41 },
    { "animation", "GIF89a\1\0\1\0\0\0\0\0\0\0", 16 },
    { "start of a PNG", "\211PNG\r\n\032\n", 8 },
    { "start of a JPEG", "\377\330\377\340", 4 },
    { "a JPEG's segment of no length", "\377\330\377\340\0\0\0\0\0\0\0\0\0", 13 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (vectors[i].data, vectors[i].size);
      g_autoptr (GError) error = NULL;
      guint width;
      guint height;

      g_test_message ("%s", vectors[i].name);
      g_assert_false (tambo_still_check (bytes, &width, &height, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_CODEC);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/still/measures", test_measures);
  g_test_add_func ("/content/still/limits", test_limits);
  g_test_add_func ("/content/still/other-formats", test_other_formats);

  return g_test_run ();
}
