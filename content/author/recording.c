/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/recording.h"

#include "content/author/media-decoder.h"
#include "content/author/source-file.h"
#include "content/author/timeline.h"
#include "content/base/error.h"

#include <stdlib.h>
#include <string.h>

/* Pauses are looked for in steps of 20 ms. One between scenes is this long at least, and clearly
 * longer than any within a scene. */
#define STEP (TAMBO_FILM_SAMPLE_RATE / 50)
#define SHORTEST_PAUSE (50 * 7 / 10)
#define CLEARLY_LONGER 4 / 3

typedef struct
{
  guint start; /* in steps */
  guint n_steps;
} Pause;

/**
 * tambo_recording_find:
 * @stem: "voice.fr.glass"; what follows is the kind of the file: .wav, .m4a, .ogg
 *
 * Returns: (transfer full) (nullable): the recording; the first by name, should there be two
 */
GFile *
tambo_recording_find (GFile *folder, const char *stem)
{
  g_auto (GStrv) names = tambo_source_list (folder, NULL);
  const gsize length = strlen (stem);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const char *rest = names[i] + length;

      if (strncmp (names[i], stem, length) == 0 && *rest == '.' && strchr (rest + 1, '.') == NULL &&
          !g_str_equal (rest, ".txt"))
        return g_file_get_child (folder, names[i]);
    }

  return NULL;
}

GBytes *
tambo_recording_read (GFile *file, GError **error)
{
  const TamboStream sound = { .kind = TAMBO_STREAM_SOUND };
  g_autoptr (TamboMediaDecoder) decoder = NULL;
  g_autoptr (GByteArray) samples = g_byte_array_new ();

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  decoder = tambo_media_decoder_new (file, &sound, TAMBO_SAMPLES, error);
  if (decoder == NULL)
    return NULL;
  while (TRUE)
    {
      g_autoptr (GstSample) sample = NULL;
      GstMapInfo map;

      if (!tambo_media_decoder_pull (decoder, NULL, &sample, error))
        return NULL;
      if (sample == NULL)
        break;
      if (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
        {
          g_byte_array_append (samples, map.data, (guint) map.size);
          gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&samples));
}

/* How loud each step is. */
static GArray *
measure (const gint16 *samples, gsize n_samples)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (guint));

  for (gsize at = 0; at + STEP <= n_samples; at += STEP)
    {
      guint64 sum = 0;
      guint level;

      for (guint i = 0; i < STEP; i++)
        sum += (guint) abs (samples[at + i]);
      level = (guint) (sum / STEP);
      g_array_append_val (levels, level);
    }

  return levels;
}

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  const guint first = *(const guint *) a;
  const guint second = *(const guint *) b;

  return (first > second) - (first < second);
}

/* Between the room's noise and the voice, whichever microphone it was. */
static guint
find_threshold (GArray *levels)
{
  g_autoptr (GArray) sorted = g_array_copy (levels);
  guint quiet, loud;

  g_array_sort (sorted, compare_levels);
  quiet = g_array_index (sorted, guint, sorted->len / 20);
  loud = g_array_index (sorted, guint, sorted->len - 1 - sorted->len / 20);

  return quiet + (loud - quiet) / 8;
}

/* Silence before the first word and after the last one is no pause; where they are is told. */
static GArray *
find_pauses (GArray *levels, guint *out_first, guint *out_end)
{
  GArray *pauses = g_array_new (FALSE, FALSE, sizeof (Pause));
  const guint threshold = find_threshold (levels);
  guint since = 0;
  gboolean spoken = FALSE;

  *out_first = *out_end = 0;
  for (guint i = 0; i < levels->len; i++)
    {
      if (g_array_index (levels, guint, i) <= threshold)
        continue;
      if (!spoken)
        *out_first = i;
      else if (i - since >= SHORTEST_PAUSE)
        {
          const Pause pause = { since, i - since };

          g_array_append_val (pauses, pause);
        }
      spoken = TRUE;
      since = i + 1;
      *out_end = since;
    }

  return pauses;
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  return (int) ((const Pause *) b)->n_steps - (int) ((const Pause *) a)->n_steps;
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  return (int) ((const Pause *) a)->start - (int) ((const Pause *) b)->start;
}

/* Keeps the @n longest, in order of time. %FALSE if nobody could tell which they are. */
static gboolean
keep_longest (GArray *pauses, guint n)
{
  if (pauses->len < n)
    return FALSE;
  g_array_sort (pauses, compare_lengths);
  if (n > 0 && pauses->len > n &&
      g_array_index (pauses, Pause, n - 1).n_steps <
          g_array_index (pauses, Pause, n).n_steps * CLEARLY_LONGER)
    return FALSE;
  g_array_set_size (pauses, n);
  g_array_sort (pauses, compare_starts);

  return TRUE;
}

static void
add_part (GPtrArray *parts, GBytes *samples, guint start, guint end)
{
  const gsize step = STEP * sizeof (gint16);

  g_ptr_array_add (parts, g_bytes_new_from_bytes (samples, start * step, (end - start) * step));
}

/**
 * tambo_recording_split:
 * @samples: a whole film, said in one go
 * @n_parts: how many scenes it has
 * @name: what to call the file in messages
 *
 * Finds the scenes by the pauses between them.
 *
 * Returns: (transfer container) (element-type GBytes): the scenes, without silence at either end
 */
GPtrArray *
tambo_recording_split (GBytes *samples, guint n_parts, const char *name, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GArray) levels = NULL;
  g_autoptr (GArray) pauses = NULL;
  guint start = 0;
  guint end = 0;
  guint n_found = 0;

  g_return_val_if_fail (n_parts > 0, NULL);

  levels = measure (g_bytes_get_data (samples, NULL), g_bytes_get_size (samples) / sizeof (gint16));
  if (levels->len > 0)
    {
      pauses = find_pauses (levels, &start, &end);
      n_found = pauses->len;
    }
  if (end == start || !keep_longest (pauses, n_parts - 1))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "%s: the pauses between the %u scenes cannot be told from the others (%u long "
                   "ones are there); pause for two seconds after each scene, and for less than one "
                   "within it, or record each scene in a file of its own",
                   name,
                   n_parts,
                   n_found);
      return NULL;
    }
  for (guint i = 0; i < pauses->len; i++)
    {
      const Pause *pause = &g_array_index (pauses, Pause, i);

      add_part (parts, samples, start, pause->start);
      start = pause->start + pause->n_steps;
    }
  add_part (parts, samples, start, end);

  return g_steal_pointer (&parts);
}
