/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_NUMBER_PAD (tambo_number_pad_get_type ())
G_DECLARE_FINAL_TYPE (TamboNumberPad, tambo_number_pad, TAMBO, NUMBER_PAD, GtkWidget)

#define TAMBO_NUMBER_PAD_MOST_DIGITS 64

/* Properties: "digits" (ASCII, what has been typed), "max-digits" (18), "decimal" (offer a point),
 * "numerals" (the language whose digits the keys show). Signal "edited" (), by touch only. */
GtkWidget *tambo_number_pad_new (void);

const char *tambo_number_pad_get_digits (TamboNumberPad *self);
void tambo_number_pad_set_digits (TamboNumberPad *self, const char *digits);

G_END_DECLS
