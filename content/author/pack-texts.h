/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/pack-reader.h"

G_BEGIN_DECLS

/**
 * TamboPackText:
 * @item: (owned): which item says it
 * @place: (owned): where in the item: "page 2, title", "fever", "line 3"
 * @language: (owned)
 * @text: (owned)
 * @is_safety: whether somebody could come to harm who does not read it
 */
typedef struct
{
  char *item;
  char *place;
  char *language;
  char *text;
  gboolean is_safety;
} TamboPackText;

GPtrArray *tambo_pack_texts_read (TamboPackReader *reader, TamboPack *pack, GError **error);

G_END_DECLS
