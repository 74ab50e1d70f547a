/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TamboTestGlass:
 * @name: what people call it
 * @width: in pixels
 * @height: in pixels
 * @width_mm: in millimetres
 *
 * A screen that a kiosk may have.
 */
typedef struct
{
  const char *name;
  int width;
  int height;
  double width_mm;
} TamboTestGlass;

double tambo_test_glass_get_px_per_mm (const TamboTestGlass *glass);

/* Photographs a window and returns how much in it a person could not read or touch. */
guint tambo_test_look (GtkWindow *window, const TamboTestGlass *glass, const char *where);

G_END_DECLS
