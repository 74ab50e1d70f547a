/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/envelope.h"
#include "content/consult/message.h"

G_BEGIN_DECLS

#define TAMBO_CONTENT_MAX_SIZE (4 * 1024 * 1024) /* where inflating stops */

TamboEnvelope *tambo_seal_request (TamboMessage *message,
                                   gboolean urgent,
                                   const guint8 intake_key[TAMBO_KEY_SIZE],
                                   guint today,
                                   GError **error);
TamboMessage *tambo_seal_open_request (TamboEnvelope *envelope,
                                       const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                                       const guint8 intake_key[TAMBO_KEY_SIZE],
                                       const guint8 intake_secret[TAMBO_KEY_SIZE],
                                       GError **error);

TamboEnvelope *tambo_seal_reply (TamboMessage *message,
                                 const guint8 identity_secret[64],
                                 guint today,
                                 GError **error);
TamboMessage *tambo_seal_open_reply (TamboEnvelope *envelope,
                                     const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                                     TamboMailbox *mailbox,
                                     const guint8 *const *identities,
                                     guint n_identities,
                                     guint *out_identity,
                                     GError **error);

G_END_DECLS
