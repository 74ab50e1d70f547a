/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/error.h"
#include "content/trust/trust.h"
#include "tests/support/tuf.h"

G_BEGIN_DECLS

/**
 * TamboTestTrust:
 * @folder: (owned): where the kiosk keeps its trust
 * @tuf: (owned): a publisher at version 5
 * @root: (owned): the first
 * @trust: (owned): of a kiosk that trusts the publisher
 *
 * A fixture: who publishes, and who believes it.
 */
typedef struct
{
  char *folder;
  TamboTestTuf *tuf;
  GBytes *root;
  TamboTrust *trust;
} TamboTestTrust;

void tambo_test_trust_set_up (TamboTestTrust *self, gconstpointer data);
void tambo_test_trust_tear_down (TamboTestTrust *self, gconstpointer data);

/* (transfer full): the publisher's next version of all but the root. */
GHashTable *tambo_test_trust_publish_next (TamboTestTrust *self);
/* As at each start. */
void tambo_test_trust_restart (TamboTestTrust *self);
void tambo_test_trust_assert_update (TamboTestTrust *self, GHashTable *files);
/* Refused now, and again after a restart; and what was trusted still is. */
void tambo_test_trust_assert_refused (TamboTestTrust *self, GHashTable *files, TamboError code);
void tambo_test_trust_assert_at_5 (TamboTestTrust *self);

G_END_DECLS
