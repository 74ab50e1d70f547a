/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/ready-film.h"

#include "content/author/language-rules.h"
#include "content/author/source-file.h"
#include "content/author/stage.h"
#include "content/base/error.h"
#include "content/pack/captions.h"
#include "content/pack/media-types.h"

#define BOARD "film.ini"
#define MAX_RATE 30
#define DRIFT_MS 100 /* that a voice may be longer or shorter than the picture */
#define CONVERT "convert it with “tambo-pack media”"

typedef struct
{
  GFile *root;
  const TamboSourceItem *item;
  guint64 duration_ms; /* of the picture; 0: nobody knows */
  TamboFindings *findings;
} Check;

char *
tambo_ready_film_name_voice (const char *language)
{
  return g_strdup_printf ("voice.%s.ogg", language);
}

char *
tambo_ready_film_name_subtitles (const char *language)
{
  return g_strdup_printf ("subtitles.%s.vtt", language);
}

gboolean
tambo_ready_film_has (GFile *root, const TamboSourceItem *item, const char *name)
{
  g_autofree char *path = g_build_filename (item->path, name, NULL);
  g_autoptr (GFile) file = g_file_resolve_relative_path (root, path);

  return g_file_query_exists (file, NULL);
}

/* Whether the item is such a film, and not one that is made of drawings. */
gboolean
tambo_ready_film_is_at (GFile *root, const TamboSourceItem *item)
{
  return item->item.kind == TAMBO_ITEM_VIDEO &&
         tambo_ready_film_has (root, item, TAMBO_READY_PICTURE) &&
         !tambo_ready_film_has (root, item, BOARD);
}

/* StandIn=fr: the voice in French is a machine's. */
gboolean
tambo_ready_film_is_stand_in (const TamboSourceItem *item, const char *language)
{
  return item->stand_in != NULL && g_strv_contains ((const char *const *) item->stand_in, language);
}

static void G_GNUC_PRINTF (4, 5)
    refuse (Check *check, const char *name, const char *cure, const char *format, ...)
{
  g_autofree char *path = g_build_filename (check->item->path, name, NULL);
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  tambo_findings_refuse (check->findings, TAMBO_ERROR_PACK_CODEC, path, NULL, cure, "%s", reason);
}

static TamboMediaFacts *
read_facts (Check *check, const char *name)
{
  g_autofree char *path = g_build_filename (check->item->path, name, NULL);
  g_autoptr (GFile) file = g_file_resolve_relative_path (check->root, path);
  g_autoptr (GError) error = NULL;
  TamboMediaFacts *facts = tambo_media_facts_new_from_file (file, &error);

  if (facts == NULL)
    tambo_findings_take_error (check->findings, path, error);

  return facts;
}

static gboolean
is_one_of (const char *word, const char *first, const char *second)
{
  return g_str_equal (word, first) || g_str_equal (word, second);
}

static void
check_picture (Check *check)
{
  const char *name = TAMBO_READY_PICTURE;
  g_autoptr (TamboMediaFacts) facts = read_facts (check, name);
  const TamboStream *picture = NULL;

  if (facts == NULL)
    return;
  picture = tambo_media_facts_find (facts, TAMBO_STREAM_PICTURE);
  if (picture == NULL || !g_str_equal (tambo_media_facts_get_container (facts), "webm") ||
      !is_one_of (picture->codec, "vp8", "vp9"))
    {
      refuse (check,
              name,
              CONVERT,
              "kiosks play VP8 and VP9 in WebM, and this is %s in %s",
              picture != NULL ? picture->codec : "no picture",
              tambo_media_facts_get_container (facts));
      return;
    }
  check->duration_ms = tambo_media_facts_get_duration_ms (facts);
  if (tambo_media_facts_get_n_streams (facts) != 1)
    refuse (check, name, CONVERT, "it holds more than the picture: voices are files of their own");
  if (picture->width > TAMBO_FILM_WIDTH || picture->height > TAMBO_FILM_HEIGHT)
    refuse (check,
            name,
            CONVERT,
            "it is %u × %u, and a small computer plays at most %d × %d",
            picture->width,
            picture->height,
            TAMBO_FILM_WIDTH,
            TAMBO_FILM_HEIGHT);
  if (picture->rate_n > MAX_RATE * MAX (picture->rate_d, 1))
    refuse (check, name, CONVERT, "it has more than %d frames a second", MAX_RATE);
  if (!tambo_media_facts_is_seekable (facts))
    refuse (check, name, CONVERT, "nobody can go back in it: it has no index");
}

static void
check_voice (Check *check, const char *name)
{
  g_autoptr (TamboMediaFacts) facts = read_facts (check, name);
  const TamboStream *sound = NULL;
  gint64 longer;

  if (facts == NULL)
    return;
  sound = tambo_media_facts_find (facts, TAMBO_STREAM_SOUND);
  if (sound == NULL || tambo_media_facts_get_n_streams (facts) != 1 ||
      !g_str_equal (tambo_media_facts_get_container (facts), "ogg") ||
      !is_one_of (sound->codec, "opus", "vorbis"))
    {
      refuse (check,
              name,
              CONVERT " and --voice",
              "kiosks play one Opus or Vorbis sound in Ogg, and this is %s in %s",
              sound != NULL ? sound->codec : "no sound",
              tambo_media_facts_get_container (facts));
      return;
    }
  if (sound->channels != 1)
    refuse (check, name, CONVERT " and --voice", "a voice has one channel, and this has more");
  longer = (gint64) tambo_media_facts_get_duration_ms (facts) - (gint64) check->duration_ms;
  if (check->duration_ms > 0 && ABS (longer) > DRIFT_MS)
    refuse (check,
            name,
            "make both as long; “tambo-pack media” does",
            "it is %.1f seconds %s than the picture",
            (double) ABS (longer) / 1000,
            longer > 0 ? "longer" : "shorter");
}

static void
check_words (Check *check, const char *name, const char *language, TamboCaptions *captions)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *script = NULL;
  gint64 end = 0;

  for (guint i = 0; i < tambo_captions_get_n_cues (captions); i++)
    {
      const TamboCue *cue = tambo_captions_get_cue (captions, i);

      end = MAX (end, cue->end);
      g_string_append (words, cue->text);
    }
  if (words->len == 0)
    refuse (check, name, "write what is said", "there is nothing to read in it");
  if (check->duration_ms > 0 && end > (gint64) (check->duration_ms + DRIFT_MS) * 1000)
    refuse (check,
            name,
            "correct the times",
            "its last words end %.1f seconds after the picture",
            (double) (end - (gint64) check->duration_ms * 1000) / 1000000);
  script = tambo_language_rules_find_script_fault (language, words->str);
  if (script != NULL)
    refuse (check,
            name,
            "correct the name of the file",
            "“%s” is written in %s letters, and this is not",
            language,
            script);
}

static void
check_subtitles (Check *check, const char *name, const char *language)
{
  g_autofree char *path = g_build_filename (check->item->path, name, NULL);
  g_autoptr (GBytes) bytes = tambo_source_find (check->root, path, check->findings);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCaptions) captions = NULL;

  if (bytes == NULL)
    return;
  captions = tambo_captions_new_from_bytes (bytes, &error);
  if (captions == NULL)
    tambo_findings_take_error (check->findings, path, error);
  else
    check_words (check, name, language, captions);
}

/**
 * tambo_ready_film_check:
 *
 * That a ready film is one that kiosks play, that all its tracks are as long, and that every
 * language of the pack has at least its words.
 */
void
tambo_ready_film_check (GFile *root,
                        const TamboSourceItem *item,
                        const char *const *languages,
                        TamboFindings *findings)
{
  Check check = { root, item, 0, findings };

  check_picture (&check);
  if (item->poster == NULL && !tambo_ready_film_has (root, item, TAMBO_POSTER_NAME))
    refuse (&check,
            TAMBO_POSTER_NAME,
            "put one there, 640 × 360, or name it with Poster=",
            "it is missing");
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *voice = tambo_ready_film_name_voice (languages[i]);
      g_autofree char *subtitles = tambo_ready_film_name_subtitles (languages[i]);

      if (tambo_ready_film_has (root, item, voice))
        check_voice (&check, voice);
      check_subtitles (&check, subtitles, languages[i]);
    }
}
