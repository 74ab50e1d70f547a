/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-step.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_QUESTION_PAGE (tambo_question_page_get_type ())
G_DECLARE_FINAL_TYPE (TamboQuestionPage, tambo_question_page, TAMBO, QUESTION_PAGE, GtkWidget)

GtkWidget *tambo_question_page_new (TamboFormStep *step,
                                    const char *language,
                                    guint position,
                                    guint n_steps);

void tambo_question_page_set_confirming (TamboQuestionPage *self, gboolean confirming);
void tambo_question_page_refuse (TamboQuestionPage *self);
gboolean tambo_question_page_is_settled_by_one_touch (TamboFormStep *step);

G_END_DECLS
