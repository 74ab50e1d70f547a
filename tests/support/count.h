/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint tambo_test_count (guint whole);
guint32 tambo_test_seed (void);

G_END_DECLS
