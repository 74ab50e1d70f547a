/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/hub-state.h"

#define BACKOFF_FIRST_MS 5000

G_DEFINE_ENUM_TYPE (TamboHubState,
                    tambo_hub_state,
                    G_DEFINE_ENUM_VALUE (TAMBO_HUB_STATE_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (TAMBO_HUB_STATE_GRACE, "waiting"),
                    G_DEFINE_ENUM_VALUE (TAMBO_HUB_STATE_UP, "reached"),
                    G_DEFINE_ENUM_VALUE (TAMBO_HUB_STATE_DOWN, "failing"))

/* Every move that exists. What is not here does not happen. */
static const struct
{
  TamboHubState from;
  TamboHubEvent event;
  TamboHubState to;
} transitions[] = {
  { TAMBO_HUB_STATE_OFF, TAMBO_HUB_EVENT_CONFIGURED, TAMBO_HUB_STATE_GRACE },
  { TAMBO_HUB_STATE_GRACE, TAMBO_HUB_EVENT_ANSWERED, TAMBO_HUB_STATE_UP },
  { TAMBO_HUB_STATE_GRACE, TAMBO_HUB_EVENT_FAILED, TAMBO_HUB_STATE_DOWN },
  { TAMBO_HUB_STATE_UP, TAMBO_HUB_EVENT_FAILED, TAMBO_HUB_STATE_DOWN },
  { TAMBO_HUB_STATE_DOWN, TAMBO_HUB_EVENT_ANSWERED, TAMBO_HUB_STATE_UP },
};

const char *
tambo_hub_state_to_string (TamboHubState state)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (TAMBO_TYPE_HUB_STATE);

  return g_enum_get_value (klass, (int) state)->value_nick;
}

gboolean
tambo_hub_state_next (TamboHubState from, TamboHubEvent event, TamboHubState *out_to)
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

/**
 * tambo_hub_state_wait:
 * @n_failures: in a row
 * @interval_ms: how often it is asked when all is well
 * @retry_ms: how long it said itself to stay away, or 0
 *
 * Returns: until it is asked again, in milliseconds; after a failure sooner than else, but each
 *   time later
 */
gint64
tambo_hub_state_wait (guint n_failures, guint interval_ms, guint retry_ms)
{
  gint64 backoff = interval_ms;

  if (n_failures > 0)
    backoff = MIN (backoff, (gint64) BACKOFF_FIRST_MS << MIN (n_failures - 1, 20));

  return MAX (backoff, retry_ms);
}
