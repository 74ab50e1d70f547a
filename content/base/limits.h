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
