/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/envelope.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_SUMMARY_SALT_SIZE 16
#define TAMBO_SUMMARY_MAX_NODES 256
#define TAMBO_SUMMARY_MAX_PREFIX (2 * TAMBO_ENVELOPE_ID_SIZE)

/* The ids of envelopes are the leaves of a tree by their hexadecimal digits. A node stands for all
 * ids that begin with its prefix; two sets are equal below a node if its fingerprints are. */
typedef struct
{
  char prefix[TAMBO_SUMMARY_MAX_PREFIX + 1];
  guint64 fingerprint;
} TamboSummaryNode;

#define TAMBO_TYPE_SUMMARY_QUERY (tambo_summary_query_get_type ())
G_DECLARE_FINAL_TYPE (TamboSummaryQuery, tambo_summary_query, TAMBO, SUMMARY_QUERY, GObject)

TamboSummaryQuery *tambo_summary_query_new (const guint8 salt[TAMBO_SUMMARY_SALT_SIZE]);
TamboSummaryQuery *tambo_summary_query_new_from_bytes (GBytes *bytes, GError **error);
GBytes *tambo_summary_query_to_bytes (TamboSummaryQuery *self);
void tambo_summary_query_add (TamboSummaryQuery *self, const char *prefix, guint64 fingerprint);
const guint8 *tambo_summary_query_get_salt (TamboSummaryQuery *self);
guint tambo_summary_query_get_n_nodes (TamboSummaryQuery *self);
const TamboSummaryNode *tambo_summary_query_get_node (TamboSummaryQuery *self, guint index);

gboolean tambo_summary_prefix_is_valid (const char *prefix);

G_END_DECLS
