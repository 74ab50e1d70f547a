/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a hub may send us. */
GUri *tambo_hub_location_follow (GUri *from, const char *location, GError **error);
/* Whether what is meant for one may be shown to the other. */
gboolean tambo_hub_location_is_same_origin (GUri *one, GUri *other);

G_END_DECLS
