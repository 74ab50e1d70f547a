/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/mailbox.h"

#include "tests/support/consult.h"

#include <sodium.h>

static char *
hex (const guint8 *data, gsize size)
{
  char *text = g_malloc (2 * size + 1);

  return sodium_bin2hex (text, 2 * size + 1, data, size);
}

/* Computed apart from this source, from contracts.md: what other programs must come to as well. */
static void
test_vectors (void)
{
  static const struct
  {
    guint64 opslimit;
    gsize memlimit;
    const char *tag;
    const char *public_key;
    const char *case_code;
  } vectors[] = {
    { 3,
      128 * 1024 * 1024,
      "3447c67e6f028dc1b2f8c3675c7e6d4a",
      "3a83c1e7a791a88e0151da205575d599348045af34b3fa3907d2049c18f01a70",
      "AKDPFFMAAESNS" },
    { 1,
      8192,
      "40354eda6e40013d3daea6ea7142aa77",
      "529504aec25097c9473cf9b924f9ad8ba84a9b32d554a699c43984996775894e",
      "PNZGSP7XKDL4K" },
  };
  g_autoptr (TamboCode) code = tambo_code_parse (TAMBO_TEST_CODE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboMailbox) mailbox = NULL;
      g_autofree char *tag = NULL;
      g_autofree char *public_key = NULL;
      g_autofree char *case_code = NULL;

      mailbox = tambo_mailbox_derive (code,
                                      tambo_test_deployment,
                                      vectors[i].opslimit,
                                      vectors[i].memlimit,
                                      &error);
      g_assert_no_error (error);
      tag = hex (tambo_mailbox_get_tag (mailbox), TAMBO_TAG_SIZE);
      public_key = hex (tambo_mailbox_get_public_key (mailbox), TAMBO_KEY_SIZE);
      case_code = tambo_mailbox_case_code_for_tag (tambo_mailbox_get_tag (mailbox));

      g_assert_cmpstr (tag, ==, vectors[i].tag);
      g_assert_cmpstr (public_key, ==, vectors[i].public_key);
      g_assert_cmpstr (case_code, ==, vectors[i].case_code);
    }
}

static void
test_keys_are_a_pair (void)
{
  g_autoptr (TamboMailbox) mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  guint8 computed[TAMBO_KEY_SIZE];

  crypto_scalarmult_base (computed, tambo_mailbox_get_secret_key (mailbox));
  g_assert_cmpmem (computed,
                   sizeof computed,
                   tambo_mailbox_get_public_key (mailbox),
                   TAMBO_KEY_SIZE);
}

/* The locator and the deployment are both in the salt. */
static void
test_differs (void)
{
  static const guint8 other_deployment[TAMBO_DEPLOYMENT_ID_SIZE] = { 1 };
  g_autoptr (TamboMailbox) mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  g_autoptr (TamboMailbox) other_secret = tambo_test_mailbox_new (TAMBO_TEST_OTHER_CODE);
  g_autoptr (TamboMailbox) other_locator = tambo_test_mailbox_new ("043 3141 5926 5358 9793 4");
  g_autoptr (TamboMailbox) elsewhere = NULL;
  g_autoptr (TamboCode) code = tambo_code_parse (TAMBO_TEST_CODE, NULL);

  elsewhere = tambo_mailbox_derive (code,
                                    other_deployment,
                                    crypto_pwhash_OPSLIMIT_MIN,
                                    crypto_pwhash_MEMLIMIT_MIN,
                                    NULL);

  for (guint i = 0; i < 3; i++)
    {
      TamboMailbox *other = ((TamboMailbox *[]){ other_secret, other_locator, elsewhere })[i];

      g_assert_cmpint (sodium_memcmp (tambo_mailbox_get_tag (mailbox),
                                      tambo_mailbox_get_tag (other),
                                      TAMBO_TAG_SIZE),
                       !=,
                       0);
      g_assert_cmpint (sodium_memcmp (tambo_mailbox_get_public_key (mailbox),
                                      tambo_mailbox_get_public_key (other),
                                      TAMBO_KEY_SIZE),
                       !=,
                       0);
    }
}

static void
test_without_memory (void)
{
  g_autoptr (TamboCode) code = tambo_code_parse (TAMBO_TEST_CODE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMailbox) mailbox = NULL;

  mailbox = tambo_mailbox_derive (code, tambo_test_deployment, 1, G_MAXSIZE / 2, &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (mailbox);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/mailbox/vectors", test_vectors);
  g_test_add_func ("/content/mailbox/keys-are-a-pair", test_keys_are_a_pair);
  g_test_add_func ("/content/mailbox/differs", test_differs);
  g_test_add_func ("/content/mailbox/without-memory", test_without_memory);

  return g_test_run ();
}
