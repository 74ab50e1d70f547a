/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/inbox/words.h"

G_BEGIN_DECLS

/**
 * TamboPage:
 *
 * A page of the inbox while it is written. What goes in is escaped, unless it is our own markup.
 */
typedef struct _TamboPage TamboPage;

TamboPage *tambo_page_new (TamboWords *words, const char *title, const char *csrf);
void tambo_page_free (TamboPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboPage, tambo_page_free)

TamboWords *tambo_page_get_words (TamboPage *self);

void tambo_page_add (TamboPage *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void tambo_page_add_words (TamboPage *self,
                           const char *element,
                           const char *css_class,
                           const char *text);
void tambo_page_add_problem (TamboPage *self, const char *text);
void tambo_page_add_foreign (TamboPage *self,
                             const char *element,
                             const char *css_class,
                             const char *language,
                             const char *text);
void tambo_page_add_form (TamboPage *self, const char *action);
GBytes *tambo_page_finish (TamboPage *self);

G_END_DECLS
