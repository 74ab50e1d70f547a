/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"

#include <gst/gst.h>

#include <locale.h>
#include <stdio.h>

static const TamboCommand *const commands[] = {
  &tambo_command_init,   &tambo_command_check,    &tambo_command_film,   &tambo_command_media,
  &tambo_command_build,  &tambo_command_show,     &tambo_command_diff,   &tambo_command_found,
  &tambo_command_key,    &tambo_command_delegate, &tambo_command_rotate, &tambo_command_admit,
  &tambo_command_clinic, &tambo_command_sign,     &tambo_command_stick,  &tambo_command_recall,
  &tambo_command_push,
};

static int
show_help (FILE *out, int status)
{
  fprintf (out, "Usage: tambo-pack COMMAND …\nMakes content packs for kiosks.\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (out, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
  fprintf (out, "\nSee tambo-pack COMMAND --help.\n");

  return status;
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  gst_init (NULL, NULL);
  if (argc < 2)
    return show_help (stderr, TAMBO_EXIT_USAGE);
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return show_help (stdout, TAMBO_EXIT_DONE);
  if (g_str_equal (argv[1], "--version"))
    {
      printf ("tambo-pack " TAMBO_VERSION "\n");
      return TAMBO_EXIT_DONE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (argv[1], commands[i]->name))
        return tambo_command_run (commands[i], argc - 1, argv + 1);
    }
  g_printerr ("tambo-pack: there is no command “%s”.\n", argv[1]);

  return show_help (stderr, TAMBO_EXIT_USAGE);
}
