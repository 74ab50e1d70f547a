/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a peer may ask of us, decided before libsoup sees a byte of it. */
#define TAMBO_REQUEST_MAX_HEAD 8192
#define TAMBO_REQUEST_MAX_HEADERS 40
#define TAMBO_REQUEST_MAX_PATH 200
#define TAMBO_REQUEST_MAX_BODY 262220

/* What we take from a peer that answers. */
#define TAMBO_ANSWER_MAX_MANIFEST (4 * 1024 * 1024)
#define TAMBO_ANSWER_MAX_SMALL (1024 * 1024)
#define TAMBO_ANSWER_MAX_BLOB (4 * 1024 * 1024)
#define TAMBO_RUN_MAX_LEAVES 16

/**
 * TamboListenerLimits:
 * @per_address: connections from one address
 * @in_all: connections of admitted peers
 * @handshakes: connections whose TLS handshake is under way; the oldest gives way to a new one
 * @handshake_ms: from accepting a connection to the end of its handshake
 * @request_ms: from the first byte of a request to its last
 * @idle_ms: between two requests on one connection
 * @stall_ms: the longest that a peer may take none of the bytes that wait for it
 * @have_ms: how long an answer to `have` may wait for news
 * @have_batch_ms: how long news may wait for more of it
 *
 * Tests give short times; everything else uses tambo_listener_limits_default.
 */
typedef struct
{
  guint per_address;
  guint in_all;
  guint handshakes;
  guint handshake_ms;
  guint request_ms;
  guint idle_ms;
  guint stall_ms;
  guint have_ms;
  guint have_batch_ms;
} TamboListenerLimits;

/**
 * TamboClientLimits:
 * @connections: to one peer or hub
 * @answer_ms: from asking to the first byte of the answer
 * @have_ms: the same for `have`
 * @silence_ms: the longest time without a byte in the middle of an answer
 * @slow_ms: how long an answer may be slower than @slow_rate
 * @slow_rate: bytes a second
 */
typedef struct
{
  guint connections;
  guint answer_ms;
  guint have_ms;
  guint silence_ms;
  guint slow_ms;
  guint slow_rate;
} TamboClientLimits;

extern const TamboListenerLimits tambo_listener_limits_default;
extern const TamboClientLimits tambo_client_limits_default;
extern const TamboClientLimits tambo_hub_limits_default;

/**
 * TamboAdmitFunc:
 * @pin: who asks
 * @user_data: what was given with the function
 *
 * Whether a key may speak with us now; asked anew for each request.
 */
typedef gboolean (*TamboAdmitFunc) (const char *pin, gpointer user_data);

G_END_DECLS
