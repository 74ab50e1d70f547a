/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Marks a string for translators; tambo_words_get() translates it. */
#define N_(string) (string)

#define TAMBO_TYPE_WORDS (tambo_words_get_type ())
G_DECLARE_FINAL_TYPE (TamboWords, tambo_words, TAMBO, WORDS, GObject)

TamboWords *tambo_words_new (const char *language, const char *locale_dir);

const char *tambo_words_get_language (TamboWords *self);
gboolean tambo_words_is_right_to_left (TamboWords *self);
const char *tambo_words_get (TamboWords *self, const char *text);

gboolean tambo_words_language_is_right_to_left (const char *language);
const char *tambo_words_language_name (const char *language);

G_END_DECLS
