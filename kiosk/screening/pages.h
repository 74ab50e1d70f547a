/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pages of a check around its questions, made anew in each language. */
GtkWidget *tambo_screening_make_start (TamboFormSession *form);
GtkWidget *tambo_screening_make_help (TamboFormSession *form, TamboFormAlert *alert);
GtkWidget *tambo_screening_make_result (TamboFormSession *form);
char *tambo_screening_describe (TamboFormStep *step);
const char *tambo_screening_get_band_word (TamboFormBand band);

G_END_DECLS
