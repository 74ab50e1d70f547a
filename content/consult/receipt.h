/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/envelope.h"
#include "content/consult/mailbox.h"

G_BEGIN_DECLS

#define TAMBO_RECEIPT_MAX_IDS 16380

TamboEnvelope *tambo_receipt_new (const char *const *ids,
                                  guint n_ids,
                                  const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                                  const guint8 key_id[TAMBO_RECIPIENT_SIZE],
                                  const guint8 identity_secret[64],
                                  guint today);
const guint8 *tambo_receipt_get_identity (TamboEnvelope *receipt);
char **tambo_receipt_verify (TamboEnvelope *receipt,
                             const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                             const guint8 identity[TAMBO_KEY_SIZE],
                             GError **error);

G_END_DECLS
