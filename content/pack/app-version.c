/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/app-version.h"

#define MAX_PARTS 3
#define MAX_PART 99999

/* Missing parts are 0. */
static gboolean
split (const char *version, guint64 out_parts[MAX_PARTS])
{
  g_auto (GStrv) words = g_strsplit (version, ".", MAX_PARTS + 1);
  guint n_words = g_strv_length (words);

  if (n_words < 1 || n_words > MAX_PARTS)
    return FALSE;

  for (guint i = 0; i < MAX_PARTS; i++)
    {
      out_parts[i] = 0;
      if (i < n_words &&
          !g_ascii_string_to_unsigned (words[i], 10, 0, MAX_PART, &out_parts[i], NULL))
        return FALSE;
    }

  return TRUE;
}

gboolean
tambo_app_version_is_valid (const char *version)
{
  guint64 parts[MAX_PARTS];

  return split (version, parts);
}

gboolean
tambo_app_version_is_met (const char *needed)
{
  guint64 wanted[MAX_PARTS];
  guint64 have[MAX_PARTS];

  if (needed == NULL)
    return TRUE;

  g_return_val_if_fail (split (TAMBO_VERSION, have), FALSE);
  if (!split (needed, wanted))
    return FALSE;

  for (guint i = 0; i < MAX_PARTS; i++)
    if (have[i] != wanted[i])
      return have[i] > wanted[i];

  return TRUE;
}
