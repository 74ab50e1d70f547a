/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/envelope.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The most bytes of a request: one envelope of the largest class. */
#define TAMBO_ENVELOPE_BATCH_MAX_SIZE TAMBO_ENVELOPE_MAX_SIZE
#define TAMBO_ENVELOPE_BATCH_MAX_ITEMS 200

#define TAMBO_TYPE_ENVELOPE_BATCH (tambo_envelope_batch_get_type ())
G_DECLARE_FINAL_TYPE (TamboEnvelopeBatch, tambo_envelope_batch, TAMBO, ENVELOPE_BATCH, GObject)

TamboEnvelopeBatch *tambo_envelope_batch_new (void);
TamboEnvelopeBatch *tambo_envelope_batch_new_from_body (GBytes *body,
                                                        const char *ages,
                                                        GError **error);
GBytes *tambo_envelope_batch_to_body (TamboEnvelopeBatch *self);
char *tambo_envelope_batch_format_ages (TamboEnvelopeBatch *self);

gboolean tambo_envelope_batch_add (TamboEnvelopeBatch *self, GBytes *envelope, guint64 age_ms);

guint tambo_envelope_batch_get_n_items (TamboEnvelopeBatch *self);
GBytes *tambo_envelope_batch_get_envelope (TamboEnvelopeBatch *self, guint index);
guint64 tambo_envelope_batch_get_age (TamboEnvelopeBatch *self, guint index);

/* What became of each envelope of a batch, in its order: `ok`, `duplicate`, or the word of an
 * error. */
GBytes *tambo_envelope_results_to_bytes (const char *const *words);
GStrv tambo_envelope_results_parse (GBytes *bytes, guint n_items, GError **error);

G_END_DECLS
