/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_TOUCH_KEYBOARD (tambo_touch_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (TamboTouchKeyboard, tambo_touch_keyboard, TAMBO, TOUCH_KEYBOARD, GtkWidget)

GtkWidget *tambo_touch_keyboard_new (const char *language, GtkTextBuffer *buffer);

G_END_DECLS
