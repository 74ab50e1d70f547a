/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tambo_test_settle (GtkWindow *window);
void tambo_test_photograph (GtkWindow *window, const char *name);

G_END_DECLS
