/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/kiosk-trust.h"
#include "kiosk/replies/reader-state.h"
#include "kiosk/session/attempts.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_REPLY_READER (tambo_reply_reader_get_type ())
G_DECLARE_FINAL_TYPE (TamboReplyReader, tambo_reply_reader, TAMBO, REPLY_READER, GObject)

TamboReplyReader *tambo_reply_reader_new (TamboMeshClient *client,
                                          TamboKioskTrust *trust,
                                          TamboAttempts *attempts);

TamboReaderState tambo_reply_reader_get_state (TamboReplyReader *self);
gboolean tambo_reply_reader_get_mistyped (TamboReplyReader *self);
GListModel *tambo_reply_reader_get_replies (TamboReplyReader *self);

void tambo_reply_reader_open (TamboReplyReader *self, const char *digits);
void tambo_reply_reader_start_again (TamboReplyReader *self);

G_END_DECLS
