/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/pack-texts.h"

G_BEGIN_DECLS

typedef enum
{
  TAMBO_CHANGE_ADDED,
  TAMBO_CHANGE_REMOVED,
  TAMBO_CHANGE_CHANGED,
} TamboChange;

/* An item or a language that is new, gone, or not what it was. */
typedef struct
{
  TamboChange change;
  char *name; /* (owned) */
} TamboPackChange;

/**
 * TamboTextChange:
 * @before: (unowned) (nullable): %NULL: it was not there
 * @after: (unowned) (nullable): %NULL: it is gone
 */
typedef struct
{
  const TamboPackText *before;
  const TamboPackText *after;
} TamboTextChange;

#define TAMBO_TYPE_PACK_DIFF (tambo_pack_diff_get_type ())
G_DECLARE_FINAL_TYPE (TamboPackDiff, tambo_pack_diff, TAMBO, PACK_DIFF, GObject)

TamboPackDiff *tambo_pack_diff_new (TamboPackReader *old_reader,
                                    TamboPack *old_pack,
                                    TamboPackReader *new_reader,
                                    TamboPack *new_pack,
                                    GError **error);

/* (element-type TamboPackChange) */
GPtrArray *tambo_pack_diff_get_languages (TamboPackDiff *self);
GPtrArray *tambo_pack_diff_get_items (TamboPackDiff *self);
/* (element-type TamboTextChange): of what both versions say in a language that both have */
GPtrArray *tambo_pack_diff_get_texts (TamboPackDiff *self);
guint64 tambo_pack_diff_count_bytes (TamboPackDiff *self, const char *language);

G_END_DECLS
