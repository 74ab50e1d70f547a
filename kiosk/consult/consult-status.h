/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/mesh-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CONSULT_STATUS (tambo_consult_status_get_type ())
G_DECLARE_FINAL_TYPE (TamboConsultStatus, tambo_consult_status, TAMBO, CONSULT_STATUS, GtkWidget)

GtkWidget *tambo_consult_status_new (TamboMeshClient *client,
                                     const char *envelope_id,
                                     guint answers_in_days);

G_END_DECLS
