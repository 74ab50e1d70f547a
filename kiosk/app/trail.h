/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the person has been since the home screen, so that Back leads the way they came. */
typedef struct _TamboTrail TamboTrail;

TamboTrail *tambo_trail_new (const char *start);
void tambo_trail_free (TamboTrail *self);

void tambo_trail_go (TamboTrail *self, const char *route, const char *parameter);
void tambo_trail_start (TamboTrail *self, const char *route);
gboolean tambo_trail_back (TamboTrail *self);

const char *tambo_trail_get_route (TamboTrail *self);
const char *tambo_trail_get_parameter (TamboTrail *self);
guint tambo_trail_get_length (TamboTrail *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTrail, tambo_trail_free)

G_END_DECLS
