/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/probe/sandbox.h"
#include "tests/support/film.h"

#include <gst/gst.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define FILM(size, rate, frames, encoder)                                            \
  "videotestsrc pattern=ball num-buffers=" frames " ! video/x-raw,format=I420," size \
  ",framerate=" rate " ! " encoder

#define VP8 "vp8enc deadline=1 cpu-used=16 keyframe-max-dist=15"
#define VP9 "vp9enc deadline=1 cpu-used=8 keyframe-max-dist=15"
#define SMALL "width=64,height=48"
#define SOUND(rate, channels)                                                  \
  "audiotestsrc num-buffers=20 samplesperbuffer=4800 ! audio/x-raw,rate=" rate \
  ",channels=" channels " ! "

static int
make_fd (GBytes *bytes)
{
  int fd = memfd_create ("medium", MFD_CLOEXEC);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);

  return fd;
}

static void
probe (GBytes *bytes, TamboMediumKind kind, TamboMedium *medium)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();
  g_autoptr (GError) error = NULL;
  int fd = make_fd (bytes);

  tambo_sandbox_probe (sandbox, fd, kind, 0, medium, NULL, &error);
  g_assert_no_error (error);
  close (fd);
}

typedef struct
{
  const char *name;
  const char *pipeline;
  TamboMediumKind kind;
  TamboCodec codec;
  guint width;
  guint height;
  guint64 duration_ms;
} Good;

static const Good good[] = {
  { "a film in VP9",
    FILM ("width=160,height=120", "30/1", "60", VP9) " ! webmmux",
    TAMBO_MEDIUM_WEBM,
    TAMBO_CODEC_VP9,
    160,
    120,
    2000 },
  { "a film in VP8",
    FILM (SMALL, "30/1", "60", VP8) " ! webmmux",
    TAMBO_MEDIUM_WEBM,
    TAMBO_CODEC_VP8,
    64,
    48,
    2000 },
  { "a film of the largest size",
    FILM ("width=1920,height=1088", "30/1", "3", VP8) " ! webmmux",
    TAMBO_MEDIUM_WEBM,
    TAMBO_CODEC_VP8,
    1920,
    1088,
    100 },
  { "a film with the most pictures a second",
    FILM (SMALL, "60/1", "240", VP8) " ! webmmux",
    TAMBO_MEDIUM_WEBM,
    TAMBO_CODEC_VP8,
    64,
    48,
    4000 },
  { "a film of one hour",
    FILM (SMALL, "1/10", "360", VP8) " ! webmmux",
    TAMBO_MEDIUM_WEBM,
    TAMBO_CODEC_VP8,
    64,
    48,
    3600 * 1000 },
  { "a voice in Opus",
    SOUND ("48000", "1") "opusenc bitrate=16000 ! oggmux",
    TAMBO_MEDIUM_OGG,
    TAMBO_CODEC_OPUS,
    0,
    0,
    2000 },
  { "a voice in Vorbis, in stereo",
    SOUND ("48000", "2") "audioconvert ! vorbisenc ! oggmux",
    TAMBO_MEDIUM_OGG,
    TAMBO_CODEC_VORBIS,
    0,
    0,
    2000 },
  { "the largest PNG",
    "videotestsrc num-buffers=1 ! video/x-raw,width=2000,height=2000 ! pngenc",
    TAMBO_MEDIUM_PNG,
    TAMBO_CODEC_PNG,
    2000,
    2000,
    0 },
  { "a JPEG",
    "videotestsrc num-buffers=1 ! jpegenc",
    TAMBO_MEDIUM_JPEG,
    TAMBO_CODEC_JPEG,
    320,
    240,
    0 },
};

static void
test_good (gconstpointer data)
{
  const Good *row = data;
  g_autoptr (GBytes) bytes = tambo_test_make_medium (row->pipeline);
  TamboMedium medium = { 0 };

  probe (bytes, row->kind, &medium);
  g_assert_cmpstr (tambo_verdict_to_word (medium.verdict), ==, "good");
  g_assert_cmpint (medium.codec, ==, row->codec);
  g_assert_cmpuint (medium.width, ==, row->width);
  g_assert_cmpuint (medium.height, ==, row->height);
  g_assert_cmpuint (medium.duration_ms, >=, row->duration_ms - MIN (row->duration_ms, 25));
  g_assert_cmpuint (medium.duration_ms, <=, row->duration_ms + 25);
  g_assert_cmpuint (medium.frames, >, 0);
}

/* What somebody with the publisher's key may put into a pack. */
typedef struct
{
  const char *name;
  TamboMediumKind kind;
  TamboVerdict verdict;
  const char *pipeline; /* (nullable) */
  const char *text;     /* (nullable): the whole file, or what @bend looks for */
  GBytes *(*bend) (GBytes *bytes);
} Hostile;

/* (transfer full): with @n bytes at the place of @pattern, moved by @offset, replaced. */
static GBytes *
patch (GBytes *bytes, const char *pattern, gsize length, int offset, const char *by, gsize n)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);
  guint8 *place = memmem (copy, size, pattern, length);

  g_assert_nonnull (place);
  memcpy (place + offset, by, n);

  return g_bytes_new_take (copy, size);
}

static GBytes *
claim_months (GBytes *bytes)
{
  return patch (bytes, "\x44\x89\x88", 3, 3, "\x42\x02\xA0\x5F\x20\x00\x00\x00", 8);
}

static GBytes *
claim_16383_in_vp8 (GBytes *bytes)
{
  return patch (bytes, "\x9D\x01\x2A", 3, 3, "\xFF\x3F\xFF\x3F", 4);
}

/* A right checksum, so that it is the size that is looked at. */
static GBytes *
claim_in_png (GBytes *bytes, guint32 side)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);
  guint32 big = GUINT32_TO_BE (side);
  guint32 sum;

  memcpy (copy + 16, &big, 4);
  memcpy (copy + 20, &big, 4);
  sum = GUINT32_TO_BE ((guint32) crc32 (0, copy + 12, 17));
  memcpy (copy + 29, &sum, 4);

  return g_bytes_new_take (copy, size);
}

static GBytes *
claim_16384_in_png (GBytes *bytes)
{
  return claim_in_png (bytes, 16384);
}

static GBytes *
claim_most_in_png (GBytes *bytes)
{
  return claim_in_png (bytes, 0x7FFFFFFF);
}

static GBytes *
claim_16383_in_jpeg (GBytes *bytes)
{
  return patch (bytes, "\xFF\xC0\x00\x11\x08", 5, 5, "\x3F\xFF\x3F\xFF", 4);
}

static GBytes *
cut (GBytes *bytes)
{
  return g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) / 2);
}

static GBytes *
cut_to_header (GBytes *bytes)
{
  return g_bytes_new_from_bytes (bytes, 0, 200);
}

/* Two recordings one after the other, as an Ogg may hold. */
static GBytes *
chain (GBytes *bytes)
{
  g_autoptr (GBytes) second = tambo_test_make_voice (1, 880);
  GByteArray *both = g_byte_array_new ();

  g_byte_array_append (both, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (both, g_bytes_get_data (second, NULL), (guint) g_bytes_get_size (second));

  return g_byte_array_free_to_bytes (both);
}

static GBytes *
blot (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);

  memset (copy + size / 3, 0xA5, size / 3);

  return g_bytes_new_take (copy, size);
}

static GBytes *
blot_first_picture (GBytes *bytes)
{
  return patch (bytes, "\x9D\x01\x2A", 3, -3, "\xFF\xFF\xFF\xFF\xFF\xFF", 6);
}

/* The second that needs no other. */
static GBytes *
blot_later_picture (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);
  guint8 *place = memmem (copy, size, "\x9D\x01\x2A", 3);

  g_assert_nonnull (place);
  place = memmem (place + 3, size - (gsize) (place + 3 - copy), "\x9D\x01\x2A", 3);
  g_assert_nonnull (place);
  memset (place, 0xFF, 7);

  return g_bytes_new_take (copy, size);
}

static const Hostile hostile[] = {
  { "an empty film", TAMBO_MEDIUM_WEBM, TAMBO_VERDICT_FORMAT, NULL, "" },
  { "one letter as a voice", TAMBO_MEDIUM_OGG, TAMBO_VERDICT_FORMAT, NULL, "O" },
  { "a playlist as a film",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_FORMAT,
    NULL,
    "#EXTM3U\n#EXTINF:10\nhttp://127.0.0.1/film.webm\n" },
  { "an address as a film", TAMBO_MEDIUM_WEBM, TAMBO_VERDICT_FORMAT, NULL, "file:///etc/passwd\n" },
  { "a redirection as a film",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_FORMAT,
    NULL,
    "[Reference]\nRef1=http://127.0.0.1/film.webm\n" },
  { "an MP4 as a film",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_FORMAT,
    FILM (SMALL, "30/1", "30", "jpegenc") " ! qtmux" },
  { "an AVI as a film",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_FORMAT,
    FILM (SMALL, "30/1", "30", "jpegenc") " ! avimux" },
  { "a Matroska as a film",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_FORMAT,
    FILM (SMALL, "30/1", "30", "jpegenc") " ! matroskamux" },
  { "a voice as a film",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_FORMAT,
    SOUND ("48000", "1") "opusenc ! oggmux" },
  { "a film as a voice",
    TAMBO_MEDIUM_OGG,
    TAMBO_VERDICT_FORMAT,
    FILM (SMALL, "30/1", "30", VP8) " ! webmmux" },
  { "a JPEG as a PNG",
    TAMBO_MEDIUM_PNG,
    TAMBO_VERDICT_FORMAT,
    "videotestsrc num-buffers=1 ! jpegenc" },
  { "a drawing as a PNG",
    TAMBO_MEDIUM_PNG,
    TAMBO_VERDICT_FORMAT,
    NULL,
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>" },
  { "a film that is only sound",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_CODEC,
    SOUND ("48000", "1") "opusenc ! webmmux" },
  { "a voice in FLAC",
    TAMBO_MEDIUM_OGG,
    TAMBO_VERDICT_CODEC,
    SOUND ("48000", "1") "flacenc ! oggmux" },
  { "a film in Theora as a voice",
    TAMBO_MEDIUM_OGG,
    TAMBO_VERDICT_CODEC,
    FILM (SMALL, "30/1", "30", "theoraenc") " ! oggmux" },
  { "a film with its voice in the same file",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_TRACKS,
    "webmmux name=mux videotestsrc num-buffers=30 ! video/x-raw," SMALL " ! " VP8 " ! mux. "
    "audiotestsrc num-buffers=20 ! opusenc ! mux. mux." },
  { "a film of two pictures",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_TRACKS,
    "webmmux name=mux videotestsrc num-buffers=30 ! video/x-raw," SMALL " ! " VP8 " ! mux. "
    "videotestsrc num-buffers=30 ! video/x-raw," SMALL " ! " VP8 " ! mux. mux." },
  { "a chain of voices",
    TAMBO_MEDIUM_OGG,
    TAMBO_VERDICT_TRACKS,
    SOUND ("48000", "1") "opusenc ! oggmux",
    NULL,
    chain },
  { "a film wider than the largest",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_SIZE,
    FILM ("width=1922,height=16", "30/1", "3", VP8) " ! webmmux" },
  { "a film higher than the largest",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_SIZE,
    FILM ("width=16,height=1090", "30/1", "3", VP8) " ! webmmux" },
  { "a picture of 16383 squared in a small film",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_SIZE,
    FILM (SMALL, "30/1", "30", VP8) " ! webmmux",
    NULL,
    claim_16383_in_vp8 },
  { "a film whose size changes",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_SIZE,
    "videotestsrc num-buffers=15 ! video/x-raw,format=I420," SMALL ",framerate=30/1 ! all. "
    "videotestsrc num-buffers=15 ! video/x-raw,format=I420,width=96,height=64,framerate=30/1 ! "
    "all. concat name=all ! " VP8 " ! webmmux" },
  { "a voice of six channels",
    TAMBO_MEDIUM_OGG,
    TAMBO_VERDICT_SIZE,
    SOUND ("48000", "6") "opusenc ! oggmux" },
  { "a PNG that is one pixel too wide",
    TAMBO_MEDIUM_PNG,
    TAMBO_VERDICT_SIZE,
    "videotestsrc num-buffers=1 ! video/x-raw,width=2001,height=16 ! pngenc" },
  { "a PNG bomb of 16384 squared",
    TAMBO_MEDIUM_PNG,
    TAMBO_VERDICT_SIZE,
    "videotestsrc num-buffers=1 ! pngenc",
    NULL,
    claim_16384_in_png },
  { "a PNG bomb of two milliards squared",
    TAMBO_MEDIUM_PNG,
    TAMBO_VERDICT_DAMAGED,
    "videotestsrc num-buffers=1 ! pngenc",
    NULL,
    claim_most_in_png },
  { "a JPEG bomb of 16383 squared",
    TAMBO_MEDIUM_JPEG,
    TAMBO_VERDICT_SIZE,
    "videotestsrc num-buffers=1 ! jpegenc",
    NULL,
    claim_16383_in_jpeg },
  { "a thousand pictures a second",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_RATE,
    FILM (SMALL, "1000/1", "600", VP8) " ! webmmux" },
  { "a film of an hour and ten seconds",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_DURATION,
    FILM (SMALL, "1/10", "361", VP8) " ! webmmux" },
  { "a film that claims months",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_DURATION,
    FILM (SMALL, "30/1", "60", VP8) " ! webmmux",
    NULL,
    claim_months },
  { "a film that is cut off",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_DURATION,
    FILM (SMALL, "30/1", "120", VP8) " ! webmmux",
    NULL,
    cut },
  { "a film without a picture",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_FORMAT,
    FILM (SMALL, "30/1", "30", VP8) " ! webmmux",
    NULL,
    cut_to_header },
  { "a PNG that is cut off",
    TAMBO_MEDIUM_PNG,
    TAMBO_VERDICT_DAMAGED,
    "videotestsrc num-buffers=1 ! pngenc",
    NULL,
    cut },
  { "a film with a blot in it",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_DURATION,
    FILM (SMALL, "30/1", "60", VP8) " ! webmmux",
    NULL,
    blot },
  { "a film with a blot on its first picture",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_DURATION,
    FILM (SMALL, "30/1", "60", VP8) " ! webmmux",
    NULL,
    blot_first_picture },
  { "a film with a blot on a later picture",
    TAMBO_MEDIUM_WEBM,
    TAMBO_VERDICT_DAMAGED,
    FILM (SMALL, "30/1", "60", VP8) " ! webmmux",
    NULL,
    blot_later_picture },
  { "a voice with a blot in it",
    TAMBO_MEDIUM_OGG,
    TAMBO_VERDICT_DURATION,
    SOUND ("48000", "1") "opusenc ! oggmux",
    NULL,
    blot },
};

static void
test_hostile (gconstpointer data)
{
  const Hostile *row = data;
  g_autoptr (GBytes) bytes = NULL;
  TamboMedium medium = { 0 };

  bytes = row->pipeline != NULL ? tambo_test_make_medium (row->pipeline)
                                : g_bytes_new_static (row->text, strlen (row->text));
  if (row->bend != NULL)
    {
      g_autoptr (GBytes) straight = g_steal_pointer (&bytes);

      bytes = row->bend (straight);
    }

  probe (bytes, row->kind, &medium);
  g_assert_cmpstr (tambo_verdict_to_word (medium.verdict),
                   ==,
                   tambo_verdict_to_word (row->verdict));
}

static void
test_picture (void)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();
  g_autoptr (GBytes) film = tambo_test_make_medium (
      "videotestsrc pattern=red num-buffers=30 ! video/x-raw,width=64,height=48,framerate=30/1 "
      "! " VP8 " ! webmmux");
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };
  const guint8 *data;
  int fd = make_fd (film);

  pixels = tambo_sandbox_take_picture (sandbox, fd, TAMBO_MEDIUM_WEBM, 500, &medium, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (medium.width, ==, 64);
  g_assert_cmpuint (medium.height, ==, 48);
  g_assert_cmpuint (g_bytes_get_size (pixels), ==, 64 * 48 * 4);
  data = g_bytes_get_data (pixels, NULL);
  g_assert_cmpuint (data[0], >, 200);
  g_assert_cmpuint (data[1], <, 60);
  g_assert_cmpuint (data[2], <, 60);
  g_assert_cmpuint (data[3], ==, 255);
  close (fd);
}

static void
test_no_picture (void)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();
  g_autoptr (GBytes) text = g_bytes_new_static ("none", 4);
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };
  int fd = make_fd (text);

  g_assert_null (
      tambo_sandbox_take_picture (sandbox, fd, TAMBO_MEDIUM_PNG, 0, &medium, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_MEDIUM);
  g_assert_cmpint (medium.verdict, ==, TAMBO_VERDICT_FORMAT);
  close (fd);
}

/* A film is light while its decoding takes less than the margin of one core. */
static void
test_heavy (void)
{
  TamboMedium medium = { .duration_ms = 60000 };
  guint64 most = TAMBO_DECODER_START_CPU_MS + 60000 / TAMBO_DECODER_MARGIN;

  medium.cpu_ms = most;
  g_assert_false (tambo_medium_is_heavy (&medium));
  medium.cpu_ms = most + 1;
  g_assert_true (tambo_medium_is_heavy (&medium));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gst_init (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *path = g_strconcat ("/content/probe/good/", good[i].name, NULL);

      g_test_add_data_func (path, &good[i], test_good);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *path = g_strconcat ("/content/probe/refused/", hostile[i].name, NULL);

      g_test_add_data_func (path, &hostile[i], test_hostile);
    }
  g_test_add_func ("/content/probe/picture/of-a-film", test_picture);
  g_test_add_func ("/content/probe/picture/none", test_no_picture);
  g_test_add_func ("/content/probe/heavy", test_heavy);

  return g_test_run ();
}
