/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/leaf-list.h"
#include "mesh/transfer/peer-client.h"
#include "tests/support/link.h"

G_BEGIN_DECLS

/* Clients for tests, and what most of them ask. */
#define TAMBO_TEST_NAME "tambo/packs/org.tambo.cough"
#define TAMBO_TEST_RANGE_LENGTH (TAMBO_TEST_BLOB_SIZE - TAMBO_LEAF_SIZE)

extern const TamboClientLimits tambo_test_client_patient;

gboolean tambo_test_client_admit (const char *pin, gpointer user_data);
TamboPeerClient *tambo_test_client_new (TamboTestLink *link,
                                        const char *expected_pin,
                                        const char **admitted);
void tambo_test_client_finish (TamboPeerClient *client);
TamboHello *tambo_test_client_say_hello (TamboPeerClient *client, GError **error);
/* Until it is here. */
GBytes *tambo_test_pull (TamboPullSource *source, const TamboPull *pull, GError **error);
gboolean tambo_test_client_get_range (TamboPeerClient *client,
                                      GByteArray *collected,
                                      GError **error);
void tambo_test_client_assert_not_admitted (TamboPeerClient *client);

G_END_DECLS
