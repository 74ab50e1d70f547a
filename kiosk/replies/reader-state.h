/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Where somebody stands who looks for answers with a code. Pure. */

typedef enum
{
  TAMBO_READER_ENTRY,   /* the code is being typed */
  TAMBO_READER_WORKING, /* the key is derived, replies are looked for */
  TAMBO_READER_FOUND,
  TAMBO_READER_NOTHING, /* none yet, or another code: nobody is told which */
  TAMBO_READER_PAUSED,  /* too many codes in vain */
  TAMBO_READER_BROKEN,  /* this kiosk cannot look now */
} TamboReaderState;

#define TAMBO_N_READER_STATES (TAMBO_READER_BROKEN + 1)

typedef enum
{
  TAMBO_READER_EVENT_OPEN,
  TAMBO_READER_EVENT_FOUND,
  TAMBO_READER_EVENT_NOTHING,
  TAMBO_READER_EVENT_FAILED,
  TAMBO_READER_EVENT_PAUSE,
  TAMBO_READER_EVENT_AGAIN, /* another code, or the pause is over */
} TamboReaderEvent;

#define TAMBO_TYPE_READER_STATE (tambo_reader_state_get_type ())
GType tambo_reader_state_get_type (void);

gboolean tambo_reader_state_next (TamboReaderState from,
                                  TamboReaderEvent event,
                                  TamboReaderState *out_to);

G_END_DECLS
