/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/digest.h"

#include <string.h>

#define EMPTY "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ABC "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void
test_known (void)
{
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) abc = g_bytes_new_static ("abc", 3);
  g_autofree char *of_empty = tambo_digest_for_bytes (empty);
  g_autofree char *of_abc = tambo_digest_for_bytes (abc);

  g_assert_cmpstr (of_empty, ==, EMPTY);
  g_assert_cmpstr (of_abc, ==, ABC);
}

static void
test_pieces (void)
{
  g_autoptr (TamboHasher) hasher = tambo_hasher_new ();
  g_autofree char *digest = NULL;

  tambo_hasher_update (hasher, "a", 1);
  tambo_hasher_update (hasher, NULL, 0);
  tambo_hasher_update (hasher, "bc", 2);
  digest = tambo_hasher_finish (hasher);

  g_assert_cmpstr (digest, ==, ABC);
}

static void
test_valid (void)
{
  g_autofree char *capitals = g_ascii_strup (ABC, -1);
  g_autofree char *longer = g_strconcat (ABC, "0", NULL);
  g_autofree char *slash = g_strdup (ABC);

  memcpy (slash + 7, "../", 3);

  g_assert_true (tambo_digest_is_valid (ABC));
  g_assert_false (tambo_digest_is_valid (NULL));
  g_assert_false (tambo_digest_is_valid (""));
  g_assert_false (tambo_digest_is_valid ("sha256:"));
  g_assert_false (tambo_digest_is_valid (&ABC[7]));
  g_assert_false (tambo_digest_is_valid (capitals));
  g_assert_false (tambo_digest_is_valid (longer));
  g_assert_false (tambo_digest_is_valid (slash));
}

static void
test_raw (void)
{
  g_autofree char *digest = NULL;
  guint8 raw[TAMBO_DIGEST_SIZE];

  tambo_digest_to_raw (ABC, raw);
  g_assert_cmpuint (raw[0], ==, 0xba);
  digest = tambo_digest_from_raw (raw);
  g_assert_cmpstr (digest, ==, ABC);
  g_assert_cmpstr (tambo_digest_get_hex (digest), ==, &ABC[7]);
}

static void
test_hex (void)
{
  guint8 data[2] = { 7, 7 };

  g_assert_false (tambo_hex_decode ("0", data, 2));
  g_assert_false (tambo_hex_decode ("0g00", data, 2));
  g_assert_false (tambo_hex_decode ("000000", data, 2));
  g_assert_cmpuint (data[0], ==, 7);
  g_assert_true (tambo_hex_decode ("aF09", data, 2));
  g_assert_cmpuint (data[0], ==, 0xaf);
  g_assert_cmpuint (data[1], ==, 9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/digest/known", test_known);
  g_test_add_func ("/content/digest/pieces-are-one", test_pieces);
  g_test_add_func ("/content/digest/valid", test_valid);
  g_test_add_func ("/content/digest/raw", test_raw);
  g_test_add_func ("/content/digest/hex", test_hex);

  return g_test_run ();
}
