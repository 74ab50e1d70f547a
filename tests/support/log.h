/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As g_test_expect_message(), which sees no structured logs. Call init first thing in main(). */
void tambo_test_log_init (void);
void tambo_test_expect_warning (const char *pattern);
gboolean tambo_test_have_warnings_come (void);
void tambo_test_assert_expected_warnings (void);

G_END_DECLS
