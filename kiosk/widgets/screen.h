/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/speech/segment.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_SCREEN (tambo_screen_get_type ())
G_DECLARE_INTERFACE (TamboScreen, tambo_screen, TAMBO, SCREEN, GtkWidget)

/**
 * TamboScreenInterface:
 * @go_back: takes one step back inside the screen; %FALSE if it is at its first step, and the
 *   screen before is to be shown
 * @relabel: shows the texts of the session's language, now changed, in place; %FALSE, the
 *   default, to be built again instead
 * @is_playing: whether sound or pictures play, which counts as somebody being there
 * @stop: stops what plays, because the screen goes away
 * @list_segments: what to read aloud, in order; by default every visible label
 *
 * What the window asks of a screen. All are optional.
 */
struct _TamboScreenInterface
{
  GTypeInterface parent_iface;

  gboolean (*go_back) (TamboScreen *self);
  gboolean (*relabel) (TamboScreen *self);
  gboolean (*is_playing) (TamboScreen *self);
  void (*stop) (TamboScreen *self);
  GPtrArray *(*list_segments) (TamboScreen *self);
};

gboolean tambo_screen_go_back (TamboScreen *self);
gboolean tambo_screen_relabel (TamboScreen *self);
gboolean tambo_screen_is_playing (TamboScreen *self);
void tambo_screen_stop (TamboScreen *self);
GPtrArray *tambo_screen_list_segments (TamboScreen *self);

G_END_DECLS
