/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/seal.h"

#include "tests/support/consult.h"

#include <sodium.h>
#include <string.h>
#include <zlib.h>

typedef struct
{
  TamboTestClinic clinic;
  TamboTestClinic other_clinic;
  TamboMailbox *mailbox;
  TamboMailbox *other_mailbox;
  TamboMessage *request;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);

  tambo_test_clinic_init (&fixture->clinic, 1);
  tambo_test_clinic_init (&fixture->other_clinic, 2);
  fixture->mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  fixture->other_mailbox = tambo_test_mailbox_new (TAMBO_TEST_OTHER_CODE);
  fixture->request = tambo_message_new (TAMBO_MESSAGE_REQUEST,
                                        tambo_test_deployment,
                                        fixture->mailbox);
  tambo_message_set_body (fixture->request, body);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->request);
  g_assert_finalize_object (fixture->mailbox);
  g_assert_finalize_object (fixture->other_mailbox);
}

static TamboEnvelope *
seal_request (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TamboEnvelope *envelope;

  envelope =
      tambo_seal_request (fixture->request, FALSE, fixture->clinic.intake, TAMBO_TEST_DAY, &error);
  g_assert_no_error (error);

  return envelope;
}

static TamboMessage *
open_request (Fixture *fixture, TamboEnvelope *envelope, GError **error)
{
  return tambo_seal_open_request (envelope,
                                  tambo_test_deployment,
                                  fixture->clinic.intake,
                                  fixture->clinic.intake_secret,
                                  error);
}

static TamboEnvelope *
seal_reply (Fixture *fixture, const TamboTestClinic *clinic, TamboMessage *to)
{
  g_autoptr (TamboMessage) reply = tambo_message_new_reply (to, TAMBO_MESSAGE_ANSWER);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"b\":2}", 7);
  g_autoptr (GError) error = NULL;
  TamboEnvelope *envelope;

  tambo_message_set_body (reply, body);
  envelope = tambo_seal_reply (reply, clinic->identity_secret, TAMBO_TEST_DAY, &error);
  g_assert_no_error (error);

  return envelope;
}

static TamboMessage *
open_reply (Fixture *fixture, TamboEnvelope *envelope, GError **error)
{
  const guint8 *identities[] = { fixture->other_clinic.identity, fixture->clinic.identity };
  guint identity = G_MAXUINT;
  TamboMessage *message;

  message = tambo_seal_open_reply (envelope,
                                   tambo_test_deployment,
                                   fixture->mailbox,
                                   identities,
                                   G_N_ELEMENTS (identities),
                                   &identity,
                                   error);
  g_assert_cmpuint (identity, ==, message != NULL ? 1 : G_MAXUINT);

  return message;
}

static void
test_request (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = seal_request (fixture);
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_bytes_get_size (tambo_envelope_get_bytes (envelope)), ==, 1024 + 76);
  message = open_request (fixture, envelope, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_bytes_equal (tambo_message_get_body (message), tambo_message_get_body (fixture->request)));
  g_assert_cmpmem (tambo_message_get_id (message), 16, tambo_message_get_id (fixture->request), 16);
}

/* What an envelope weighs says which of five sizes the content has, and nothing else. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 1, 500, 2000, 10000, 40000, 200000 };
  static const guint classes[] = { 1024, 1024, 4096, 16384, 65536, 262144 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) body = NULL;
      g_autoptr (TamboEnvelope) envelope = NULL;
      g_autoptr (TamboMessage) message = NULL;
      guint8 *noise = g_malloc (sizes[i]);

      randombytes_buf (noise, sizes[i]);
      body = g_bytes_new_take (noise, sizes[i]);
      tambo_message_set_body (fixture->request, body);
      envelope = seal_request (fixture);
      g_assert_cmpuint (g_bytes_get_size (tambo_envelope_get_bytes (envelope)),
                        ==,
                        classes[i] + TAMBO_ENVELOPE_OVERHEAD);
      message = open_request (fixture, envelope, NULL);
      g_assert_true (g_bytes_equal (tambo_message_get_body (message), body));
    }
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *noise = g_malloc (262144);

  randombytes_buf (noise, 262144);
  body = g_bytes_new_take (noise, 262144);
  tambo_message_set_body (fixture->request, body);
  envelope = tambo_seal_request (fixture->request, FALSE, fixture->clinic.intake, 0, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_TOO_LARGE);
  g_assert_null (envelope);
}

/* Who can open one copy cannot tell it from a second one, and a relay cannot tell them at all. */
static void
test_sealed_anew (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) one = seal_request (fixture);
  g_autoptr (TamboEnvelope) other = seal_request (fixture);

  g_assert_cmpstr (tambo_envelope_get_id (one), !=, tambo_envelope_get_id (other));
}

static void
test_bad_key (Fixture *fixture, gconstpointer data)
{
  static const guint8 zero[TAMBO_KEY_SIZE];
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (GError) error = NULL;

  envelope = tambo_seal_request (fixture->request, FALSE, zero, TAMBO_TEST_DAY, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_SEAL);
  g_assert_null (envelope);
}

static void
test_wrong_clinic (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = seal_request (fixture);
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  fixture->clinic = fixture->other_clinic;
  message = open_request (fixture, envelope, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_SEAL);
  g_assert_null (message);
}

static void
test_other_deployment (Fixture *fixture, gconstpointer data)
{
  static const guint8 other[TAMBO_DEPLOYMENT_ID_SIZE] = { 9 };
  g_autoptr (TamboEnvelope) envelope = seal_request (fixture);
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  message = tambo_seal_open_request (envelope,
                                     other,
                                     fixture->clinic.intake,
                                     fixture->clinic.intake_secret,
                                     &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT);
  g_assert_null (message);
}

/* Opens what is left of an envelope once a byte of it is flipped. A relay may turn the two header
 * fields that the seal does not cover, for which it gains nothing: the message stays the same. */
static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = seal_request (fixture);
  gsize size;
  const guint8 *good = g_bytes_get_data (tambo_envelope_get_bytes (envelope), &size);
  guint n_opened = 0;

  for (gsize i = 0; i < size; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        guint8 *bad = g_memdup2 (good, size);
        g_autoptr (GBytes) bytes = g_bytes_new_take (bad, size);
        g_autoptr (TamboEnvelope) flipped = NULL;
        g_autoptr (TamboMessage) message = NULL;
        g_autoptr (GError) error = NULL;

        bad[i] ^= (guint8) (1 << bit);
        flipped = tambo_envelope_parse (bytes, &error);
        if (flipped != NULL)
          message = open_request (fixture, flipped, &error);
        g_assert_true ((message == NULL) == (error != NULL));
        if (error != NULL)
          g_assert_true (error->domain == TAMBO_ERROR);
        if (message != NULL)
          {
            g_assert_cmpuint (i, <, 8);
            n_opened++;
            g_assert_cmpmem (tambo_message_get_id (message),
                             16,
                             tambo_message_get_id (fixture->request),
                             16);
          }
      }

  g_assert_cmpuint (n_opened, <=, 2);
}

static TamboEnvelope *
seal_padded (Fixture *fixture, const guint8 *padded, guint class)
{
  guint8 *sealed = g_malloc (class + crypto_box_SEALBYTES);
  g_autoptr (GBytes) body = g_bytes_new_take (sealed, class + crypto_box_SEALBYTES);
  guint8 recipient[TAMBO_RECIPIENT_SIZE];

  g_assert_cmpint (crypto_box_seal (sealed, padded, class, fixture->clinic.intake), ==, 0);
  tambo_envelope_key_id (fixture->clinic.intake, recipient);

  return tambo_envelope_new (TAMBO_ENVELOPE_REQUEST, TAMBO_TEST_DAY, recipient, body);
}

/* Whoever knows the public key can seal anything to it. */
static void
test_hostile_content (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *deflated;
    gsize size;
    gboolean is_padded;
    TamboError expected;
  } vectors[] = {
    { "no padding", "", 0, FALSE, TAMBO_ERROR_ENVELOPE_FORMAT },
    { "nothing", "", 0, TRUE, TAMBO_ERROR_ENVELOPE_FORMAT },
    { "reserved block", "\x07", 1, TRUE, TAMBO_ERROR_ENVELOPE_FORMAT },
    { "cut block", "\x01\x04\x00\xfb\xff\x41", 6, TRUE, TAMBO_ERROR_ENVELOPE_FORMAT },
    { "more after the end", "\x01\x00\x00\xff\xff\x00", 6, TRUE, TAMBO_ERROR_ENVELOPE_FORMAT },
    { "far distance", "\x4b\x04\x42\x00", 4, TRUE, TAMBO_ERROR_ENVELOPE_FORMAT },
    { "empty content", "\x01\x00\x00\xff\xff", 5, TRUE, TAMBO_ERROR_CONSULT_FORMAT },
    { "one byte", "\x01\x01\x00\xfe\xff\x41", 6, TRUE, TAMBO_ERROR_CONSULT_FORMAT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (TamboEnvelope) envelope = NULL;
      g_autoptr (TamboMessage) message = NULL;
      g_autoptr (GError) error = NULL;
      guint8 padded[1024] = { 0 };
      gsize size = vectors[i].size;

      g_test_message ("%s", vectors[i].name);
      memcpy (padded, vectors[i].deflated, size);
      if (vectors[i].is_padded)
        g_assert_cmpint (sodium_pad (&size, padded, size, 1024, 1024), ==, 0);
      envelope = seal_padded (fixture, padded, 1024);
      message = open_request (fixture, envelope, &error);
      g_assert_error (error, TAMBO_ERROR, (int) vectors[i].expected);
      g_assert_null (message);
    }
}

static TamboEnvelope *
seal_zeros (Fixture *fixture, gsize n_zeros)
{
  g_autofree guint8 *zeros = g_malloc0 (n_zeros);
  guint8 padded[16384] = { 0 };
  z_stream stream = { .next_in = zeros, .avail_in = (guint) n_zeros };
  gsize size;

  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), ==, Z_OK);
  stream.next_out = padded;
  stream.avail_out = sizeof padded;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  size = stream.total_out;
  deflateEnd (&stream);
  g_assert_cmpint (sodium_pad (&size, padded, size, sizeof padded, sizeof padded), ==, 0);

  return seal_padded (fixture, padded, sizeof padded);
}

/* 4 MiB come out, and are no message; one byte more does not come out at all. */
static void
test_inflate_bomb (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { TAMBO_CONTENT_MAX_SIZE,
                                 TAMBO_CONTENT_MAX_SIZE + 1,
                                 3 * TAMBO_CONTENT_MAX_SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TamboEnvelope) envelope = seal_zeros (fixture, sizes[i]);
      g_autoptr (TamboMessage) message = NULL;
      g_autoptr (GError) error = NULL;

      message = open_request (fixture, envelope, &error);
      if (sizes[i] <= TAMBO_CONTENT_MAX_SIZE)
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT);
      else
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_TOO_LARGE);
      g_assert_null (message);
    }
}

static void
test_reply (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  envelope = seal_reply (fixture, &fixture->clinic, fixture->request);
  g_assert_cmpuint (g_bytes_get_size (tambo_envelope_get_bytes (envelope)), ==, 1024 + 76);
  g_assert_cmpmem (tambo_envelope_get_recipient (envelope),
                   16,
                   tambo_mailbox_get_tag (fixture->mailbox),
                   16);
  message = open_reply (fixture, envelope, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tambo_message_get_kind (message), ==, TAMBO_MESSAGE_ANSWER);
  g_assert_cmpmem (tambo_message_get_thread (message),
                   16,
                   tambo_message_get_thread (fixture->request),
                   16);
}

static void
test_reply_wrong_mailbox (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  TamboMailbox *mailbox = fixture->mailbox;

  envelope = seal_reply (fixture, &fixture->clinic, fixture->request);
  fixture->mailbox = fixture->other_mailbox;
  message = open_reply (fixture, envelope, &error);
  fixture->mailbox = mailbox;

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_SEAL);
  g_assert_null (message);
}

static void
test_reply_untrusted_clinic (Fixture *fixture, gconstpointer data)
{
  TamboTestClinic stranger;
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_clinic_init (&stranger, 3);
  envelope = seal_reply (fixture, &stranger, fixture->request);
  message = open_reply (fixture, envelope, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_SIGNATURE);
  g_assert_null (message);
}

/* The clinic's answer to one person, opened by that person and sealed on to another. */
static void
test_reply_passed_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (TamboEnvelope) passed_on = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 *sealed;
  guint8 *again = g_malloc (1024 + crypto_box_SEALBYTES);
  guint8 padded[1024];
  gsize size;

  envelope = seal_reply (fixture, &fixture->clinic, fixture->request);
  sealed = tambo_envelope_get_body (envelope, &size);
  g_assert_cmpint (crypto_box_seal_open (padded,
                                         sealed,
                                         size,
                                         tambo_mailbox_get_public_key (fixture->mailbox),
                                         tambo_mailbox_get_secret_key (fixture->mailbox)),
                   ==,
                   0);
  crypto_box_seal (again, padded, 1024, tambo_mailbox_get_public_key (fixture->other_mailbox));
  body = g_bytes_new_take (again, 1024 + crypto_box_SEALBYTES);
  passed_on = tambo_envelope_new (TAMBO_ENVELOPE_REPLY,
                                  TAMBO_TEST_DAY,
                                  tambo_mailbox_get_tag (fixture->other_mailbox),
                                  body);

  g_clear_object (&fixture->mailbox);
  fixture->mailbox = g_object_ref (fixture->other_mailbox);
  message = open_reply (fixture, passed_on, &error);
  g_clear_object (&fixture->mailbox);
  fixture->mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_SIGNATURE);
  g_assert_null (message);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/seal/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("request/there-and-back", test_request);
  add_test ("request/sizes", test_sizes);
  add_test ("request/too-large", test_too_large);
  add_test ("request/sealed-anew", test_sealed_anew);
  add_test ("request/bad-key", test_bad_key);
  add_test ("request/wrong-clinic", test_wrong_clinic);
  add_test ("request/other-deployment", test_other_deployment);
  add_test ("request/flipped", test_flipped);
  add_test ("request/hostile-content", test_hostile_content);
  add_test ("request/inflate-bomb", test_inflate_bomb);
  add_test ("reply/there-and-back", test_reply);
  add_test ("reply/wrong-mailbox", test_reply_wrong_mailbox);
  add_test ("reply/untrusted-clinic", test_reply_untrusted_clinic);
  add_test ("reply/passed-on", test_reply_passed_on);
#undef add_test

  return g_test_run ();
}
