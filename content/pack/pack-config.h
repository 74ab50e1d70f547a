/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/texts.h"

G_BEGIN_DECLS

/**
 * TamboItemKind:
 *
 * What an item of a pack is for. In JSON: `video`, `leaflet`, `questionnaire`, `valueset`,
 * `places`, `voices`.
 */
typedef enum
{
  TAMBO_ITEM_VIDEO,
  TAMBO_ITEM_LEAFLET,
  TAMBO_ITEM_QUESTIONNAIRE,
  TAMBO_ITEM_VALUESET,
  TAMBO_ITEM_PLACES,
  TAMBO_ITEM_VOICES,
} TamboItemKind;

const char *tambo_item_kind_to_word (TamboItemKind kind);
gboolean tambo_item_kind_from_word (const char *word, TamboItemKind *out_kind);

/**
 * TamboPackItem:
 * @id: (owned): unique in the pack: lower-case words joined by hyphens
 * @kind: what it is for
 * @title: (owned): in every language of the pack that has one
 */
typedef struct
{
  char *id;
  TamboItemKind kind;
  TamboTexts *title;
} TamboPackItem;

/**
 * TamboPackReview:
 * @what: (owned): `clinical` or `linguistic`
 * @language: (owned) (nullable): of a linguistic review
 * @who: (owned) (nullable): %NULL is "nobody yet"
 * @when: (owned) (nullable): a date, YYYY-MM-DD
 */
typedef struct
{
  char *what;
  char *language;
  char *who;
  char *when;
} TamboPackReview;

/**
 * TamboPackFile:
 * @title: (owned): the path in the author's folder: the same as in the manifest
 * @size: in bytes
 * @leaves: (owned): digest of its leaf list
 * @item: (owned) (nullable): the item it belongs to
 * @role: (owned) (nullable): its part in the item: `picture`, `voice`, `subtitles`, `text`,
 *   `form`, `places`, …
 * @page: page of a leaflet, from 1; 0 elsewhere
 * @codec: (owned) (nullable): `vp8`, `vp9`, `opus`, `vorbis`, `png`, `jpeg`
 * @width: of a picture, in pixels; 0 elsewhere
 * @height: likewise
 * @duration_ms: of sound and film; 0 elsewhere
 * @tracks: of sound and film; 0 elsewhere
 * @stand_in: the voice is a machine's, until somebody records one
 *
 * What a pack says about one of its files.
 */
typedef struct
{
  char *title;
  guint64 size;
  char *leaves;
  char *item;
  char *role;
  guint page;
  char *codec;
  guint width;
  guint height;
  guint64 duration_ms;
  guint tracks;
  gboolean stand_in;
} TamboPackFile;

#define TAMBO_TYPE_PACK_CONFIG (tambo_pack_config_get_type ())
G_DECLARE_FINAL_TYPE (TamboPackConfig, tambo_pack_config, TAMBO, PACK_CONFIG, GObject)

TamboPackConfig *tambo_pack_config_new_from_bytes (GBytes *bytes, GError **error);

const char *tambo_pack_config_get_id (TamboPackConfig *self);
guint tambo_pack_config_get_version (TamboPackConfig *self);
TamboTexts *tambo_pack_config_get_title (TamboPackConfig *self);
TamboTexts *tambo_pack_config_get_summary (TamboPackConfig *self);
const char *const *tambo_pack_config_get_languages (TamboPackConfig *self);
const char *tambo_pack_config_get_min_app (TamboPackConfig *self);
const char *tambo_pack_config_get_licence (TamboPackConfig *self);
const char *const *tambo_pack_config_get_sources (TamboPackConfig *self);
guint tambo_pack_config_get_n_reviews (TamboPackConfig *self);
const TamboPackReview *tambo_pack_config_get_review (TamboPackConfig *self, guint index);
guint tambo_pack_config_get_n_items (TamboPackConfig *self);
const TamboPackItem *tambo_pack_config_get_item (TamboPackConfig *self, guint index);
const TamboPackItem *tambo_pack_config_find_item (TamboPackConfig *self, const char *id);
guint tambo_pack_config_get_n_files (TamboPackConfig *self);
const TamboPackFile *tambo_pack_config_get_file (TamboPackConfig *self, guint index);
const TamboPackFile *tambo_pack_config_find_file (TamboPackConfig *self, const char *title);

gboolean tambo_pack_id_is_valid (const char *id);

G_END_DECLS
