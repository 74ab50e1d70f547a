/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_QUESTION (tambo_question_get_type ())
G_DECLARE_FINAL_TYPE (TamboQuestion, tambo_question, TAMBO, QUESTION, GtkWidget)

GtkWidget *tambo_question_new (const char *pictogram, const char *tint, const char *title);

void tambo_question_add_line (TamboQuestion *self, const char *pictogram, const char *text);
GtkWidget *tambo_question_add_answer (TamboQuestion *self,
                                      const char *pictogram,
                                      const char *label,
                                      const char *style_class,
                                      const char *action);

G_END_DECLS
