/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/code.h"
#include "content/trust/records.h"

G_BEGIN_DECLS

#define TAMBO_TAG_SIZE 16

#define TAMBO_TYPE_MAILBOX (tambo_mailbox_get_type ())
G_DECLARE_FINAL_TYPE (TamboMailbox, tambo_mailbox, TAMBO, MAILBOX, GObject)

TamboMailbox *tambo_mailbox_derive (TamboCode *code,
                                    const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                                    guint64 opslimit,
                                    gsize memlimit,
                                    GError **error);

const guint8 *tambo_mailbox_get_tag (TamboMailbox *self);
const guint8 *tambo_mailbox_get_public_key (TamboMailbox *self);
const guint8 *tambo_mailbox_get_secret_key (TamboMailbox *self);

char *tambo_mailbox_case_code_for_tag (const guint8 tag[TAMBO_TAG_SIZE]);

G_END_DECLS
