/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every limit on what comes from outside has its name here, and a test at the limit and one past
 * it. Sizes are in bytes. */

#define TAMBO_KIB ((gsize) 1024)
#define TAMBO_MIB (1024 * TAMBO_KIB)

/* JSON of any kind. */
#define TAMBO_LIMIT_JSON_DEPTH 64
#define TAMBO_LIMIT_JSON_VALUES 300000
#define TAMBO_LIMIT_JSON_NUMBER 64 /* characters of one number */

/* Packs. Registries take manifests of up to 4 MiB. */
#define TAMBO_LIMIT_MANIFEST (4 * TAMBO_MIB)
#define TAMBO_LIMIT_LAYERS 8192
#define TAMBO_LIMIT_PACK_CONFIG (4 * TAMBO_MIB)
#define TAMBO_LIMIT_FILE ((guint64) 2 << 30)
#define TAMBO_LIMIT_LEAF_LIST (256 * TAMBO_KIB) /* of the largest file */
#define TAMBO_LIMIT_PACK_ID 80
#define TAMBO_LIMIT_ITEMS 1000
#define TAMBO_LIMIT_LANGUAGES 200
#define TAMBO_LIMIT_LANGUAGE_TAG 35
#define TAMBO_LIMIT_PATH 200
#define TAMBO_LIMIT_TEXT 4000

/* Forms. */
#define TAMBO_LIMIT_FORM (8 * TAMBO_MIB)
#define TAMBO_LIMIT_FORM_ITEMS 4000
#define TAMBO_LIMIT_FORM_OPTIONS 1000 /* of one question */

/* Films, voices and pictures. */
#define TAMBO_LIMIT_FILM_WIDTH 1920 /* pixels */
#define TAMBO_LIMIT_FILM_HEIGHT 1088
#define TAMBO_LIMIT_FILM_RATE 60 /* pictures a second */
#define TAMBO_LIMIT_STILL (2 * TAMBO_MIB)
#define TAMBO_LIMIT_STILL_SIDE 2000
#define TAMBO_LIMIT_VOICE_CHANNELS 2
#define TAMBO_LIMIT_VOICE_RATE 48000 /* samples a second */
#define TAMBO_LIMIT_MEDIUM_DURATION_MS ((guint64) 60 * 60 * 1000)

/* A decoder in its sandbox. */
#define TAMBO_LIMIT_DECODER_MEMORY (1024 * TAMBO_MIB) /* address space */
#define TAMBO_LIMIT_DECODER_OUTPUT (16 * TAMBO_MIB)   /* one picture, uncompressed */
#define TAMBO_LIMIT_DECODER_FILES 32
#define TAMBO_LIMIT_DECODER_TASKS 32
#define TAMBO_LIMIT_DECODER_START_MS 10000 /* until it has locked itself in */
#define TAMBO_LIMIT_DECODER_CPU_MS 20000   /* besides as long as the medium plays */
#define TAMBO_LIMIT_DECODER_WALL 3         /* times the processor time, for a busy machine */
#define TAMBO_DECODER_MARGIN 2             /* a light film takes less than this part of one core */
#define TAMBO_DECODER_START_CPU_MS 250

/* Trust metadata. */
#define TAMBO_LIMIT_ROOT (64 * TAMBO_KIB)
#define TAMBO_LIMIT_TIMESTAMP (16 * TAMBO_KIB)
#define TAMBO_LIMIT_SNAPSHOT (256 * TAMBO_KIB)
#define TAMBO_LIMIT_TARGETS (4 * TAMBO_MIB)
#define TAMBO_LIMIT_SMALL_TARGET (256 * TAMBO_KIB)
#define TAMBO_LIMIT_TRUST_FILES 2048         /* metadata and small targets together */
#define TAMBO_LIMIT_TRUST_DAYS 400           /* that metadata but roots may last */
#define TAMBO_LIMIT_ROOTS 256                /* steps from root to root in one update */
#define TAMBO_LIMIT_TRUST_VERSION_STEP 10000 /* against fast-forward */
#define TAMBO_LIMIT_KEYS 64                  /* of one role, and signatures of one file */
#define TAMBO_LIMIT_ROLES 64                 /* delegated ones */
#define TAMBO_LIMIT_ROLE_DEPTH 4
#define TAMBO_LIMIT_ROLE_NAME 80

/* Layouts and stores. */
#define TAMBO_LIMIT_LAYOUT_INDEX (1 * TAMBO_MIB)
#define TAMBO_LIMIT_LAYOUT_REFS 1000
#define TAMBO_SPACE_FLOOR ((guint64) 500 * 1000 * 1000) /* never filled with packs */

G_END_DECLS
