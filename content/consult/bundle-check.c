/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/bundle-check.h"

#include "content/base/error.h"
#include "content/consult/fhir.h"

#include <string.h>

#define MAX_ENTRIES 200
#define OUR_SYSTEMS "urn:x-tambo:"

static const char *const resource_types[] = {
  "Composition", "Communication",         "Consent",        "Observation", "Organization",
  "Patient",     "QuestionnaireResponse", "ServiceRequest", "Task",
};

/* All that may be said of a person. What FHIR has beyond these would name, find or date them. */
static const char *const patient_members[] = {
  "resourceType", "id", "meta", "language", "identifier", "extension", "communication", "gender",
};

/* A response is nobody's but the person's; where and through whom it was given is not for telling.
 */
static const char *const response_members[] = {
  "resourceType",  "id",     "meta",    "language", "identifier", "extension",
  "questionnaire", "status", "subject", "source",   "authored",   "item",
};

/* Walks one document; @urls are those of its entries. */
typedef struct
{
  GHashTable *urls; /* (unowned) */
  GError **error;
} Check;

static gboolean
refuse (Check *check, const char *what, const char *name)
{
  g_set_error (check->error,
               TAMBO_ERROR,
               TAMBO_ERROR_CONSULT_FORMAT,
               "%s: %s",
               what,
               name != NULL ? name : "missing");

  return FALSE;
}

static gboolean
has (const char *const *names, gsize n_names, const char *name)
{
  for (gsize i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
check_members (Check *check, JsonObject *object, const char *const *names, gsize n_names)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!has (names, n_names, name))
      return refuse (check, "May identify somebody", name);

  return TRUE;
}

/* A display beside a reference is the name of who is meant. */
static gboolean
check_reference (Check *check, JsonObject *object)
{
  const char *url = tambo_fhir_find_string (object, "reference");

  if (url == NULL || !g_hash_table_contains (check->urls, url))
    return refuse (check, "Refers to what is not here", url);
  if (json_object_has_member (object, "display"))
    return refuse (check, "May identify somebody", "display");

  return TRUE;
}

static gboolean
check_identifier (Check *check, JsonObject *object)
{
  const char *system = tambo_fhir_find_string (object, "system");

  if (system == NULL || !g_str_has_prefix (system, OUR_SYSTEMS))
    return refuse (check, "May identify somebody: identifier of", system);

  return TRUE;
}

static gboolean
check_answer (Check *check, JsonObject *answer)
{
  JsonObjectIter iter;
  const char *name;
  const char *value = NULL;

  json_object_iter_init_ordered (&iter, answer);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      if (!g_str_has_prefix (name, "value"))
        continue;
      if (value != NULL)
        return refuse (check, "Two values in one answer", name);
      value = name;
    }

  if (g_strcmp0 (value, "valueReference") == 0 || g_strcmp0 (value, "valueAttachment") == 0)
    return refuse (check, "An answer that points elsewhere", value);

  return TRUE;
}

static gboolean check_node (Check *check, const char *name, JsonNode *node);

/* What a member is called decides what it is, wherever it stands: FHIR names are that regular. */
static gboolean
check_object (Check *check, const char *parent, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (json_object_has_member (object, "reference") && !check_reference (check, object))
    return FALSE;
  if (g_strcmp0 (parent, "identifier") == 0 && !check_identifier (check, object))
    return FALSE;
  if (g_strcmp0 (parent, "answer") == 0 && !check_answer (check, object))
    return FALSE;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (strcmp (name, "contained") == 0 || strcmp (name, "telecom") == 0)
        return refuse (check, "May identify somebody", name);
      if (!check_node (check, name, node))
        return FALSE;
    }

  return TRUE;
}

/* The strict gate has bounded the depth. */
static gboolean
check_node (Check *check, const char *name, JsonNode *node)
{
  JsonArray *array;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return check_object (check, name, json_node_get_object (node));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return TRUE;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!check_node (check, name, json_array_get_element (array, i)))
      return FALSE;

  return TRUE;
}

static gboolean
check_resource (Check *check, JsonObject *resource)
{
  const char *type = tambo_fhir_find_string (resource, "resourceType");

  if (!has (resource_types, G_N_ELEMENTS (resource_types), type))
    return refuse (check, "A resource that has no place in a consult", type);
  if (strcmp (type, "Patient") == 0 &&
      !check_members (check, resource, patient_members, G_N_ELEMENTS (patient_members)))
    return FALSE;
  if (strcmp (type, "QuestionnaireResponse") == 0 &&
      !check_members (check, resource, response_members, G_N_ELEMENTS (response_members)))
    return FALSE;

  return check_object (check, NULL, resource);
}

/* All entries have an object for a resource and an url of their own. */
static gboolean
collect_urls (Check *check, JsonObject *root)
{
  guint n_entries = tambo_fhir_count (root, "entry");

  if (n_entries == 0 || n_entries > MAX_ENTRIES)
    return refuse (check, "A document", n_entries == 0 ? "without entries" : "of too many entries");

  for (guint i = 0; i < n_entries; i++)
    {
      JsonObject *entry = tambo_fhir_find_element (root, "entry", i);
      const char *url = tambo_fhir_find_string (entry, "fullUrl");

      if (url == NULL || !g_str_has_prefix (url, "urn:uuid:"))
        return refuse (check, "An entry's url", url);
      if (!g_hash_table_add (check->urls, (char *) url))
        return refuse (check, "Two entries of one url", url);
      if (tambo_fhir_find_object (entry, "resource") == NULL)
        return refuse (check, "An entry's resource", NULL);
    }

  return TRUE;
}

/**
 * tambo_bundle_check:
 * @bundle: any JSON
 * @error: return location for a #GError
 *
 * Refuses what validators let pass: references to what is not in the document, two values in one
 * answer, and anything that could say who somebody is.
 *
 * Returns: whether it is a document of ours, else %TAMBO_ERROR_CONSULT_FORMAT is set
 */
gboolean
tambo_bundle_check (TamboJson *bundle, GError **error)
{
  g_autoptr (GHashTable) urls = g_hash_table_new (g_str_hash, g_str_equal);
  Check check = { urls, error };
  JsonNode *node = tambo_json_get_root (bundle);
  JsonObject *root = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (g_strcmp0 (tambo_fhir_find_string (root, "resourceType"), "Bundle") != 0 ||
      g_strcmp0 (tambo_fhir_find_string (root, "type"), "document") != 0)
    return refuse (&check, "Not a document", tambo_fhir_find_string (root, "type"));
  if (!collect_urls (&check, root))
    return FALSE;

  for (guint i = 0; i < tambo_fhir_count (root, "entry"); i++)
    {
      JsonObject *entry = tambo_fhir_find_element (root, "entry", i);
      JsonObject *resource = tambo_fhir_find_object (entry, "resource");

      if (i == 0 &&
          g_strcmp0 (tambo_fhir_find_string (resource, "resourceType"), "Composition") != 0)
        return refuse (&check, "A document that starts without a Composition", "entry");
      if (!check_resource (&check, resource))
        return FALSE;
    }

  return TRUE;
}
