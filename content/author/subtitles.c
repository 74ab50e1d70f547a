/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/subtitles.h"

#include "content/author/timeline.h"

#define ONE_LINE 45       /* characters */
#define LINGER_FRAMES 6   /* a subtitle stays a little after its voice */
#define MINIMUM_FRAMES 30 /* time to read the shortest */

/**
 * tambo_subtitles_wrap:
 * @line: one line of a script
 *
 * Breaks a long line in two, near the middle, the upper one not longer than it must be.
 *
 * Returns: (transfer full): the text with at most one line feed
 */
char *
tambo_subtitles_wrap (const char *line)
{
  const glong length = g_utf8_strlen (line, -1);
  char *text = g_strdup (line);
  char *best = NULL;
  glong best_distance = G_MAXLONG;
  glong at = 0;

  if (length <= ONE_LINE)
    return text;

  for (char *c = text; *c != '\0'; c = g_utf8_next_char (c), at++)
    {
      const glong distance = ABS (at - length / 2);

      if (*c == ' ' && distance < best_distance)
        {
          best = c;
          best_distance = distance;
        }
    }
  if (best != NULL)
    *best = '\n';

  return text;
}

static void
append_time (GString *vtt, guint frame)
{
  const guint ms = frame * (1000 / TAMBO_FILM_RATE);

  g_string_append_printf (vtt,
                          "%02u:%02u:%02u.%03u",
                          ms / 3600000,
                          ms / 60000 % 60,
                          ms / 1000 % 60,
                          ms % 1000);
}

static void
append_text (GString *vtt, const char *line)
{
  g_autofree char *wrapped = tambo_subtitles_wrap (line);

  for (const char *c = wrapped; *c != '\0'; c++)
    {
      switch (*c)
        {
        case '&':
          g_string_append (vtt, "&amp;");
          break;

        case '<':
          g_string_append (vtt, "&lt;");
          break;

        case '>':
          g_string_append (vtt, "&gt;");
          break;

        default:
          g_string_append_c (vtt, *c);
        }
    }
}

/**
 * tambo_subtitles_write:
 * @script: what is said
 * @spans: (array length=n_spans): when each line is heard, all scenes one after the other
 * @n_frames: the length of the film
 *
 * Returns: (transfer full): a WebVTT file
 */
char *
tambo_subtitles_write (TamboScript *script, const TamboSpan *spans, guint n_spans, guint n_frames)
{
  g_autoptr (GString) vtt = g_string_new ("WEBVTT\n");
  guint n = 0;

  g_return_val_if_fail (TAMBO_IS_SCRIPT (script), NULL);

  for (guint scene = 0; scene < tambo_script_get_n_scenes (script); scene++)
    {
      const char *const *lines = tambo_script_get_lines (script, scene);

      for (guint line = 0; lines[line] != NULL; line++, n++)
        {
          guint end = 0;
          guint limit = n_frames;

          g_return_val_if_fail (n < n_spans, NULL);
          end = spans[n].start + MAX (spans[n].n_frames + LINGER_FRAMES, MINIMUM_FRAMES);
          if (n + 1 < n_spans)
            limit = spans[n + 1].start;
          g_string_append_c (vtt, '\n');
          append_time (vtt, spans[n].start);
          g_string_append (vtt, " --> ");
          append_time (vtt, MIN (end, limit));
          g_string_append_c (vtt, '\n');
          append_text (vtt, lines[line]);
          g_string_append_c (vtt, '\n');
        }
    }

  return g_string_free (g_steal_pointer (&vtt), FALSE);
}
