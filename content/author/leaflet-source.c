/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/leaflet-source.h"

#include "content/author/source-file.h"
#include "content/base/error.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_PAGES 24

static void
check_pages (TamboScript *script, TamboFindings *findings)
{
  const guint n_pages = tambo_script_get_n_scenes (script);

  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *expected = g_strdup_printf ("page-%u", i + 1);
      g_autofree char *place = g_strdup_printf ("[%s]", tambo_script_get_scene (script, i));

      if (n_pages > MAX_PAGES || !g_str_equal (tambo_script_get_scene (script, i), expected))
        {
          tambo_findings_refuse (findings,
                                 TAMBO_ERROR_PACK_FORMAT,
                                 tambo_script_get_name (script),
                                 place,
                                 "name the pages [page-1], [page-2] …, at most 24",
                                 "here should be [%s]",
                                 expected);
          return;
        }
      if (tambo_script_get_lines (script, i)[1] == NULL)
        tambo_findings_refuse (findings,
                               TAMBO_ERROR_PACK_FORMAT,
                               tambo_script_get_name (script),
                               place,
                               "write what the page says below its title",
                               "a page has a title and at least one paragraph");
    }
}

/**
 * tambo_leaflet_source_read:
 * @root: the author's folder
 * @path: of the leaflet in it, with leaflet.LL.txt
 *
 * Returns: (transfer full) (nullable): pages as scenes: the first line of each is its title, the
 *   others are paragraphs; or %NULL with at least one refusal
 */
TamboScript *
tambo_leaflet_source_read (GFile *root,
                           const char *path,
                           const char *language,
                           TamboFindings *findings)
{
  g_autofree char *name = g_strdup_printf ("%s/leaflet.%s.txt", path, language);
  const guint n_before = tambo_findings_count_refusals (findings);
  g_autoptr (GBytes) bytes = tambo_source_find (root, name, findings);
  g_autoptr (TamboScript) script = NULL;

  if (bytes == NULL)
    return NULL;
  script = tambo_script_read (bytes, name, TAMBO_SCRIPT_MAX_PARAGRAPH, findings);
  if (script == NULL)
    return NULL;
  check_pages (script, findings);

  return tambo_findings_count_refusals (findings) == n_before ? g_steal_pointer (&script) : NULL;
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
