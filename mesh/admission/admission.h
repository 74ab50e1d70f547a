/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/records.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboRosterFunc:
 * @pin: a valid pin
 * @user_data: what was given with the function
 *
 * Looks a key up in the roster that is trusted now.
 */
typedef TamboPart (*TamboRosterFunc) (const char *pin, gpointer user_data);

#define TAMBO_TYPE_ADMISSION (tambo_admission_get_type ())
G_DECLARE_FINAL_TYPE (TamboAdmission, tambo_admission, TAMBO, ADMISSION, GObject)

TamboAdmission *tambo_admission_new (const char *own_pin,
                                     TamboRosterFunc roster,
                                     gpointer user_data,
                                     GDestroyNotify destroy);

gboolean tambo_admission_admits (TamboAdmission *self, const char *pin);
TamboPart tambo_admission_get_part (TamboAdmission *self, const char *pin);

G_END_DECLS
