/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/code.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CONSULT_CODE (tambo_consult_code_get_type ())
G_DECLARE_FINAL_TYPE (TamboConsultCode, tambo_consult_code, TAMBO, CONSULT_CODE, GtkWidget)

GtkWidget *tambo_consult_code_new (TamboCode *code);

G_END_DECLS
