/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"

#include "content/base/error.h"

/* A reason that lies in what the author wrote is told apart from a disk that is full. */
static int
exit_status_for (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return TAMBO_EXIT_USAGE;

  return error->domain == TAMBO_ERROR ? TAMBO_EXIT_REFUSED : TAMBO_EXIT_FAILED;
}

/**
 * tambo_command_run:
 * @argv: the command's name and what follows
 *
 * Returns: an exit status, after saying on standard error what went wrong
 */
int
tambo_command_run (const TamboCommand *command, int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->parameters);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_new0 (char *, argc + 1);
  guint n_arguments = 0;

  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_set_prgname ("tambo-pack");
  g_option_context_set_summary (context, command->summary);
  g_option_context_add_main_entries (context, command->options, NULL);

  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      g_printerr ("tambo-pack %s: %s\n", command->name, error->message);
      return TAMBO_EXIT_USAGE;
    }
  n_arguments = g_strv_length (arguments) - 1;
  if (n_arguments < command->min_arguments || n_arguments > command->max_arguments)
    {
      g_printerr ("Usage: tambo-pack %s %s\n", command->name, command->parameters);
      return TAMBO_EXIT_USAGE;
    }
  if (!command->run ((const char *const *) arguments + 1, &error))
    {
      g_printerr ("tambo-pack %s: %s\n", command->name, error->message);
      return exit_status_for (error);
    }

  return TAMBO_EXIT_DONE;
}
