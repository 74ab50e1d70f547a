/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/clinic-contact.h"

void
tambo_clinic_contact_init (TamboClinicContact *self)
{
  self->met_at = G_MININT64;
  self->hops = 0;
}

/* @part: of whoever says it, by the roster: nobody is a gateway for saying so. */
void
tambo_clinic_contact_learn (TamboClinicContact *self, TamboHello *hello, TamboPart part, gint64 now)
{
  gint64 age = tambo_hello_get_contact_age (hello);
  int hops = tambo_hello_get_gateway_hops (hello) + 1;

  if (part == TAMBO_PART_GATEWAY)
    {
      age = 0;
      hops = 1;
    }
  if (age == TAMBO_HELLO_NEVER || now - age * 1000 < self->met_at)
    return;

  self->met_at = now - age * 1000;
  self->hops = hops;
}

/* In seconds; %TAMBO_HELLO_NEVER for never. */
gint64
tambo_clinic_contact_get_age (const TamboClinicContact *self, gint64 now, int *out_hops)
{
  *out_hops = self->hops;
  if (self->met_at == G_MININT64)
    return TAMBO_HELLO_NEVER;

  return MAX (0, now - self->met_at) / 1000;
}
