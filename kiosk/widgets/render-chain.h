/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/widgets/frames.h"

G_BEGIN_DECLS

/* From raw to eye and ear: what stays in the kiosk wherever films are decoded. */
GstElement *tambo_render_chain_new_picture (GstElement *decoded, TamboFrames *frames);
GstElement *tambo_render_chain_new_voice (GstElement *decoded, const char *sound_sink);

void tambo_render_chain_set_volume (GstElement *voice_chain, double volume);

G_END_DECLS
