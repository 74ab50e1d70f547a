/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/local-decoder.h"
#include "kiosk/widgets/player.h"
#include "tests/support/ear.h"

#include <gio/gio.h>
#include <gst/gst.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Plays a film of flash-and-beep in a window, changes its voice every few seconds, and prints
 * what reached the sinks. Asserts nothing: figures are for people. */

#define FRAMES_PER_SECOND 30
#define CHANGE_SECONDS 5
#define BRIGHT 200
#define USEC_PER_MSEC 1000.0
#define NSEC_PER_MSEC 1000000.0

typedef struct
{
  const char *prefix; /* (unowned) */
  TamboPlayer *player;
  GdkPaintable *paintable; /* (unowned) by @player */
  GstClock *clock;         /* (owned) */
  guint8 *pixels;          /* (owned) of one frame */
  gsize n_pixels_bytes;

  guint n_shown;      /* frames that reached the paintable */
  guint n_painted;    /* of these, those that a paint of the window has used */
  gboolean is_unused; /* the newest has not been painted yet */
  gboolean was_bright;
  GArray *flashes; /* (owned) (element-type gint64) clock times */

  gboolean is_french;
  gint64 asked_at; /* clock, 0 when no change is under way */
  GArray *changes; /* (owned) (element-type double) milliseconds */
  gint64 change_at;
  glong peak_rss; /* KiB */
} Bench;

static gint64
get_time (Bench *bench)
{
  return (gint64) gst_clock_get_time (bench->clock);
}

static glong
read_rss (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;

  line = strstr (status, "VmRSS:");
  return line != NULL ? strtol (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

static GInputStream *
open_file (Bench *bench, const char *ending)
{
  g_autofree char *path = g_strconcat (bench->prefix, ending, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GFileInputStream *stream = g_file_read (file, NULL, &error);

  if (stream == NULL)
    {
      g_printerr ("bench-player: %s\n", error->message);
      exit (3);
    }

  return G_INPUT_STREAM (stream);
}

static void
set_voice (Bench *bench)
{
  g_autoptr (GInputStream) stream = open_file (bench, bench->is_french ? ".fr.ogg" : ".en.ogg");

  tambo_player_set_voice (bench->player, stream);
}

static gboolean
is_bright (Bench *bench)
{
  g_autoptr (GdkPaintable) image = gdk_paintable_get_current_image (bench->paintable);
  gsize stride;

  if (!GDK_IS_TEXTURE (image))
    return FALSE;

  stride = (gsize) gdk_texture_get_width (GDK_TEXTURE (image)) * 4;
  if (bench->pixels == NULL)
    bench->pixels = g_malloc (stride * (gsize) gdk_texture_get_height (GDK_TEXTURE (image)));
  gdk_texture_download (GDK_TEXTURE (image), bench->pixels, stride);

  return bench->pixels[0] >= BRIGHT;
}

static void
on_contents (GdkPaintable *paintable, Bench *bench)
{
  const gint64 now = get_time (bench);
  const gboolean bright = is_bright (bench);

  if (tambo_player_get_state (bench->player) == TAMBO_PLAYER_STATE_PLAYING)
    {
      bench->n_shown++;
      bench->is_unused = TRUE;
    }
  if (bright && !bench->was_bright)
    g_array_append_val (bench->flashes, now);
  bench->was_bright = bright;
}

static void
on_after_paint (GdkFrameClock *clock, Bench *bench)
{
  if (bench->is_unused)
    bench->n_painted++;
  bench->is_unused = FALSE;
}

static gboolean
on_tick (gpointer user_data)
{
  Bench *bench = user_data;

  bench->peak_rss = MAX (bench->peak_rss, read_rss ());
  if (bench->asked_at != 0 && tambo_test_ear_get_last_start () > bench->asked_at)
    {
      const double taken = (double) (tambo_test_ear_get_last_start () - bench->asked_at) /
                           NSEC_PER_MSEC;

      g_array_append_val (bench->changes, taken);
      bench->asked_at = 0;
    }

  if (tambo_player_get_position (bench->player) >= bench->change_at)
    {
      bench->change_at += CHANGE_SECONDS * G_USEC_PER_SEC;
      bench->is_french = !bench->is_french;
      bench->asked_at = get_time (bench);
      set_voice (bench);
    }

  return G_SOURCE_CONTINUE;
}

/* The beep that belongs to each flash is the nearest one. */
static void
print_offsets (Bench *bench)
{
  g_autoptr (GArray) onsets = tambo_test_ear_list_onsets ();
  double least = G_MAXDOUBLE;
  double most = -G_MAXDOUBLE;
  guint n_pairs = 0;

  for (guint i = 0; i < bench->flashes->len; i++)
    {
      double nearest = G_MAXDOUBLE;

      for (guint j = 0; j < onsets->len; j++)
        {
          const double offset = (double) (g_array_index (onsets, TamboTestNote, j).time -
                                          g_array_index (bench->flashes, gint64, i)) /
                                NSEC_PER_MSEC;

          if (ABS (offset) < ABS (nearest))
            nearest = offset;
        }
      if (ABS (nearest) > 500)
        continue;

      n_pairs++;
      least = MIN (least, nearest);
      most = MAX (most, nearest);
    }

  printf ("sound against picture: %+.0f to %+.0f ms in %u of %u flashes (wanted: within 80)\n",
          least,
          most,
          n_pairs,
          bench->flashes->len);
}

static void
print_changes (Bench *bench)
{
  double most = 0;
  double sum = 0;

  for (guint i = 0; i < bench->changes->len; i++)
    {
      most = MAX (most, g_array_index (bench->changes, double, i));
      sum += g_array_index (bench->changes, double, i);
    }
  printf ("language change: %.0f ms on average, %.0f ms at most, of %u (wanted: under 500)\n",
          sum / MAX (bench->changes->len, 1),
          most,
          bench->changes->len);
}

static void
play (Bench *bench)
{
  g_autoptr (GInputStream) picture = open_file (bench, ".webm");
  const gint64 begun = g_get_monotonic_time ();
  guint n_frames;

  tambo_player_open (bench->player, picture);
  set_voice (bench);
  tambo_player_play (bench->player);
  while (tambo_player_get_state (bench->player) != TAMBO_PLAYER_STATE_ENDED)
    {
      if (tambo_player_get_state (bench->player) == TAMBO_PLAYER_STATE_FAILED)
        {
          g_printerr ("bench-player: the film cannot be played\n");
          exit (1);
        }
      g_main_context_iteration (NULL, TRUE);
    }

  n_frames =
      (guint) (tambo_player_get_duration (bench->player) * FRAMES_PER_SECOND / G_USEC_PER_SEC + 1);
  n_frames -= n_frames % FRAMES_PER_SECOND;
  printf ("film of %u frames took %.2f s\n",
          n_frames,
          (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
  printf ("frames shown: %u, %.2f %% (wanted: 99)\n",
          bench->n_shown,
          100.0 * bench->n_shown / n_frames);
  printf ("frames painted: %u, %.2f %%\n", bench->n_painted, 100.0 * bench->n_painted / n_frames);
}

int
main (int argc, char *argv[])
{
  g_autoptr (TamboDecoder) decoder = NULL;
  Bench bench = { 0 };
  GtkWidget *window;
  GtkWidget *picture;

  if (argc != 2 || !gtk_init_check ())
    {
      g_printerr (
          "Usage: bench-player PREFIX   (of the files of flash-and-beep; needs a display)\n");
      return 2;
    }

  decoder = tambo_local_decoder_new ();
  tambo_test_ear_register ();
  bench.prefix = argv[1];
  bench.clock = gst_system_clock_obtain ();
  bench.flashes = g_array_new (FALSE, FALSE, sizeof (gint64));
  bench.changes = g_array_new (FALSE, FALSE, sizeof (double));
  bench.change_at = CHANGE_SECONDS * G_USEC_PER_SEC;
  bench.player = tambo_player_new (decoder, TAMBO_TEST_EAR);
  bench.paintable = tambo_player_get_paintable (bench.player);
  g_signal_connect (bench.paintable, "invalidate-contents", G_CALLBACK (on_contents), &bench);

  picture = gtk_picture_new_for_paintable (bench.paintable);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  gtk_window_set_child (GTK_WINDOW (window), picture);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window),
                    "after-paint",
                    G_CALLBACK (on_after_paint),
                    &bench);
  g_timeout_add (10, on_tick, &bench);

  play (&bench);
  print_changes (&bench);
  print_offsets (&bench);
  printf ("memory (RSS) while playing: %.0f MB (wanted: under 200)\n",
          (double) bench.peak_rss * 1024 / 1e6);

  return 0;
}
