/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TamboLinkState:
 * @TAMBO_LINK_STATE_KNOWN: an address that may be tried when its time comes
 * @TAMBO_LINK_STATE_GREETING: the first hello is under way
 * @TAMBO_LINK_STATE_ALIVE: it answered the last hello
 * @TAMBO_LINK_STATE_QUIET: one or two hellos went without an answer
 * @TAMBO_LINK_STATE_QUARANTINED: it sent wrong leaves; spoken with, but not fetched from
 * @TAMBO_LINK_STATE_GONE: no address is left, or its key is no longer admitted
 */
typedef enum
{
  TAMBO_LINK_STATE_KNOWN,
  TAMBO_LINK_STATE_GREETING,
  TAMBO_LINK_STATE_ALIVE,
  TAMBO_LINK_STATE_QUIET,
  TAMBO_LINK_STATE_QUARANTINED,
  TAMBO_LINK_STATE_GONE,
} TamboLinkState;

typedef enum
{
  TAMBO_LINK_EVENT_TRY,      /* its time has come */
  TAMBO_LINK_EVENT_ANSWERED, /* a hello was answered, by a key that is admitted */
  TAMBO_LINK_EVENT_SILENT,   /* a hello was not */
  TAMBO_LINK_EVENT_DEAD,     /* the third was not */
  TAMBO_LINK_EVENT_BAD,      /* the third wrong leaf */
  TAMBO_LINK_EVENT_PARDONED, /* an hour later */
  TAMBO_LINK_EVENT_DROPPED,  /* withdrawn or shut out */
} TamboLinkEvent;

#define TAMBO_TYPE_LINK_STATE (tambo_link_state_get_type ())
GType tambo_link_state_get_type (void);

const char *tambo_link_state_to_string (TamboLinkState state);
gboolean tambo_link_state_next (TamboLinkState from, TamboLinkEvent event, TamboLinkState *out_to);
gboolean tambo_link_state_is_alive (TamboLinkState state);

gint64 tambo_link_backoff (guint n_failures);

G_END_DECLS
