/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/captions.h"

#include "content/base/error.h"

#include <string.h>

/**
 * TamboCaptions:
 *
 * The cues of a WebVTT file as plain text, in order of time. Styles, regions, positions and
 * markup are left out: the kiosk has one way to show a subtitle. Immutable once built.
 */
struct _TamboCaptions
{
  GObject parent_instance;

  GArray *cues; /* (owned) (element-type TamboCue) */
};

G_DEFINE_FINAL_TYPE (TamboCaptions, tambo_captions, G_TYPE_OBJECT)

/* The file as lines; @line counts from 1 for people who mend a file by hand. */
typedef struct
{
  char **lines; /* (unowned), NULL at the end */
  guint line;
} Reader;

static void
cue_clear (gpointer data)
{
  TamboCue *cue = data;

  g_clear_pointer (&cue->text, g_free);
}

static void
tambo_captions_finalize (GObject *object)
{
  TamboCaptions *self = TAMBO_CAPTIONS (object);

  g_clear_pointer (&self->cues, g_array_unref);

  G_OBJECT_CLASS (tambo_captions_parent_class)->finalize (object);
}

static void
tambo_captions_class_init (TamboCaptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_captions_finalize;
}

static void
tambo_captions_init (TamboCaptions *self)
{
  self->cues = g_array_new (FALSE, FALSE, sizeof (TamboCue));
  g_array_set_clear_func (self->cues, cue_clear);
}

static gboolean
refuse (const Reader *reader, const char *why, GError **error)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_FORMAT,
               "Subtitles, line %u: %s",
               reader->line + 1,
               why);

  return FALSE;
}

/* @n_digits digits at least @min and, unless 0, at most @max of them. */
static gboolean
read_number (const char **text, guint min, guint max, guint *out_value)
{
  guint value = 0;
  guint n_digits = 0;

  while (g_ascii_isdigit (**text) && n_digits < max)
    {
      value = value * 10 + (guint) g_ascii_digit_value (**text);
      (*text)++;
      n_digits++;
    }

  *out_value = value;
  return n_digits >= min && !g_ascii_isdigit (**text);
}

/* `MM:SS.mmm` or `HH:MM:SS.mmm`. */
static gboolean
read_time (const char **text, gint64 *out_time)
{
  guint hours = 0;
  guint minutes;
  guint seconds;
  guint milliseconds;

  if (!read_number (text, 2, 3, &minutes) || *(*text)++ != ':')
    return FALSE;

  if (!read_number (text, 2, 2, &seconds))
    return FALSE;

  if (**text == ':')
    {
      (*text)++;
      hours = minutes;
      minutes = seconds;
      if (!read_number (text, 2, 2, &seconds))
        return FALSE;
    }

  if (*(*text)++ != '.' || !read_number (text, 3, 3, &milliseconds))
    return FALSE;

  if (minutes > 59 || seconds > 59)
    return FALSE;

  *out_time = (((gint64) hours * 60 + minutes) * 60 + seconds) * G_USEC_PER_SEC +
              (gint64) milliseconds * 1000;
  return TRUE;
}

static void
skip_blanks (const char **text)
{
  while (**text == ' ' || **text == '\t')
    (*text)++;
}

/* `start --> end`, then settings, which are ours to decide. */
static gboolean
parse_timing (const char *line, TamboCue *cue)
{
  skip_blanks (&line);
  if (!read_time (&line, &cue->start))
    return FALSE;

  skip_blanks (&line);
  if (!g_str_has_prefix (line, "-->"))
    return FALSE;

  line += strlen ("-->");
  skip_blanks (&line);
  if (!read_time (&line, &cue->end))
    return FALSE;

  return (*line == '\0' || *line == ' ' || *line == '\t') && cue->end > cue->start;
}

static gsize
append_entity (GString *text, const char *line)
{
  static const struct
  {
    const char *name;
    const char *text;
  } entities[] = {
    { "&amp;", "&" }, { "&gt;", ">" },          { "&lrm;", "\342\200\216" },
    { "&lt;", "<" },  { "&nbsp;", "\302\240" }, { "&rlm;", "\342\200\217" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      if (g_str_has_prefix (line, entities[i].name))
        {
          g_string_append (text, entities[i].text);
          return strlen (entities[i].name);
        }
    }

  g_string_append_c (text, '&');
  return 1;
}

/* Appends @line without its tags; one that is not closed hides the rest of its line. */
static void
append_plain (GString *text, const char *line)
{
  while (*line != '\0')
    {
      if (*line == '<')
        {
          const char *end = strchr (line, '>');

          line = end != NULL ? end + 1 : line + strlen (line);
        }
      else if (*line == '&')
        {
          line += append_entity (text, line);
        }
      else
        {
          g_string_append_c (text, *line++);
        }
    }
}

static gboolean
is_end_of_block (const Reader *reader)
{
  return reader->lines[reader->line] == NULL || *reader->lines[reader->line] == '\0';
}

static void
skip_block (Reader *reader)
{
  while (!is_end_of_block (reader))
    reader->line++;
}

static gboolean
read_cue (TamboCaptions *self, Reader *reader, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  TamboCue cue = { 0 };

  if (strstr (reader->lines[reader->line], "-->") == NULL)
    reader->line++; /* the cue's own name */

  if (is_end_of_block (reader) || !parse_timing (reader->lines[reader->line], &cue))
    return refuse (reader, "no time from, --> and time to", error);

  if (self->cues->len == TAMBO_CAPTIONS_MAX_CUES)
    return refuse (reader, "too many cues", error);

  for (reader->line++; !is_end_of_block (reader); reader->line++)
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      append_plain (text, reader->lines[reader->line]);
      if (text->len > TAMBO_CAPTIONS_MAX_TEXT)
        return refuse (reader, "a cue is too long", error);
    }

  if (text->len == 0)
    return TRUE;

  cue.text = g_strdup (text->str);
  g_array_append_val (self->cues, cue);
  return TRUE;
}

static gboolean
is_not_a_cue (const char *line)
{
  static const char *const words[] = { "NOTE", "REGION", "STYLE" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const gsize length = strlen (words[i]);

      if (strncmp (line, words[i], length) == 0 && strchr (" \t", line[length]) != NULL)
        return strstr (line, "-->") == NULL;
    }

  return FALSE;
}

static gboolean
read_blocks (TamboCaptions *self, Reader *reader, GError **error)
{
  skip_block (reader); /* what follows the header on its own lines */

  while (reader->lines[reader->line] != NULL)
    {
      const char *line = reader->lines[reader->line];

      if (*line == '\0')
        reader->line++;
      else if (is_not_a_cue (line))
        skip_block (reader);
      else if (!read_cue (self, reader, error))
        return FALSE;
    }

  return TRUE;
}

/* Letters that turn the order of a whole line around: nothing that a subtitle needs. */
static gboolean
has_bidi_override (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c >= 0x202A && c <= 0x202E)
        return TRUE;
    }

  return FALSE;
}

/* Returns: (transfer full): @bytes as a string, or %NULL with @error set. */
static char *
read_text (GBytes *bytes, GError **error)
{
  const Reader at_start = { NULL, 0 };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (size > TAMBO_CAPTIONS_MAX_SIZE)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_TOO_LARGE,
                           "Subtitles are larger than 1 MiB");
      return NULL;
    }

  if (size > 0 && !g_utf8_validate_len (data, size, NULL))
    {
      refuse (&at_start, "not text in UTF-8", error);
      return NULL;
    }

  return size > 0 ? g_strndup (data, size) : g_strdup ("");
}

/* Cuts @text into its lines, in place: LF, CR LF or CR ends one. */
static GPtrArray *
cut_lines (char *text)
{
  GPtrArray *lines = g_ptr_array_new ();

  while (text != NULL)
    {
      char *end = strpbrk (text, "\r\n");

      g_ptr_array_add (lines, text);
      text = NULL;
      if (end != NULL)
        {
          text = end + (end[0] == '\r' && end[1] == '\n' ? 2 : 1);
          *end = '\0';
        }
    }
  g_ptr_array_add (lines, NULL);

  return lines;
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const TamboCue *first = a;
  const TamboCue *second = b;

  return (first->start > second->start) - (first->start < second->start);
}

/**
 * tambo_captions_new_from_bytes:
 * @bytes: a WebVTT file, not trusted
 *
 * Returns: (transfer full): the cues, or %NULL with %TAMBO_ERROR_PACK_FORMAT or
 *   %TAMBO_ERROR_PACK_TOO_LARGE set
 */
TamboCaptions *
tambo_captions_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboCaptions) self = g_object_new (TAMBO_TYPE_CAPTIONS, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  Reader reader = { NULL, 0 };
  char *start;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  text = read_text (bytes, error);
  if (text == NULL)
    return NULL;

  start = g_str_has_prefix (text, "\357\273\277") ? text + 3 : text;
  if (!g_str_has_prefix (start, "WEBVTT") || strchr (" \t\r\n", start[6]) == NULL)
    {
      refuse (&reader, "does not start with WEBVTT", error);
      return NULL;
    }

  if (has_bidi_override (start))
    {
      refuse (&reader, "a letter that overrides the direction", error);
      return NULL;
    }

  lines = cut_lines (start);
  reader.lines = (char **) lines->pdata;
  if (!read_blocks (self, &reader, error))
    return NULL;

  g_array_sort (self->cues, compare_starts);
  return g_steal_pointer (&self);
}

guint
tambo_captions_get_n_cues (TamboCaptions *self)
{
  g_return_val_if_fail (TAMBO_IS_CAPTIONS (self), 0);

  return self->cues->len;
}

/* Returns: (transfer none): in order of @start. */
const TamboCue *
tambo_captions_get_cue (TamboCaptions *self, guint i)
{
  g_return_val_if_fail (TAMBO_IS_CAPTIONS (self), NULL);
  g_return_val_if_fail (i < self->cues->len, NULL);

  return &g_array_index (self->cues, TamboCue, i);
}

/**
 * tambo_captions_dup_text_at:
 * @position: microseconds
 *
 * Returns: (transfer full): what is to be read then; empty when nothing is
 */
char *
tambo_captions_dup_text_at (TamboCaptions *self, gint64 position)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (TAMBO_IS_CAPTIONS (self), NULL);

  for (guint i = 0; i < self->cues->len; i++)
    {
      const TamboCue *cue = &g_array_index (self->cues, TamboCue, i);

      if (cue->start > position)
        break;

      if (cue->end <= position)
        continue;

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, cue->text);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
