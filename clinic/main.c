/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/clinic-config.h"
#include "clinic/commands.h"

#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const struct
{
  const char *name;
  int (*func) (int argc, char *argv[]);
  const char *summary;
} commands[] = {
  { "init", tambo_clinic_init_command, "make a clinic's keys and database" },
  { "show", tambo_clinic_show_command, "print the record that the programme publishes" },
  { "run", tambo_clinic_run_command, "serve the inbox" },
};

static void
print_usage (FILE *file)
{
  fprintf (file, "Usage: tambo-clinic COMMAND [OPTION…]\n\nThe clinic's end of consults.\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (file, "  %-6s %s\n", commands[i].name, commands[i].summary);
  fprintf (file, "\n“tambo-clinic COMMAND --help” says more.\n");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");

  if (argc < 2)
    {
      print_usage (stderr);
      return TAMBO_EXIT_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_usage (stdout);
      return TAMBO_EXIT_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("tambo-clinic %s\n", TAMBO_VERSION);
      return TAMBO_EXIT_DONE;
    }
  if (sodium_init () < 0)
    return TAMBO_EXIT_COULD_NOT;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return commands[i].func (argc - 1, argv + 1);

  print_usage (stderr);

  return TAMBO_EXIT_USAGE;
}
