/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/probe/sandbox.h"
#include "tests/support/count.h"
#include "tests/support/film.h"

#include <gst/gst.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define N_MUTANTS 10000
#define N_THREADS 2
#define CPU_MS 2000
#define MAX_CHANGES 8

#define FILM \
  "videotestsrc pattern=ball num-buffers=8 ! video/x-raw,format=I420,width=48,height=32,framerate=10/1 ! "
#define SOUND \
  "audiotestsrc num-buffers=5 samplesperbuffer=4800 ! audio/x-raw,rate=48000,channels=1 ! "
#define STILL "videotestsrc num-buffers=1 ! video/x-raw,width=40,height=30 ! "

static const struct
{
  const char *pipeline;
  TamboMediumKind kind;
} seeds[] = {
  { FILM "vp8enc deadline=1 keyframe-max-dist=4 ! webmmux", TAMBO_MEDIUM_WEBM },
  { FILM "vp9enc deadline=1 cpu-used=8 keyframe-max-dist=4 ! webmmux", TAMBO_MEDIUM_WEBM },
  { SOUND "opusenc bitrate=16000 ! oggmux", TAMBO_MEDIUM_OGG },
  { SOUND "audioconvert ! vorbisenc ! oggmux", TAMBO_MEDIUM_OGG },
  { STILL "pngenc", TAMBO_MEDIUM_PNG },
  { STILL "jpegenc", TAMBO_MEDIUM_JPEG },
};

typedef struct
{
  GBytes **media; /* (unowned) */
  GRand *rand;    /* (owned) */
  guint n_mutants;
  guint n_of[TAMBO_N_VERDICTS];
  gint64 longest; /* microseconds */
} Worker;

/* Bytes that mean much to those who count and measure. */
static guint8
pick_byte (GRand *rand)
{
  static const guint8 special[] = { 0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF };

  return g_rand_boolean (rand) ? special[g_rand_int_range (rand, 0, G_N_ELEMENTS (special))]
                               : (guint8) g_rand_int_range (rand, 0, 256);
}

static void
change (GByteArray *bytes, GRand *rand)
{
  guint at = (guint) g_rand_int_range (rand, 0, (int) bytes->len);
  guint wish = (guint) g_rand_int_range (rand, 1, 64);
  guint length = MIN (wish, bytes->len - at);
  g_autofree guint8 *piece = g_memdup2 (bytes->data + at, length);

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      bytes->data[at] = pick_byte (rand);
      break;
    case 2:
      memset (bytes->data + at, pick_byte (rand), length);
      break;
    case 3: /* twice */
      g_byte_array_append (bytes, piece, length);
      memmove (bytes->data + at + length, bytes->data + at, bytes->len - at - length);
      memcpy (bytes->data + at, piece, length);
      break;
    case 4: /* gone */
      if (length < bytes->len)
        g_byte_array_remove_range (bytes, at, length);
      break;
    case 5: /* cut off */
    default:
      if (at > 0 && g_rand_int_range (rand, 0, 4) == 0)
        g_byte_array_set_size (bytes, at);
      break;
    }
}

static int
make_mutant (GBytes *medium, GRand *rand)
{
  GByteArray *bytes = g_byte_array_new ();
  int n_changes = g_rand_int_range (rand, 1, MAX_CHANGES + 1);
  int fd = memfd_create ("mutant", MFD_CLOEXEC);

  g_byte_array_append (bytes, g_bytes_get_data (medium, NULL), (guint) g_bytes_get_size (medium));
  for (int i = 0; i < n_changes; i++)
    change (bytes, rand);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes->data, bytes->len), ==, (gssize) bytes->len);
  g_byte_array_unref (bytes);

  return fd;
}

/* One start of the sandbox for each, as a kiosk does it: what one leaves behind helps no other. */
static gpointer
work (gpointer user_data)
{
  Worker *worker = user_data;
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();

  tambo_sandbox_set_cpu_ms (sandbox, CPU_MS);
  for (guint i = 0; i < worker->n_mutants; i++)
    {
      guint seed = (guint) g_rand_int_range (worker->rand, 0, G_N_ELEMENTS (seeds));
      int fd = make_mutant (worker->media[seed], worker->rand);
      gint64 before = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      TamboMedium medium = { 0 };

      tambo_sandbox_probe (sandbox, fd, seeds[seed].kind, 0, &medium, NULL, &error);
      g_assert_no_error (error);
      worker->n_of[medium.verdict]++;
      worker->longest = MAX (worker->longest, g_get_monotonic_time () - before);
      close (fd);
    }

  return NULL;
}

static void
test_mutants (void)
{
  GBytes *media[G_N_ELEMENTS (seeds)];
  Worker workers[N_THREADS] = { 0 };
  GThread *threads[N_THREADS];
  gint64 longest = 0;
  guint n_good = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
    media[i] = tambo_test_make_medium (seeds[i].pipeline);
  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i].media = media;
      workers[i].rand = g_rand_new_with_seed (tambo_test_seed () + i);
      workers[i].n_mutants = tambo_test_count (N_MUTANTS) / N_THREADS;
      threads[i] = g_thread_new ("mutants", work, &workers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_rand_free (workers[i].rand);
      longest = MAX (longest, workers[i].longest);
    }

  for (guint verdict = 0; verdict < TAMBO_N_VERDICTS; verdict++)
    {
      guint n = 0;

      for (guint i = 0; i < N_THREADS; i++)
        n += workers[i].n_of[verdict];
      n_good += verdict == TAMBO_VERDICT_GOOD ? n : 0;
      g_test_message ("%s: %u", tambo_verdict_to_word (verdict), n);
    }
  g_test_message ("seed %u, the longest took %d ms", tambo_test_seed (), (int) (longest / 1000));

  /* Neither all nor none of them mean anything any more, or this looks at nothing. */
  g_assert_cmpuint (n_good, >, 0);
  g_assert_cmpuint (n_good, <, tambo_test_count (N_MUTANTS));
  for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
    g_bytes_unref (media[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/content/probe-mutants/all-end", test_mutants);

  return g_test_run ();
}
