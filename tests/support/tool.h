/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the real tambo-pack with these words, up to %NULL, and returns its exit status. @out_text:
 * (nullable): both outputs. */
int tambo_test_run_pack (char **out_text, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
