/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/registry-address.h"

#include "content/base/error.h"

#include <string.h>

#define MAX_LENGTH 200

gboolean
tambo_registry_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  address = g_inet_address_new_from_string (host);

  return g_ascii_strcasecmp (host, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

static gboolean
refuse (GError **error, const char *text, const char *what)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_CONFIG,
               "“%s” is not the address of a registry, as https://hub.example/clinics is: %s",
               text,
               what);

  return FALSE;
}

/* Names of repositories, as registries take them: small letters and digits, single separators. */
static gboolean
is_prefix (const char *text)
{
  gboolean after_letter = FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      gboolean is_letter = g_ascii_islower (*c) || g_ascii_isdigit (*c);

      if (!is_letter && (strchr ("._-/", *c) == NULL || !after_letter))
        return FALSE;
      after_letter = is_letter;
    }

  return after_letter;
}

static gboolean
is_host (const char *text)
{
  if (g_hostname_is_ip_address (text))
    return TRUE;

  return text[0] != '\0' && text[0] != '.' && text[0] != '-' &&
         text[strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")] ==
             '\0';
}

static gboolean
check_uri (GUri *uri, const char *text, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, text, "user and password have places of their own");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, text, "nothing may follow the path");
  if (host == NULL || !is_host (host))
    return refuse (error, text, "it names no host");
  if (strcmp (scheme, "https") != 0 &&
      (strcmp (scheme, "http") != 0 || !tambo_registry_host_is_loopback (host)))
    return refuse (error, text, "only https leaves this machine");

  return TRUE;
}

static TamboRegistryAddress *
new_for_uri (GUri *uri, const char *prefix)
{
  TamboRegistryAddress *self = g_new0 (TamboRegistryAddress, 1);
  const char *host = g_uri_get_host (uri);
  gboolean has_colon = strchr (host, ':') != NULL;
  g_autofree char *port = g_uri_get_port (uri) > 0 ? g_strdup_printf (":%d", g_uri_get_port (uri))
                                                   : g_strdup ("");

  self->authority = g_strconcat (has_colon ? "[" : "", host, has_colon ? "]" : "", port, NULL);
  self->base = g_strconcat (g_uri_get_scheme (uri), "://", self->authority, NULL);
  self->prefix = g_strdup (prefix);
  self->is_secure = strcmp (g_uri_get_scheme (uri), "https") == 0;

  return self;
}

/**
 * tambo_registry_address_parse:
 * @text: what a person wrote; without `https://` it is meant all the same
 * @error: return location for a #GError
 *
 * Returns: (transfer full): an address, or %NULL with %TAMBO_ERROR_CONFIG set
 */
TamboRegistryAddress *
tambo_registry_address_parse (const char *text, GError **error)
{
  g_autofree char *whole = NULL;
  g_autofree char *prefix = NULL;
  g_autoptr (GUri) uri = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_LENGTH)
    {
      refuse (error, "…", "it is too long");
      return NULL;
    }
  whole = strstr (text, "://") != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  uri = g_uri_parse (whole, G_URI_FLAGS_ENCODED_PATH, NULL);
  if (uri == NULL)
    {
      refuse (error, text, "it cannot be read");
      return NULL;
    }
  if (!check_uri (uri, text, error))
    return NULL;

  prefix = g_strdup (g_uri_get_path (uri) + strspn (g_uri_get_path (uri), "/"));
  length = strlen (prefix);
  if (length > 0 && prefix[length - 1] == '/')
    prefix[length - 1] = '\0';
  if (prefix[0] != '\0' && !is_prefix (prefix))
    {
      refuse (error, text, "its path may hold small letters, digits and single ./_- between them");
      return NULL;
    }

  return new_for_uri (uri, prefix[0] != '\0' ? prefix : TAMBO_REPOSITORY_PREFIX);
}

TamboRegistryAddress *
tambo_registry_address_copy (const TamboRegistryAddress *self)
{
  TamboRegistryAddress *copy = g_memdup2 (self, sizeof *self);

  copy->base = g_strdup (self->base);
  copy->authority = g_strdup (self->authority);
  copy->prefix = g_strdup (self->prefix);

  return copy;
}

void
tambo_registry_address_free (TamboRegistryAddress *self)
{
  g_free (self->base);
  g_free (self->authority);
  g_free (self->prefix);
  g_free (self);
}

char *
tambo_registry_address_to_string (const TamboRegistryAddress *self)
{
  return g_strconcat (self->base, "/", self->prefix, NULL);
}
