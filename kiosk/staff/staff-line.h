/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_STAFF_LINE (tambo_staff_line_get_type ())
G_DECLARE_FINAL_TYPE (TamboStaffLine, tambo_staff_line, TAMBO, STAFF_LINE, GObject)

TamboStaffLine *tambo_staff_line_new (const char *pictogram, const char *title, const char *detail);

const char *tambo_staff_line_get_title (TamboStaffLine *self);
const char *tambo_staff_line_get_detail (TamboStaffLine *self);

G_END_DECLS
