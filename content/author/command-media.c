/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/interrupt.h"
#include "content/author/media-import.h"
#include "content/author/ready-film.h"
#include "content/base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *out_path = NULL;
static char **languages = NULL;
static char **voices = NULL;
static char **subtitles = NULL;

static const GOptionEntry options[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, "The folder to make", "DIR" },
  { "language",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &languages,
    "The language of a stream (3=fr), or leave it out (3=-)",
    "STREAM=LL" },
  { "voice", 0, 0, G_OPTION_ARG_STRING_ARRAY, &voices, "A voice in a file of its own", "LL=FILE" },
  { "subtitles",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &subtitles,
    "Subtitles in a file of their own",
    "LL=FILE" },
  { NULL },
};

/* "LL=FILE" and "3=fr". */
static gboolean
split (const char *option, char **out_left, const char **out_right, GError **error)
{
  const char *sign = strchr (option, '=');

  if (sign == NULL || sign == option || sign[1] == '\0')
    {
      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   "“%s”: write what it is, “=”, and which",
                   option);
      return FALSE;
    }
  *out_left = g_strndup (option, (gsize) (sign - option));
  *out_right = sign + 1;

  return TRUE;
}

static gboolean
set_languages (TamboMediaImport *import, GError **error)
{
  for (guint i = 0; languages != NULL && languages[i] != NULL; i++)
    {
      g_autofree char *stream = NULL;
      const char *language = NULL;

      if (!split (languages[i], &stream, &language, error) ||
          !tambo_media_import_set_language (import, (guint) atoi (stream), language, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_files (TamboMediaImport *import, TamboStreamKind kind, char **files, GError **error)
{
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *language = NULL;
      g_autoptr (GFile) file = NULL;
      const char *path = NULL;

      if (!split (files[i], &language, &path, error))
        return FALSE;
      file = g_file_new_for_commandline_arg (path);
      if (!tambo_media_import_add_file (import, kind, language, file, error))
        return FALSE;
    }

  return TRUE;
}

static void
show_streams (TamboMediaFacts *facts, const char *name)
{
  const guint64 seconds = tambo_media_facts_get_duration_ms (facts) / 1000;

  printf ("%s: %s, %u:%02u\n",
          name,
          tambo_media_facts_get_container (facts),
          (guint) (seconds / 60),
          (guint) (seconds % 60));
  for (guint i = 0; i < tambo_media_facts_get_n_streams (facts); i++)
    {
      const TamboStream *stream = tambo_media_facts_get_stream (facts, i);

      printf ("  %u  %-10s %-16s %s",
              i + 1,
              tambo_stream_kind_to_word (stream->kind),
              stream->codec,
              stream->language != NULL ? stream->language : "");
      if (stream->width > 0)
        printf ("%u × %u", stream->width, stream->height);
      printf ("\n");
    }
}

static void
show_tracks (TamboMediaImport *import)
{
  for (guint i = 0; i < tambo_media_import_get_n_tracks (import); i++)
    {
      const TamboImportTrack *track = tambo_media_import_get_track (import, i);
      g_autofree char *name = track->kind == TAMBO_STREAM_SOUND
                                  ? tambo_ready_film_name_voice (track->language)
                                  : tambo_ready_film_name_subtitles (track->language);

      printf ("  %s\n", name);
      if (track->lost_ms > 500)
        printf ("    the picture ends %.1f seconds before it; the rest was left out\n",
                (double) track->lost_ms / 1000);
    }
}

/* What the author writes into pack.ini, which may be in the folder above. */
static void
show_item (TamboMediaImport *import)
{
  g_autofree char *name = g_path_get_basename (out_path);
  const guint64 seconds = tambo_media_import_get_duration_ms (import) / 1000;

  printf ("%s: %u:%02u\n  " TAMBO_READY_PICTURE "\n",
          out_path,
          (guint) (seconds / 60),
          (guint) (seconds % 60));
  show_tracks (import);
  printf ("Add to pack.ini, and “%s” to Items=:\n\n[Item %s]\nKind=video\nPath=%s\nTitle=\n",
          name,
          name,
          name);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (TamboMediaImport) import = tambo_media_import_new (file, error);
  g_autoptr (TamboInterrupt) interrupt = NULL;
  g_autoptr (TamboProgress) progress = NULL;
  g_autoptr (GFile) out = NULL;
  gboolean done;

  if (import == NULL)
    return FALSE;
  if (out_path == NULL)
    {
      show_streams (tambo_media_import_get_facts (import), arguments[0]);
      printf ("Convert it with -o DIR.\n");
      return TRUE;
    }
  if (!set_languages (import, error) || !add_files (import, TAMBO_STREAM_SOUND, voices, error) ||
      !add_files (import, TAMBO_STREAM_SUBTITLES, subtitles, error))
    return FALSE;

  out = g_file_new_for_commandline_arg (out_path);
  interrupt = tambo_interrupt_new ();
  progress = tambo_progress_new ();
  done = tambo_media_import_run (import,
                                 out,
                                 tambo_progress_show,
                                 progress,
                                 tambo_interrupt_get_cancellable (interrupt),
                                 error);
  g_clear_pointer (&progress, tambo_progress_free);
  if (done)
    show_item (import);

  return done;
}

const TamboCommand tambo_command_media = {
  .name = "media",
  .parameters = "FILE [-o DIR]",
  .summary = "Make a ready film one that kiosks play, or say what is in it",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
