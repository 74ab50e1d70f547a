/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/clinics.h"

G_DEFINE_INTERFACE (TamboClinics, tambo_clinics, G_TYPE_OBJECT)

static void
tambo_clinics_default_init (TamboClinicsInterface *iface)
{
}

const guint8 *
tambo_clinics_get_deployment (TamboClinics *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINICS (self), NULL);

  return TAMBO_CLINICS_GET_IFACE (self)->get_deployment (self);
}

gboolean
tambo_clinics_owns_key (TamboClinics *self, const guint8 *identity, const guint8 *key_id)
{
  g_return_val_if_fail (TAMBO_IS_CLINICS (self), FALSE);
  g_return_val_if_fail (identity != NULL && key_id != NULL, FALSE);

  return TAMBO_CLINICS_GET_IFACE (self)->owns_key (self, identity, key_id);
}
