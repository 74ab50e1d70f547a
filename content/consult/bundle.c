/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/bundle.h"

#include "content/consult/bundle-check.h"
#include "content/consult/fhir.h"
#include "content/consult/secret-bytes.h"

#include <sodium.h>

#define PSEUDED_SYSTEM "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"
#define RESTRICTED_SYSTEM "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"

struct _TamboBundle
{
  char *message_id; /* (owned) */
  char *date;       /* (owned) */
  GString *entries; /* (owned) */
};

/* Returns: (transfer full): a document for @message, written on @day */
TamboBundle *
tambo_bundle_new (TamboMessage *message, guint day)
{
  TamboBundle *self;

  g_return_val_if_fail (TAMBO_IS_MESSAGE (message), NULL);

  self = g_new0 (TamboBundle, 1);
  self->message_id = tambo_message_get_id_hex (message);
  self->date = tambo_fhir_date_from_day (day);
  self->entries = g_string_new (NULL);

  return self;
}

void
tambo_bundle_free (TamboBundle *self)
{
  sodium_memzero (self->entries->str, self->entries->allocated_len);
  g_string_free (self->entries, TRUE);
  g_free (self->date);
  g_free (self->message_id);
  g_free (self);
}

const char *
tambo_bundle_get_date (TamboBundle *self)
{
  return self->date;
}

/* What the id of a resource follows from; also its business identifier. @number counts from 1. */
char *
tambo_bundle_name (TamboBundle *self, const char *type, guint number)
{
  return g_strdup_printf ("%s/%s/%u", self->message_id, type, number);
}

char *
tambo_bundle_url (TamboBundle *self, const char *type, guint number)
{
  g_autofree char *name = tambo_bundle_name (self, type, number);
  g_autofree char *uuid = tambo_fhir_uuid (name);

  return g_strconcat ("urn:uuid:", uuid, NULL);
}

JsonObject *
tambo_bundle_reference (TamboBundle *self, const char *type, guint number)
{
  g_autofree char *url = tambo_bundle_url (self, type, number);

  return tambo_fhir_reference (url);
}

static void
append_label (JsonObject *meta, const char *system, const char *code)
{
  JsonObject *coding = json_object_new ();

  json_object_set_string_member (coding, "system", system);
  json_object_set_string_member (coding, "code", code);
  tambo_fhir_append (meta, "security", coding);
}

/* By which a server knows a resource that it has already. Two types may have only one; the person
 * and the clinic have their own. */
static void
set_identifier (TamboBundle *self, JsonObject *resource, const char *type, guint number)
{
  g_autofree char *name = tambo_bundle_name (self, type, number);
  JsonObject *identifier;

  if (g_str_equal (type, "Patient") || g_str_equal (type, "Organization"))
    return;

  identifier = tambo_fhir_identifier (TAMBO_FHIR_CONSULT_SYSTEM, name);
  if (g_str_equal (type, "Composition"))
    tambo_fhir_set (resource, "identifier", identifier);
  else
    tambo_fhir_append (resource, "identifier", identifier);
}

/**
 * tambo_bundle_new_resource:
 * @type: a FHIR resource type
 * @number: counts from 1 for each type
 *
 * Returns: (transfer full): a resource, labelled as pseudonymous and restricted, to be filled and
 *   then given to tambo_bundle_add()
 */
JsonObject *
tambo_bundle_new_resource (TamboBundle *self, const char *type, guint number)
{
  JsonObject *resource = json_object_new ();
  JsonObject *meta = json_object_new ();

  json_object_set_string_member (resource, "resourceType", type);
  append_label (meta, PSEUDED_SYSTEM, "PSEUDED");
  append_label (meta, RESTRICTED_SYSTEM, "R");
  tambo_fhir_set (resource, "meta", meta);
  set_identifier (self, resource, type, number);

  return resource;
}

/* @json is written as it is: its numbers keep their digits. */
void
tambo_bundle_add_text (TamboBundle *self, const char *type, guint number, const char *json)
{
  g_autofree char *url = tambo_bundle_url (self, type, number);

  g_string_append_printf (self->entries,
                          "%s{\"fullUrl\":\"%s\",\"resource\":%s}",
                          self->entries->len > 0 ? "," : "",
                          url,
                          json);
}

/* Takes @resource. */
void
tambo_bundle_add (TamboBundle *self, const char *type, guint number, JsonObject *resource)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *json = NULL;

  json_node_init_object (node, resource);
  json_object_unref (resource);
  json = json_to_string (node, FALSE);
  tambo_bundle_add_text (self, type, number, json);
}

/**
 * tambo_bundle_finish:
 *
 * Returns: (transfer full): the document, overwritten when freed
 */
GBytes *
tambo_bundle_finish (TamboBundle *self)
{
  g_autofree char *name = tambo_bundle_name (self, "Bundle", 1);
  GString *json = g_string_sized_new (self->entries->len + 512);
  gsize size;

  g_string_append_printf (json,
                          "{\"resourceType\":\"Bundle\",\"type\":\"document\","
                          "\"identifier\":{\"system\":\"" TAMBO_FHIR_CONSULT_SYSTEM
                          "\",\"value\":\"%s\"},\"timestamp\":\"%sT00:00:00Z\",\"entry\":[",
                          name,
                          self->date);
  g_string_append_len (json, self->entries->str, (gssize) self->entries->len);
  g_string_append (json, "]}");
  size = json->len;

  return tambo_secret_bytes_new_take ((guint8 *) g_string_free (json, FALSE), size);
}

/**
 * tambo_bundle_parse:
 * @bytes: a document from a person or a clinic
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the document, if tambo_bundle_check() finds nothing wrong with it, or
 *   %NULL with %TAMBO_ERROR_CONSULT_FORMAT or an error of JSON set
 */
TamboJson *
tambo_bundle_parse (GBytes *bytes, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, TAMBO_BUNDLE_MAX_SIZE, error);

  if (json == NULL || !tambo_bundle_check (json, error))
    return NULL;

  return g_steal_pointer (&json);
}

/**
 * tambo_bundle_find:
 * @bundle: a document that was checked
 * @type: a FHIR resource type
 * @number: which of them, from 0
 * @out_url: (out) (optional): the url by which others refer to it
 *
 * Returns: (transfer none) (nullable): the resource
 */
JsonObject *
tambo_bundle_find (TamboJson *bundle, const char *type, guint number, const char **out_url)
{
  JsonObject *root = json_node_get_object (tambo_json_get_root (bundle));

  for (guint i = 0; i < tambo_fhir_count (root, "entry"); i++)
    {
      JsonObject *entry = tambo_fhir_find_element (root, "entry", i);
      JsonObject *resource = tambo_fhir_find_object (entry, "resource");

      if (g_strcmp0 (tambo_fhir_find_string (resource, "resourceType"), type) != 0 || number-- > 0)
        continue;
      if (out_url != NULL)
        *out_url = tambo_fhir_find_string (entry, "fullUrl");

      return resource;
    }

  return NULL;
}
