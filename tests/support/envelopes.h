/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/envelope.h"
#include "mesh/courier/clinics.h"
#include "tests/support/consult.h"

G_BEGIN_DECLS

#define TAMBO_TEST_PEER "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define TAMBO_TEST_OTHER_PEER "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* Trusts the clinics that a test gives it. */
#define TAMBO_TEST_TYPE_CLINICS (tambo_test_clinics_get_type ())
G_DECLARE_FINAL_TYPE (TamboTestClinics, tambo_test_clinics, TAMBO_TEST, CLINICS, GObject)

TamboTestClinics *tambo_test_clinics_new (void);
void tambo_test_clinics_add (TamboTestClinics *self, const TamboTestClinic *clinic);

void tambo_test_clinic_get_key_id (const TamboTestClinic *clinic,
                                   guint8 out_id[TAMBO_RECIPIENT_SIZE]);
TamboEnvelope *tambo_test_envelope_new (TamboEnvelopeType type,
                                        guint class,
                                        const guint8 recipient[TAMBO_RECIPIENT_SIZE],
                                        guint64 number);

G_END_DECLS
