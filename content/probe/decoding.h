/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/probe/wire.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * TamboDecoding:
 *
 * One medium on its way through the one demuxer of its kind and one of the few decoders of
 * packs.md: nothing is plugged by what a file says about itself. The first refusal stays.
 */
#define TAMBO_TYPE_DECODING (tambo_decoding_get_type ())
G_DECLARE_FINAL_TYPE (TamboDecoding, tambo_decoding, TAMBO, DECODING, GObject)

/* Loads what the kind needs from disk; nothing is loaded later. */
gboolean tambo_decoding_prepare (TamboMediumKind kind);

TamboDecoding *tambo_decoding_new (const TamboWireRequest *request, int fd, GstElement *sink);

GstElement *tambo_decoding_get_pipeline (TamboDecoding *self);
TamboCodec tambo_decoding_get_codec (TamboDecoding *self);
TamboVerdict tambo_decoding_get_verdict (TamboDecoding *self);
void tambo_decoding_refuse (TamboDecoding *self, TamboVerdict verdict);

gboolean tambo_decoding_check_start (TamboDecoding *self);
gboolean tambo_decoding_run (TamboDecoding *self, GstState state, GstMessageType until);
gboolean tambo_decoding_move (TamboDecoding *self, guint64 position);

G_END_DECLS
