/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/film-facts.h"
#include "content/author/interrupt.h"
#include "content/author/ready-film.h"
#include "content/author/rendering.h"
#include "content/author/source-file.h"

#include <stdio.h>

static const double still_shares[] = { 0.25, 0.6, 0.95 };

static char *out_path = NULL;
static char *stills_path = NULL;
static gboolean force = FALSE;

static const GOptionEntry options[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, "Where films are kept (a cache)", "DIR" },
  { "force", 'f', 0, G_OPTION_ARG_NONE, &force, "Render even if nothing changed", NULL },
  { "stills", 0, 0, G_OPTION_ARG_FILENAME, &stills_path, "Only write some frames as PNG", "DIR" },
  { NULL },
};

/* To look at while drawing: three moments of each scene, without a sound made. */
static gboolean
write_stills (TamboPackSource *source, const TamboSourceItem *item, GError **error)
{
  g_autoptr (GFile) out = g_file_new_for_path (stills_path);
  g_autoptr (GFile) drawings = g_file_get_child (tambo_pack_source_get_folder (source), item->path);
  g_autoptr (TamboFilm) film = NULL;

  film = tambo_film_new (drawings, tambo_pack_source_get_languages (source), error);
  if (film == NULL || !tambo_source_make_folder (out, error))
    return FALSE;

  for (guint scene = 0; scene < tambo_film_get_n_scenes (film); scene++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (still_shares); i++)
        {
          g_autofree char *name = g_strdup_printf ("%02u-%s-%c.png",
                                                   scene + 1,
                                                   tambo_film_get_scene (film, scene),
                                                   'a' + i);
          g_autoptr (GBytes) png = tambo_film_render_frame (film, scene, still_shares[i], error);

          if (png == NULL || !tambo_source_write (out, name, png, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
render (TamboPackSource *source, const TamboSourceItem *item, GFile *folder, GError **error)
{
  g_autoptr (TamboInterrupt) interrupt = tambo_interrupt_new ();
  g_autoptr (TamboProgress) progress = tambo_progress_new ();
  g_autoptr (GFile) out = g_file_get_child (folder, item->item.id);
  guint64 duration_ms = 0;

  if (!tambo_rendering_update (source,
                               item,
                               folder,
                               force,
                               tambo_progress_show,
                               progress,
                               tambo_interrupt_get_cancellable (interrupt),
                               error))
    return FALSE;
  g_clear_pointer (&progress, tambo_progress_free);

  duration_ms = tambo_film_read_duration_ms (out, error);
  printf ("%s: %.1f seconds, in %s\n",
          item->item.id,
          (double) duration_ms / 1000,
          g_file_peek_path (out));

  return duration_ms > 0;
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (TamboPackSource) source = tambo_pack_source_load (folder, error);
  g_autoptr (GFile) rendered = NULL;

  if (source == NULL)
    return FALSE;
  rendered = tambo_rendering_find_folder (source, out_path);

  for (guint i = 0; i < tambo_pack_source_get_n_items (source); i++)
    {
      const TamboSourceItem *item = tambo_pack_source_get_item (source, i);

      if (item->item.kind != TAMBO_ITEM_VIDEO ||
          tambo_ready_film_is_at (tambo_pack_source_get_folder (source), item))
        continue;
      if (stills_path != NULL ? !write_stills (source, item, error)
                              : !render (source, item, rendered, error))
        return FALSE;
    }

  return TRUE;
}

const TamboCommand tambo_command_film = {
  .name = "film",
  .parameters = "FOLDER",
  .summary = "Make picture, voices and subtitles of drawings and scripts",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
