/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/fhir.h"

#include <string.h>

#define SECONDS_A_DAY (24 * 60 * 60)
#define FIRST_DAY 18262 /* 2020-01-01, in days since 1970 */
#define UUID_SIZE 16

/* Names stand under this, which was drawn once and never changes. */
static const guint8 uuid_namespace[UUID_SIZE] = { 0xa6, 0x50, 0x87, 0xc8, 0x33, 0xf1, 0x40, 0xd6,
                                                  0x89, 0xb8, 0x4c, 0x17, 0x68, 0x02, 0x32, 0x8c };

/* RFC 4122, version 5: the same name is the same resource, however often it is sent. */
char *
tambo_fhir_uuid (const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize size = sizeof digest;
  GString *text = g_string_new (NULL);

  g_checksum_update (checksum, uuid_namespace, sizeof uuid_namespace);
  g_checksum_update (checksum, (const guchar *) name, (gssize) strlen (name));
  g_checksum_get_digest (checksum, digest, &size);
  digest[6] = (guint8) ((digest[6] & 0x0f) | 0x50);
  digest[8] = (guint8) ((digest[8] & 0x3f) | 0x80);

  for (guint i = 0; i < UUID_SIZE; i++)
    {
      gboolean starts_group = i == 4 || i == 6 || i == 8 || i == 10;

      g_string_append_printf (text, "%s%02x", starts_group ? "-" : "", digest[i]);
    }

  return g_string_free (text, FALSE);
}

/* @day: days since 2020-01-01 */
char *
tambo_fhir_date_from_day (guint day)
{
  g_autoptr (GDateTime) date = NULL;

  date = g_date_time_new_from_unix_utc (((gint64) FIRST_DAY + day) * SECONDS_A_DAY);

  return g_date_time_format (date, "%Y-%m-%d");
}

gboolean
tambo_fhir_date_to_day (const char *date, guint *out_day)
{
  g_autofree char *time = g_strdup_printf ("%.10sT00:00:00Z", date);
  g_autoptr (GDateTime) parsed = NULL;
  gint64 day;

  if (strlen (date) < 10)
    return FALSE;

  parsed = g_date_time_new_from_iso8601 (time, NULL);
  if (parsed == NULL)
    return FALSE;

  day = g_date_time_to_unix (parsed) / SECONDS_A_DAY - FIRST_DAY;
  if (day < 0 || day > G_MAXUINT16)
    return FALSE;

  *out_day = (guint) day;

  return TRUE;
}

JsonObject *
tambo_fhir_identifier (const char *system, const char *value)
{
  JsonObject *identifier = json_object_new ();

  json_object_set_string_member (identifier, "system", system);
  json_object_set_string_member (identifier, "value", value);

  return identifier;
}

/* A CodeableConcept. @code and @text may each be %NULL. */
JsonObject *
tambo_fhir_concept (const char *system, const char *code, const char *text)
{
  JsonObject *concept = json_object_new ();

  if (code != NULL)
    {
      JsonObject *coding = json_object_new ();

      json_object_set_string_member (coding, "system", system);
      json_object_set_string_member (coding, "code", code);
      tambo_fhir_append (concept, "coding", coding);
    }

  if (text != NULL)
    json_object_set_string_member (concept, "text", text);

  return concept;
}

JsonObject *
tambo_fhir_reference (const char *url)
{
  JsonObject *reference = json_object_new ();

  json_object_set_string_member (reference, "reference", url);

  return reference;
}

/* Takes @value. */
void
tambo_fhir_set (JsonObject *object, const char *name, JsonObject *value)
{
  json_object_set_object_member (object, name, value);
}

/* Takes @value as the next element of the array @name. */
void
tambo_fhir_append (JsonObject *object, const char *name, JsonObject *value)
{
  if (!json_object_has_member (object, name))
    json_object_set_array_member (object, name, json_array_new ());

  json_array_add_object_element (json_object_get_array_member (object, name), value);
}

/* The find functions read what may be missing or of any type, and return %NULL then: FHIR allows
 * far more than we write, and what we need is asked for by who needs it. */
JsonObject *
tambo_fhir_find_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
find_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

guint
tambo_fhir_count (JsonObject *object, const char *name)
{
  JsonArray *array = find_array (object, name);

  return array != NULL ? json_array_get_length (array) : 0;
}

JsonObject *
tambo_fhir_find_element (JsonObject *object, const char *name, guint index)
{
  JsonArray *array = find_array (object, name);
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;

  node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
tambo_fhir_find_string (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/* The code that a CodeableConcept has in @system. */
const char *
tambo_fhir_find_code (JsonObject *concept, const char *system)
{
  for (guint i = 0; i < tambo_fhir_count (concept, "coding"); i++)
    {
      JsonObject *coding = tambo_fhir_find_element (concept, "coding", i);

      if (g_strcmp0 (tambo_fhir_find_string (coding, "system"), system) == 0)
        return tambo_fhir_find_string (coding, "code");
    }

  return NULL;
}

JsonObject *
tambo_fhir_find_extension (JsonObject *object, const char *url)
{
  for (guint i = 0; i < tambo_fhir_count (object, "extension"); i++)
    {
      JsonObject *extension = tambo_fhir_find_element (object, "extension", i);

      if (g_strcmp0 (tambo_fhir_find_string (extension, "url"), url) == 0)
        return extension;
    }

  return NULL;
}
