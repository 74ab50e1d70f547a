/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/consult/consult-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CONSULT_TEXT (tambo_consult_text_get_type ())
G_DECLARE_FINAL_TYPE (TamboConsultText, tambo_consult_text, TAMBO, CONSULT_TEXT, GtkWidget)

GtkWidget *tambo_consult_text_new (TamboConsultDraft *draft, const char *language);

G_END_DECLS
