/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/json.h"
#include "content/consult/message.h"

G_BEGIN_DECLS

#define TAMBO_BUNDLE_MAX_SIZE (2 * 1024 * 1024)

/**
 * TamboBundle:
 *
 * A FHIR R4 document Bundle under construction. Ids follow from the message, so that building it
 * again gives the same bytes.
 */
typedef struct _TamboBundle TamboBundle;

TamboBundle *tambo_bundle_new (TamboMessage *message, guint day);
void tambo_bundle_free (TamboBundle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboBundle, tambo_bundle_free)

const char *tambo_bundle_get_date (TamboBundle *self);
char *tambo_bundle_name (TamboBundle *self, const char *type, guint number);
char *tambo_bundle_url (TamboBundle *self, const char *type, guint number);
JsonObject *tambo_bundle_reference (TamboBundle *self, const char *type, guint number);
JsonObject *tambo_bundle_new_resource (TamboBundle *self, const char *type, guint number);
void tambo_bundle_add (TamboBundle *self, const char *type, guint number, JsonObject *resource);
void tambo_bundle_add_text (TamboBundle *self, const char *type, guint number, const char *json);
GBytes *tambo_bundle_finish (TamboBundle *self);

TamboJson *tambo_bundle_parse (GBytes *bytes, GError **error);
JsonObject *tambo_bundle_find (TamboJson *bundle,
                               const char *type,
                               guint number,
                               const char **out_url);

G_END_DECLS
