/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/media-facts.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/* How we have all sound. */
#define TAMBO_SAMPLES \
  "audioconvert ! audioresample ! audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=1"

#define TAMBO_TYPE_MEDIA_DECODER (tambo_media_decoder_get_type ())
G_DECLARE_FINAL_TYPE (TamboMediaDecoder, tambo_media_decoder, TAMBO, MEDIA_DECODER, GObject)

TamboMediaDecoder *tambo_media_decoder_new (GFile *file,
                                            const TamboStream *stream,
                                            const char *description,
                                            GError **error);
gboolean tambo_media_decoder_pull (TamboMediaDecoder *self,
                                   GCancellable *cancellable,
                                   GstSample **out_sample,
                                   GError **error);

G_END_DECLS
