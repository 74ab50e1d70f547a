/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/subtitles.h"

#include "content/author/text-rules.h"
#include "content/author/timeline.h"

#define FRAME_MS (1000 / TAMBO_FILM_RATE)
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
append_time (GString *vtt, guint64 ms)
{
  g_string_append_printf (vtt,
                          "%02u:%02u:%02u.%03u",
                          (guint) (ms / 3600000),
                          (guint) (ms / 60000 % 60),
                          (guint) (ms / 1000 % 60),
                          (guint) (ms % 1000));
}

static void
append_text (GString *vtt, const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
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

static void
append_cue (GString *vtt, guint64 start_ms, guint64 end_ms, const char *text)
{
  g_string_append_c (vtt, '\n');
  append_time (vtt, start_ms);
  g_string_append (vtt, " --> ");
  append_time (vtt, end_ms);
  g_string_append_c (vtt, '\n');
  append_text (vtt, text);
  g_string_append_c (vtt, '\n');
}

/* Its lines, without what nobody reads: empty ones, blanks at either end, signs that only steer. */
static GPtrArray *
split_lines (const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) raw = g_strsplit (text, "\n", -1);

  for (guint i = 0; raw[i] != NULL; i++)
    {
      g_autofree char *line = tambo_text_strip_controls (raw[i]);

      if (*g_strstrip (line) != '\0')
        g_ptr_array_add (lines, g_steal_pointer (&line));
    }
  g_ptr_array_add (lines, NULL);

  return lines;
}

/**
 * tambo_subtitles_append:
 * @vtt: begun with %TAMBO_SUBTITLES_HEAD
 * @text: of any number of lines; more than two are made two
 */
void
tambo_subtitles_append (GString *vtt, guint64 start_ms, guint64 end_ms, const char *text)
{
  g_autoptr (GPtrArray) lines = split_lines (text);
  g_autofree char *joined = NULL;
  g_autofree char *wrapped = NULL;

  if (lines->len == 1)
    return;

  joined = g_strjoinv (lines->len > 3 ? " " : "\n", (char **) lines->pdata);
  wrapped = lines->len == 3 ? g_strdup (joined) : tambo_subtitles_wrap (joined);
  append_cue (vtt, start_ms, end_ms, wrapped);
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
  g_autoptr (GString) vtt = g_string_new (TAMBO_SUBTITLES_HEAD);
  guint n = 0;

  g_return_val_if_fail (TAMBO_IS_SCRIPT (script), NULL);

  for (guint scene = 0; scene < tambo_script_get_n_scenes (script); scene++)
    {
      const char *const *lines = tambo_script_get_lines (script, scene);

      for (guint line = 0; lines[line] != NULL; line++, n++)
        {
          guint end = 0;
          guint limit = n_frames;
          g_autofree char *wrapped = NULL;

          g_return_val_if_fail (n < n_spans, NULL);
          end = spans[n].start + MAX (spans[n].n_frames + LINGER_FRAMES, MINIMUM_FRAMES);
          if (n + 1 < n_spans)
            limit = spans[n + 1].start;
          wrapped = tambo_subtitles_wrap (lines[line]);
          append_cue (vtt, spans[n].start * FRAME_MS, MIN (end, limit) * FRAME_MS, wrapped);
        }
    }

  return g_string_free (g_steal_pointer (&vtt), FALSE);
}
