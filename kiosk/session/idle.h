/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When nobody touches the screen any more. Pure: the time comes in as an argument. */

typedef enum
{
  TAMBO_IDLE_AWAY,    /* nobody is using the kiosk */
  TAMBO_IDLE_PRESENT, /* somebody is */
  TAMBO_IDLE_ASKING,  /* "are you still there?" is on the screen */
} TamboIdleState;

#define TAMBO_N_IDLE_STATES (TAMBO_IDLE_ASKING + 1)

typedef enum
{
  TAMBO_IDLE_EVENT_BEGIN,    /* somebody touched the attract screen */
  TAMBO_IDLE_EVENT_PRESENCE, /* a touch, or media that plays */
  TAMBO_IDLE_EVENT_TIME,     /* the time of the state is over; found by tambo_idle_pass_time() */
  TAMBO_IDLE_EVENT_END,      /* hidden, or wiped */
} TamboIdleEvent;

#define TAMBO_N_IDLE_EVENTS (TAMBO_IDLE_EVENT_END + 1)

typedef enum
{
  TAMBO_IDLE_DO_NOTHING,
  TAMBO_IDLE_DO_ASK,      /* show the ring */
  TAMBO_IDLE_DO_STOP_ASK, /* take it away */
  TAMBO_IDLE_DO_WIPE,     /* wipe the session and go back to the attract screen */
} TamboIdleEffect;

typedef struct
{
  TamboIdleState state;
  gint64 since_ms; /* when the state was entered, or last confirmed */
  gint64 quiet_ms; /* how long somebody may not touch anything */
  gint64 ring_ms;  /* how long the question stands */
} TamboIdle;

TamboIdleEffect tambo_idle_handle (TamboIdle *idle, TamboIdleEvent event, gint64 now_ms);
TamboIdleEffect tambo_idle_pass_time (TamboIdle *idle, gint64 now_ms);
gint64 tambo_idle_get_left_ms (const TamboIdle *idle, gint64 now_ms);

G_END_DECLS
