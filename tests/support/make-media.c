/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Writes the smallest film and voice that kiosks take: make-media FILM VOICE. */

#include "tests/support/film.h"

#include <gst/gst.h>

static void
save (const char *path, const char *pipeline)
{
  g_autoptr (GBytes) bytes = tambo_test_make_medium (pipeline);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path,
                       g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  gst_init (NULL, NULL);
  g_assert_cmpint (argc, ==, 3);

  save (argv[1],
        "videotestsrc pattern=black num-buffers=30 ! "
        "video/x-raw,format=I420,width=16,height=16,framerate=30/1 ! vp8enc deadline=1 ! webmmux");
  save (argv[2],
        "audiotestsrc wave=silence num-buffers=10 samplesperbuffer=4800 ! "
        "audio/x-raw,rate=48000,channels=1 ! opusenc bitrate=6000 ! oggmux");

  return 0;
}
