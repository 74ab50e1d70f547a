/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TamboHubState:
 * @TAMBO_HUB_STATE_OFF: none is configured
 * @TAMBO_HUB_STATE_GRACE: neighbours are found first
 * @TAMBO_HUB_STATE_UP: packs may be fetched from it
 * @TAMBO_HUB_STATE_DOWN: it did not answer, or not as it should
 */
typedef enum
{
  TAMBO_HUB_STATE_OFF,
  TAMBO_HUB_STATE_GRACE,
  TAMBO_HUB_STATE_UP,
  TAMBO_HUB_STATE_DOWN,
} TamboHubState;

typedef enum
{
  TAMBO_HUB_EVENT_CONFIGURED,
  TAMBO_HUB_EVENT_ANSWERED, /* us, or a neighbour a moment ago */
  TAMBO_HUB_EVENT_FAILED,
} TamboHubEvent;

#define TAMBO_TYPE_HUB_STATE (tambo_hub_state_get_type ())
GType tambo_hub_state_get_type (void);

const char *tambo_hub_state_to_string (TamboHubState state);
gboolean tambo_hub_state_next (TamboHubState from, TamboHubEvent event, TamboHubState *out_to);

gint64 tambo_hub_state_wait (guint n_failures, guint interval_ms, guint retry_ms);

G_END_DECLS
