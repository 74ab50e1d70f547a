/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/message-store.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_INTAKE (tambo_intake_get_type ())
G_DECLARE_FINAL_TYPE (TamboIntake, tambo_intake, TAMBO, INTAKE, GObject)

TamboIntake *tambo_intake_new (TamboClinicStore *clinic,
                               TamboMessageStore *messages,
                               TamboKeyring *keyring);

TamboKeyring *tambo_intake_get_keyring (TamboIntake *self);
gboolean tambo_intake_take (TamboIntake *self,
                            GPtrArray *envelopes,
                            gint64 now,
                            guint *out_n_new,
                            GError **error);
gboolean tambo_intake_answer (TamboIntake *self,
                              TamboConsultItem *item,
                              TamboAnswer *answer,
                              gint64 now,
                              GError **error);

G_END_DECLS
