/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/link-state.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS 60000

G_DEFINE_ENUM_TYPE (TamboLinkState,
                    tambo_link_state,
                    G_DEFINE_ENUM_VALUE (TAMBO_LINK_STATE_KNOWN, "known"),
                    G_DEFINE_ENUM_VALUE (TAMBO_LINK_STATE_GREETING, "greeting"),
                    G_DEFINE_ENUM_VALUE (TAMBO_LINK_STATE_ALIVE, "alive"),
                    G_DEFINE_ENUM_VALUE (TAMBO_LINK_STATE_QUIET, "quiet"),
                    G_DEFINE_ENUM_VALUE (TAMBO_LINK_STATE_QUARANTINED, "quarantined"),
                    G_DEFINE_ENUM_VALUE (TAMBO_LINK_STATE_GONE, "gone"))

/* Every move that exists. What is not here does not happen. */
static const struct
{
  TamboLinkState from;
  TamboLinkEvent event;
  TamboLinkState to;
} transitions[] = {
  { TAMBO_LINK_STATE_KNOWN, TAMBO_LINK_EVENT_TRY, TAMBO_LINK_STATE_GREETING },
  { TAMBO_LINK_STATE_KNOWN, TAMBO_LINK_EVENT_DROPPED, TAMBO_LINK_STATE_GONE },
  { TAMBO_LINK_STATE_GREETING, TAMBO_LINK_EVENT_ANSWERED, TAMBO_LINK_STATE_ALIVE },
  { TAMBO_LINK_STATE_GREETING, TAMBO_LINK_EVENT_SILENT, TAMBO_LINK_STATE_KNOWN },
  { TAMBO_LINK_STATE_GREETING, TAMBO_LINK_EVENT_DEAD, TAMBO_LINK_STATE_KNOWN },
  { TAMBO_LINK_STATE_GREETING, TAMBO_LINK_EVENT_DROPPED, TAMBO_LINK_STATE_GONE },
  { TAMBO_LINK_STATE_ALIVE, TAMBO_LINK_EVENT_ANSWERED, TAMBO_LINK_STATE_ALIVE },
  { TAMBO_LINK_STATE_ALIVE, TAMBO_LINK_EVENT_SILENT, TAMBO_LINK_STATE_QUIET },
  { TAMBO_LINK_STATE_ALIVE, TAMBO_LINK_EVENT_BAD, TAMBO_LINK_STATE_QUARANTINED },
  { TAMBO_LINK_STATE_ALIVE, TAMBO_LINK_EVENT_DROPPED, TAMBO_LINK_STATE_GONE },
  { TAMBO_LINK_STATE_QUIET, TAMBO_LINK_EVENT_ANSWERED, TAMBO_LINK_STATE_ALIVE },
  { TAMBO_LINK_STATE_QUIET, TAMBO_LINK_EVENT_SILENT, TAMBO_LINK_STATE_QUIET },
  { TAMBO_LINK_STATE_QUIET, TAMBO_LINK_EVENT_DEAD, TAMBO_LINK_STATE_KNOWN },
  { TAMBO_LINK_STATE_QUIET, TAMBO_LINK_EVENT_BAD, TAMBO_LINK_STATE_QUARANTINED },
  { TAMBO_LINK_STATE_QUIET, TAMBO_LINK_EVENT_DROPPED, TAMBO_LINK_STATE_GONE },
  { TAMBO_LINK_STATE_QUARANTINED, TAMBO_LINK_EVENT_ANSWERED, TAMBO_LINK_STATE_QUARANTINED },
  { TAMBO_LINK_STATE_QUARANTINED, TAMBO_LINK_EVENT_SILENT, TAMBO_LINK_STATE_QUARANTINED },
  { TAMBO_LINK_STATE_QUARANTINED, TAMBO_LINK_EVENT_PARDONED, TAMBO_LINK_STATE_QUIET },
  { TAMBO_LINK_STATE_QUARANTINED, TAMBO_LINK_EVENT_DROPPED, TAMBO_LINK_STATE_GONE },
};

const char *
tambo_link_state_to_string (TamboLinkState state)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (TAMBO_TYPE_LINK_STATE);

  return g_enum_get_value (klass, (int) state)->value_nick;
}

gboolean
tambo_link_state_next (TamboLinkState from, TamboLinkEvent event, TamboLinkState *out_to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      if (transitions[i].from == from && transitions[i].event == event)
        {
          *out_to = transitions[i].to;
          return TRUE;
        }
    }

  return FALSE;
}

/* Whether envelopes and questions may go that way. */
gboolean
tambo_link_state_is_alive (TamboLinkState state)
{
  return state == TAMBO_LINK_STATE_ALIVE || state == TAMBO_LINK_STATE_QUIET;
}

/**
 * tambo_link_backoff:
 * @n_failures: in a row, 1 after the first
 *
 * Returns: how long to leave it alone, in milliseconds: 1 s at first, twice as long each time, at
 *   most a minute
 */
gint64
tambo_link_backoff (guint n_failures)
{
  if (n_failures == 0)
    return 0;

  return MIN (BACKOFF_LAST_MS, (gint64) BACKOFF_FIRST_MS << MIN (n_failures - 1, 10));
}
