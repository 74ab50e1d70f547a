/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/rendering.h"

/**
 * tambo_rendering_find_folder:
 * @path: (nullable): what the author asked for; else a folder in their cache
 *
 * Returns: (transfer full): a folder with one folder an item
 */
GFile *
tambo_rendering_find_folder (TamboPackSource *source, const char *path)
{
  g_autofree char *cached = NULL;

  if (path != NULL)
    return g_file_new_for_path (path);

  cached = g_build_filename (g_get_user_cache_dir (),
                             "tambo-pack",
                             tambo_pack_source_get_id (source),
                             NULL);

  return g_file_new_for_path (cached);
}

/* Renders one film if anything that it is made of changed. */
gboolean
tambo_rendering_update (TamboPackSource *source,
                        const TamboSourceItem *item,
                        GFile *folder,
                        gboolean force,
                        TamboProgressFunc progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GFile) out = g_file_get_child (folder, item->item.id);
  g_autoptr (GFile) drawings = NULL;
  g_autoptr (TamboFilm) film = NULL;
  g_autoptr (GError) local_error = NULL;

  drawings = g_file_get_child (tambo_pack_source_get_folder (source), item->path);
  film = tambo_film_new (drawings, tambo_pack_source_get_languages (source), error);
  if (film == NULL)
    return FALSE;
  if (!force && tambo_film_is_current (film, out, &local_error))
    return TRUE;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return tambo_film_render (film, out, progress, user_data, cancellable, error);
}
