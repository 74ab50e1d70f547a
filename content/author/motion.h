/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_MOTION (tambo_motion_get_type ())
G_DECLARE_FINAL_TYPE (TamboMotion, tambo_motion, TAMBO, MOTION, GObject)

/* Where a layer is at one moment, against where it was drawn. */
typedef struct
{
  cairo_matrix_t matrix;
  double alpha;
} TamboPose;

TamboMotion *tambo_motion_new_from_text (const char *text);
char *tambo_motion_describe_verbs (void);
const char *tambo_motion_get_layer (TamboMotion *self);
guint tambo_motion_get_last_line (TamboMotion *self);
void tambo_motion_apply (TamboMotion *self,
                         double seconds,
                         const double *line_starts,
                         double centre_x,
                         double centre_y,
                         TamboPose *pose);

G_END_DECLS
