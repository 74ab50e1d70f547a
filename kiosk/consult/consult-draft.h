/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/code.h"
#include "content/consult/envelope.h"
#include "kiosk/consult/consult-step.h"
#include "kiosk/mesh/kiosk-trust.h"
#include "kiosk/session/session.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_CONSULT_DRAFT (tambo_consult_draft_get_type ())
G_DECLARE_FINAL_TYPE (TamboConsultDraft, tambo_consult_draft, TAMBO, CONSULT_DRAFT, GObject)

TamboConsultDraft *tambo_consult_draft_new (TamboConsultCheck *check, GPtrArray *clinics);

TamboConsultStep tambo_consult_draft_get_step (TamboConsultDraft *self);
void tambo_consult_draft_set_step (TamboConsultDraft *self, TamboConsultStep step);
gboolean tambo_consult_draft_go_next (TamboConsultDraft *self);
gboolean tambo_consult_draft_go_back (TamboConsultDraft *self);

TamboConsultCheck *tambo_consult_draft_get_check (TamboConsultDraft *self);
gboolean tambo_consult_draft_takes_check (TamboConsultDraft *self);
void tambo_consult_draft_take_check (TamboConsultDraft *self, gboolean take);
const char *tambo_consult_draft_get_text (TamboConsultDraft *self);
void tambo_consult_draft_set_text (TamboConsultDraft *self, const char *text);
gboolean tambo_consult_draft_has_content (TamboConsultDraft *self);
GPtrArray *tambo_consult_draft_get_clinics (TamboConsultDraft *self);
TamboClinicRecord *tambo_consult_draft_get_clinic (TamboConsultDraft *self);
void tambo_consult_draft_choose_clinic (TamboConsultDraft *self, const char *id);

TamboCode *tambo_consult_draft_get_code (TamboConsultDraft *self);
TamboEnvelope *tambo_consult_draft_get_envelope (TamboConsultDraft *self);

void tambo_consult_draft_seal_async (TamboConsultDraft *self,
                                     const TamboDeployment *deployment,
                                     const char *language,
                                     guint today,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean tambo_consult_draft_seal_finish (TamboConsultDraft *self,
                                          GAsyncResult *result,
                                          GError **error);

G_END_DECLS
