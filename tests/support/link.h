/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/admission/device-key.h"
#include "mesh/transfer/listener.h"
#include "tests/support/async.h"
#include "tests/support/backend.h"
#include "tests/support/raw-peer.h"

G_BEGIN_DECLS

#define TAMBO_TEST_BLOB "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TAMBO_TEST_BLOB_PATH "/v2/tambo/packs/org.tambo.cough/blobs/" TAMBO_TEST_BLOB
#define TAMBO_TEST_BLOB_SIZE (600 * 1024)

#define TAMBO_TEST_HEAD(verb, path) verb " " path " HTTP/1.1\r\nHost: tambo\r\n"
#define TAMBO_TEST_GET_VERSION TAMBO_TEST_HEAD ("GET", "/v2/") "\r\n"

/* One limit of a listener that is otherwise patient: the data of a test. */
typedef struct
{
  gsize offset; /* in #TamboListenerLimits */
  guint value;
} TamboTestLimit;

/* A listener on loopback with one blob, a peer that it admits and one that it does not. */
typedef struct
{
  char *folder;              /* (owned) */
  TamboTestBackend *backend; /* (owned) */
  TamboDeviceKey *own;       /* (owned) */
  TamboDeviceKey *peer;      /* (owned) */
  TamboDeviceKey *stranger;  /* (owned) */
  TamboListener *listener;   /* (owned) */
  guint16 port;
} TamboTestLink;

void tambo_test_link_set_up (TamboTestLink *link, gconstpointer limit);
void tambo_test_link_tear_down (TamboTestLink *link, gconstpointer limit);

TamboTestRawPeer *tambo_test_link_connect (TamboTestLink *link, TamboDeviceKey *key);
void tambo_test_link_wait_for_n_connections (TamboTestLink *link, guint n_connections);
void tambo_test_raw_peer_assert_answer (TamboTestRawPeer *peer, const char *request, guint status);

G_END_DECLS
