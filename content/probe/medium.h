/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a medium is said to be. It decides who reads it: nothing is guessed from the bytes. */
typedef enum
{
  TAMBO_MEDIUM_WEBM = 1,
  TAMBO_MEDIUM_OGG,
  TAMBO_MEDIUM_PNG,
  TAMBO_MEDIUM_JPEG,
} TamboMediumKind;

#define TAMBO_N_MEDIUM_KINDS (TAMBO_MEDIUM_JPEG + 1)

typedef enum
{
  TAMBO_CODEC_NONE,
  TAMBO_CODEC_VP8,
  TAMBO_CODEC_VP9,
  TAMBO_CODEC_OPUS,
  TAMBO_CODEC_VORBIS,
  TAMBO_CODEC_PNG,
  TAMBO_CODEC_JPEG,
} TamboCodec;

#define TAMBO_N_CODECS (TAMBO_CODEC_JPEG + 1)

/**
 * TamboVerdict:
 *
 * What a medium turned out to be. All but %TAMBO_VERDICT_GOOD refuse it.
 */
typedef enum
{
  TAMBO_VERDICT_GOOD,
  TAMBO_VERDICT_FORMAT,   /* not what it is said to be */
  TAMBO_VERDICT_CODEC,    /* of a codec that is not allowed */
  TAMBO_VERDICT_TRACKS,   /* none, or more than one */
  TAMBO_VERDICT_SIZE,     /* too many pixels, channels or samples, or a size that changes */
  TAMBO_VERDICT_RATE,     /* too many pictures a second */
  TAMBO_VERDICT_DURATION, /* none, too long, or another than it says itself */
  TAMBO_VERDICT_DAMAGED,  /* does not decode from one end to the other */
  TAMBO_VERDICT_SEEK,     /* nobody can move in it */
  TAMBO_VERDICT_SLOW,     /* takes longer to decode than to play */
  TAMBO_VERDICT_FALLEN,   /* brought its decoder down */
} TamboVerdict;

#define TAMBO_N_VERDICTS (TAMBO_VERDICT_FALLEN + 1)

/**
 * TamboMedium:
 * @verdict: says whether the rest means anything
 * @codec: of its one track
 * @width: of a picture, in pixels; 0 elsewhere
 * @height: likewise
 * @frames: decoded pictures, or pieces of sound
 * @duration_ms: of film and sound, as decoded; 0 elsewhere
 * @cpu_ms: what decoding all of it took of one core
 *
 * What a decoder found out about a medium.
 */
typedef struct
{
  TamboVerdict verdict;
  TamboCodec codec;
  guint width;
  guint height;
  guint frames;
  guint64 duration_ms;
  guint64 cpu_ms;
} TamboMedium;

const char *tambo_verdict_to_word (TamboVerdict verdict);
const char *tambo_codec_to_word (TamboCodec codec);
gboolean tambo_medium_kind_from_type (const char *media_type, TamboMediumKind *out_kind);
gboolean tambo_medium_kind_has_codec (TamboMediumKind kind, TamboCodec codec);
gboolean tambo_medium_kind_is_still (TamboMediumKind kind);
gboolean tambo_medium_kind_allows_size (TamboMediumKind kind, guint width, guint height);
gboolean tambo_medium_is_heavy (const TamboMedium *self);

G_END_DECLS
