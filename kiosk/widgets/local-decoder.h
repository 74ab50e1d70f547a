/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/widgets/decoder.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_LOCAL_DECODER (tambo_local_decoder_get_type ())
G_DECLARE_FINAL_TYPE (TamboLocalDecoder, tambo_local_decoder, TAMBO, LOCAL_DECODER, GObject)

TamboDecoder *tambo_local_decoder_new (void);

G_END_DECLS
