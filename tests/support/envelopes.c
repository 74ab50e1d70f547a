/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/envelopes.h"

#include <string.h>

struct _TamboTestClinics
{
  GObject parent_instance;

  GArray *clinics; /* (owned) (element-type TamboTestClinic) */
};

static void tambo_test_clinics_clinics_init (TamboClinicsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboTestClinics,
                               tambo_test_clinics,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_CLINICS,
                                                      tambo_test_clinics_clinics_init))

static const guint8 *
tambo_test_clinics_get_deployment (TamboClinics *clinics)
{
  return tambo_test_deployment;
}

static gboolean
tambo_test_clinics_owns_key (TamboClinics *clinics, const guint8 *identity, const guint8 *key_id)
{
  TamboTestClinics *self = TAMBO_TEST_CLINICS (clinics);

  for (guint i = 0; i < self->clinics->len; i++)
    {
      const TamboTestClinic *clinic = &g_array_index (self->clinics, TamboTestClinic, i);
      guint8 own_id[TAMBO_RECIPIENT_SIZE];

      tambo_test_clinic_get_key_id (clinic, own_id);
      if (memcmp (identity, clinic->identity, sizeof clinic->identity) == 0 &&
          memcmp (key_id, own_id, sizeof own_id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
tambo_test_clinics_finalize (GObject *object)
{
  g_array_unref (TAMBO_TEST_CLINICS (object)->clinics);

  G_OBJECT_CLASS (tambo_test_clinics_parent_class)->finalize (object);
}

static void
tambo_test_clinics_class_init (TamboTestClinicsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_test_clinics_finalize;
}

static void
tambo_test_clinics_clinics_init (TamboClinicsInterface *iface)
{
  iface->get_deployment = tambo_test_clinics_get_deployment;
  iface->owns_key = tambo_test_clinics_owns_key;
}

static void
tambo_test_clinics_init (TamboTestClinics *self)
{
  self->clinics = g_array_new (FALSE, FALSE, sizeof (TamboTestClinic));
}

TamboTestClinics *
tambo_test_clinics_new (void)
{
  return g_object_new (TAMBO_TEST_TYPE_CLINICS, NULL);
}

void
tambo_test_clinics_add (TamboTestClinics *self, const TamboTestClinic *clinic)
{
  g_array_append_vals (self->clinics, clinic, 1);
}

void
tambo_test_clinic_get_key_id (const TamboTestClinic *clinic, guint8 out_id[TAMBO_RECIPIENT_SIZE])
{
  tambo_envelope_key_id (clinic->intake, out_id);
}

/* The same bytes for the same arguments. What is inside is sealed, and so any bytes will do. */
TamboEnvelope *
tambo_test_envelope_new (TamboEnvelopeType type,
                         guint class,
                         const guint8 recipient[TAMBO_RECIPIENT_SIZE],
                         guint64 number)
{
  gsize size = class + TAMBO_ENVELOPE_OVERHEAD - TAMBO_ENVELOPE_HEADER_SIZE;
  guint8 *data = g_malloc0 (size);
  g_autoptr (GBytes) body = NULL;

  memcpy (data, &number, sizeof number);
  body = g_bytes_new_take (data, size);

  return tambo_envelope_new (type, TAMBO_TEST_DAY, recipient, body);
}
