/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/envelope-set.h"
#include "mesh/wire/summary-answer.h"
#include "mesh/wire/summary-query.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
take_query (TamboEnvelopeSet *set, GBytes *bytes)
{
  g_autoptr (TamboSummaryQuery) query = tambo_summary_query_new_from_bytes (bytes, NULL);
  g_autoptr (TamboSummaryAnswer) answer = NULL;
  g_autoptr (TamboSummaryAnswer) again = NULL;
  g_autoptr (GBytes) written = NULL;

  if (query == NULL)
    return;

  answer = tambo_envelope_set_answer (set, query);
  written = tambo_summary_answer_to_bytes (answer);
  again = tambo_summary_answer_new_from_bytes (written, NULL);
  g_assert_nonnull (again);
}

static void
take_answer (GBytes *bytes)
{
  g_autoptr (TamboSummaryAnswer) answer = tambo_summary_answer_new_from_bytes (bytes, NULL);
  g_autoptr (GBytes) written = NULL;

  if (answer != NULL)
    written = tambo_summary_answer_to_bytes (answer);
}

static GBytes *
put_within (const char *before, const guint8 *data, gsize size, const char *after)
{
  GString *text = g_string_new (before);

  g_string_append_len (text, (const char *) data, (gssize) size);
  g_string_append (text, after);

  return g_string_free_to_bytes (text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TamboEnvelopeSet) set = tambo_envelope_set_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GBytes) nodes = NULL;
  g_autoptr (GBytes) branches = NULL;
  g_autoptr (GBytes) entries = NULL;

  for (guint8 i = 0; i < 100; i++)
    {
      const TamboSummaryEntry entry = { .id = { (guint8) (i * 37), i } };

      tambo_envelope_set_add (set, &entry);
    }

  nodes = put_within ("{\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"nodes\":[", data, size, "]}");
  branches = put_within ("{\"nodes\":[", data, size, "]}");
  entries = put_within ("{\"nodes\":[[\"\",\"entries\",\"", data, size, "\"]]}");
  take_query (set, bytes);
  take_query (set, nodes);
  take_answer (bytes);
  take_answer (branches);
  take_answer (entries);

  return 0;
}
