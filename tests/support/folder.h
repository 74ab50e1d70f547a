/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *tambo_test_make_folder (void);
void tambo_test_remove_folder (const char *path);
char *tambo_test_list_folder (const char *path);

G_END_DECLS
