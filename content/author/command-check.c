/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/coverage.h"
#include "content/base/error.h"

#include <stdio.h>

static const char *const headings[] = { "text", "recorded voice", "subtitles", "pictures" };

G_STATIC_ASSERT (G_N_ELEMENTS (headings) == TAMBO_N_COVERAGE_KINDS);

static const GOptionEntry options[] = {
  { NULL },
};

static void
show_table (TamboPackSource *source, TamboCoverage *coverage)
{
  const char *const *languages = tambo_pack_source_get_languages (source);

  printf ("%-10s", "");
  for (guint kind = 0; kind < TAMBO_N_COVERAGE_KINDS; kind++)
    printf ("  %-14s", headings[kind]);
  printf ("\n");
  for (guint i = 0; languages[i] != NULL; i++)
    {
      printf ("%-10s", languages[i]);
      for (guint kind = 0; kind < TAMBO_N_COVERAGE_KINDS; kind++)
        {
          const TamboCount count = tambo_coverage_count (coverage, languages[i], kind);
          g_autofree char *cell = g_strdup_printf ("%u of %u", count.n_there, count.n_all);

          printf ("  %-14s", cell);
        }
      printf ("\n");
    }
}

/* What a shelter would miss, though the pack can be built. */
static void
show_lacks (TamboPackSource *source, TamboCoverage *coverage)
{
  const char *const *languages = tambo_pack_source_get_languages (source);

  for (guint i = 0; languages[i] != NULL; i++)
    {
      const TamboCount voice = tambo_coverage_count (coverage, languages[i], TAMBO_COVERAGE_VOICE);

      if (voice.n_there < voice.n_all)
        printf (tambo_coverage_is_unvoiced (coverage, languages[i])
                    ? "%s: %u parts have no voice; words and pictures carry them.\n"
                    : "%s: a machine reads %u parts that nobody has recorded.\n",
                languages[i],
                voice.n_all - voice.n_there);
    }
  for (guint i = 0; i < tambo_pack_source_get_n_reviews (source); i++)
    {
      const TamboPackReview *review = tambo_pack_source_get_review (source, i);

      if (review->who == NULL)
        printf ("Nobody has done the %s review%s%s.\n",
                review->what,
                review->language != NULL ? " of " : "",
                review->language != NULL ? review->language : "");
    }
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (TamboPackSource) source = tambo_pack_source_load (folder, error);
  g_autoptr (TamboCoverage) coverage = NULL;
  const char *const *problems = NULL;

  if (source == NULL)
    return FALSE;
  coverage = tambo_coverage_new (source);
  show_table (source, coverage);
  show_lacks (source, coverage);

  problems = tambo_coverage_get_problems (coverage);
  if (problems[0] == NULL)
    return TRUE;

  fflush (stdout);
  for (guint i = 0; problems[i] != NULL; i++)
    g_printerr ("- %s\n", problems[i]);
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_INCOMPLETE,
               "%u things to correct before this can be built",
               g_strv_length ((char **) problems));

  return FALSE;
}

const TamboCommand tambo_command_check = {
  .name = "check",
  .parameters = "FOLDER",
  .summary = "Say what a pack has in each language, and what is wrong with it",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
