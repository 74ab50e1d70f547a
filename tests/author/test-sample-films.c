/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/film-facts.h"
#include "content/author/film.h"
#include "tests/support/folder.h"

#include <gst/gst.h>

#define MAX_PICTURE 2500000
#define MAX_VOICE 350000

static const char *const languages[] = { "en", "fr", "es", "ar", "fa", "uk",
                                         "tr", "so", "ti", "sw", NULL };

static guint64
measure (GFile *folder, const char *name)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (folder, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE,
                            NULL,
                            &error);
  g_assert_no_error (error);

  return (guint64) g_file_info_get_size (info);
}

static void
on_progress (const char *doing, guint64 done, guint64 total, gpointer user_data)
{
}

/* Half a minute of work a film: what takes longer than a glance is for long runs. */
static void
test_film (gconstpointer data)
{
  g_autofree char *source_path =
      g_test_build_filename (G_TEST_DIST, "..", "content", "samples", data, "film", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (source_path);
  g_autofree char *out_path = NULL;
  g_autoptr (GFile) out = NULL;
  g_autoptr (TamboFilm) film = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("TAMBO_TEST_LONG") == NULL)
    {
      g_test_skip ("films of the samples are rendered in long runs");
      return;
    }

  out_path = tambo_test_make_folder ();
  out = g_file_new_for_path (out_path);
  film = tambo_film_new (source, languages, &error);
  g_assert_no_error (error);
  tambo_film_render (film, out, on_progress, NULL, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (tambo_film_read_duration_ms (out, NULL), >=, 60000);
  g_assert_cmpuint (tambo_film_read_duration_ms (out, NULL), <=, 90000);
  g_assert_cmpuint (measure (out, "picture.webm"), <, MAX_PICTURE);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *voice = g_strdup_printf ("%s/voice.ogg", languages[i]);

      g_assert_cmpint (tambo_film_is_heard (out, languages[i]),
                       !=,
                       tambo_film_is_unvoiced (film, languages[i]));
      if (tambo_film_is_heard (out, languages[i]))
        g_assert_cmpuint (measure (out, voice), <, MAX_VOICE);
    }
  tambo_test_remove_folder (out_path);
}

int
main (int argc, char *argv[])
{
  const char *const samples[] = { "feelings", "pregnancy", "sick-child" };

  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_strdup_printf ("/author/sample-films/%s-takes-a-minute-or-so",
                                               samples[i]);

      g_test_add_data_func (path, samples[i], test_film);
    }

  return g_test_run ();
}
