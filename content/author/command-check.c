/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/check-report.h"
#include "content/author/command.h"

static gboolean as_json = FALSE;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (TamboPackSource) source = tambo_pack_source_read (folder, findings);
  g_autoptr (TamboCoverage) coverage = NULL;

  if (source != NULL)
    coverage = tambo_coverage_new (source, findings);
  if (as_json)
    tambo_check_report_print_json (source, coverage, findings);
  else
    tambo_check_report_print (source, coverage, findings);

  return tambo_check_report_to_error (findings, error);
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
