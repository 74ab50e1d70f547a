/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"
#include "content/pack/pack-config.h"

G_BEGIN_DECLS

/**
 * TamboSourceItem:
 * @item: id, kind and title, as the config has them
 * @path: (owned): the folder of a film or leaflet, or the file of a form or of places
 * @poster: (owned) (nullable): a drawing that stands for the item
 * @stand_in: (owned) (nullable): of a ready film: the languages that a machine speaks in it
 */
typedef struct
{
  TamboPackItem item;
  char *path;
  char *poster;
  GStrv stand_in;
} TamboSourceItem;

#define TAMBO_TYPE_PACK_SOURCE (tambo_pack_source_get_type ())
G_DECLARE_FINAL_TYPE (TamboPackSource, tambo_pack_source, TAMBO, PACK_SOURCE, GObject)

TamboPackSource *tambo_pack_source_load (GFile *folder, GError **error);
TamboPackSource *tambo_pack_source_read (GFile *folder, TamboFindings *findings);

GFile *tambo_pack_source_get_folder (TamboPackSource *self);
const char *tambo_pack_source_get_id (TamboPackSource *self);
guint tambo_pack_source_get_version (TamboPackSource *self);
const char *const *tambo_pack_source_get_languages (TamboPackSource *self);
TamboTexts *tambo_pack_source_get_title (TamboPackSource *self);
TamboTexts *tambo_pack_source_get_summary (TamboPackSource *self);
const char *tambo_pack_source_get_licence (TamboPackSource *self);
const char *tambo_pack_source_get_min_app (TamboPackSource *self);
const char *const *tambo_pack_source_get_sources (TamboPackSource *self);
guint tambo_pack_source_get_n_reviews (TamboPackSource *self);
const TamboPackReview *tambo_pack_source_get_review (TamboPackSource *self, guint index);
guint tambo_pack_source_get_n_items (TamboPackSource *self);
const TamboSourceItem *tambo_pack_source_get_item (TamboPackSource *self, guint index);

G_END_DECLS
