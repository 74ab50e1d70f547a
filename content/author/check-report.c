/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/check-report.h"

#include "content/base/error.h"

#include <json-glib/json-glib.h>
#include <stdio.h>

static const char *const headings[] = { "text", "recorded voice", "subtitles", "pictures" };
static const char *const members[] = { "text", "voice", "subtitles", "pictures" };

G_STATIC_ASSERT (G_N_ELEMENTS (headings) == TAMBO_N_COVERAGE_KINDS);
G_STATIC_ASSERT (G_N_ELEMENTS (members) == TAMBO_N_COVERAGE_KINDS);

static void
print_table (TamboPackSource *source, TamboCoverage *coverage)
{
  const char *const *languages = tambo_pack_source_get_languages (source);

  printf ("%-10s", "");
  for (guint kind = 0; kind < TAMBO_N_COVERAGE_KINDS; kind++)
    printf ("  %-14s", headings[kind]);
  printf ("\n");
  for (guint i = 0; languages[i] != NULL; i++)
    {
      printf ("%-10s", languages[i]);
      for (guint kind = 0; kind < TAMBO_N_COVERAGE_KINDS; kind++)
        {
          const TamboCount count = tambo_coverage_count (coverage, languages[i], kind);
          g_autofree char *cell = g_strdup_printf ("%u of %u", count.n_there, count.n_all);

          printf ("  %-14s", count.n_all > 0 ? cell : "–");
        }
      printf ("\n");
    }
}

static void
print_missed (TamboCoverage *coverage, const char *language)
{
  const TamboCount voice = tambo_coverage_count (coverage, language, TAMBO_COVERAGE_VOICE);
  const TamboCount pictures = tambo_coverage_count (coverage, language, TAMBO_COVERAGE_PICTURES);

  if (voice.n_there < voice.n_all)
    printf (tambo_coverage_is_unvoiced (coverage, language)
                ? "%s: %u parts have no voice; words and pictures carry them.\n"
                : "%s: a machine reads %u parts that nobody has recorded.\n",
            language,
            voice.n_all - voice.n_there);
  if (pictures.n_there < pictures.n_all)
    printf ("%s: %u parts have no picture; who cannot read gets nothing from them.\n",
            language,
            pictures.n_all - pictures.n_there);
}

/* What a shelter would miss, though the pack can be built. */
static void
print_lacks (TamboPackSource *source, TamboCoverage *coverage)
{
  const char *const *languages = tambo_pack_source_get_languages (source);

  for (guint i = 0; languages[i] != NULL; i++)
    print_missed (coverage, languages[i]);
  for (guint i = 0; i < tambo_pack_source_get_n_reviews (source); i++)
    {
      const TamboPackReview *review = tambo_pack_source_get_review (source, i);

      if (review->who == NULL)
        printf ("Nobody has done the %s review%s%s.\n",
                review->what,
                review->language != NULL ? " of " : "",
                review->language != NULL ? review->language : "");
    }
}

static void
print_remarks (TamboFindings *findings)
{
  for (guint i = 0; i < tambo_findings_get_n (findings); i++)
    {
      const TamboFinding *finding = tambo_findings_get (findings, i);
      g_autofree char *text = tambo_finding_describe (finding);

      if (finding->is_remark)
        printf ("%s.\n", text);
    }
}

/* What must be corrected, on standard error. */
void
tambo_check_report_print_findings (TamboFindings *findings)
{
  fflush (stdout);
  for (guint i = 0; i < tambo_findings_get_n (findings); i++)
    {
      const TamboFinding *finding = tambo_findings_get (findings, i);

      if (finding->is_remark)
        continue;
      g_printerr ("- %s%s%s: %s\n",
                  finding->file,
                  finding->place != NULL ? ", " : "",
                  finding->place != NULL ? finding->place : "",
                  finding->reason);
      if (finding->cure != NULL)
        g_printerr ("  → %s\n", finding->cure);
    }
}

void
tambo_check_report_print (TamboPackSource *source, TamboCoverage *coverage, TamboFindings *findings)
{
  if (coverage != NULL)
    {
      print_table (source, coverage);
      print_lacks (source, coverage);
    }
  print_remarks (findings);
  tambo_check_report_print_findings (findings);
}

static JsonNode *
make_string (const char *text)
{
  JsonNode *node = json_node_new (text != NULL ? JSON_NODE_VALUE : JSON_NODE_NULL);

  if (text != NULL)
    json_node_set_string (node, text);

  return node;
}

static JsonObject *
language_to_json (TamboCoverage *coverage, const char *language)
{
  JsonObject *object = json_object_new ();

  for (guint kind = 0; kind < TAMBO_N_COVERAGE_KINDS; kind++)
    {
      const TamboCount count = tambo_coverage_count (coverage, language, kind);
      JsonObject *cell = json_object_new ();

      json_object_set_int_member (cell, "there", count.n_there);
      json_object_set_int_member (cell, "all", count.n_all);
      json_object_set_object_member (object, members[kind], cell);
    }
  json_object_set_boolean_member (object,
                                  "unvoiced",
                                  tambo_coverage_is_unvoiced (coverage, language));

  return object;
}

static JsonArray *
findings_to_json (TamboFindings *findings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < tambo_findings_get_n (findings); i++)
    {
      const TamboFinding *finding = tambo_findings_get (findings, i);
      const GError error = { .domain = TAMBO_ERROR, .code = finding->code };
      JsonObject *object = json_object_new ();

      json_object_set_boolean_member (object, "refused", !finding->is_remark);
      json_object_set_member (object,
                              "word",
                              make_string (finding->is_remark ? NULL
                                                              : tambo_error_get_word (&error)));
      json_object_set_member (object, "file", make_string (finding->file));
      json_object_set_member (object, "place", make_string (finding->place));
      json_object_set_member (object, "reason", make_string (finding->reason));
      json_object_set_member (object, "cure", make_string (finding->cure));
      json_array_add_object_element (array, object);
    }

  return array;
}

void
tambo_check_report_print_json (TamboPackSource *source,
                               TamboCoverage *coverage,
                               TamboFindings *findings)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *languages = json_object_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; coverage != NULL && tambo_pack_source_get_languages (source)[i] != NULL; i++)
    {
      const char *language = tambo_pack_source_get_languages (source)[i];

      json_object_set_object_member (languages, language, language_to_json (coverage, language));
    }
  json_object_set_member (object,
                          "id",
                          make_string (source != NULL ? tambo_pack_source_get_id (source) : NULL));
  json_object_set_object_member (object, "languages", languages);
  json_object_set_array_member (object, "findings", findings_to_json (findings));
  json_node_take_object (root, object);
  text = json_to_string (root, TRUE);
  puts (text);
  fflush (stdout);
}

/* %FALSE if the pack cannot be built as it is. */
gboolean
tambo_check_report_to_error (TamboFindings *findings, GError **error)
{
  const guint n = tambo_findings_count_refusals (findings);

  if (n == 0)
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_INCOMPLETE,
               n == 1 ? "%u thing to correct before this can be built"
                      : "%u things to correct before this can be built",
               n);

  return FALSE;
}
