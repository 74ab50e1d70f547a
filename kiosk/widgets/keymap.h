/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TAMBO_LAYER_LETTERS,
  TAMBO_LAYER_CAPITALS,
  TAMBO_LAYER_SYMBOLS,
} TamboLayerKind;

#define TAMBO_N_LAYERS (TAMBO_LAYER_SYMBOLS + 1)

/* What stands on the keys of the touch keyboard, for one language: locales/keyboards. */
typedef struct _TamboKeymap TamboKeymap;

TamboKeymap *tambo_keymap_new (const char *language);
void tambo_keymap_free (TamboKeymap *self);

/* (element-type GStrv), a row each; @max_columns splits rows that are longer anew, 0 for none. */
GPtrArray *tambo_keymap_list_rows (TamboKeymap *self, TamboLayerKind kind, guint max_columns);
const char *tambo_keymap_get_comma (TamboKeymap *self);
const char *tambo_keymap_get_stop (TamboKeymap *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboKeymap, tambo_keymap_free)

G_END_DECLS
