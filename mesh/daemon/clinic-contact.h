/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/records.h"
#include "mesh/wire/hello.h"

G_BEGIN_DECLS

/* When a gateway was last met, by us or by somebody we heard of, and over how many kiosks. */
typedef struct
{
  gint64 met_at;
  int hops;
} TamboClinicContact;

void tambo_clinic_contact_init (TamboClinicContact *self);
void tambo_clinic_contact_learn (TamboClinicContact *self,
                                 TamboHello *hello,
                                 TamboPart part,
                                 gint64 now);
gint64 tambo_clinic_contact_get_age (const TamboClinicContact *self, gint64 now, int *out_hops);

G_END_DECLS
