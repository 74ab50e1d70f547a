/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/request.h"

G_BEGIN_DECLS

#define TAMBO_N_CONSENT_PARTS 4

typedef struct
{
  TamboConsent part;
  const char *code;
} TamboConsentPart;

extern const TamboConsentPart tambo_consent_parts[TAMBO_N_CONSENT_PARTS];

GBytes *tambo_request_document_write (TamboRequest *request, TamboMessage *message, guint day);

G_END_DECLS
