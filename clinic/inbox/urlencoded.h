/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GHashTable *tambo_urlencoded_parse (GBytes *bytes, GError **error);

G_END_DECLS
