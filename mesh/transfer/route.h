/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TAMBO_VERB_OTHER,
  TAMBO_VERB_GET,
  TAMBO_VERB_HEAD,
  TAMBO_VERB_POST,
  TAMBO_VERB_PUT,
} TamboVerb;

typedef enum
{
  TAMBO_ROUTE_NONE,
  TAMBO_ROUTE_VERSION,
  TAMBO_ROUTE_MANIFEST,
  TAMBO_ROUTE_BLOB,
  TAMBO_ROUTE_TAGS,
  TAMBO_ROUTE_HELLO,
  TAMBO_ROUTE_HAVE,
  TAMBO_ROUTE_SUMMARY,
  TAMBO_ROUTE_ENVELOPES,
  TAMBO_ROUTE_ENVELOPE,
} TamboRouteKind;

/* Where a path leads. */
typedef struct
{
  TamboRouteKind kind;
  char *name;   /* (owned) (nullable) of a repository */
  char *target; /* (owned) (nullable) a tag, a digest or an envelope's id */
  gboolean has_gen;
  guint64 gen; /* that the asker knows, of `have` */
} TamboRoute;

guint tambo_route_parse (TamboRoute *self, TamboVerb verb, const char *path, const char *query);
void tambo_route_clear (TamboRoute *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TamboRoute, tambo_route_clear)

G_END_DECLS
