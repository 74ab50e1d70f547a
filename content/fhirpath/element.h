/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/json.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TamboElementKind:
 *
 * What JSON said it was. A primitive may have children too: its extensions.
 */
typedef enum
{
  TAMBO_ELEMENT_OBJECT,
  TAMBO_ELEMENT_STRING,
  TAMBO_ELEMENT_NUMBER,
  TAMBO_ELEMENT_BOOLEAN,
} TamboElementKind;

typedef struct _TamboElement TamboElement;

TamboElement *tambo_element_new (const char *name);
TamboElement *tambo_element_new_primitive (const char *name,
                                           TamboElementKind kind,
                                           const char *text);
TamboElement *tambo_element_new_from_json (const char *name, TamboJson *json, JsonNode *node);
TamboElement *tambo_element_ref (TamboElement *self);
void tambo_element_unref (TamboElement *self);

const char *tambo_element_get_name (TamboElement *self);
TamboElementKind tambo_element_get_kind (TamboElement *self);
const char *tambo_element_get_text (TamboElement *self);
const char *tambo_element_get_type_name (TamboElement *self);
gboolean tambo_element_matches (TamboElement *self, const char *name);
guint tambo_element_get_n_children (TamboElement *self);
TamboElement *tambo_element_get_child (TamboElement *self, guint position);
TamboElement *tambo_element_find_child (TamboElement *self, const char *name);

/* For whoever builds a tree and keeps changing it. */
void tambo_element_append (TamboElement *self, TamboElement *child);
void tambo_element_remove_named (TamboElement *self, const char *name);
void tambo_element_set_absent (TamboElement *self, gboolean absent);
gboolean tambo_element_is_absent (TamboElement *self);
void tambo_element_set_tag (TamboElement *self, guint tag);
guint tambo_element_get_tag (TamboElement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboElement, tambo_element_unref)

G_END_DECLS
