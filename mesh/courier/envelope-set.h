/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/wire/summary-answer.h"
#include "mesh/wire/summary-query.h"

G_BEGIN_DECLS

/* A node with no more ids than these is told by its ids. */
#define TAMBO_ENVELOPE_SET_LEAF 16

/**
 * TamboEnvelopeSet:
 *
 * A set of envelopes by id, in order, as the tree that summaries speak of.
 */
typedef struct _TamboEnvelopeSet TamboEnvelopeSet;

TamboEnvelopeSet *tambo_envelope_set_new (void);
TamboEnvelopeSet *tambo_envelope_set_copy (TamboEnvelopeSet *self);
void tambo_envelope_set_free (TamboEnvelopeSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboEnvelopeSet, tambo_envelope_set_free)

void tambo_envelope_set_add (TamboEnvelopeSet *self, const TamboSummaryEntry *entry);
void tambo_envelope_set_remove (TamboEnvelopeSet *self, const guint8 id[TAMBO_ENVELOPE_ID_SIZE]);
gboolean tambo_envelope_set_contains (TamboEnvelopeSet *self,
                                      const guint8 id[TAMBO_ENVELOPE_ID_SIZE]);
guint tambo_envelope_set_get_size (TamboEnvelopeSet *self);

const TamboSummaryEntry *tambo_envelope_set_find (TamboEnvelopeSet *self,
                                                  const char *prefix,
                                                  guint *out_n_entries);
guint64 tambo_envelope_set_get_fingerprint (TamboEnvelopeSet *self,
                                            const char *prefix,
                                            const guint8 salt[TAMBO_SUMMARY_SALT_SIZE]);
void tambo_envelope_set_get_children (TamboEnvelopeSet *self,
                                      const char *prefix,
                                      const guint8 salt[TAMBO_SUMMARY_SALT_SIZE],
                                      guint64 out_children[TAMBO_SUMMARY_FANOUT]);
TamboSummaryAnswer *tambo_envelope_set_answer (TamboEnvelopeSet *self, TamboSummaryQuery *query);

G_END_DECLS
