/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/admission/admission.h"

#include "mesh/wire/pin.h"

/**
 * TamboAdmission:
 *
 * Who may speak with this device, by the roster that is trusted at the moment of asking. Nobody is
 * remembered: who is taken off the roster is refused at the next question.
 */
struct _TamboAdmission
{
  GObject parent_instance;

  char *own_pin; /* (owned) */
  TamboRosterFunc roster;
  gpointer user_data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (TamboAdmission, tambo_admission, G_TYPE_OBJECT)

static void
tambo_admission_finalize (GObject *object)
{
  TamboAdmission *self = TAMBO_ADMISSION (object);

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_pointer (&self->own_pin, g_free);

  G_OBJECT_CLASS (tambo_admission_parent_class)->finalize (object);
}

static void
tambo_admission_class_init (TamboAdmissionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_admission_finalize;
}

static void
tambo_admission_init (TamboAdmission *self)
{
}

/**
 * tambo_admission_new:
 * @own_pin: of this device, which is never its own peer
 * @roster: looks a pin up
 * @user_data: data for @roster
 * @destroy: (nullable): frees @user_data
 */
TamboAdmission *
tambo_admission_new (const char *own_pin,
                     TamboRosterFunc roster,
                     gpointer user_data,
                     GDestroyNotify destroy)
{
  TamboAdmission *self;

  g_return_val_if_fail (tambo_pin_is_valid (own_pin), NULL);
  g_return_val_if_fail (roster != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_ADMISSION, NULL);
  self->own_pin = g_strdup (own_pin);
  self->roster = roster;
  self->user_data = user_data;
  self->destroy = destroy;

  return self;
}

/* Whether a peer with this pin may speak with us now. */
gboolean
tambo_admission_admits (TamboAdmission *self, const char *pin)
{
  g_return_val_if_fail (TAMBO_IS_ADMISSION (self), FALSE);

  return tambo_pin_is_valid (pin) && !tambo_pin_equal (pin, self->own_pin) &&
         tambo_admission_get_part (self, pin) != TAMBO_PART_NONE;
}

/* The part of any device, this one too. */
TamboPart
tambo_admission_get_part (TamboAdmission *self, const char *pin)
{
  g_return_val_if_fail (TAMBO_IS_ADMISSION (self), TAMBO_PART_NONE);

  return tambo_pin_is_valid (pin) ? self->roster (pin, self->user_data) : TAMBO_PART_NONE;
}
