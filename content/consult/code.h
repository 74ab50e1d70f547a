/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_CODE_N_DIGITS 20
#define TAMBO_CODE_N_PICTOGRAMS 9
#define TAMBO_CODE_N_PICTURES 64 /* a pictogram is one of these */

#define TAMBO_TYPE_CODE (tambo_code_get_type ())
G_DECLARE_FINAL_TYPE (TamboCode, tambo_code, TAMBO, CODE, GObject)

TamboCode *tambo_code_new_random (void);
TamboCode *tambo_code_parse (const char *text, GError **error);
TamboCode *tambo_code_new_from_pictograms (guint locator,
                                           const guint8 pictograms[TAMBO_CODE_N_PICTOGRAMS],
                                           GError **error);

gboolean tambo_code_is_check_digit_right (const char *digits);

guint tambo_code_get_locator (TamboCode *self);
const char *tambo_code_get_secret (TamboCode *self);
char *tambo_code_format (TamboCode *self);
char *tambo_code_to_qr_text (TamboCode *self);
void tambo_code_get_pictograms (TamboCode *self, guint8 out_pictograms[TAMBO_CODE_N_PICTOGRAMS]);
void tambo_code_free_text (char *text);

G_END_DECLS
