/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/receipt.h"

#include "tests/support/consult.h"

static TamboTestClinic clinic;
static TamboTestClinic other_clinic;

static GStrv
make_ids (guint n)
{
  GStrv ids = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    ids[i] = g_strdup_printf ("%032x", i);

  return ids;
}

static TamboEnvelope *
make (guint n_ids)
{
  g_auto (GStrv) ids = make_ids (n_ids);
  guint8 key_id[TAMBO_RECIPIENT_SIZE];

  tambo_envelope_key_id (clinic.intake, key_id);

  return tambo_receipt_new ((const char *const *) ids,
                            n_ids,
                            tambo_test_deployment,
                            key_id,
                            clinic.identity_secret,
                            TAMBO_TEST_DAY);
}

static void
test_there_and_back (void)
{
  static const struct
  {
    guint n_ids;
    guint class;
  } vectors[] = {
    { 1, 1024 },    { 60, 1024 },    { 61, 4096 },     { 252, 4096 },
    { 253, 16384 }, { 4092, 65536 }, { 4093, 262144 }, { TAMBO_RECEIPT_MAX_IDS, 262144 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (TamboEnvelope) receipt = make (vectors[i].n_ids);
      g_autoptr (TamboEnvelope) carried = NULL;
      g_auto (GStrv) expected = make_ids (vectors[i].n_ids);
      g_auto (GStrv) ids = NULL;
      g_autoptr (GError) error = NULL;

      carried = tambo_envelope_parse (tambo_envelope_get_bytes (receipt), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tambo_envelope_get_size_class (carried), ==, vectors[i].class);
      g_assert_cmpmem (tambo_receipt_get_identity (carried),
                       TAMBO_KEY_SIZE,
                       clinic.identity,
                       TAMBO_KEY_SIZE);
      ids = tambo_receipt_verify (carried, tambo_test_deployment, clinic.identity, &error);
      g_assert_no_error (error);
      g_assert_cmpstrv (ids, expected);
    }
}

static void
test_flipped (void)
{
  g_autoptr (TamboEnvelope) receipt = make (2);
  gsize size;
  const guint8 *good = g_bytes_get_data (tambo_envelope_get_bytes (receipt), &size);

  for (gsize i = 0; i < size; i++)
    {
      guint8 *bad = g_memdup2 (good, size);
      g_autoptr (GBytes) bytes = g_bytes_new_take (bad, size);
      g_autoptr (TamboEnvelope) flipped = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) ids = NULL;

      bad[i] ^= 1;
      flipped = tambo_envelope_parse (bytes, &error);
      if (flipped != NULL)
        ids = tambo_receipt_verify (flipped, tambo_test_deployment, clinic.identity, &error);
      g_assert_true (error != NULL && error->domain == TAMBO_ERROR);
      g_assert_null (ids);
    }
}

static void
test_not_this_clinic (void)
{
  g_autoptr (TamboEnvelope) receipt = make (1);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  ids = tambo_receipt_verify (receipt, tambo_test_deployment, other_clinic.identity, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_SIGNATURE);
}

static void
test_other_deployment (void)
{
  static const guint8 other[TAMBO_DEPLOYMENT_ID_SIZE] = { 7 };
  g_autoptr (TamboEnvelope) receipt = make (1);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  ids = tambo_receipt_verify (receipt, other, clinic.identity, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_SIGNATURE);
}

/* A count that reaches past the body must not be believed before it is compared. */
static void
test_hostile_counts (void)
{
  static const guint8 counts[][4] = {
    { 0, 0, 0, 0 },
    { 61, 0, 0, 0 },
    { 0, 0, 0, 0x10 },
    { 0xff, 0xff, 0xff, 0xff },
  };
  g_autoptr (TamboEnvelope) receipt = make (2);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gsize size;
      const guint8 *body = tambo_envelope_get_body (receipt, &size);
      guint8 *bad = g_memdup2 (body, size);
      g_autoptr (GBytes) bytes = g_bytes_new_take (bad, size);
      g_autoptr (TamboEnvelope) envelope = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) ids = NULL;

      for (guint j = 0; j < 4; j++)
        bad[TAMBO_KEY_SIZE + j] = counts[i][j];
      envelope = tambo_envelope_new (TAMBO_ENVELOPE_RECEIPT,
                                     TAMBO_TEST_DAY,
                                     tambo_envelope_get_recipient (receipt),
                                     bytes);
      ids = tambo_receipt_verify (envelope, tambo_test_deployment, clinic.identity, &error);
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_FORMAT);
      g_assert_null (ids);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  tambo_test_clinic_init (&clinic, 1);
  tambo_test_clinic_init (&other_clinic, 2);

  g_test_add_func ("/content/receipt/there-and-back", test_there_and_back);
  g_test_add_func ("/content/receipt/flipped", test_flipped);
  g_test_add_func ("/content/receipt/not-this-clinic", test_not_this_clinic);
  g_test_add_func ("/content/receipt/other-deployment", test_other_deployment);
  g_test_add_func ("/content/receipt/hostile-counts", test_hostile_counts);

  return g_test_run ();
}
