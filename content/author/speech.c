/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/speech.h"

#include "content/author/recording.h"

#include <stdlib.h>

#define WORDS_PER_MINUTE "150"
#define QUIET 200 /* of 32768: what counts as silence */

/* A machine's silence around a line would add up to a slow film. */
static GBytes *
trim (GBytes *bytes)
{
  gsize size = 0;
  const gint16 *samples = g_bytes_get_data (bytes, &size);
  gsize first = 0;
  gsize last = size / sizeof (gint16);

  while (first < last && abs (samples[first]) < QUIET)
    first++;
  while (last > first && abs (samples[last - 1]) < QUIET)
    last--;

  return g_bytes_new_from_bytes (bytes, first * sizeof (gint16), (last - first) * sizeof (gint16));
}

static gboolean
run_espeak (const char *language, const char *text, const char *path, GError **error)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *complaint = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              error,
                              "espeak-ng",
                              "-v",
                              language,
                              "-s",
                              WORDS_PER_MINUTE,
                              "-b",
                              "1",
                              "-w",
                              path,
                              "--stdin",
                              NULL);
  if (process == NULL)
    {
      g_prefix_error (error, "espeak-ng speaks where nobody has; install it: ");
      return FALSE;
    }
  if (!g_subprocess_communicate_utf8 (process, text, NULL, NULL, &complaint, error))
    return FALSE;
  if (!g_subprocess_get_successful (process))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_SUPPORTED,
                   "espeak-ng cannot speak “%s”; record this language instead: %s",
                   language,
                   complaint);
      return FALSE;
    }

  return TRUE;
}

/**
 * tambo_speech_speak:
 *
 * Has espeak-ng say a text: a stand-in until a person records it.
 *
 * Returns: (transfer full): samples, 16 bits, mono, 48 kHz, without silence at either end
 */
GBytes *
tambo_speech_speak (const char *language, const char *text, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GBytes) samples = NULL;

  g_return_val_if_fail (language != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  file = g_file_new_tmp ("tambo-speech-XXXXXX.wav", &stream, error);
  if (file == NULL)
    return NULL;
  if (run_espeak (language, text, g_file_peek_path (file), error))
    samples = tambo_recording_read (file, error);
  g_file_delete (file, NULL, NULL);

  return samples != NULL ? trim (samples) : NULL;
}
