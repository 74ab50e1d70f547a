/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/wire/summary-query.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_SUMMARY_FANOUT 16
#define TAMBO_SUMMARY_MAX_ENTRIES 4096

/* An id, and when its turn comes: receipts and urgent requests have low ranks, then small ones. */
typedef struct
{
  guint8 id[TAMBO_ENVELOPE_ID_SIZE];
  guint8 rank;
} TamboSummaryEntry;

/* What one node of an answer holds: either the fingerprints of its children, or all its ids. */
typedef struct
{
  char prefix[TAMBO_SUMMARY_MAX_PREFIX + 1];
  gboolean is_leaf;
  guint64 children[TAMBO_SUMMARY_FANOUT];
  GArray *entries; /* (owned) (element-type TamboSummaryEntry) (nullable) of a leaf */
} TamboSummaryBranch;

#define TAMBO_TYPE_SUMMARY_ANSWER (tambo_summary_answer_get_type ())
G_DECLARE_FINAL_TYPE (TamboSummaryAnswer, tambo_summary_answer, TAMBO, SUMMARY_ANSWER, GObject)

TamboSummaryAnswer *tambo_summary_answer_new (void);
TamboSummaryAnswer *tambo_summary_answer_new_from_bytes (GBytes *bytes, GError **error);
GBytes *tambo_summary_answer_to_bytes (TamboSummaryAnswer *self);
void tambo_summary_answer_add_children (TamboSummaryAnswer *self,
                                        const char *prefix,
                                        const guint64 children[TAMBO_SUMMARY_FANOUT]);
void tambo_summary_answer_add_entries (TamboSummaryAnswer *self,
                                       const char *prefix,
                                       const TamboSummaryEntry *entries,
                                       guint n_entries);
guint tambo_summary_answer_get_n_branches (TamboSummaryAnswer *self);
const TamboSummaryBranch *tambo_summary_answer_get_branch (TamboSummaryAnswer *self, guint index);

G_END_DECLS
