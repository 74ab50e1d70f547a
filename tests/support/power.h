/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cuts the power of this process at a chosen change to a folder. Whoever links this file has every
 * call counted that changes the folder or makes a change durable: those of SQLite and GLib, too. */

/**
 * TamboTestCut:
 * @TAMBO_TEST_CUT_KILL: what was written is there: kill -9, or a disk that was quick
 * @TAMBO_TEST_CUT_NOTHING_KEPT: of what was not synced nothing is there: bytes, sizes, names
 * @TAMBO_TEST_CUT_TORN: some pages of it are there, and the first of the names
 */
typedef enum
{
  TAMBO_TEST_CUT_KILL,
  TAMBO_TEST_CUT_NOTHING_KEPT,
  TAMBO_TEST_CUT_TORN,
  TAMBO_TEST_N_CUTS,
} TamboTestCut;

/* From now on, in this process: dies before change number @at, from 1; 0 never. @error_number:
 * instead of dying, that change and all later ones that need room fail so; 0 dies. Each change is
 * a line on @log_fd, if that is not -1. @written: (nullable): counts the bytes that went into
 * files whose name ends in ".part". */
void tambo_test_power_arm (const char *folder,
                           guint at,
                           TamboTestCut cut,
                           guint32 seed,
                           int error_number,
                           int log_fd,
                           guint64 *written);
guint tambo_test_power_get_count (void);

G_END_DECLS
