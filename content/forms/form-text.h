/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_FORM_TEXT (tambo_form_text_get_type ())

typedef struct _TamboFormText TamboFormText;

GType tambo_form_text_get_type (void);

TamboFormText *tambo_form_text_new (const char *language, const char *text);
TamboFormText *tambo_form_text_ref (TamboFormText *self);
void tambo_form_text_unref (TamboFormText *self);

void tambo_form_text_add (TamboFormText *self, const char *language, const char *text);
const char *tambo_form_text_get (TamboFormText *self, const char *language);
const char *tambo_form_text_get_exact (TamboFormText *self, const char *language);
const char *const *tambo_form_text_get_languages (TamboFormText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboFormText, tambo_form_text_unref)

G_END_DECLS
