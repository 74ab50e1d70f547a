/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "tests/support/client.h"
#include "tests/support/rogue-peer.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *answer;
  gboolean closes;
  TamboError code;
} RogueCase;

#define PARTIAL "HTTP/1.1 206 Partial Content\r\nContent-Length: 352256\r\n"
#define RIGHT_RANGE "Content-Range: bytes 262144-614399/614400\r\n"

static const RogueCase rogues[] = {
  { "range-ignored",
    "HTTP/1.1 200 OK\r\nContent-Length: 614400\r\n\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "other-range",
    PARTIAL "Content-Range: bytes 0-352255/614400\r\n\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "no-range", PARTIAL "\r\nabc", FALSE, TAMBO_ERROR_PEER_PROTOCOL },
  { "longer-than-asked",
    "HTTP/1.1 206 Partial Content\r\nContent-Length: 352257\r\n" RIGHT_RANGE "\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "shorter-than-asked",
    "HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n" RIGHT_RANGE "\r\nab",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "without-length",
    "HTTP/1.1 206 Partial Content\r\n" RIGHT_RANGE "\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "chunked-without-end",
    "HTTP/1.1 206 Partial Content\r\nTransfer-Encoding: chunked\r\n" RIGHT_RANGE "\r\n3\r\nabc\r\n",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "cut-off", PARTIAL RIGHT_RANGE "\r\nabc", TRUE, TAMBO_ERROR_PEER_PROTOCOL },
  { "redirect",
    "HTTP/1.1 302 Found\r\nLocation: https://elsewhere/\r\nContent-Length: 0\r\n\r\n",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "not-http", "SSH-2.0-OpenSSH_9.2\r\n\r\n", TRUE, TAMBO_ERROR_PEER_PROTOCOL },
};

static TamboPeerClient *
new_client_of_rogue (TamboTestLink *link,
                     TamboTestRoguePeer *rogue,
                     const TamboClientLimits *limits,
                     const char **pin)
{
  return tambo_peer_client_new (tambo_device_key_get_certificate (link->peer),
                                tambo_test_rogue_peer_get_address (rogue),
                                *pin,
                                limits,
                                tambo_test_client_admit,
                                pin,
                                NULL);
}

static void
finish_rogue (TamboTestRoguePeer *rogue)
{
  tambo_test_rogue_peer_close (rogue);
  tambo_test_wait_for_finalize (G_OBJECT (rogue));
}

static void
test_rogues (TamboTestLink *link, gconstpointer data)
{
  GTlsCertificate *certificate = tambo_device_key_get_certificate (link->own);
  const char *pin = tambo_device_key_get_pin (link->own);

  for (guint i = 0; i < G_N_ELEMENTS (rogues); i++)
    {
      TamboTestRoguePeer *rogue = tambo_test_rogue_peer_new (certificate,
                                                             rogues[i].answer,
                                                             rogues[i].closes);
      TamboPeerClient *client = new_client_of_rogue (link, rogue, &tambo_test_client_patient, &pin);
      g_autoptr (GByteArray) collected = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rogues[i].name);
      g_assert_false (tambo_test_client_get_range (client, collected, &error));
      g_assert_error (error, TAMBO_ERROR, (int) rogues[i].code);
      g_assert_cmpuint (collected->len, ==, 0);
      tambo_test_client_finish (client);
      finish_rogue (rogue);
    }
}

static void
test_oversized_hello (TamboTestLink *link, gconstpointer data)
{
  GTlsCertificate *certificate = tambo_device_key_get_certificate (link->own);
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboTestRoguePeer *rogue =
      tambo_test_rogue_peer_new (certificate,
                                 "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n{",
                                 FALSE);
  TamboPeerClient *client = new_client_of_rogue (link, rogue, &tambo_test_client_patient, &pin);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_test_client_say_hello (client, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL);
  tambo_test_client_finish (client);
  finish_rogue (rogue);
}

/* Not one byte of a request for somebody who is not the one. */
static void
test_nothing_for_strangers (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboTestRoguePeer *rogue =
      tambo_test_rogue_peer_new (tambo_device_key_get_certificate (link->stranger), "", FALSE);
  TamboPeerClient *client = new_client_of_rogue (link, rogue, &tambo_test_client_patient, &pin);

  tambo_test_client_assert_not_admitted (client);
  g_assert_cmpuint (tambo_test_rogue_peer_get_n_received (rogue), ==, 0);
  tambo_test_client_finish (client);
  finish_rogue (rogue);
}

typedef struct
{
  const char *name;
  const char *answer;
  TamboClientLimits limits;
} StallCase;

static const StallCase stalls[] = {
  { "no-answer",
    "",
    { .connections = 1, .answer_ms = 50, .have_ms = 50, .silence_ms = 600000, .slow_ms = 600000 } },
  { "silence-in-the-middle",
    PARTIAL RIGHT_RANGE "\r\nabc",
    { .connections = 1, .answer_ms = 600000, .silence_ms = 20, .slow_ms = 600000 } },
  { "too-slow",
    PARTIAL RIGHT_RANGE "\r\nabc",
    { .connections = 1,
      .answer_ms = 600000,
      .silence_ms = 600000,
      .slow_ms = 20,
      .slow_rate = 8192 } },
};

static void
test_stalls (TamboTestLink *link, gconstpointer data)
{
  GTlsCertificate *certificate = tambo_device_key_get_certificate (link->own);
  const char *pin = tambo_device_key_get_pin (link->own);

  for (guint i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      TamboTestRoguePeer *rogue = tambo_test_rogue_peer_new (certificate, stalls[i].answer, FALSE);
      TamboPeerClient *client = new_client_of_rogue (link, rogue, &stalls[i].limits, &pin);
      g_autoptr (GByteArray) collected = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", stalls[i].name);
      g_assert_false (tambo_test_client_get_range (client, collected, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_STALLED);
      tambo_test_client_finish (client);
      finish_rogue (rogue);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func)            \
  g_test_add ("/mesh/rogue-peer/" path, \
              TamboTestLink,            \
              NULL,                     \
              tambo_test_link_set_up,   \
              func,                     \
              tambo_test_link_tear_down)
  add_test ("nothing-for-strangers", test_nothing_for_strangers);
  add_test ("answers", test_rogues);
  add_test ("oversized-hello", test_oversized_hello);
  add_test ("stalls", test_stalls);
#undef add_test

  return g_test_run ();
}
