/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/leaflet-source.h"

#include "content/author/source-file.h"
#include "content/base/error.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_PAGES 24

static gboolean
check_pages (TamboScript *script, const char *name, GError **error)
{
  const guint n_pages = tambo_script_get_n_scenes (script);

  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *expected = g_strdup_printf ("page-%u", i + 1);

      if (n_pages > MAX_PAGES || !g_str_equal (tambo_script_get_scene (script, i), expected) ||
          tambo_script_get_lines (script, i)[1] == NULL)
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_FORMAT,
                       "%s: pages are [page-1], [page-2] …, at most %d, each with a title and at "
                       "least one paragraph; see [%s]",
                       name,
                       MAX_PAGES,
                       tambo_script_get_scene (script, i));
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * tambo_leaflet_source_load:
 * @folder: with leaflet.LL.txt
 *
 * Returns: (transfer full): pages as scenes: the first line of each is its title, the others are
 *   paragraphs
 */
TamboScript *
tambo_leaflet_source_load (GFile *folder, const char *language, GError **error)
{
  g_autofree char *name = g_strdup_printf ("leaflet.%s.txt", language);
  g_autoptr (GBytes) bytes = tambo_source_read (folder, name, error);
  g_autoptr (TamboScript) script = NULL;

  if (bytes == NULL)
    return NULL;
  script = tambo_script_new_from_bytes (bytes, name, TAMBO_SCRIPT_MAX_PARAGRAPH, error);
  if (script == NULL || !check_pages (script, name, error))
    return NULL;

  return g_steal_pointer (&script);
}

static void
write_page (JsonBuilder *json,
            TamboScript *script,
            guint page,
            const char *item,
            const char *language,
            gboolean has_picture,
            gboolean has_voice)
{
  const char *const *lines = tambo_script_get_lines (script, page);
  g_autofree char *text = g_strjoinv ("\n", (char **) lines + 1);
  g_autofree char *picture = g_strdup_printf ("%s/page-%u.png", item, page + 1);
  g_autofree char *audio = g_strdup_printf ("%s/%s/page-%u.ogg", item, language, page + 1);

  json_builder_begin_object (json);
  if (has_picture)
    {
      json_builder_set_member_name (json, "picture");
      json_builder_add_string_value (json, picture);
    }
  json_builder_set_member_name (json, "title");
  json_builder_add_string_value (json, lines[0]);
  json_builder_set_member_name (json, "text");
  json_builder_add_string_value (json, text);
  if (has_voice)
    {
      json_builder_set_member_name (json, "audio");
      json_builder_add_string_value (json, audio);
    }
  json_builder_end_object (json);
}

/**
 * tambo_leaflet_source_write:
 * @has_picture: for each page, whether it has one
 * @has_voice: for each page, whether somebody recorded it
 *
 * Returns: (transfer full): the leaflet as content/README.md describes it
 */
GBytes *
tambo_leaflet_source_write (TamboScript *script,
                            const char *item,
                            const char *language,
                            const gboolean *has_picture,
                            const gboolean *has_voice)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text = NULL;

  g_return_val_if_fail (TAMBO_IS_SCRIPT (script), NULL);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "pages");
  json_builder_begin_array (json);
  for (guint i = 0; i < tambo_script_get_n_scenes (script); i++)
    write_page (json, script, i, item, language, has_picture[i], has_voice[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}
