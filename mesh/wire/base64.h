/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *tambo_base64_encode (const guint8 *data, gsize size);
GBytes *tambo_base64_decode (const char *text, gsize max_size, GError **error);

G_END_DECLS
