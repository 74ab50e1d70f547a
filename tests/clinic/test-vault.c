/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/vault.h"
#include "content/base/error.h"

#include "tests/support/async.h"

#include <sodium.h>
#include <string.h>

#define PASSPHRASE "correct horse battery"

static GBytes *
wrap (TamboVault *vault)
{
  g_autoptr (GError) error = NULL;
  GBytes *wrapped;

  wrapped = tambo_vault_wrap (vault,
                              PASSPHRASE,
                              crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN,
                              &error);
  g_assert_no_error (error);

  return wrapped;
}

static gboolean
unlock (TamboVault *vault, GBytes *wrapped, const char *passphrase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tambo_vault_unlock_async (vault, wrapped, passphrase, NULL, tambo_test_store_result, &result);

  return tambo_vault_unlock_finish (vault, tambo_test_wait_for_result (&result), error);
}

static void
test_there_and_back (void)
{
  g_autoptr (TamboVault) vault = tambo_vault_new_random ();
  g_autoptr (TamboVault) later = tambo_vault_new ();
  g_autoptr (GBytes) wrapped = wrap (vault);
  g_autoptr (GBytes) plain = g_bytes_new_static ("words", 5);
  g_autoptr (GBytes) sealed = tambo_vault_seal (vault, "a-purpose", plain);
  g_autoptr (GBytes) unsealed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (tambo_vault_is_open (later));
  g_assert_true (unlock (later, wrapped, PASSPHRASE, &error));
  g_assert_no_error (error);
  unsealed = tambo_vault_unseal (later, "a-purpose", sealed, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (unsealed, plain));
}

static void
test_wrong_passphrase (void)
{
  g_autoptr (TamboVault) vault = tambo_vault_new_random ();
  g_autoptr (TamboVault) later = tambo_vault_new ();
  g_autoptr (GBytes) wrapped = wrap (vault);
  g_autoptr (GError) error = NULL;

  g_assert_false (unlock (later, wrapped, "correct horse batterie", &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CLINIC_PASSPHRASE);
  g_assert_false (tambo_vault_is_open (later));
}

/* Costs that a damaged database names are not paid: the largest are refused, not allocated. */
static void
test_damaged_wrapping (void)
{
  g_autoptr (TamboVault) vault = tambo_vault_new_random ();
  g_autoptr (GBytes) good = wrap (vault);

  for (gsize i = 0; i < g_bytes_get_size (good); i++)
    {
      g_autoptr (TamboVault) later = tambo_vault_new ();
      guint8 *data = g_memdup2 (g_bytes_get_data (good, NULL), g_bytes_get_size (good));
      g_autoptr (GBytes) bad = g_bytes_new_take (data, g_bytes_get_size (good));
      g_autoptr (GError) error = NULL;

      data[i] ^= 0x80;
      g_assert_false (unlock (later, bad, PASSPHRASE, &error));
      g_assert_nonnull (error);
    }
}

static void
test_damaged_seal (void)
{
  g_autoptr (TamboVault) vault = tambo_vault_new_random ();
  g_autoptr (GBytes) plain = g_bytes_new_static ("words", 5);
  g_autoptr (GBytes) sealed = tambo_vault_seal (vault, "a-purpose", plain);
  gsize size = g_bytes_get_size (sealed);
  g_autoptr (GBytes) other_purpose = NULL;
  g_autoptr (GError) purpose_error = NULL;

  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, i);
      guint8 *data = g_memdup2 (g_bytes_get_data (sealed, NULL), size);
      g_autoptr (GBytes) flipped = g_bytes_new_take (data, size);
      g_autoptr (GError) cut_error = NULL;
      g_autoptr (GError) flip_error = NULL;

      data[i] ^= 1;
      g_assert_null (tambo_vault_unseal (vault, "a-purpose", cut, &cut_error));
      g_assert_error (cut_error, TAMBO_ERROR, TAMBO_ERROR_DATABASE);
      g_assert_null (tambo_vault_unseal (vault, "a-purpose", flipped, &flip_error));
      g_assert_error (flip_error, TAMBO_ERROR, TAMBO_ERROR_DATABASE);
    }

  other_purpose = tambo_vault_unseal (vault, "another", sealed, &purpose_error);
  g_assert_error (purpose_error, TAMBO_ERROR, TAMBO_ERROR_DATABASE);
  g_assert_null (other_purpose);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clinic/vault/there-and-back", test_there_and_back);
  g_test_add_func ("/clinic/vault/wrong-passphrase", test_wrong_passphrase);
  g_test_add_func ("/clinic/vault/damaged-wrapping", test_damaged_wrapping);
  g_test_add_func ("/clinic/vault/damaged-seal", test_damaged_seal);

  return g_test_run ();
}
