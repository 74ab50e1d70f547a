/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/envelope.h"

#include "tests/support/consult.h"

#include <string.h>

static const guint8 recipient[TAMBO_RECIPIENT_SIZE] = { 0, 1, 2,  3,  4,  5,  6,  7,
                                                        8, 9, 10, 11, 12, 13, 14, 15 };

static TamboEnvelope *
make (TamboEnvelopeType type, guint class)
{
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (class + 48), class + 48);

  return tambo_envelope_new (type, TAMBO_TEST_DAY, recipient, body);
}

/* The id was computed apart from this source. */
static void
test_vector (void)
{
  static const guint8 header[TAMBO_ENVELOPE_HEADER_SIZE] = {
    'T', 'A', 'M', '1', 6,  1,  0xdd, 0x09, 0,  1,  2,    3,    4, 5,
    6,   7,   8,   9,   10, 11, 12,   13,   14, 15, 0x30, 0x04, 0, 0,
  };
  g_autoptr (TamboEnvelope) envelope = make (TAMBO_ENVELOPE_DUMMY, 1024);
  GBytes *bytes = tambo_envelope_get_bytes (envelope);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 1024 + TAMBO_ENVELOPE_OVERHEAD);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), sizeof header, header, sizeof header);
  g_assert_cmpstr (tambo_envelope_get_id (envelope), ==, "c093806824cdded372781aa4c8b988b9");
}

static void
test_there_and_back (void)
{
  static const guint classes[] = { 1024, 4096, 16384, 65536, 262144 };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autoptr (TamboEnvelope) envelope = make (TAMBO_ENVELOPE_URGENT, classes[i]);
      g_autoptr (TamboEnvelope) again = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      again = tambo_envelope_parse (tambo_envelope_get_bytes (envelope), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (tambo_envelope_get_id (again), ==, tambo_envelope_get_id (envelope));
      g_assert_cmpint (tambo_envelope_get_envelope_type (again), ==, TAMBO_ENVELOPE_URGENT);
      g_assert_cmpuint (tambo_envelope_get_size_class (again), ==, classes[i]);
      g_assert_cmpmem (tambo_envelope_get_recipient (again),
                       TAMBO_RECIPIENT_SIZE,
                       recipient,
                       TAMBO_RECIPIENT_SIZE);
      tambo_envelope_get_body (again, &size);
      g_assert_cmpuint (size, ==, classes[i] + 48);
    }
}

/* Never earlier than the day of writing and the lifetime, and always a Monday. */
static void
test_expiry_day (void)
{
  static const struct
  {
    TamboEnvelopeType type;
    guint expected;
  } vectors[] = {
    { TAMBO_ENVELOPE_REQUEST, 2532 },   { TAMBO_ENVELOPE_REPLY, 2553 },
    { TAMBO_ENVELOPE_COMPLAINT, 2532 }, { TAMBO_ENVELOPE_STATISTICS, 2525 },
    { TAMBO_ENVELOPE_RECEIPT, 2581 },   { TAMBO_ENVELOPE_DUMMY, 2525 },
    { TAMBO_ENVELOPE_URGENT, 2532 },
  };
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (1072), 1072);

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (TamboEnvelope) envelope = make (vectors[i].type, 1024);

      g_assert_cmpuint (tambo_envelope_get_expiry_day (envelope), ==, vectors[i].expected);
    }

  for (guint day = 0; day < 14; day++)
    {
      g_autoptr (TamboEnvelope) envelope = NULL;
      guint expiry;

      envelope = tambo_envelope_new (TAMBO_ENVELOPE_REQUEST, day, recipient, body);
      expiry = tambo_envelope_get_expiry_day (envelope);
      g_assert_cmpuint (expiry % 7, ==, 5);
      g_assert_cmpuint (expiry, >=, day + 14);
      g_assert_cmpuint (expiry, <, day + 14 + 7);
    }
}

static void
assert_refuses (const guint8 *data, gsize size, TamboError expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboEnvelope) envelope = tambo_envelope_parse (bytes, &error);

  g_assert_error (error, TAMBO_ERROR, (int) expected);
  g_assert_null (envelope);
}

static void
test_cut (void)
{
  g_autoptr (TamboEnvelope) envelope = make (TAMBO_ENVELOPE_REQUEST, 1024);
  GBytes *bytes = tambo_envelope_get_bytes (envelope);

  for (gsize size = 0; size < g_bytes_get_size (bytes); size++)
    assert_refuses (g_bytes_get_data (bytes, NULL), size, TAMBO_ERROR_ENVELOPE_FORMAT);
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *name;
    guint offset;
    guint8 value;
  } vectors[] = {
    { "other magic", 0, 'K' },
    { "type 0", 4, 0 },
    { "type 8", 4, 8 },
    { "suite 2", 5, 2 },
    { "a Tuesday", 6, 0xe5 },
    { "shorter than it says", 24, 0x31 },
    { "longer than it says", 25, 0 },
    { "length past 4 GiB", 27, 0xff },
  };
  g_autoptr (TamboEnvelope) envelope = make (TAMBO_ENVELOPE_REQUEST, 1024);
  gsize size;
  const guint8 *good = g_bytes_get_data (tambo_envelope_get_bytes (envelope), &size);

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree guint8 *bad = g_memdup2 (good, size);

      g_test_message ("%s", vectors[i].name);
      g_assert_cmpuint (bad[vectors[i].offset], !=, vectors[i].value);
      bad[vectors[i].offset] = vectors[i].value;
      assert_refuses (bad, size, TAMBO_ERROR_ENVELOPE_FORMAT);
    }
}

/* 1025 bytes and a header that says so are still none of the five sizes. */
static void
test_refuses_size (void)
{
  g_autoptr (TamboEnvelope) envelope = make (TAMBO_ENVELOPE_REQUEST, 4096);
  g_autofree guint8 *data = g_malloc0 (TAMBO_ENVELOPE_MAX_SIZE + 1);
  const guint8 *good = g_bytes_get_data (tambo_envelope_get_bytes (envelope), NULL);

  memcpy (data, good, TAMBO_ENVELOPE_HEADER_SIZE);
  data[24] = 0x31;
  data[25] = 0x04;
  assert_refuses (data, 1025 + TAMBO_ENVELOPE_OVERHEAD, TAMBO_ERROR_ENVELOPE_FORMAT);
  assert_refuses (data, TAMBO_ENVELOPE_MAX_SIZE + 1, TAMBO_ERROR_ENVELOPE_TOO_LARGE);
}

static void
test_class_for_size (void)
{
  static const struct
  {
    gsize size;
    guint expected; /* 0: none */
  } vectors[] = {
    { 0, 1024 },       { 1023, 1024 },     { 1024, 4096 },   { 4095, 4096 },
    { 4096, 16384 },   { 16383, 16384 },   { 16384, 65536 }, { 65535, 65536 },
    { 65536, 262144 }, { 262143, 262144 }, { 262144, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      guint class = 0;
      gboolean fits = tambo_envelope_class_for_size (vectors[i].size, &class);

      g_assert_true (fits == (vectors[i].expected != 0));
      g_assert_cmpuint (class, ==, vectors[i].expected);
    }
}

static void
test_key_id (void)
{
  static const guint8 expected[TAMBO_RECIPIENT_SIZE] = { 0x23, 0x51, 0x71, 0x7b, 0x43, 0xb9,
                                                         0xd3, 0x68, 0xe1, 0x75, 0x13, 0x8c,
                                                         0xc3, 0xfd, 0x6a, 0x82 };
  guint8 key[32];
  guint8 id[TAMBO_RECIPIENT_SIZE];

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guint8) i;

  tambo_envelope_key_id (key, id);
  g_assert_cmpmem (id, sizeof id, expected, sizeof expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/envelope/vector", test_vector);
  g_test_add_func ("/content/envelope/there-and-back", test_there_and_back);
  g_test_add_func ("/content/envelope/expiry-day", test_expiry_day);
  g_test_add_func ("/content/envelope/parse/cut", test_cut);
  g_test_add_func ("/content/envelope/parse/refuses", test_refuses);
  g_test_add_func ("/content/envelope/parse/refuses-size", test_refuses_size);
  g_test_add_func ("/content/envelope/class-for-size", test_class_for_size);
  g_test_add_func ("/content/envelope/key-id", test_key_id);

  return g_test_run ();
}
