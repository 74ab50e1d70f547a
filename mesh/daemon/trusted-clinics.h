/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/clinics.h"
#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/* The clinics that the trusted metadata names now, as the courier asks for them. */
#define TAMBO_TYPE_TRUSTED_CLINICS (tambo_trusted_clinics_get_type ())
G_DECLARE_FINAL_TYPE (TamboTrustedClinics, tambo_trusted_clinics, TAMBO, TRUSTED_CLINICS, GObject)

TamboTrustedClinics *tambo_trusted_clinics_new (TamboShelf *shelf);

G_END_DECLS
