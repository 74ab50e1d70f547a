/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/hub-challenge.h"
#include "mesh/transfer/hub-location.h"

#include <libsoup/soup.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What a hub asks for is empty or can be answered, and it sends nobody into the open. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GUri) hub = g_uri_parse ("https://hub.example/v2/", SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) where = tambo_hub_location_follow (hub, text, NULL);
  g_auto (TamboHubChallenge) challenge = { 0 };
  gboolean ok = tambo_hub_challenge_parse (&challenge, text);

  g_assert_cmpint (ok, ==, challenge.has_basic || challenge.realm != NULL);
  if (!ok)
    g_assert_true (challenge.service == NULL && challenge.scope == NULL);
  if (where != NULL)
    g_assert_cmpstr (g_uri_get_scheme (where), ==, "https");

  return 0;
}
