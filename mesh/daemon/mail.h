/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/courier.h"
#include "mesh/daemon/neighbourhood.h"

G_BEGIN_DECLS

/**
 * TamboMail:
 *
 * Carries envelopes: reconciles with each neighbour when it comes, when something new is here, and
 * now and then. What was submitted waits for its batch first. Emits `arrived` when envelopes are
 * here that were not before, and `changed` when the mailbox counts differ.
 */
#define TAMBO_TYPE_MAIL (tambo_mail_get_type ())
G_DECLARE_FINAL_TYPE (TamboMail, tambo_mail, TAMBO, MAIL, GObject)

TamboMail *tambo_mail_new (TamboCourier *courier,
                           TamboNeighbourhood *neighbourhood,
                           const TamboMeshConfig *config);
void tambo_mail_start (TamboMail *self);
void tambo_mail_stop (TamboMail *self);

TamboCourier *tambo_mail_get_courier (TamboMail *self);

char *tambo_mail_submit (TamboMail *self, GBytes *envelope, GError **error);
/* (transfer full) (element-type TamboEnvelopeBatch): all that is here, for a stick. */
GPtrArray *tambo_mail_list_batches (TamboMail *self, GError **error);
GStrv tambo_mail_take_in (TamboMail *self,
                          const char *pin,
                          TamboEnvelopeBatch *batch,
                          GError **error);

G_END_DECLS
