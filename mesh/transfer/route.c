/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/route.h"

#include <string.h>

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789.-/"
#define TAG_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
#define HEX_CHARACTERS "0123456789abcdef"
#define DIGEST_PREFIX "sha256:"
#define MAX_TAG 128
#define ENVELOPE_ID_LENGTH 32
#define MAX_GEN_DIGITS 19

#define ENVELOPES_PREFIX "/tambo/1/envelopes/"
#define HAVE_PREFIX "/tambo/1/have/"
#define REGISTRY_PREFIX "/v2/"

static gboolean
is_made_of (const char *text, const char *characters)
{
  return *text != '\0' && text[strspn (text, characters)] == '\0';
}

static gboolean
is_digest (const char *text)
{
  return g_str_has_prefix (text, DIGEST_PREFIX) && strlen (text) == strlen (DIGEST_PREFIX) + 64 &&
         is_made_of (text + strlen (DIGEST_PREFIX), HEX_CHARACTERS);
}

static gboolean
is_name (const char *name)
{
  return is_made_of (name, NAME_CHARACTERS) && name[0] != '/' && !g_str_has_suffix (name, "/") &&
         strstr (name, "//") == NULL && strstr (name, "..") == NULL;
}

static gboolean
is_reference (const char *text)
{
  return is_digest (text) || (strlen (text) <= MAX_TAG && is_made_of (text, TAG_CHARACTERS));
}

static gboolean
parse_gen (TamboRoute *self, const char *query)
{
  const char *digits;

  if (query == NULL)
    return TRUE;
  if (!g_str_has_prefix (query, "gen="))
    return FALSE;

  digits = query + strlen ("gen=");
  self->gen = g_ascii_strtoull (digits, NULL, 10);
  self->has_gen = TRUE;

  return strlen (digits) <= MAX_GEN_DIGITS && is_made_of (digits, "0123456789");
}

/* <name>/manifests/<reference>, <name>/blobs/<digest> and <name>/tags/list: a name may hold
 * slashes, so the end is what tells. */
static TamboRouteKind
parse_registry (TamboRoute *self, const char *rest)
{
  const char *target = strrchr (rest, '/');
  g_autofree char *before = target != NULL ? g_strndup (rest, (gsize) (target - rest)) : NULL;
  char *kind = before != NULL ? strrchr (before, '/') : NULL;
  TamboRouteKind found = TAMBO_ROUTE_NONE;

  if (kind == NULL)
    return TAMBO_ROUTE_NONE;

  *kind++ = '\0';
  target++;
  if (!is_name (before))
    return TAMBO_ROUTE_NONE;

  if (g_str_equal (kind, "manifests") && is_reference (target))
    found = TAMBO_ROUTE_MANIFEST;
  else if (g_str_equal (kind, "blobs") && is_digest (target))
    found = TAMBO_ROUTE_BLOB;
  else if (g_str_equal (kind, "tags") && g_str_equal (target, "list"))
    found = TAMBO_ROUTE_TAGS;

  if (found != TAMBO_ROUTE_NONE)
    {
      self->name = g_steal_pointer (&before);
      self->target = g_strdup (target);
    }

  return found;
}

static TamboRouteKind
parse_path (TamboRoute *self, const char *path, const char *query)
{
  if (g_str_has_prefix (path, HAVE_PREFIX))
    {
      if (!is_digest (path + strlen (HAVE_PREFIX)) || !parse_gen (self, query))
        return TAMBO_ROUTE_NONE;

      self->target = g_strdup (path + strlen (HAVE_PREFIX));
      return TAMBO_ROUTE_HAVE;
    }

  if (query != NULL)
    return TAMBO_ROUTE_NONE;
  if (g_str_equal (path, REGISTRY_PREFIX))
    return TAMBO_ROUTE_VERSION;
  if (g_str_equal (path, "/tambo/1/hello"))
    return TAMBO_ROUTE_HELLO;
  if (g_str_equal (path, "/tambo/1/envelopes"))
    return TAMBO_ROUTE_ENVELOPES;
  if (g_str_equal (path, ENVELOPES_PREFIX "summary"))
    return TAMBO_ROUTE_SUMMARY;

  if (g_str_has_prefix (path, ENVELOPES_PREFIX))
    {
      const char *id = path + strlen (ENVELOPES_PREFIX);

      if (strlen (id) != ENVELOPE_ID_LENGTH || !is_made_of (id, HEX_CHARACTERS))
        return TAMBO_ROUTE_NONE;

      self->target = g_strdup (id);
      return TAMBO_ROUTE_ENVELOPE;
    }

  if (g_str_has_prefix (path, REGISTRY_PREFIX))
    return parse_registry (self, path + strlen (REGISTRY_PREFIX));

  return TAMBO_ROUTE_NONE;
}

static gboolean
allows_verb (TamboRouteKind kind, TamboVerb verb)
{
  switch (kind)
    {
    case TAMBO_ROUTE_MANIFEST:
    case TAMBO_ROUTE_BLOB:
      return verb == TAMBO_VERB_GET || verb == TAMBO_VERB_HEAD;
    case TAMBO_ROUTE_VERSION:
    case TAMBO_ROUTE_TAGS:
    case TAMBO_ROUTE_HAVE:
    case TAMBO_ROUTE_ENVELOPE:
      return verb == TAMBO_VERB_GET;
    case TAMBO_ROUTE_HELLO:
    case TAMBO_ROUTE_SUMMARY:
      return verb == TAMBO_VERB_POST;
    case TAMBO_ROUTE_ENVELOPES:
      return verb == TAMBO_VERB_PUT;
    case TAMBO_ROUTE_NONE:
    default:
      return FALSE;
    }
}

/**
 * tambo_route_parse:
 * @self: (out caller-allocates): cleared with tambo_route_clear() in any case
 * @verb: of the request
 * @path: of the request, as it was sent
 * @query: (nullable): what follows the question mark
 *
 * Finds what a request is for. Paths are matched byte by byte: nothing is decoded or made
 * canonical, so there is one way only to write each.
 *
 * Returns: 0, or the HTTP status to answer with, 404 or 405
 */
guint
tambo_route_parse (TamboRoute *self, TamboVerb verb, const char *path, const char *query)
{
  g_return_val_if_fail (self != NULL, 404);
  g_return_val_if_fail (path != NULL, 404);

  *self = (TamboRoute){ 0 };
  self->kind = parse_path (self, path, query);

  if (self->kind == TAMBO_ROUTE_NONE)
    return 404;

  return allows_verb (self->kind, verb) ? 0 : 405;
}

void
tambo_route_clear (TamboRoute *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->target, g_free);
  self->kind = TAMBO_ROUTE_NONE;
}
