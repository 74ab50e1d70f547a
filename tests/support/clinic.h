/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/intake.h"

#include "tests/support/consult.h"

G_BEGIN_DECLS

#define TAMBO_TEST_PASSPHRASE "correct horse battery"
#define TAMBO_TEST_NOW (G_GINT64_CONSTANT (1795334400)) /* 2026-11-22 08:00 */

TamboClinicStore *tambo_test_clinic_store_new (const char *path, guint8 number);
TamboVault *tambo_test_vault_open (TamboClinicStore *store);
TamboIntake *tambo_test_intake_new (TamboClinicStore *store, TamboVault *vault);
TamboEnvelope *tambo_test_seal (TamboRequest *request, guint8 message_number, guint8 clinic_number);

G_END_DECLS
