/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/hub-client.h"
#include "tests/support/client.h"
#include "tests/support/rogue-hub.h"

G_BEGIN_DECLS

/* A blob of three leaves, of which the second and the third are asked for, and what hubs say. */
#define TAMBO_TEST_HUB_SIZE TAMBO_TEST_BLOB_SIZE
#define TAMBO_TEST_HUB_LENGTH TAMBO_TEST_RANGE_LENGTH

#define TAMBO_TEST_HUB_HEAD(status, rest) "HTTP/1.1 " status "\r\n" rest "\r\n"
#define TAMBO_TEST_HUB_PART "206 Partial Content"
#define TAMBO_TEST_HUB_RANGE "Content-Range: bytes 262144-614399/614400\r\n"
#define TAMBO_TEST_HUB_RIGHT                                                                      \
  {                                                                                               \
    TAMBO_TEST_HUB_HEAD (TAMBO_TEST_HUB_PART, "Content-Length: 352256\r\n" TAMBO_TEST_HUB_RANGE), \
        TAMBO_TEST_HUB_LENGTH, FALSE                                                              \
  }
#define TAMBO_TEST_HUB_SAYS(status, rest)                                \
  {                                                                      \
    TAMBO_TEST_HUB_HEAD (status, rest "Content-Length: 0\r\n"), 0, FALSE \
  }
#define TAMBO_TEST_HUB_ASKS_BASIC \
  TAMBO_TEST_HUB_SAYS ("401 Unauthorized", "WWW-Authenticate: Basic realm=\"hub\"\r\n")
#define TAMBO_TEST_HUB_TOKENS "http://127.0.0.1:PORT/token"
#define TAMBO_TEST_HUB_ASKS_BEARER(realm)                                              \
  TAMBO_TEST_HUB_SAYS ("401 Unauthorized",                                             \
                       "WWW-Authenticate: Bearer realm=\"" realm "\",service=\"hub\"," \
                       "scope=\"repository:clinics/packs/a:pull\"\r\n")
#define TAMBO_TEST_HUB_SENDS_TO(location) \
  TAMBO_TEST_HUB_SAYS ("307 Temporary Redirect", "Location: " location "\r\n")
#define TAMBO_TEST_HUB_GIVES(length, text)                                          \
  {                                                                                 \
    TAMBO_TEST_HUB_HEAD ("200 OK", "Content-Length: " length "\r\n") text, 0, FALSE \
  }

/* What came of a run. */
typedef struct
{
  guint n_leaves;
  guint64 next; /* where the next leaf begins */
} TamboTestHubLeaves;

/**
 * TamboTestHub:
 *
 * A hub that says what it is told to, at http://127.0.0.1:PORT/clinics, and somebody with the
 * password “secret” who asks it.
 */
typedef struct
{
  TamboTestRogueHub *rogue; /* (owned) */
  TamboHubClient *client;   /* (owned) */
  TamboTestHubLeaves leaves;
} TamboTestHub;

TamboTestHub *tambo_test_hub_new (const TamboTestHubAnswer *answers,
                                  guint n_answers,
                                  const TamboClientLimits *limits);
void tambo_test_hub_free (TamboTestHub *self);

TamboPull tambo_test_hub_make_pull (TamboTestHub *self, TamboPullKind kind);
GBytes *tambo_test_hub_ask (TamboTestHub *self, TamboPullKind kind, GError **error);
/* Whether that stands in a request. */
gboolean tambo_test_hub_saw (TamboTestHub *self, guint index, const char *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTestHub, tambo_test_hub_free)

G_END_DECLS
