/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack-config.h"

G_BEGIN_DECLS

/**
 * TamboPackConfigBuilder:
 *
 * Writes what tambo_pack_config_new_from_bytes() reads: the same calls give the same bytes.
 */
typedef struct _TamboPackConfigBuilder TamboPackConfigBuilder;

TamboPackConfigBuilder *tambo_pack_config_builder_new (const char *id, guint version);
void tambo_pack_config_builder_free (TamboPackConfigBuilder *self);
void tambo_pack_config_builder_set_title (TamboPackConfigBuilder *self, TamboTexts *title);
void tambo_pack_config_builder_set_summary (TamboPackConfigBuilder *self, TamboTexts *summary);
void tambo_pack_config_builder_set_languages (TamboPackConfigBuilder *self,
                                              const char *const *languages);
void tambo_pack_config_builder_set_min_app (TamboPackConfigBuilder *self, const char *min_app);
void tambo_pack_config_builder_set_licence (TamboPackConfigBuilder *self, const char *licence);
void tambo_pack_config_builder_set_sources (TamboPackConfigBuilder *self,
                                            const char *const *sources);
void tambo_pack_config_builder_add_review (TamboPackConfigBuilder *self,
                                           const TamboPackReview *review);
void tambo_pack_config_builder_add_item (TamboPackConfigBuilder *self, const TamboPackItem *item);
void tambo_pack_config_builder_add_file (TamboPackConfigBuilder *self, const TamboPackFile *file);
GBytes *tambo_pack_config_builder_write (TamboPackConfigBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboPackConfigBuilder, tambo_pack_config_builder_free)

G_END_DECLS
