/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/leaf-list.h"
#include "tests/support/packs.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static const gsize sizes[] = {
  1, TAMBO_LEAF_SIZE - 1, TAMBO_LEAF_SIZE, TAMBO_LEAF_SIZE + 1, 3 * TAMBO_LEAF_SIZE,
};

static GBytes *
leaf_of (GBytes *file, TamboLeafList *list, guint index)
{
  return g_bytes_new_from_bytes (file,
                                 (gsize) index * TAMBO_LEAF_SIZE,
                                 tambo_leaf_list_get_leaf_size (list, index));
}

static void
test_verify (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) file = tambo_test_noise (sizes[i], (guint32) i);
      g_autoptr (TamboLeafList) list = tambo_leaf_list_new_for_bytes (file);
      guint n_leaves = tambo_leaf_list_get_n_leaves (list);
      guint64 total = 0;

      for (guint leaf = 0; leaf < n_leaves; leaf++)
        {
          g_autoptr (GBytes) bytes = leaf_of (file, list, leaf);

          g_assert_true (tambo_leaf_list_verify (list, leaf, bytes));
          g_assert_false (tambo_leaf_list_verify (list, (leaf + 1) % (n_leaves + 1), bytes));
          total += g_bytes_get_size (bytes);
        }
      g_assert_cmpuint (total, ==, sizes[i]);
    }
}

static void
test_flipped_bit (void)
{
  g_autoptr (GBytes) file = tambo_test_noise (TAMBO_LEAF_SIZE + 100, 1);
  g_autoptr (TamboLeafList) list = tambo_leaf_list_new_for_bytes (file);
  g_autoptr (GBytes) leaf = leaf_of (file, list, 1);
  gsize size;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (leaf, &size), g_bytes_get_size (leaf));

  data[99] ^= 1;
  {
    g_autoptr (GBytes) flipped = g_bytes_new (data, size);
    g_autoptr (GBytes) shorter = g_bytes_new_from_bytes (leaf, 0, size - 1);

    g_assert_false (tambo_leaf_list_verify (list, 1, flipped));
    g_assert_false (tambo_leaf_list_verify (list, 1, shorter));
  }
}

static void
test_from_file (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) file = tambo_test_noise (sizes[i], (guint32) i);
      g_autoptr (TamboLeafList) expected = tambo_leaf_list_new_for_bytes (file);
      g_autoptr (TamboLeafList) list = NULL;
      g_autofree char *path = NULL;
      int fd = g_file_open_tmp ("tambo-test-XXXXXX", &path, &error);

      g_assert_no_error (error);
      g_assert_cmpint (write (fd, g_bytes_get_data (file, NULL), sizes[i]), ==, (gssize) sizes[i]);

      list = tambo_leaf_list_new_for_fd (fd, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tambo_leaf_list_get_file_size (list), ==, sizes[i]);
      g_assert_true (
          g_bytes_equal (tambo_leaf_list_get_bytes (list), tambo_leaf_list_get_bytes (expected)));

      close (fd);
      g_assert_no_errno (g_unlink (path));
    }
}

static void
test_parse (void)
{
  g_autoptr (GBytes) two = tambo_test_noise (2 * TAMBO_DIGEST_SIZE, 1);
  static const struct
  {
    guint64 file_size;
    int code; /* -1: accepted */
  } cases[] = {
    { TAMBO_LEAF_SIZE, TAMBO_ERROR_PACK_FORMAT },
    { TAMBO_LEAF_SIZE + 1, -1 },
    { 2 * TAMBO_LEAF_SIZE, -1 },
    { 2 * TAMBO_LEAF_SIZE + 1, TAMBO_ERROR_PACK_FORMAT },
    { 0, TAMBO_ERROR_PACK_FORMAT },
    { TAMBO_LIMIT_FILE, TAMBO_ERROR_PACK_FORMAT },
    { TAMBO_LIMIT_FILE + 1, TAMBO_ERROR_PACK_TOO_LARGE },
    { G_MAXUINT64, TAMBO_ERROR_PACK_TOO_LARGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboLeafList) list = NULL;

      list = tambo_leaf_list_new_from_bytes (two, cases[i].file_size, &error);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, TAMBO_ERROR, cases[i].code);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/leaf-list/verify", test_verify);
  g_test_add_func ("/content/leaf-list/flipped-bit", test_flipped_bit);
  g_test_add_func ("/content/leaf-list/from-file", test_from_file);
  g_test_add_func ("/content/leaf-list/parse", test_parse);

  return g_test_run ();
}
