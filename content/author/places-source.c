/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/places-source.h"

#include "content/author/ini-file.h"
#include "content/author/text-rules.h"
#include "content/base/error.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_PLACES 500

static const char *const kinds[] = { "clinic", "hospital", "pharmacy", "hotline", "legal",
                                     "food",   "shelter",  "other",    NULL };

/* A key of places.ini, its name in JSON, and the longest it may be. */
static const struct
{
  const char *key;
  const char *member;
  guint max;
  gboolean needed;
} texts[] = {
  { "Name", "name", 80, TRUE },
  { "Address", "address", 160, FALSE },
  { "Hours", "hours", 120, FALSE },
  { "Note", "note", 200, FALSE },
};

static void
convert_texts (TamboIniFile *file,
               const char *id,
               const char *const *languages,
               JsonBuilder *json,
               TamboFindings *findings)
{
  GKeyFile *keys = tambo_ini_file_get_keys (file);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TamboTexts) read = NULL;

      if (!texts[i].needed && !g_key_file_has_key (keys, id, texts[i].key, NULL))
        continue;
      read = tambo_ini_file_read_texts (file, id, texts[i].key, languages, texts[i].max, findings);
      if (read == NULL)
        continue;
      json_builder_set_member_name (json, texts[i].member);
      json_builder_add_value (json, tambo_texts_to_json (read));
    }
}

/* Digits, and what people write between them. */
static gboolean
is_phone (const char *phone)
{
  return g_regex_match_simple ("\\A\\+?[0-9][0-9 ()-]{1,24}\\z", phone, 0, 0);
}

static void
convert_languages (TamboIniFile *file, const char *id, JsonBuilder *json, TamboFindings *findings)
{
  g_auto (GStrv) spoken =
      g_key_file_get_string_list (tambo_ini_file_get_keys (file), id, "Languages", NULL, NULL);

  json_builder_set_member_name (json, "languages");
  json_builder_begin_array (json);
  for (guint i = 0; spoken != NULL && spoken[i] != NULL; i++)
    {
      if (!tambo_language_is_valid (spoken[i]))
        tambo_ini_file_refuse (file,
                               findings,
                               id,
                               "Languages",
                               "write them as fr;ar",
                               "“%s” is not a language tag",
                               spoken[i]);
      json_builder_add_string_value (json, spoken[i]);
    }
  json_builder_end_array (json);
}

static void
convert_plain (TamboIniFile *file, const char *id, JsonBuilder *json, TamboFindings *findings)
{
  GKeyFile *keys = tambo_ini_file_get_keys (file);
  g_autofree char *kind = g_key_file_get_string (keys, id, "Kind", NULL);
  g_autofree char *phone = g_key_file_get_string (keys, id, "Phone", NULL);

  if (kind == NULL || !g_strv_contains (kinds, kind))
    tambo_ini_file_refuse (file,
                           findings,
                           id,
                           "Kind",
                           "write one of clinic, hospital, pharmacy, hotline, legal, food, "
                           "shelter, other",
                           "“%s” is no kind of place",
                           kind != NULL ? kind : "");
  if (phone != NULL && !is_phone (phone))
    tambo_ini_file_refuse (file,
                           findings,
                           id,
                           "Phone",
                           "write it in digits",
                           "“%s” is not a phone number",
                           phone);

  json_builder_set_member_name (json, "kind");
  json_builder_add_string_value (json, kind != NULL ? kind : "other");
  if (phone != NULL)
    {
      json_builder_set_member_name (json, "phone");
      json_builder_add_string_value (json, phone);
    }
  json_builder_set_member_name (json, "demo");
  json_builder_add_boolean_value (json, g_key_file_get_boolean (keys, id, "Demo", NULL));
}

static void
convert_place (TamboIniFile *file,
               const char *id,
               const char *const *languages,
               JsonBuilder *json,
               TamboFindings *findings)
{
  if (!tambo_text_is_word (id))
    tambo_ini_file_refuse (file,
                           findings,
                           id,
                           NULL,
                           "use small letters, digits and hyphens",
                           "this is no id for a place");

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "id");
  json_builder_add_string_value (json, id);
  convert_plain (file, id, json, findings);
  convert_languages (file, id, json, findings);
  convert_texts (file, id, languages, json, findings);
  json_builder_end_object (json);
}

/**
 * tambo_places_source_read:
 * @bytes: places.ini: one group a place, Name=, Name[ar]=, Kind=, Phone= …
 * @name: what to call the file in messages
 *
 * Returns: (transfer full) (nullable): the places as content/README.md describes them; fit to be
 *   shown only if there is no refusal
 */
GBytes *
tambo_places_source_read (GBytes *bytes,
                          const char *name,
                          const char *const *languages,
                          TamboFindings *findings)
{
  g_autoptr (TamboIniFile) file = NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) ids = NULL;
  gsize n_ids = 0;
  char *text = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  file = tambo_ini_file_new_from_bytes (bytes, name, findings);
  if (file == NULL)
    return NULL;
  ids = g_key_file_get_groups (tambo_ini_file_get_keys (file), &n_ids);
  if (n_ids == 0 || n_ids > MAX_PLACES)
    {
      tambo_findings_refuse (findings,
                             TAMBO_ERROR_PACK_FORMAT,
                             name,
                             NULL,
                             "write a group for each place",
                             "there must be 1 to %d places",
                             MAX_PLACES);
      return NULL;
    }

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "places");
  json_builder_begin_array (json);
  for (guint i = 0; ids[i] != NULL; i++)
    convert_place (file, ids[i], languages, json, findings);
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

GBytes *
tambo_places_source_convert (GBytes *bytes,
                             const char *name,
                             const char *const *languages,
                             GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (GBytes) json = tambo_places_source_read (bytes, name, languages, findings);

  if (!tambo_findings_to_error (findings, error))
    return NULL;

  return g_steal_pointer (&json);
}
