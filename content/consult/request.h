/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/check.h"
#include "content/consult/message.h"

G_BEGIN_DECLS

#define TAMBO_REQUEST_MAX_CHECKS 8

/**
 * TamboConsent:
 *
 * What the person agreed to hand over, each asked by itself.
 */
typedef enum
{
  TAMBO_CONSENT_TEXT = 1 << 0,
  TAMBO_CONSENT_ANSWERS = 1 << 1,
  TAMBO_CONSENT_SCORE = 1 << 2,
  TAMBO_CONSENT_VOICE = 1 << 3,
} TamboConsent;

#define TAMBO_TYPE_REQUEST (tambo_request_get_type ())
G_DECLARE_FINAL_TYPE (TamboRequest, tambo_request, TAMBO, REQUEST, GObject)

TamboRequest *tambo_request_new (const char *language);
TamboRequest *tambo_request_new_from_bytes (GBytes *bundle, GError **error);
GBytes *tambo_request_to_bytes (TamboRequest *self,
                                TamboMessage *message,
                                guint today,
                                GError **error);

const char *tambo_request_get_language (TamboRequest *self);
const char *tambo_request_get_text (TamboRequest *self);
void tambo_request_set_text (TamboRequest *self, const char *text);
const char *tambo_request_get_topic (TamboRequest *self);
void tambo_request_set_topic (TamboRequest *self, const char *topic);
gboolean tambo_request_get_urgent (TamboRequest *self);
void tambo_request_set_urgent (TamboRequest *self, gboolean urgent);
guint tambo_request_get_birth_decade (TamboRequest *self);
void tambo_request_set_birth_decade (TamboRequest *self, guint year);
TamboConsent tambo_request_get_consent (TamboRequest *self);
const char *tambo_request_get_consent_text (TamboRequest *self);
void tambo_request_set_consent (TamboRequest *self, TamboConsent consent, const char *text_version);
GListModel *tambo_request_get_checks (TamboRequest *self);
void tambo_request_add_check (TamboRequest *self, TamboConsultCheck *check);
const char *tambo_request_get_case_code (TamboRequest *self);

G_END_DECLS
