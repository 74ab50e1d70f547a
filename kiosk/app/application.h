/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/app/config.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_APPLICATION (tambo_application_get_type ())
G_DECLARE_FINAL_TYPE (TamboApplication, tambo_application, TAMBO, APPLICATION, GtkApplication)

/**
 * TamboPlaces:
 * @config: the folder of kiosk.conf and root.json
 * @state: the folder of what the kiosk keeps: PIN hash, trust floor
 * @locale: the folder of the catalogues
 *
 * Where things are on this machine.
 */
typedef struct
{
  const char *config;
  const char *state;
  const char *locale;
} TamboPlaces;

TamboApplication *tambo_application_new (TamboConfig *config, const TamboPlaces *places);

void tambo_application_set_window_size (TamboApplication *self, int width, int height);

G_END_DECLS
