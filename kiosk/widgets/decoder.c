/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/decoder.h"

G_DEFINE_INTERFACE (TamboDecoder, tambo_decoder, G_TYPE_OBJECT)

static void
tambo_decoder_default_init (TamboDecoderInterface *iface)
{
}

/* Returns: (transfer floating): @stream must be seekable and is not shared. */
GstElement *
tambo_decoder_decode_picture (TamboDecoder *self, GInputStream *stream)
{
  g_return_val_if_fail (TAMBO_IS_DECODER (self), NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  return TAMBO_DECODER_GET_IFACE (self)->decode_picture (self, stream);
}

/* Returns: (transfer floating): @stream must be seekable and is not shared. */
GstElement *
tambo_decoder_decode_voice (TamboDecoder *self, GInputStream *stream)
{
  g_return_val_if_fail (TAMBO_IS_DECODER (self), NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  return TAMBO_DECODER_GET_IFACE (self)->decode_voice (self, stream);
}
