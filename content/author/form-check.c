/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/form-check.h"

#include "content/author/identifying.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/forms/questionnaire.h"

#define MAX_TEXT 600
#define SAFETY_RULE "urn:x-tambo:safety-rule"

typedef struct
{
  const char *name;   /* of the file */
  GHashTable *places; /* (owned): link id → where it stands */
  TamboFindings *findings;
} Check;

/* What people read, whatever language it is in. */
static const char *const text_members[] = { "text",        "display",       "title",
                                            "description", "valueString",   "valueMarkdown",
                                            "prefix",      "initialString", NULL };

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static char *
name_place (const char *path, const char *link_id)
{
  if (link_id == NULL)
    return g_strdup (path);

  return g_strdup_printf ("%s “%s”", path, link_id);
}

typedef void (*Visit) (Check *check, const char *member, const char *text, const char *place);

/* Every text in @node and below, items aside: they are visited by themselves. A safety rule is an
 * expression and no text. */
static void
visit_texts (Check *check, JsonNode *node, const char *place, Visit visit)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        visit_texts (check, json_array_get_element (array, i), place, visit);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) members = json_object_get_members (object);

      if (g_strcmp0 (get_string (object, "url"), SAFETY_RULE) == 0)
        return;
      for (GList *l = members; l != NULL; l = l->next)
        {
          const char *text = g_strv_contains (text_members, l->data) ? get_string (object, l->data)
                                                                     : NULL;

          if (text != NULL)
            visit (check, l->data, text, place);
          else if (!g_str_equal (l->data, "item"))
            visit_texts (check, json_object_get_member (object, l->data), place, visit);
        }
    }
}

static void
check_rules (Check *check, const char *member, const char *text, const char *place)
{
  tambo_findings_check_text (check->findings, text, MAX_TEXT, check->name, place);
}

static void
refuse_identifying (Check *check, const char *what, const char *place)
{
  tambo_findings_refuse (check->findings,
                         TAMBO_ERROR_PACK_IDENTIFIES,
                         check->name,
                         place,
                         "leave it out: what a kiosk never asks can never be taken from anybody",
                         "“%s” asks who somebody is",
                         what);
}

static void
check_identifying (Check *check, const char *member, const char *text, const char *place)
{
  if (tambo_identifying_find_words (text) != NULL)
    refuse_identifying (check, text, place);
}

static void
check_codes (Check *check, JsonObject *item, const char *place)
{
  JsonArray *codes = NULL;
  const char *definition = get_string (item, "definition");

  if (tambo_identifying_is_definition (definition))
    refuse_identifying (check, definition, place);
  tambo_json_object_find_array (item, "code", &codes, NULL);
  for (guint i = 0; codes != NULL && i < json_array_get_length (codes); i++)
    {
      JsonObject *code = tambo_json_array_get_object (codes, i, NULL);
      const char *word = code != NULL ? get_string (code, "code") : NULL;

      if (tambo_identifying_is_code (word))
        refuse_identifying (check, word, place);
    }
}

/* What is only shown may speak of a name or a phone: "call this number". What asks may not. */
static gboolean
asks (const char *type)
{
  return type == NULL || (!g_str_equal (type, "group") && !g_str_equal (type, "display"));
}

static void check_items (Check *check, JsonObject *parent, const char *path);

static void
check_item (Check *check, JsonNode *node, const char *path)
{
  JsonObject *item = json_node_get_object (node);
  const char *link_id = get_string (item, "linkId");
  g_autofree char *place = name_place (path, link_id);

  if (link_id != NULL)
    g_hash_table_insert (check->places, g_strdup (link_id), g_strdup (place));
  visit_texts (check, node, place, check_rules);
  if (asks (get_string (item, "type")))
    {
      visit_texts (check, node, place, check_identifying);
      check_codes (check, item, place);
    }
  check_items (check, item, path);
}

static void
check_items (Check *check, JsonObject *parent, const char *path)
{
  JsonArray *items = NULL;

  tambo_json_object_find_array (parent, "item", &items, NULL);
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      g_autofree char *below = g_strdup_printf ("%s%sitem[%u]", path, *path != '\0' ? "." : "", i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        check_item (check, item, below);
    }
}

static const char *
find_place (Check *check, const char *link_id)
{
  return link_id != NULL ? g_hash_table_lookup (check->places, link_id) : NULL;
}

static void
check_faults (Check *check, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = tambo_questionnaire_list_faults (bytes, &error);

  if (faults == NULL)
    {
      tambo_findings_take_error (check->findings, check->name, error);
      return;
    }
  for (guint i = 0; i < faults->len; i++)
    {
      const TamboFormFault *fault = faults->pdata[i];

      tambo_findings_refuse (check->findings,
                             fault->code,
                             check->name,
                             find_place (check, fault->link_id),
                             fault->cure,
                             "%s",
                             fault->reason);
    }
}

/* Nobody meets half a check, and least of all one whose advice is missing. */
static void
check_language (Check *check, TamboQuestionnaire *form, const char *language)
{
  g_autoptr (GPtrArray) gaps = tambo_questionnaire_list_missing (form, language);
  g_autofree char *cure = g_strdup_printf ("translate it, or take “%s” out of Languages=",
                                           language);

  for (guint i = 0; i < gaps->len; i++)
    {
      const TamboFormGap *gap = gaps->pdata[i];

      tambo_findings_refuse (check->findings,
                             TAMBO_ERROR_PACK_INCOMPLETE,
                             check->name,
                             find_place (check, gap->link_id),
                             cure,
                             "its %s is not in “%s”%s",
                             gap->what,
                             language,
                             gap->is_safety ? ", and somebody’s safety hangs on it" : "");
    }
}

/**
 * tambo_form_check:
 * @bytes: a FHIR R4 Questionnaire
 * @name: what to call the file in messages
 * @languages: those that the pack offers
 *
 * Checks a form as a kiosk would, that every language has all its texts, and that it does not ask
 * who somebody is.
 */
void
tambo_form_check (GBytes *bytes,
                  const char *name,
                  const char *const *languages,
                  TamboFindings *findings)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Check check = { name, places, findings };
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, TAMBO_LIMIT_FORM, &error);
  g_autoptr (TamboQuestionnaire) form = NULL;
  JsonNode *root = NULL;

  if (json == NULL)
    {
      tambo_findings_take_error (findings, name, error);
      return;
    }
  root = tambo_json_get_root (json);
  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      visit_texts (&check, root, NULL, check_rules);
      check_items (&check, json_node_get_object (root), "");
    }
  check_faults (&check, bytes);

  form = tambo_questionnaire_new_from_bytes (bytes, NULL);
  for (guint i = 0; form != NULL && languages[i] != NULL; i++)
    check_language (&check, form, languages[i]);
}
