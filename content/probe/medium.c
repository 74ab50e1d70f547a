/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/probe/medium.h"

#include "content/base/limits.h"

static const char *const verdict_words[] = {
  [TAMBO_VERDICT_GOOD] = "good",         [TAMBO_VERDICT_FORMAT] = "format",
  [TAMBO_VERDICT_CODEC] = "codec",       [TAMBO_VERDICT_TRACKS] = "tracks",
  [TAMBO_VERDICT_SIZE] = "size",         [TAMBO_VERDICT_RATE] = "rate",
  [TAMBO_VERDICT_DURATION] = "duration", [TAMBO_VERDICT_DAMAGED] = "damaged",
  [TAMBO_VERDICT_SEEK] = "seek",         [TAMBO_VERDICT_SLOW] = "slow",
  [TAMBO_VERDICT_FALLEN] = "fallen",
};

G_STATIC_ASSERT (G_N_ELEMENTS (verdict_words) == TAMBO_N_VERDICTS);

static const char *const codec_words[] = {
  [TAMBO_CODEC_NONE] = "none", [TAMBO_CODEC_VP8] = "vp8",       [TAMBO_CODEC_VP9] = "vp9",
  [TAMBO_CODEC_OPUS] = "opus", [TAMBO_CODEC_VORBIS] = "vorbis", [TAMBO_CODEC_PNG] = "png",
  [TAMBO_CODEC_JPEG] = "jpeg",
};

G_STATIC_ASSERT (G_N_ELEMENTS (codec_words) == TAMBO_N_CODECS);

static const struct
{
  const char *media_type;
  TamboCodec codecs[2];
} kinds[] = {
  [TAMBO_MEDIUM_WEBM] = { "video/webm", { TAMBO_CODEC_VP8, TAMBO_CODEC_VP9 } },
  [TAMBO_MEDIUM_OGG] = { "audio/ogg", { TAMBO_CODEC_OPUS, TAMBO_CODEC_VORBIS } },
  [TAMBO_MEDIUM_PNG] = { "image/png", { TAMBO_CODEC_PNG } },
  [TAMBO_MEDIUM_JPEG] = { "image/jpeg", { TAMBO_CODEC_JPEG } },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == TAMBO_N_MEDIUM_KINDS);

const char *
tambo_verdict_to_word (TamboVerdict verdict)
{
  g_return_val_if_fail (verdict < TAMBO_N_VERDICTS, NULL);

  return verdict_words[verdict];
}

const char *
tambo_codec_to_word (TamboCodec codec)
{
  g_return_val_if_fail (codec < TAMBO_N_CODECS, NULL);

  return codec_words[codec];
}

/* %FALSE for what is no medium: texts, forms, places. */
gboolean
tambo_medium_kind_from_type (const char *media_type, TamboMediumKind *out_kind)
{
  for (guint i = TAMBO_MEDIUM_WEBM; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (media_type, kinds[i].media_type) == 0)
        {
          *out_kind = i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
tambo_medium_kind_has_codec (TamboMediumKind kind, TamboCodec codec)
{
  g_return_val_if_fail (kind < TAMBO_N_MEDIUM_KINDS, FALSE);

  return codec != TAMBO_CODEC_NONE &&
         (kinds[kind].codecs[0] == codec || kinds[kind].codecs[1] == codec);
}

gboolean
tambo_medium_kind_is_still (TamboMediumKind kind)
{
  return kind == TAMBO_MEDIUM_PNG || kind == TAMBO_MEDIUM_JPEG;
}

/* Sound has no size. */
gboolean
tambo_medium_kind_allows_size (TamboMediumKind kind, guint width, guint height)
{
  gboolean is_still = tambo_medium_kind_is_still (kind);

  if (kind == TAMBO_MEDIUM_OGG)
    return width == 0 && height == 0;

  return width > 0 && height > 0 &&
         width <= (is_still ? TAMBO_LIMIT_STILL_SIDE : TAMBO_LIMIT_FILM_WIDTH) &&
         height <= (is_still ? TAMBO_LIMIT_STILL_SIDE : TAMBO_LIMIT_FILM_HEIGHT);
}

/* Whether it plays here, but leaves too little of the machine to the rest of the kiosk. What
 * counts is time of the processor, so that a busy minute does not make a light film heavy. */
gboolean
tambo_medium_is_heavy (const TamboMedium *self)
{
  return self->duration_ms > 0 &&
         self->cpu_ms > TAMBO_DECODER_START_CPU_MS + self->duration_ms / TAMBO_DECODER_MARGIN;
}
