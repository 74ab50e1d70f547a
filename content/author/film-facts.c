/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/film-facts.h"

#define NAME "facts.ini"
#define GROUP_FILM "Film"
#define GROUP_DIGESTS "Digests"
#define GROUP_HEARD "Heard"
#define GROUP_STAND_IN "StandIn"

/* Returns: (transfer full): empty if there are none yet */
GKeyFile *
tambo_film_facts_load (GFile *out)
{
  GKeyFile *facts = g_key_file_new ();
  g_autoptr (GFile) file = g_file_get_child (out, NAME);

  g_key_file_load_from_file (facts, g_file_peek_path (file), G_KEY_FILE_NONE, NULL);

  return facts;
}

gboolean
tambo_film_facts_save (GKeyFile *facts, GFile *out, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (out, NAME);

  return g_key_file_save_to_file (facts, g_file_peek_path (file), error);
}

/* Whether a track was made of just that. */
gboolean
tambo_film_facts_has (GKeyFile *facts, const char *track, const char *digest)
{
  g_autofree char *known = g_key_file_get_string (facts, GROUP_DIGESTS, track, NULL);

  return g_strcmp0 (known, digest) == 0;
}

/* @digest: (nullable): %NULL: the track is not there */
void
tambo_film_facts_set (GKeyFile *facts, const char *track, const char *digest)
{
  if (digest != NULL)
    g_key_file_set_string (facts, GROUP_DIGESTS, track, digest);
  else
    g_key_file_remove_key (facts, GROUP_DIGESTS, track, NULL);
}

void
tambo_film_facts_set_duration_ms (GKeyFile *facts, guint64 duration_ms)
{
  g_key_file_set_uint64 (facts, GROUP_FILM, "DurationMs", duration_ms);
}

void
tambo_film_facts_set_voice (GKeyFile *facts,
                            const char *language,
                            gboolean is_heard,
                            gboolean is_stand_in)
{
  g_key_file_set_boolean (facts, GROUP_HEARD, language, is_heard);
  g_key_file_set_boolean (facts, GROUP_STAND_IN, language, is_stand_in);
}

guint64
tambo_film_read_duration_ms (GFile *out, GError **error)
{
  g_autoptr (GKeyFile) facts = tambo_film_facts_load (out);

  return g_key_file_get_uint64 (facts, GROUP_FILM, "DurationMs", error);
}

/* Whether there is a voice in @language, of a person or a machine. */
gboolean
tambo_film_is_heard (GFile *out, const char *language)
{
  g_autoptr (GKeyFile) facts = tambo_film_facts_load (out);

  return g_key_file_get_boolean (facts, GROUP_HEARD, language, NULL);
}

gboolean
tambo_film_is_stand_in (GFile *out, const char *language)
{
  g_autoptr (GKeyFile) facts = tambo_film_facts_load (out);

  return g_key_file_get_boolean (facts, GROUP_STAND_IN, language, NULL);
}
