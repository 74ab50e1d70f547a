/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CLINICS (tambo_clinics_get_type ())
G_DECLARE_INTERFACE (TamboClinics, tambo_clinics, TAMBO, CLINICS, GObject)

/**
 * TamboClinicsInterface:
 * @get_deployment: (nullable): the 16 bytes of the deployment's id, %NULL before it is trusted
 * @owns_key: whether @identity, 32 bytes, is a clinic that we trust, and the key id @key_id, 16
 *   bytes, one of its intake keys, past or present
 *
 * What the courier must know of clinics to believe a receipt.
 */
struct _TamboClinicsInterface
{
  GTypeInterface parent_iface;

  const guint8 *(*get_deployment) (TamboClinics *self);
  gboolean (*owns_key) (TamboClinics *self, const guint8 *identity, const guint8 *key_id);
};

const guint8 *tambo_clinics_get_deployment (TamboClinics *self);
gboolean tambo_clinics_owns_key (TamboClinics *self, const guint8 *identity, const guint8 *key_id);

G_END_DECLS
