/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_TRACK (tambo_track_get_type ())
G_DECLARE_FINAL_TYPE (TamboTrack, tambo_track, TAMBO, TRACK, GObject)

TamboTrack *tambo_track_new (GstElement *chain, GstClock *clock);

void tambo_track_close (TamboTrack *self);
void tambo_track_move (TamboTrack *self, gint64 position, double rate);
void tambo_track_run (TamboTrack *self, gint64 base_time);
void tambo_track_rest (TamboTrack *self);

gboolean tambo_track_is_settled (TamboTrack *self);
gint64 tambo_track_get_start (TamboTrack *self);
gint64 tambo_track_query_duration (TamboTrack *self);
GstElement *tambo_track_get_chain (TamboTrack *self);

G_END_DECLS
