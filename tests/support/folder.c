/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "tests/support/folder.h"

#include <ftw.h>
#include <stdio.h>

/* Returns: (transfer full): a new folder that is empty. */
char *
tambo_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("tambo-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

static int
remove_one (const char *path, const struct stat *info, int type, struct FTW *state)
{
  return remove (path);
}

/* With all that is in it; links are not followed. */
void
tambo_test_remove_folder (const char *path)
{
  g_assert_no_errno (nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS));
}
