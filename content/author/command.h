/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

enum
{
  TAMBO_EXIT_DONE = 0,
  TAMBO_EXIT_REFUSED = 1,
  TAMBO_EXIT_USAGE = 2,
  TAMBO_EXIT_FAILED = 3,
};

/**
 * TamboCommand:
 * @name: the word after `tambo-pack`
 * @parameters: what follows it, for the help
 * @summary: what it does, in one line
 * @options: (array zero-terminated=1)
 * @min_arguments: how many arguments must follow, options aside
 * @max_arguments: how many may
 * @run: does it; prints what it has to say
 */
typedef struct
{
  const char *name;
  const char *parameters;
  const char *summary;
  const GOptionEntry *options;
  guint min_arguments;
  guint max_arguments;
  gboolean (*run) (const char *const *arguments, GError **error);
} TamboCommand;

int tambo_command_run (const TamboCommand *command, int argc, char *argv[]);

extern const TamboCommand tambo_command_admit;
extern const TamboCommand tambo_command_build;
extern const TamboCommand tambo_command_check;
extern const TamboCommand tambo_command_clinic;
extern const TamboCommand tambo_command_delegate;
extern const TamboCommand tambo_command_diff;
extern const TamboCommand tambo_command_film;
extern const TamboCommand tambo_command_found;
extern const TamboCommand tambo_command_init;
extern const TamboCommand tambo_command_key;
extern const TamboCommand tambo_command_media;
extern const TamboCommand tambo_command_push;
extern const TamboCommand tambo_command_recall;
extern const TamboCommand tambo_command_rotate;
extern const TamboCommand tambo_command_show;
extern const TamboCommand tambo_command_sign;
extern const TamboCommand tambo_command_stick;

G_END_DECLS
