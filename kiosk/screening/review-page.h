/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_REVIEW_PAGE (tambo_review_page_get_type ())
G_DECLARE_FINAL_TYPE (TamboReviewPage, tambo_review_page, TAMBO, REVIEW_PAGE, GtkWidget)

GtkWidget *tambo_review_page_new (TamboFormSession *form);

G_END_DECLS
