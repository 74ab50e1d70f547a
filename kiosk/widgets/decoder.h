/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_DECODER (tambo_decoder_get_type ())
G_DECLARE_INTERFACE (TamboDecoder, tambo_decoder, TAMBO, DECODER, GObject)

/**
 * TamboDecoderInterface:
 * @decode_picture: makes an element whose one pad, `src`, gives `video/x-raw`
 * @decode_voice: makes an element whose one pad, `src`, gives `audio/x-raw`
 *
 * The seam between foreign bytes and the player. What comes out of the elements is raw, stamped
 * from 0 on, and they answer flushing, accurate seeks in time; what goes wrong they post as an
 * error. Everything behind the seam may move into a sandbox: then @decode_picture gives an
 * `appsrc` that asks `tambo-decode` for frames, and nothing else of the player changes.
 */
struct _TamboDecoderInterface
{
  GTypeInterface parent_iface;

  GstElement *(*decode_picture) (TamboDecoder *self, GInputStream *stream);
  GstElement *(*decode_voice) (TamboDecoder *self, GInputStream *stream);
};

GstElement *tambo_decoder_decode_picture (TamboDecoder *self, GInputStream *stream);
GstElement *tambo_decoder_decode_voice (TamboDecoder *self, GInputStream *stream);

G_END_DECLS
