/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A film to measure with. At the start of every second the whole picture is white for FLASH_FRAMES
 * and each voice beeps for as long, at a pitch of its own. Between the flashes a dark, rough
 * ground drifts by, so that decoding is as much work as a real film of this bit rate. */
#define WIDTH 1280
#define HEIGHT 720
#define RATE 30
#define FLASH_FRAMES 3
#define BIT_RATE 1600000 /* asked of the encoder; the flashes make it 2 Mbit/s */
#define SAMPLES_PER_FRAME (48000 / RATE)
#define WHITE 235
#define BLACK 16
#define NEUTRAL 128
#define GROUND 2048 /* bytes after which the ground repeats: more than a row, a power of two */

static const struct
{
  const char *language;
  double hertz;
  const char *says;
} voices[] = {
  { "en", 440, "second" },
  { "fr", 880, "seconde" },
};

static GstElement *
start (const char *description, const char *path, GstElement **out_source)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("%s ! filesink name=sink", description);
  GstElement *pipeline = gst_parse_launch (text, &error);
  g_autoptr (GstElement) sink = NULL;

  if (error != NULL)
    {
      g_printerr ("flash-and-beep: %s\n", error->message);
      exit (3);
    }
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (sink, "location", path, NULL);
  *out_source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  return pipeline;
}

static void
finish (GstElement *pipeline, GstElement *source)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_app_src_end_of_stream (GST_APP_SRC (source));
  message = gst_bus_timed_pop_filtered (bus,
                                        GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (source);
  gst_object_unref (pipeline);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_printerr ("flash-and-beep: cannot write the film\n");
      exit (3);
    }
}

static void
push (GstElement *source, gpointer bytes, gsize size, guint frame)
{
  GstBuffer *buffer = gst_buffer_new_wrapped (bytes, size);

  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (frame, GST_SECOND, RATE);
  GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (1, GST_SECOND, RATE);
  gst_app_src_push_buffer (GST_APP_SRC (source), buffer);
}

static void
draw_frame (guint8 *pixels, const guint8 *ground, guint frame)
{
  const gboolean flash = frame % RATE < FLASH_FRAMES;

  memset (pixels + WIDTH * HEIGHT, NEUTRAL, WIDTH * HEIGHT / 2);
  if (flash)
    {
      memset (pixels, WHITE, WIDTH * HEIGHT);
      return;
    }

  for (guint y = 0; y < HEIGHT; y++)
    {
      const gsize row = (y / 4 + frame) * 131;

      for (guint x = 0; x < WIDTH; x++)
        pixels[y * WIDTH + x] = BLACK + ground[(row + (x + frame * 2) / 4) & (GROUND - 1)];
    }
}

static void
write_picture (const char *path, guint n_frames)
{
  const gsize size = WIDTH * HEIGHT * 3 / 2;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint8 ground[GROUND];
  GstElement *source = NULL;
  g_autofree char *description = g_strdup_printf (
      "appsrc name=source format=time block=true max-bytes=8000000 caps=video/x-raw,format=I420,"
      "width=%d,height=%d,framerate=%d/1 ! vp9enc deadline=1 cpu-used=8 threads=2 row-mt=true "
      "tile-columns=2 end-usage=cbr target-bitrate=%d keyframe-max-dist=%d ! webmmux",
      WIDTH,
      HEIGHT,
      RATE,
      BIT_RATE,
      RATE * 2);
  GstElement *pipeline = start (description, path, &source);

  for (guint i = 0; i < GROUND; i++)
    ground[i] = (guint8) g_rand_int_range (rand, 0, 64);
  for (guint frame = 0; frame < n_frames; frame++)
    {
      guint8 *pixels = g_malloc (size);

      draw_frame (pixels, ground, frame);
      push (source, pixels, size, frame);
    }

  finish (pipeline, source);
}

static void
write_voice (const char *path, double hertz, guint n_frames)
{
  GstElement *source = NULL;
  GstElement *pipeline = start ("appsrc name=source format=time block=true caps=audio/x-raw,"
                                "format=S16LE,layout=interleaved,rate=48000,channels=1 "
                                "! opusenc bitrate=20000 ! oggmux",
                                path,
                                &source);

  for (guint frame = 0; frame < n_frames; frame++)
    {
      gint16 *samples = g_new0 (gint16, SAMPLES_PER_FRAME);
      const guint first = (frame % RATE) * SAMPLES_PER_FRAME;

      for (guint i = 0; i < SAMPLES_PER_FRAME && frame % RATE < FLASH_FRAMES; i++)
        samples[i] = (gint16) (16000 * sin (2 * G_PI * hertz * (first + i) / 48000));
      push (source, samples, SAMPLES_PER_FRAME * sizeof (gint16), frame);
    }

  finish (pipeline, source);
}

static void
write_subtitles (const char *path, const char *says, guint n_seconds)
{
  g_autoptr (GString) text = g_string_new ("WEBVTT\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_seconds; i++)
    g_string_append_printf (text,
                            "\n%02u:%02u.000 --> %02u:%02u.900\n%s %u\n",
                            i / 60,
                            i % 60,
                            i / 60,
                            i % 60,
                            says,
                            i);
  if (!g_file_set_contents (path, text->str, (gssize) text->len, &error))
    {
      g_printerr ("flash-and-beep: %s\n", error->message);
      exit (3);
    }
}

int
main (int argc, char *argv[])
{
  const guint n_seconds = argc == 3 ? (guint) atoi (argv[2]) : 0;
  g_autofree char *picture = NULL;

  if (n_seconds == 0)
    {
      g_printerr ("Usage: flash-and-beep PREFIX SECONDS\n"
                  "Writes PREFIX.webm, PREFIX.{en,fr}.ogg and PREFIX.{en,fr}.vtt\n");
      return 2;
    }

  gst_init (NULL, NULL);
  picture = g_strconcat (argv[1], ".webm", NULL);
  write_picture (picture, n_seconds * RATE);
  for (guint i = 0; i < G_N_ELEMENTS (voices); i++)
    {
      g_autofree char *voice = g_strdup_printf ("%s.%s.ogg", argv[1], voices[i].language);
      g_autofree char *subtitles = g_strdup_printf ("%s.%s.vtt", argv[1], voices[i].language);

      write_voice (voice, voices[i].hertz, n_seconds * RATE);
      write_subtitles (subtitles, voices[i].says, n_seconds);
    }

  return 0;
}
