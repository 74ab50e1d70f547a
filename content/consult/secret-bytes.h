/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *tambo_secret_bytes_new_take (guint8 *data, gsize size);
void tambo_secret_bytes_free (guint8 *data, gsize size);

G_END_DECLS
