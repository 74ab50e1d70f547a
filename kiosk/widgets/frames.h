/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/app/gstappsink.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_FRAMES (tambo_frames_get_type ())
G_DECLARE_FINAL_TYPE (TamboFrames, tambo_frames, TAMBO, FRAMES, GObject)

TamboFrames *tambo_frames_new (void);

GstElement *tambo_frames_make_sink (TamboFrames *self);
void tambo_frames_clear (TamboFrames *self);

G_END_DECLS
