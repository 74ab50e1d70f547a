/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/inbox/door.h"
#include "clinic/inbox/page.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define TAMBO_VISIT_MAX_BODY (64 * 1024)

/**
 * TamboVisit:
 * @inbox: (unowned): whose page is asked for
 * @clinic: (unowned)
 * @gateway: (unowned) (nullable)
 * @door: (unowned)
 * @msg: (unowned): what the browser sent, and gets
 * @words: (unowned): the reader's language
 * @csrf: (unowned) (nullable): what forms must carry; %NULL if nobody is logged in
 * @form: (unowned) (nullable): what was sent in a form
 * @rest: (unowned): of the path, behind its prefix
 *
 * A request of a browser on its way to a page.
 */
typedef struct
{
  gpointer inbox;
  TamboClinicStore *clinic;
  TamboGateway *gateway;
  TamboDoor *door;
  SoupServerMessage *msg;
  TamboWords *words;
  const char *csrf;
  GHashTable *form;
  const char *rest;
} TamboVisit;

/* One request of a browser, guarded from its first byte: what is not as browsers of ours send it is
 * answered by itself, and the inbox never sees it. */
void tambo_visit_guard (SoupServerMessage *msg);
gboolean tambo_visit_is_refused (SoupServerMessage *msg);

char *tambo_visit_get_cookie (SoupServerMessage *msg, const char *name);
GHashTable *tambo_visit_read_form (SoupServerMessage *msg, GError **error);
const char *tambo_visit_choose_language (SoupServerMessage *msg);

void tambo_visit_add_headers (SoupServerMessage *msg);
void tambo_visit_set_cookie (SoupServerMessage *msg,
                             const char *name,
                             const char *value,
                             gboolean is_secret);
void tambo_visit_respond (SoupServerMessage *msg, guint status, TamboPage *page);
void tambo_visit_respond_style (SoupServerMessage *msg, GBytes *css);
void tambo_visit_redirect (SoupServerMessage *msg, const char *path);

G_END_DECLS
