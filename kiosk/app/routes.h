/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/app/parts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TamboRoute:
 * @name: what the trail calls it
 * @is_away: shown when nobody is using the kiosk: no bar, no session
 * @build: makes the screen; @parameter is that of the action, or %NULL
 */
typedef struct
{
  const char *name;
  gboolean is_away;
  GtkWidget *(*build) (const TamboParts *parts, const char *parameter);
} TamboRoute;

const TamboRoute *tambo_route_find (const char *name);
const TamboRoute *tambo_route_list (guint *out_n_routes);

G_END_DECLS
