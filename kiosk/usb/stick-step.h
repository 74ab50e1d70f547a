/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far staff have come with a stick. */
typedef enum
{
  TAMBO_STICK_STEP_NONE,      /* there is no stick */
  TAMBO_STICK_STEP_REFUSED,   /* one that is not opened */
  TAMBO_STICK_STEP_UNREAD,    /* one that nobody has looked at */
  TAMBO_STICK_STEP_READING,   /* looking at it */
  TAMBO_STICK_STEP_OFFER,     /* what is on it is known */
  TAMBO_STICK_STEP_WORKING,   /* copying from it or to it */
  TAMBO_STICK_STEP_RELEASING, /* making it safe to take out */
  TAMBO_STICK_STEP_ENDED,     /* it may be taken out */
} TamboStickStep;

typedef enum
{
  TAMBO_STICK_EVENT_GONE,    /* taken out */
  TAMBO_STICK_EVENT_CAME,    /* plugged in */
  TAMBO_STICK_EVENT_REFUSED, /* plugged in, and not opened */
  TAMBO_STICK_EVENT_LOOK,    /* staff want to see it */
  TAMBO_STICK_EVENT_READ,    /* it was looked at */
  TAMBO_STICK_EVENT_START,   /* staff want to copy */
  TAMBO_STICK_EVENT_OVER,    /* whatever was under way has ended, well or not */
  TAMBO_STICK_EVENT_LET_GO,  /* it is not in use any more */
  TAMBO_STICK_EVENT_LEAVE,   /* staff went away */
} TamboStickEvent;

/* What is not in the table does not happen. */
TamboStickStep tambo_stick_step_next (TamboStickStep step, TamboStickEvent event);

G_END_DECLS
