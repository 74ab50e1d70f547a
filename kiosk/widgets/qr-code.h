/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_QR_CODE (tambo_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (TamboQrCode, tambo_qr_code, TAMBO, QR_CODE, GtkWidget)

GtkWidget *tambo_qr_code_new (const char *text);

void tambo_qr_code_set_text (TamboQrCode *self, const char *text);

G_END_DECLS
