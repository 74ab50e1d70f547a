/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/check-report.h"
#include "content/author/command.h"
#include "content/author/depfile.h"
#include "content/author/interrupt.h"
#include "content/author/pack-builder.h"
#include "content/author/rendering.h"

#include <stdio.h>

static char *out_path = NULL;
static char *rendered_path = NULL;
static char *depfile_path = NULL;

static const GOptionEntry options[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, "The layout to make or add to", "DIR" },
  { "rendered",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &rendered_path,
    "Where films are kept (a cache)",
    "DIR" },
  { "depfile",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &depfile_path,
    "Say for make or ninja what the pack is made of",
    "FILE" },
  { NULL },
};

/* Nothing is built of a folder that check would refuse. */
static TamboPackSource *
load (GFile *folder, GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (TamboPackSource) source = tambo_pack_source_read (folder, findings);
  g_autoptr (TamboCoverage) coverage = NULL;

  if (source != NULL)
    coverage = tambo_coverage_new (source, findings);
  if (!tambo_check_report_to_error (findings, error))
    {
      tambo_check_report_print_findings (findings);
      return NULL;
    }

  return g_steal_pointer (&source);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (TamboPackSource) source = NULL;
  g_autoptr (TamboInterrupt) interrupt = NULL;
  g_autoptr (TamboProgress) progress = NULL;
  g_autoptr (GFile) rendered = NULL;
  g_autoptr (GFile) layout = NULL;
  g_autofree char *digest = NULL;

  if (out_path == NULL)
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           "say with -o DIR where the pack goes");
      return FALSE;
    }
  source = load (folder, error);
  if (source == NULL)
    return FALSE;
  rendered = tambo_rendering_find_folder (source, rendered_path);
  layout = g_file_new_for_commandline_arg (out_path);
  interrupt = tambo_interrupt_new ();
  progress = tambo_progress_new ();
  digest = tambo_pack_build (source,
                             rendered,
                             layout,
                             tambo_progress_show,
                             progress,
                             tambo_interrupt_get_cancellable (interrupt),
                             error);
  g_clear_pointer (&progress, tambo_progress_free);
  if (digest == NULL ||
      (depfile_path != NULL && !tambo_depfile_write (folder, out_path, depfile_path, error)))
    return FALSE;

  printf ("%s version %u: %s\n",
          tambo_pack_source_get_id (source),
          tambo_pack_source_get_version (source),
          digest);

  return TRUE;
}

const TamboCommand tambo_command_build = {
  .name = "build",
  .parameters = "FOLDER -o LAYOUT",
  .summary = "Make a pack, an OCI layout, of an author's folder",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
