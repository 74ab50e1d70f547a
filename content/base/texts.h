/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TamboTexts:
 *
 * One text in several languages, by BCP 47 tag. Immutable.
 */
typedef struct _TamboTexts TamboTexts;

#define TAMBO_TYPE_TEXTS (tambo_texts_get_type ())
GType tambo_texts_get_type (void);

TamboTexts *tambo_texts_new (const char *const *languages, const char *const *texts);
TamboTexts *tambo_texts_new_from_json (JsonObject *object, GError **error);
TamboTexts *tambo_texts_ref (TamboTexts *self);
void tambo_texts_unref (TamboTexts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTexts, tambo_texts_unref)

JsonNode *tambo_texts_to_json (TamboTexts *self);
GStrv tambo_texts_list_languages (TamboTexts *self);
const char *tambo_texts_get (TamboTexts *self, const char *language);
const char *tambo_texts_choose (TamboTexts *self, const char *language);

gboolean tambo_language_is_valid (const char *language);
gboolean tambo_language_is_wanted (const char *language, const char *const *wanted);

G_END_DECLS
