/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/places-source.h"

#include "content/author/pack-source.h"
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

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (const char *name, const char *group, GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list args;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "%s, [%s]: %s", name, group, why);

  return FALSE;
}

static gboolean
convert_texts (GKeyFile *file,
               const char *name,
               const char *id,
               const char *const *languages,
               JsonBuilder *json,
               GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TamboTexts) read = NULL;

      if (!texts[i].needed && !g_key_file_has_key (file, id, texts[i].key, NULL))
        continue;
      read = tambo_source_read_texts (file, id, texts[i].key, languages, texts[i].max, name, error);
      if (read == NULL)
        return FALSE;
      json_builder_set_member_name (json, texts[i].member);
      json_builder_add_value (json, tambo_texts_to_json (read));
    }

  return TRUE;
}

/* Digits, and what people write between them. */
static gboolean
is_phone (const char *phone)
{
  return g_regex_match_simple ("\\A\\+?[0-9][0-9 ()-]{1,24}\\z", phone, 0, 0);
}

static gboolean
convert_plain (GKeyFile *file, const char *name, const char *id, JsonBuilder *json, GError **error)
{
  g_autofree char *kind = g_key_file_get_string (file, id, "Kind", NULL);
  g_autofree char *phone = g_key_file_get_string (file, id, "Phone", NULL);
  g_auto (GStrv) spoken = g_key_file_get_string_list (file, id, "Languages", NULL, NULL);

  if (kind == NULL || !g_strv_contains (kinds, kind))
    return refuse (
        name,
        id,
        error,
        "Kind= is one of clinic, hospital, pharmacy, hotline, legal, food, shelter, other");
  if (phone != NULL && !is_phone (phone))
    return refuse (name, id, error, "“%s” is not a phone number", phone);

  json_builder_set_member_name (json, "kind");
  json_builder_add_string_value (json, kind);
  if (phone != NULL)
    {
      json_builder_set_member_name (json, "phone");
      json_builder_add_string_value (json, phone);
    }
  json_builder_set_member_name (json, "demo");
  json_builder_add_boolean_value (json, g_key_file_get_boolean (file, id, "Demo", NULL));
  json_builder_set_member_name (json, "languages");
  json_builder_begin_array (json);
  for (guint i = 0; spoken != NULL && spoken[i] != NULL; i++)
    {
      if (!tambo_language_is_valid (spoken[i]))
        return refuse (name, id, error, "“%s” is not a language tag", spoken[i]);
      json_builder_add_string_value (json, spoken[i]);
    }
  json_builder_end_array (json);

  return TRUE;
}

static gboolean
convert_place (GKeyFile *file,
               const char *name,
               const char *id,
               const char *const *languages,
               JsonBuilder *json,
               GError **error)
{
  if (!tambo_text_is_word (id))
    return refuse (name, id, error, "a place's id is small letters, digits and hyphens");

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "id");
  json_builder_add_string_value (json, id);
  if (!convert_plain (file, name, id, json, error) ||
      !convert_texts (file, name, id, languages, json, error))
    return FALSE;
  json_builder_end_object (json);

  return TRUE;
}

/**
 * tambo_places_source_convert:
 * @bytes: places.ini: one group a place, Name=, Name[ar]=, Kind=, Phone= …
 * @name: what to call the file in messages
 *
 * Returns: (transfer full): the places as content/README.md describes them
 */
GBytes *
tambo_places_source_convert (GBytes *bytes,
                             const char *name,
                             const char *const *languages,
                             GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) ids = NULL;
  gsize n_ids = 0;
  char *text = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, &local_error))
    {
      refuse (name, "", error, "%s", local_error->message);
      return NULL;
    }
  ids = g_key_file_get_groups (file, &n_ids);
  if (n_ids == 0 || n_ids > MAX_PLACES)
    {
      refuse (name, "", error, "there must be 1 to %d places", MAX_PLACES);
      return NULL;
    }

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "places");
  json_builder_begin_array (json);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (!convert_place (file, name, ids[i], languages, json, error))
        return NULL;
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}
