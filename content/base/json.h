/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/json-canonical.h"
#include "content/base/json-members.h"

G_BEGIN_DECLS

/**
 * TamboJson:
 *
 * A JSON document that passed the strict gate: RFC 8259 in UTF-8 without a byte order mark, at
 * most %TAMBO_LIMIT_JSON_DEPTH deep, no key twice in an object, no U+0000, no half surrogate
 * pairs, and numbers that fit gint64 or a finite double. Immutable, so any thread may read it.
 */
typedef struct _TamboJson TamboJson;

#define TAMBO_TYPE_JSON (tambo_json_get_type ())
GType tambo_json_get_type (void);

TamboJson *tambo_json_parse (GBytes *bytes, gsize max_size, GError **error);
TamboJson *tambo_json_ref (TamboJson *self);
void tambo_json_unref (TamboJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboJson, tambo_json_unref)

JsonNode *tambo_json_get_root (TamboJson *self);
JsonObject *tambo_json_get_root_object (TamboJson *self, GError **error);
/* (transfer full): all the way down: json-glib copies no deeper, and what passed the gate is
 * sealed. */
JsonNode *tambo_json_copy (JsonNode *node);
const char *tambo_json_get_number_text (TamboJson *self, JsonNode *node);

G_END_DECLS
