/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/count.h"

/* A large count: whole in `tests/run --long`, a tenth of it else. */
guint
tambo_test_count (guint whole)
{
  return g_getenv ("TAMBO_TEST_LONG") != NULL ? whole : MAX (1, whole / 10);
}

/* What random tests begin with, so that a run can be repeated with `tests/run --seed`. */
guint32
tambo_test_seed (void)
{
  const char *seed = g_getenv ("TAMBO_TEST_SEED");

  return seed != NULL ? (guint32) g_ascii_strtoull (seed, NULL, 10) : 1;
}
