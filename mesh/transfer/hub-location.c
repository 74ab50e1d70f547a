/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/hub-location.h"

#include "content/base/error.h"
#include "content/pack/registry-address.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_LENGTH 4096 /* signed addresses of stores are long */

static GUri *
refuse (GError **error, const char *what)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_HUB_REDIRECT, "The hub sends us %s", what);

  return NULL;
}

/**
 * tambo_hub_location_follow:
 * @from: where we asked
 * @location: where it sends us; it may be relative
 * @error: return location for a #GError
 *
 * What once was private stays private: from https only to https, and only from this machine to
 * this machine without it.
 *
 * Returns: (transfer full): where to ask next, or %NULL with %TAMBO_ERROR_HUB_REDIRECT set
 */
GUri *
tambo_hub_location_follow (GUri *from, const char *location, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  g_return_val_if_fail (from != NULL, NULL);

  if (location == NULL || strlen (location) > MAX_LENGTH)
    return refuse (error, "nowhere");
  uri = g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    return refuse (error, "to what is no address");

  scheme = g_uri_get_scheme (uri);
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "on in somebody's name");
  if (strcmp (scheme, "https") == 0)
    return g_steal_pointer (&uri);
  if (strcmp (scheme, "http") != 0)
    return refuse (error, "to what is not the web");
  if (strcmp (g_uri_get_scheme (from), "http") != 0 ||
      !tambo_registry_host_is_loopback (g_uri_get_host (uri)))
    return refuse (error, "where everybody can listen: to http");

  return g_steal_pointer (&uri);
}

static int
get_port (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);

  return strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

gboolean
tambo_hub_location_is_same_origin (GUri *one, GUri *other)
{
  return strcmp (g_uri_get_scheme (one), g_uri_get_scheme (other)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (one), g_uri_get_host (other)) == 0 &&
         get_port (one) == get_port (other);
}
