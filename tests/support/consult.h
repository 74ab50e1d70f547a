/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/request.h"

G_BEGIN_DECLS

#define TAMBO_TEST_DAY 2517 /* 2026-11-22 */
#define TAMBO_TEST_CODE "042 3141 5926 5358 9793 1"
#define TAMBO_TEST_OTHER_CODE "042 3141 5926 5358 9794 0"

/**
 * TamboTestClinic:
 *
 * Keys of a clinic, the same in every run.
 */
typedef struct
{
  guint8 identity[TAMBO_KEY_SIZE];
  guint8 identity_secret[64];
  guint8 intake[TAMBO_KEY_SIZE];
  guint8 intake_secret[TAMBO_KEY_SIZE];
} TamboTestClinic;

extern const guint8 tambo_test_deployment[TAMBO_DEPLOYMENT_ID_SIZE];

void tambo_test_clinic_init (TamboTestClinic *clinic, guint8 number);
TamboMailbox *tambo_test_mailbox_new (const char *code);
TamboMessage *tambo_test_message_new (TamboMessageKind kind, guint8 number);
TamboConsultCheck *tambo_test_check_new (void);
TamboRequest *tambo_test_request_new (void);

G_END_DECLS
