/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-transcode.h"

#include "content/author/drawing.h"
#include "content/author/media-decoder.h"
#include "content/author/media-writer.h"
#include "content/author/stage.h"
#include "content/author/subtitles.h"
#include "content/author/timeline.h"
#include "content/base/error.h"
#include "content/pack/captions.h"
#include "content/pack/media-types.h"

#include <string.h>

#define MAX_RATE 30
#define QUALITY 34
#define MAX_BITS_PER_SECOND 2000000
#define POSTER_TIME (10 * GST_SECOND)
#define GAP                                                                             \
  (TAMBO_FILM_SAMPLE_RATE / 20) /* what may be missing before it is silence, in samples \
                                 */

#define PICTURE                                                                                   \
  "videorate ! deinterlace mode=auto ! videoflip video-direction=auto ! videoconvert "            \
  "! videoscale ! video/x-raw,format=I420,width=[2,%d,2],height=[2,%d,2],pixel-aspect-ratio=1/1," \
  "framerate=%u/%u"
#define POSTER                                                                             \
  "videoconvert ! videoscale add-borders=true ! video/x-raw,format=%s,width=%d,height=%d," \
  "pixel-aspect-ratio=1/1"
#define SUBTITLES "identity"

static void
show_progress (const TamboTranscode *job, const char *doing, guint64 done_ms)
{
  job->progress (doing, MIN (done_ms, job->duration_ms), job->duration_ms, job->user_data);
}

/* Where in the file a piece stands. */
static GstClockTime
find_time (GstSample *sample)
{
  const GstClockTime pts = GST_BUFFER_PTS (gst_sample_get_buffer (sample));

  if (!GST_CLOCK_TIME_IS_VALID (pts))
    return GST_CLOCK_TIME_NONE;

  return gst_segment_to_stream_time (gst_sample_get_segment (sample), GST_FORMAT_TIME, pts);
}

static GBytes *
copy_bytes (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gpointer data = NULL;
  gsize size = 0;

  gst_buffer_extract_dup (buffer, 0, gst_buffer_get_size (buffer), &data, &size);

  return g_bytes_new_take (data, size);
}

/* As many frames a second as the film has, or every other one of them. A rate that varies becomes
 * one that does not. */
static void
choose_rate (const TamboStream *stream, guint *out_n, guint *out_d)
{
  const double rate = stream->rate_d > 0 ? (double) stream->rate_n / stream->rate_d : 0;

  *out_n = MAX_RATE;
  *out_d = 1;
  if (rate >= 1 && rate <= MAX_RATE)
    {
      *out_n = stream->rate_n;
      *out_d = stream->rate_d;
    }
  else if (rate > MAX_RATE && rate <= 2 * MAX_RATE)
    {
      *out_n = stream->rate_n;
      *out_d = stream->rate_d * 2;
    }
}

static TamboMediaWriter *
open_writer (GstSample *first, GFile *out, GError **error)
{
  GstStructure *caps = gst_caps_get_structure (gst_sample_get_caps (first), 0);
  TamboPictureFormat format = { .pixels = "I420",
                                .cq_level = QUALITY,
                                .max_bits_per_second = MAX_BITS_PER_SECOND };

  gst_structure_get_int (caps, "width", &format.width);
  gst_structure_get_int (caps, "height", &format.height);
  gst_structure_get_fraction (caps, "framerate", &format.rate_n, &format.rate_d);

  return tambo_media_writer_new_picture (out, &format, error);
}

/**
 * tambo_transcode_picture:
 * @out_duration_ms: (out): how long the picture is, frame by frame
 *
 * Makes VP9 in WebM of a picture: at most 1280 × 720, 30 frames and 2 Mbit a second.
 */
gboolean
tambo_transcode_picture (const TamboTranscode *job,
                         GFile *out,
                         guint64 *out_duration_ms,
                         GError **error)
{
  g_autofree char *description = NULL;
  g_autoptr (TamboMediaDecoder) decoder = NULL;
  g_autoptr (TamboMediaWriter) writer = NULL;
  guint rate_n, rate_d;

  choose_rate (job->stream, &rate_n, &rate_d);
  description = g_strdup_printf (PICTURE, TAMBO_FILM_WIDTH, TAMBO_FILM_HEIGHT, rate_n, rate_d);
  decoder = tambo_media_decoder_new (job->file, job->stream, description, error);
  if (decoder == NULL)
    return FALSE;

  while (TRUE)
    {
      g_autoptr (GstSample) sample = NULL;
      g_autoptr (GBytes) frame = NULL;

      if (!tambo_media_decoder_pull (decoder, job->cancellable, &sample, error))
        return FALSE;
      if (sample == NULL)
        break;
      if (writer == NULL)
        writer = open_writer (sample, out, error);
      if (writer == NULL)
        return FALSE;
      frame = copy_bytes (sample);
      if (!tambo_media_writer_push_frame (writer, frame, error))
        return FALSE;
      show_progress (job, "picture", tambo_media_writer_get_duration_ms (writer));
    }
  if (writer == NULL)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_CODEC,
                   "%s: its picture has no frame that can be shown",
                   g_file_peek_path (job->file));
      return FALSE;
    }
  *out_duration_ms = tambo_media_writer_get_duration_ms (writer);

  return tambo_media_writer_finish (writer, error);
}

static GBytes *
make_png (GstSample *sample)
{
  g_autoptr (GBytes) pixels = copy_bytes (sample);
  cairo_surface_t *surface = NULL;
  GBytes *png = NULL;

  surface = cairo_image_surface_create_for_data ((guchar *) g_bytes_get_data (pixels, NULL),
                                                 CAIRO_FORMAT_RGB24,
                                                 TAMBO_POSTER_WIDTH,
                                                 TAMBO_POSTER_HEIGHT,
                                                 TAMBO_POSTER_WIDTH * 4);
  png = tambo_surface_to_png (surface);
  cairo_surface_destroy (surface);

  return png;
}

/**
 * tambo_transcode_poster:
 *
 * Returns: (transfer full): a frame that is likely to show something, as PNG of a poster's size
 */
GBytes *
tambo_transcode_poster (const TamboTranscode *job, GError **error)
{
  const GstClockTime wanted = MIN (POSTER_TIME, job->duration_ms * GST_MSECOND * 3 / 10);
  g_autofree char *description = NULL;
  g_autoptr (TamboMediaDecoder) decoder = NULL;
  g_autoptr (GstSample) last = NULL;

  description = g_strdup_printf (POSTER, TAMBO_PIXELS, TAMBO_POSTER_WIDTH, TAMBO_POSTER_HEIGHT);
  decoder = tambo_media_decoder_new (job->file, job->stream, description, error);
  if (decoder == NULL)
    return NULL;
  while (TRUE)
    {
      g_autoptr (GstSample) sample = NULL;

      if (!tambo_media_decoder_pull (decoder, job->cancellable, &sample, error))
        return NULL;
      if (sample == NULL)
        break;
      g_clear_pointer (&last, gst_sample_unref);
      last = g_steal_pointer (&sample);
      if (find_time (last) >= wanted)
        break;
    }
  g_return_val_if_fail (last != NULL, NULL);

  return make_png (last);
}

static gboolean
push_silence (TamboMediaWriter *writer, guint64 n_samples, GError **error)
{
  while (n_samples > 0)
    {
      const gsize n = MIN (n_samples, TAMBO_FILM_SAMPLE_RATE);
      g_autoptr (GBytes) silence = g_bytes_new_take (g_malloc0 (n * sizeof (gint16)),
                                                     n * sizeof (gint16));

      if (!tambo_media_writer_push_samples (writer, silence, error))
        return FALSE;
      n_samples -= n;
    }

  return TRUE;
}

/* Sound that starts late, or stops for a while, keeps its place; what goes on after the picture's
 * end is left out and counted. */
static gboolean
push_sound (const TamboTranscode *job,
            TamboMediaWriter *writer,
            GstSample *sample,
            guint64 *written,
            guint64 *lost,
            GError **error)
{
  const guint64 n_film = job->duration_ms * TAMBO_FILM_SAMPLE_RATE / 1000;
  const GstClockTime time = find_time (sample);
  const guint64 at = GST_CLOCK_TIME_IS_VALID (time)
                         ? gst_util_uint64_scale (time, TAMBO_FILM_SAMPLE_RATE, GST_SECOND)
                         : *written;
  g_autoptr (GBytes) sound = copy_bytes (sample);
  g_autoptr (GBytes) kept = NULL;
  guint64 n = g_bytes_get_size (sound) / sizeof (gint16);
  guint64 room;

  if (at > *written + GAP)
    {
      const guint64 silence = MIN (at, n_film) - MIN (*written, n_film);

      if (!push_silence (writer, silence, error))
        return FALSE;
      *written += silence;
    }
  room = n_film - MIN (*written, n_film);
  if (n > room)
    {
      *lost += n - room;
      n = room;
    }
  if (n == 0)
    return TRUE;

  kept = g_bytes_new_from_bytes (sound, 0, n * sizeof (gint16));
  *written += n;

  return tambo_media_writer_push_samples (writer, kept, error);
}

/**
 * tambo_transcode_voice:
 * @out_lost_ms: (out): what was left out because the picture ends before
 *
 * Makes mono Opus in Ogg of a sound, as long as the picture.
 */
gboolean
tambo_transcode_voice (const TamboTranscode *job, GFile *out, guint64 *out_lost_ms, GError **error)
{
  const guint64 n_film = job->duration_ms * TAMBO_FILM_SAMPLE_RATE / 1000;
  g_autoptr (TamboMediaDecoder) decoder = NULL;
  g_autoptr (TamboMediaWriter) writer = NULL;
  guint64 written = 0;
  guint64 lost = 0;

  decoder = tambo_media_decoder_new (job->file, job->stream, TAMBO_SAMPLES, error);
  if (decoder == NULL)
    return FALSE;
  writer = tambo_media_writer_new_voice (out, NULL, error);
  if (writer == NULL)
    return FALSE;
  while (TRUE)
    {
      g_autoptr (GstSample) sample = NULL;

      if (!tambo_media_decoder_pull (decoder, job->cancellable, &sample, error))
        return FALSE;
      if (sample == NULL)
        break;
      if (!push_sound (job, writer, sample, &written, &lost, error))
        return FALSE;
      show_progress (job, "voice", written * 1000 / TAMBO_FILM_SAMPLE_RATE);
    }
  *out_lost_ms = lost * 1000 / TAMBO_FILM_SAMPLE_RATE;

  return push_silence (writer, n_film - MIN (written, n_film), error) &&
         tambo_media_writer_finish (writer, error);
}

/* What is said, without how it looks: tags, and the names of signs that stand for themselves. Those
 * that stood in the file were given names once more on the way. */
static char *
strip_markup (const char *markup)
{
  static const struct
  {
    const char *name;
    const char *sign;
  } names[] = { { "&amp;", "&" },  { "&lt;", "<" },  { "&gt;", ">" },   { "&quot;", "\"" },
                { "&apos;", "'" }, { "&#39;", "'" }, { "&nbsp;", " " }, { "&amp;", "&" } };
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean in_tag = FALSE;

  for (const char *c = markup; *c != '\0'; c++)
    {
      if (*c == '<' || *c == '>')
        in_tag = *c == '<';
      else if (!in_tag)
        g_string_append_c (text, *c);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_replace (text, names[i].name, names[i].sign, 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_text (GstSample *sample)
{
  GstStructure *caps = gst_caps_get_structure (gst_sample_get_caps (sample), 0);
  g_autoptr (GBytes) bytes = copy_bytes (sample);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *raw = g_strndup (data, size);
  g_autofree char *valid = g_utf8_make_valid (raw, -1);

  if (g_strcmp0 (gst_structure_get_string (caps, "format"), "pango-markup") == 0)
    return strip_markup (valid);

  return g_steal_pointer (&valid);
}

static void
append_cue (const TamboTranscode *job, GString *vtt, GstSample *sample)
{
  const GstClockTime time = find_time (sample);
  const GstClockTime duration = GST_BUFFER_DURATION (gst_sample_get_buffer (sample));
  g_autofree char *text = NULL;
  guint64 start, end;

  if (!GST_CLOCK_TIME_IS_VALID (time) || !GST_CLOCK_TIME_IS_VALID (duration))
    return;
  start = time / GST_MSECOND;
  end = MIN ((time + duration) / GST_MSECOND, job->duration_ms);
  text = read_text (sample);
  if (end > start)
    tambo_subtitles_append (vtt, start, end, text);
}

/**
 * tambo_transcode_subtitles:
 *
 * Returns: (transfer full): WebVTT that a kiosk reads
 */
GBytes *
tambo_transcode_subtitles (const TamboTranscode *job, GError **error)
{
  g_autoptr (TamboMediaDecoder) decoder = NULL;
  g_autoptr (GString) vtt = g_string_new (TAMBO_SUBTITLES_HEAD);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboCaptions) captions = NULL;

  decoder = tambo_media_decoder_new (job->file, job->stream, SUBTITLES, error);
  if (decoder == NULL)
    return NULL;
  while (TRUE)
    {
      g_autoptr (GstSample) sample = NULL;

      if (!tambo_media_decoder_pull (decoder, job->cancellable, &sample, error))
        return NULL;
      if (sample == NULL)
        break;
      append_cue (job, vtt, sample);
    }
  bytes = g_string_free_to_bytes (g_steal_pointer (&vtt));
  captions = tambo_captions_new_from_bytes (bytes, error);
  if (captions == NULL)
    {
      g_prefix_error (error, "%s, its subtitles: ", g_file_peek_path (job->file));
      return NULL;
    }

  return g_steal_pointer (&bytes);
}
