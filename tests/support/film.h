/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *tambo_test_make_medium (const char *description);
GBytes *tambo_test_make_picture (guint seconds);
GBytes *tambo_test_make_voice (guint seconds, guint hertz);

G_END_DECLS
