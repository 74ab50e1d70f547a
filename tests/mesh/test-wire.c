/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "mesh/wire/envelope-batch.h"
#include "mesh/wire/have.h"
#include "mesh/wire/hello.h"
#include "mesh/wire/summary-answer.h"
#include "mesh/wire/summary-query.h"

#include <string.h>

#define HELLO(packs, addresses)                                                          \
  "{\"proto\":1,\"boot\":\"b\",\"trust\":4,\"packs\":" packs ",\"addresses\":" addresses \
  ",\"age-of-clinic-contact\":-1,\"gateway-hops\":2}"
#define FIFTY_LETTERS "abcdefghijklmnopqrstuvwxyabcdefghijklmnopqrstuvwxy"

typedef gpointer (*Decode) (GBytes *bytes, GError **error);

typedef struct
{
  const char *name;
  Decode decode;
  const char *text;
  TamboError code;
} BadText;

static gpointer
decode_hello (GBytes *bytes, GError **error)
{
  return tambo_hello_new_from_bytes (bytes, error);
}

static gpointer
decode_have (GBytes *bytes, GError **error)
{
  return tambo_have_new_from_bytes (bytes, error);
}

static gpointer
decode_query (GBytes *bytes, GError **error)
{
  return tambo_summary_query_new_from_bytes (bytes, error);
}

static gpointer
decode_answer (GBytes *bytes, GError **error)
{
  return tambo_summary_answer_new_from_bytes (bytes, error);
}

#define SALT "\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\""

static const BadText bad_texts[] = {
  { "hello-nothing", decode_hello, "", TAMBO_ERROR_JSON_SYNTAX },
  { "hello-list", decode_hello, "[]", TAMBO_ERROR_JSON_MEMBER },
  { "hello-empty", decode_hello, "{}", TAMBO_ERROR_JSON_MEMBER },
  { "hello-twice-the-same-key",
    decode_hello,
    "{\"proto\":1,\"proto\":1}",
    TAMBO_ERROR_JSON_DUPLICATE_KEY },
  { "hello-other-protocol", decode_hello, "{\"proto\":2}", TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-pack-is-text", decode_hello, HELLO ("[\"a\"]", "[]"), TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-pack-of-two", decode_hello, HELLO ("[[\"a\",1]]", "[]"), TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-pack-without-id", decode_hello, HELLO ("[[1,1,1]]", "[]"), TAMBO_ERROR_JSON_MEMBER },
  { "hello-negative-version",
    decode_hello,
    HELLO ("[[\"a\",-1,1]]", "[]"),
    TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-fraction", decode_hello, HELLO ("[[\"a\",1.5,1]]", "[]"), TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-long-id",
    decode_hello,
    HELLO ("[[\"" FIFTY_LETTERS FIFTY_LETTERS "\",1,1]]", "[]"),
    TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-long-address",
    decode_hello,
    HELLO ("[]", "[\"" FIFTY_LETTERS FIFTY_LETTERS "\"]"),
    TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-tab-in-address", decode_hello, HELLO ("[]", "[\"a\\tb\"]"), TAMBO_ERROR_PEER_PROTOCOL },
  { "hello-address-is-number", decode_hello, HELLO ("[]", "[1]"), TAMBO_ERROR_JSON_MEMBER },
  { "have-no-bits", decode_have, "{\"gen\":1}", TAMBO_ERROR_JSON_MEMBER },
  { "have-negative-gen", decode_have, "{\"gen\":-1,\"bits\":\"\"}", TAMBO_ERROR_JSON_MEMBER },
  { "have-not-base64", decode_have, "{\"gen\":1,\"bits\":\"*\"}", TAMBO_ERROR_PEER_PROTOCOL },
  { "have-unpadded", decode_have, "{\"gen\":1,\"bits\":\"AA\"}", TAMBO_ERROR_PEER_PROTOCOL },
  { "have-blanks", decode_have, "{\"gen\":1,\"bits\":\"A A==\"}", TAMBO_ERROR_PEER_PROTOCOL },
  { "query-no-salt", decode_query, "{\"nodes\":[]}", TAMBO_ERROR_JSON_MEMBER },
  { "query-short-salt",
    decode_query,
    "{\"nodes\":[],\"salt\":\"AAAA\"}",
    TAMBO_ERROR_PEER_PROTOCOL },
  { "query-capital-prefix",
    decode_query,
    "{\"nodes\":[[\"A\",\"0000000000000000\"]]," SALT "}",
    TAMBO_ERROR_PEER_PROTOCOL },
  { "query-long-prefix",
    decode_query,
    "{\"nodes\":[[\"000000000000000000000000000000000\",\"0000000000000000\"]]," SALT "}",
    TAMBO_ERROR_PEER_PROTOCOL },
  { "query-short-fingerprint",
    decode_query,
    "{\"nodes\":[[\"\",\"0\"]]," SALT "}",
    TAMBO_ERROR_PEER_PROTOCOL },
  { "answer-unknown-kind",
    decode_answer,
    "{\"nodes\":[[\"\",\"other\",\"\"]]}",
    TAMBO_ERROR_PEER_PROTOCOL },
  { "answer-few-children",
    decode_answer,
    "{\"nodes\":[[\"\",\"children\",\"AAAA\"]]}",
    TAMBO_ERROR_PEER_PROTOCOL },
  { "answer-half-an-entry",
    decode_answer,
    "{\"nodes\":[[\"\",\"entries\",\"AAAA\"]]}",
    TAMBO_ERROR_PEER_PROTOCOL },
};

static void
test_bad_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad_texts[i].text, strlen (bad_texts[i].text));
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_texts[i].name);
      g_assert_null (bad_texts[i].decode (bytes, &error));
      g_assert_error (error, TAMBO_ERROR, (int) bad_texts[i].code);
    }
}

static void
test_hello (void)
{
  g_autoptr (TamboHello) hello = tambo_hello_new ("boot 7", 12);
  g_autoptr (TamboHello) got = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  tambo_hello_add_pack (hello, "org.tambo.cough", 3, 99);
  tambo_hello_add_address (hello, "10.0.0.5:7443");
  tambo_hello_add_address (hello, "[fd00::5]:7443");
  tambo_hello_set_clinic (hello, 3600, 2);
  tambo_hello_set_hub (hello, 40);
  bytes = tambo_hello_to_bytes (hello);
  got = tambo_hello_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_hello_get_boot (got), ==, "boot 7");
  g_assert_cmpuint (tambo_hello_get_trust (got), ==, 12);
  g_assert_cmpuint (tambo_hello_get_n_packs (got), ==, 1);
  g_assert_cmpstr (tambo_hello_get_pack (got, 0)->id, ==, "org.tambo.cough");
  g_assert_cmpuint (tambo_hello_get_pack (got, 0)->version, ==, 3);
  g_assert_cmpuint (tambo_hello_get_pack (got, 0)->have_gen, ==, 99);
  g_assert_cmpstrv (tambo_hello_get_addresses (got),
                    ((const char *const[]){ "10.0.0.5:7443", "[fd00::5]:7443", NULL }));
  g_assert_cmpint (tambo_hello_get_contact_age (got), ==, 3600);
  g_assert_cmpint (tambo_hello_get_gateway_hops (got), ==, 2);
  g_assert_cmpint (tambo_hello_get_hub_age (got), ==, 40);
}

/* As kiosks say it that know of no hubs. */
static void
test_hello_without_hub (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (HELLO ("[]", "[]"), strlen (HELLO ("[]", "[]")));
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHello) hello = tambo_hello_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpint (tambo_hello_get_hub_age (hello), ==, TAMBO_HELLO_NEVER);
}

/* However much there is to say, what we say is what others take. */
static void
test_hello_is_bounded (void)
{
  g_autoptr (TamboHello) hello = tambo_hello_new ("boot", G_MAXINT64);
  g_autoptr (TamboHello) got = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strnfill (TAMBO_LIMIT_PACK_ID, 'x');

  for (guint i = 0; i < 5000; i++)
    {
      tambo_hello_add_pack (hello, id, G_MAXUINT, G_MAXUINT64);
      tambo_hello_add_address (hello, "[fd00:1111:2222:3333:4444:5555:6666:7777]:65535");
    }
  tambo_hello_set_clinic (hello, G_MAXINT64, G_MAXINT);
  tambo_hello_set_hub (hello, G_MAXINT64);
  bytes = tambo_hello_to_bytes (hello);
  got = tambo_hello_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
}

static void
test_have (void)
{
  g_autoptr (GBytes) bits = g_bytes_new_static ("\x01\x80", 2);
  g_autoptr (TamboHave) have = tambo_have_new (5, bits);
  g_autoptr (GBytes) bytes = tambo_have_to_bytes (have);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHave) got = tambo_have_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_have_get_gen (got), ==, 5);
  g_assert_true (tambo_have_has_leaf (got, 0));
  g_assert_false (tambo_have_has_leaf (got, 1));
  g_assert_true (tambo_have_has_leaf (got, 15));
  g_assert_false (tambo_have_has_leaf (got, 16));
  g_assert_false (tambo_have_has_leaf (got, G_MAXUINT64));
}

static void
test_batch_limits (void)
{
  static const guint8 header[TAMBO_ENVELOPE_HEADER_SIZE] = "TAM1";
  g_autoptr (TamboEnvelopeBatch) many = tambo_envelope_batch_new ();
  g_autoptr (TamboEnvelopeBatch) large = tambo_envelope_batch_new ();
  g_autoptr (TamboEnvelopeBatch) got = NULL;
  g_autoptr (GBytes) small = g_bytes_new_static (header, sizeof header);
  g_autoptr (GBytes) largest = g_bytes_new_take (g_malloc0 (TAMBO_ENVELOPE_MAX_SIZE),
                                                 TAMBO_ENVELOPE_MAX_SIZE);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *ages = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < TAMBO_ENVELOPE_BATCH_MAX_ITEMS; i++)
    g_assert_true (tambo_envelope_batch_add (many, small, 999999999999999999));
  g_assert_false (tambo_envelope_batch_add (many, small, 0));

  body = tambo_envelope_batch_to_body (many);
  ages = tambo_envelope_batch_format_ages (many);
  got = tambo_envelope_batch_new_from_body (body, ages, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_envelope_batch_get_n_items (got), ==, TAMBO_ENVELOPE_BATCH_MAX_ITEMS);

  g_assert_true (tambo_envelope_batch_add (large, largest, 0));
  g_assert_false (tambo_envelope_batch_add (large, small, 0));
}

static void
test_bad_batches (void)
{
  static const guint8 headers[2 * TAMBO_ENVELOPE_HEADER_SIZE] = "TAM1";
  static const struct
  {
    const char *name;
    gsize size;
    const char *ages;
  } bad[] = {
    { "nothing", 0, "" },
    { "no-ages", 28, NULL },
    { "fewer-ages", 56, "1" },
    { "more-ages", 28, "1,2" },
    { "rest", 29, "1" },
    { "negative-age", 28, "-1" },
    { "long-age", 28, "1000000000000000000" },
    { "blank-in-ages", 56, "1, 2" },
    { "comma-at-the-end", 28, "1," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (headers, bad[i].size);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i].name);
      g_assert_null (tambo_envelope_batch_new_from_body (body, bad[i].ages, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_FORMAT);
    }
}

static void
test_results (void)
{
  const char *const words[] = { "ok", "envelope.quota", NULL };
  g_autoptr (GBytes) bytes = tambo_envelope_results_to_bytes (words);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) got = tambo_envelope_results_parse (bytes, 2, &error);

  g_assert_no_error (error);
  g_assert_cmpstrv (got, words);
  g_assert_null (tambo_envelope_results_parse (bytes, 3, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mesh/wire/bad-texts", test_bad_texts);
  g_test_add_func ("/mesh/wire/hello", test_hello);
  g_test_add_func ("/mesh/wire/hello/is-bounded", test_hello_is_bounded);
  g_test_add_func ("/mesh/wire/hello/knows-of-no-hub", test_hello_without_hub);
  g_test_add_func ("/mesh/wire/have", test_have);
  g_test_add_func ("/mesh/wire/batch/limits", test_batch_limits);
  g_test_add_func ("/mesh/wire/batch/bad", test_bad_batches);
  g_test_add_func ("/mesh/wire/results", test_results);

  return g_test_run ();
}
