/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/texts.h"

G_BEGIN_DECLS

#define TAMBO_KEY_SIZE 32

/**
 * TamboIntakeKey:
 * @id: (owned): short name of the key
 * @key: X25519 public key that requests are sealed to
 * @from_day: first day of use, in days since 2020-01-01
 * @to_day: last day of use
 */
typedef struct
{
  char *id;
  guint8 key[TAMBO_KEY_SIZE];
  guint from_day;
  guint to_day;
} TamboIntakeKey;

/**
 * TamboClinicRecord:
 *
 * A clinic that the programme vouches for: `clinics/<id>.json`. Immutable.
 */
#define TAMBO_TYPE_CLINIC_RECORD (tambo_clinic_record_get_type ())
G_DECLARE_FINAL_TYPE (TamboClinicRecord, tambo_clinic_record, TAMBO, CLINIC_RECORD, GObject)

TamboClinicRecord *tambo_clinic_record_new_from_bytes (const char *id,
                                                       GBytes *bytes,
                                                       GError **error);
TamboClinicRecord *tambo_clinic_record_new (const char *id,
                                            TamboTexts *name,
                                            const guint8 identity[TAMBO_KEY_SIZE],
                                            const TamboIntakeKey *intake,
                                            guint n_intake,
                                            guint answers_in_days);
GBytes *tambo_clinic_record_write (TamboClinicRecord *self);
const char *tambo_clinic_record_get_id (TamboClinicRecord *self);
TamboTexts *tambo_clinic_record_get_name (TamboClinicRecord *self);
const guint8 *tambo_clinic_record_get_identity (TamboClinicRecord *self);
guint tambo_clinic_record_get_answers_in_days (TamboClinicRecord *self);
guint tambo_clinic_record_get_n_intake (TamboClinicRecord *self);
const TamboIntakeKey *tambo_clinic_record_get_intake (TamboClinicRecord *self, guint index);
const TamboIntakeKey *tambo_clinic_record_find_intake (TamboClinicRecord *self,
                                                       guint day,
                                                       GError **error);

G_END_DECLS
