/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/author-resources.h"
#include "content/author/command.h"
#include "content/author/source-file.h"
#include "content/base/error.h"

#include <stdio.h>

#define TEMPLATE "/org/tambo/author/template/"

static const GOptionEntry options[] = {
  { NULL },
};

/* What an author starts from: small, whole, and explaining itself. */
static const struct
{
  const char *folder;
  const char *name;
  const char *resource;
} files[] = {
  { "film", "film.ini", "film.ini" },           { "film", "glass.svg", "glass.svg" },
  { "film", "script.en.txt", "script.en.txt" }, { "leaflet", "leaflet.en.txt", "leaflet.en.txt" },
  { "leaflet", "page-1.svg", "glass.svg" },     { "forms", "water.json", "water.json" },
  { "places", "places.ini", "places.ini" },     { ".", "pack.ini", "pack.ini" },
};

static const struct
{
  const char *command;
  const char *rest;
  const char *what;
} next_steps[] = {
  { "check", "", "says what is there, and what is wrong" },
  { "film", "", "makes the film" },
  { "film", " --stills DIR", "makes pictures of it to look at" },
  { "build", " -o OUT", "makes the pack" },
};

static gboolean
write_file (GFile *folder, guint i, GError **error)
{
  g_autoptr (GFile) inside = g_file_resolve_relative_path (folder, files[i].folder);
  g_autofree char *path = g_strconcat (TEMPLATE, files[i].resource, NULL);
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_resource_lookup_data (tambo_author_get_resource (),
                                  path,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  error);

  return bytes != NULL && tambo_source_make_folder (inside, error) &&
         tambo_source_write (inside, files[i].name, bytes, error);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (GFile) pack = g_file_get_child (folder, "pack.ini");

  if (g_file_query_exists (pack, NULL))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "%s holds a pack already; choose another folder",
                   arguments[0]);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      if (!write_file (folder, i, error))
        return FALSE;
    }
  printf ("%s holds a small pack now: a film, a leaflet, a check and a place, in English.\n"
          "Make it yours, beginning with %s/pack.ini. At any time:\n",
          arguments[0],
          arguments[0]);
  for (guint i = 0; i < G_N_ELEMENTS (next_steps); i++)
    printf ("  tambo-pack %s %s%-14s %s\n",
            next_steps[i].command,
            arguments[0],
            next_steps[i].rest,
            next_steps[i].what);

  return TRUE;
}

const TamboCommand tambo_command_init = {
  .name = "init",
  .parameters = "FOLDER",
  .summary = "Make a folder to start a pack from",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
