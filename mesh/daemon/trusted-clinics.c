/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/trusted-clinics.h"

#include "content/consult/envelope.h"

#include <string.h>

struct _TamboTrustedClinics
{
  GObject parent_instance;

  TamboShelf *shelf; /* (owned) */
};

static void implement_clinics (TamboClinicsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboTrustedClinics,
                               tambo_trusted_clinics,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_CLINICS, implement_clinics))

static const guint8 *
get_deployment (TamboClinics *clinics)
{
  TamboTrustedClinics *self = TAMBO_TRUSTED_CLINICS (clinics);
  const TamboDeployment *deployment = tambo_trust_get_deployment (
      tambo_shelf_get_trust (self->shelf));

  return deployment != NULL ? deployment->id : NULL;
}

static gboolean
has_key (TamboClinicRecord *clinic, const guint8 *key_id)
{
  guint n = tambo_clinic_record_get_n_intake (clinic);

  for (guint i = 0; i < n; i++)
    {
      guint8 id[TAMBO_RECIPIENT_SIZE];

      tambo_envelope_key_id (tambo_clinic_record_get_intake (clinic, i)->key, id);
      if (memcmp (id, key_id, sizeof id) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
owns_key (TamboClinics *clinics, const guint8 *identity, const guint8 *key_id)
{
  TamboTrustedClinics *self = TAMBO_TRUSTED_CLINICS (clinics);
  g_autoptr (GPtrArray) known = tambo_trust_list_clinics (tambo_shelf_get_trust (self->shelf));

  for (guint i = 0; i < known->len; i++)
    {
      TamboClinicRecord *clinic = g_ptr_array_index (known, i);

      if (memcmp (tambo_clinic_record_get_identity (clinic), identity, TAMBO_KEY_SIZE) == 0 &&
          has_key (clinic, key_id))
        return TRUE;
    }

  return FALSE;
}

static void
implement_clinics (TamboClinicsInterface *iface)
{
  iface->get_deployment = get_deployment;
  iface->owns_key = owns_key;
}

static void
tambo_trusted_clinics_finalize (GObject *object)
{
  TamboTrustedClinics *self = TAMBO_TRUSTED_CLINICS (object);

  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (tambo_trusted_clinics_parent_class)->finalize (object);
}

static void
tambo_trusted_clinics_class_init (TamboTrustedClinicsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_trusted_clinics_finalize;
}

static void
tambo_trusted_clinics_init (TamboTrustedClinics *self)
{
}

TamboTrustedClinics *
tambo_trusted_clinics_new (TamboShelf *shelf)
{
  TamboTrustedClinics *self = g_object_new (TAMBO_TYPE_TRUSTED_CLINICS, NULL);

  self->shelf = g_object_ref (shelf);

  return self;
}
