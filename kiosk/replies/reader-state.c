/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/replies/reader-state.h"

/* The nicks name the pages of replies-screen.ui. */
G_DEFINE_ENUM_TYPE (TamboReaderState,
                    tambo_reader_state,
                    G_DEFINE_ENUM_VALUE (TAMBO_READER_ENTRY, "entry"),
                    G_DEFINE_ENUM_VALUE (TAMBO_READER_WORKING, "working"),
                    G_DEFINE_ENUM_VALUE (TAMBO_READER_FOUND, "found"),
                    G_DEFINE_ENUM_VALUE (TAMBO_READER_NOTHING, "nothing"),
                    G_DEFINE_ENUM_VALUE (TAMBO_READER_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (TAMBO_READER_BROKEN, "broken"))

/* Every move that exists. What is not here does not happen. */
static const struct
{
  TamboReaderState from;
  TamboReaderEvent event;
  TamboReaderState to;
} moves[] = {
  { TAMBO_READER_ENTRY, TAMBO_READER_EVENT_OPEN, TAMBO_READER_WORKING },
  { TAMBO_READER_ENTRY, TAMBO_READER_EVENT_PAUSE, TAMBO_READER_PAUSED },
  { TAMBO_READER_ENTRY, TAMBO_READER_EVENT_FAILED, TAMBO_READER_BROKEN },
  { TAMBO_READER_WORKING, TAMBO_READER_EVENT_FOUND, TAMBO_READER_FOUND },
  { TAMBO_READER_WORKING, TAMBO_READER_EVENT_NOTHING, TAMBO_READER_NOTHING },
  { TAMBO_READER_WORKING, TAMBO_READER_EVENT_FAILED, TAMBO_READER_BROKEN },
  { TAMBO_READER_FOUND, TAMBO_READER_EVENT_AGAIN, TAMBO_READER_ENTRY },
  { TAMBO_READER_NOTHING, TAMBO_READER_EVENT_AGAIN, TAMBO_READER_ENTRY },
  { TAMBO_READER_PAUSED, TAMBO_READER_EVENT_AGAIN, TAMBO_READER_ENTRY },
  { TAMBO_READER_BROKEN, TAMBO_READER_EVENT_AGAIN, TAMBO_READER_ENTRY },
};

gboolean
tambo_reader_state_next (TamboReaderState from, TamboReaderEvent event, TamboReaderState *out_to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      if (moves[i].from == from && moves[i].event == event)
        {
          *out_to = moves[i].to;
          return TRUE;
        }
    }

  return FALSE;
}
