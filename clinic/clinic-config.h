/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/clinic-store.h"

G_BEGIN_DECLS

/* Exit codes, see contracts.md. */
#define TAMBO_EXIT_DONE 0
#define TAMBO_EXIT_REFUSED 1
#define TAMBO_EXIT_USAGE 2
#define TAMBO_EXIT_COULD_NOT 3

/**
 * TamboClinicConfig:
 * @port: where the inbox listens on loopback; 0 for any
 * @state_dir: (owned): holds clinic.db
 * @locale_dir: (owned): holds the translations
 *
 * From clinic.conf and the environment.
 */
typedef struct
{
  guint port;
  char *state_dir;
  char *locale_dir;
} TamboClinicConfig;

TamboClinicConfig *tambo_clinic_config_load (const char *config_dir,
                                             const char *state_dir,
                                             GError **error);
void tambo_clinic_config_free (TamboClinicConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboClinicConfig, tambo_clinic_config_free)

TamboClinicStore *tambo_clinic_config_open_store (const TamboClinicConfig *self, GError **error);

int tambo_clinic_report (const GError *error);

G_END_DECLS
