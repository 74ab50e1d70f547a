/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/route.h"

#include <glib.h>

G_BEGIN_DECLS

#define TAMBO_AGE_HEADER "Tambo-Age"

/* What a peer asks for, before its body. */
typedef struct
{
  guint refusal;   /* an HTTP status, 0 if the request may be answered */
  gboolean closes; /* no further request is read from this connection */
  TamboVerb verb;
  TamboRoute route;
  gboolean has_length;
  gsize length;     /* of the body */
  gboolean expects; /* waits for 100 Continue before it sends the body */
  char *range;      /* (owned) (nullable) */
  char *ages;       /* (owned) (nullable) of the envelopes in the body */
  gboolean has_host;
} TamboRequestHead;

gsize tambo_request_head_find_end (const char *data, gsize length);
TamboRequestHead *tambo_request_head_parse (const char *data, gsize length);
TamboRequestHead *tambo_request_head_new_refusal (guint status);
GString *tambo_request_head_to_text (const TamboRequestHead *self);
void tambo_request_head_free (TamboRequestHead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboRequestHead, tambo_request_head_free)

G_END_DECLS
