/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CLOCK_LABEL (tambo_clock_label_get_type ())
G_DECLARE_FINAL_TYPE (TamboClockLabel, tambo_clock_label, TAMBO, CLOCK_LABEL, GtkWidget)

GtkWidget *tambo_clock_label_new (void);

G_END_DECLS
