/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/translated-form.h"

#include "content/author/source-file.h"
#include "content/author/text-rules.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

/* A form has its rules and the words of one language; a translator writes the words of another
 * into a file beside it: forms/cough.fr.ini goes with forms/cough.json. They become translation
 * extensions, so that a kiosk, and any other program, reads an ordinary Questionnaire. */

#define GROUP_FORM "Form"
#define MAX_WORDS 600
#define SHORT_TEXT "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText"
#define UNIT "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
#define TRANSLATION "http://hl7.org/fhir/StructureDefinition/translation"

typedef struct
{
  const char *language; /* (unowned) */
  char *name;           /* (owned): for messages */
  GKeyFile *file;       /* (owned): a text is taken out when it finds its place */
} Words;

typedef struct
{
  TamboJson *form;  /* (unowned) */
  GPtrArray *words; /* (owned) (element-type Words): of the languages that have a file */
  GString *out;     /* (owned) */
} Merge;

/* Where in the form something stands. */
typedef struct
{
  const char *group;     /* the question, or "Form" */
  const char *extension; /* whose value this is */
  gboolean is_option;
} Place;

static void write_node (Merge *merge, JsonNode *node, Place place);

static void
words_free (Words *words)
{
  g_free (words->name);
  g_key_file_unref (words->file);
  g_free (words);
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static void
write_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_printf (out, "\\%c", *text);
      else if ((guchar) *text < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) *text);
      else
        g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

static void
write_value (Merge *merge, JsonNode *node)
{
  const char *number = tambo_json_get_number_text (merge->form, node);

  if (number != NULL)
    g_string_append (merge->out, number);
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (merge->out, json_node_get_boolean (node) ? "true" : "false");
  else
    write_string (merge->out, json_node_get_string (node));
}

/* Returns: (transfer full) (nullable): the key in the translators' files for a member that people
 * read */
static char *
name_text (JsonObject *object, const char *member, Place place)
{
  const char *code = get_string (object, "code");

  if (place.group == NULL || get_string (object, member) == NULL)
    return NULL;
  if (g_str_equal (member, "title") && g_str_equal (place.group, GROUP_FORM))
    return g_strdup ("Title");
  if (g_str_equal (member, "description") && g_str_equal (place.group, GROUP_FORM))
    return g_strdup ("Description");
  if (g_str_equal (member, "text") && g_strcmp0 (get_string (object, "linkId"), place.group) == 0)
    return g_strdup ("Text");
  if (g_str_equal (member, "valueString") &&
      g_strcmp0 (get_string (object, "url"), SHORT_TEXT) == 0)
    return g_strdup ("Short");
  if (g_str_equal (member, "display") && g_strcmp0 (place.extension, UNIT) == 0)
    return g_strdup ("Unit");
  if (g_str_equal (member, "display") && place.is_option && code != NULL)
    return g_strdup_printf ("Option %s", code);

  return NULL;
}

static void
write_translation (GString *out, const char *language, const char *text)
{
  g_string_append (out, "{\"url\":\"" TRANSLATION "\",\"extension\":[{\"url\":\"lang\",");
  g_string_append (out, "\"valueCode\":");
  write_string (out, language);
  g_string_append (out, "},{\"url\":\"content\",\"valueString\":");
  write_string (out, text);
  g_string_append (out, "}]}");
}

/* What the form itself says in other languages comes first. */
static void
write_extensions (Merge *merge,
                  JsonObject *object,
                  const char *member,
                  const char *group,
                  const char *key)
{
  g_autofree char *extended = g_strconcat ("_", member, NULL);
  JsonNode *node = json_object_get_member (object, extended);
  JsonArray *inside = NULL;
  const char *comma = "";

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
      tambo_json_object_find_array (json_node_get_object (node), "extension", &inside, NULL) &&
      inside != NULL)
    for (guint i = 0; i < json_array_get_length (inside); i++, comma = ",")
      {
        g_string_append (merge->out, comma);
        write_node (merge, json_array_get_element (inside, i), (Place){ NULL });
      }
  for (guint i = 0; i < merge->words->len; i++)
    {
      Words *words = merge->words->pdata[i];
      g_autofree char *text = g_key_file_get_string (words->file, group, key, NULL);

      if (text == NULL)
        continue;
      g_string_append (merge->out, comma);
      write_translation (merge->out, words->language, text);
      g_key_file_remove_key (words->file, group, key, NULL);
      comma = ",";
    }
}

static void
write_translations (Merge *merge,
                    JsonObject *object,
                    const char *member,
                    const char *group,
                    const char *key)
{
  g_autofree char *extended = g_strconcat ("_", member, NULL);
  gboolean is_translated = json_object_has_member (object, extended);

  for (guint i = 0; i < merge->words->len && !is_translated; i++)
    is_translated = g_key_file_has_key (((Words *) merge->words->pdata[i])->file, group, key, NULL);
  if (!is_translated)
    return;

  g_string_append_printf (merge->out, ",\"_%s\":{\"extension\":[", member);
  write_extensions (merge, object, member, group, key);
  g_string_append (merge->out, "]}");
}

/* Whether @member only extends a text, and was written with it. */
static gboolean
extends_text (JsonObject *object, const char *member, Place place)
{
  g_autofree char *key = *member == '_' ? name_text (object, member + 1, place) : NULL;

  return key != NULL;
}

static void
write_object (Merge *merge, JsonObject *object, Place place)
{
  g_autoptr (GList) members = json_object_get_members (object);
  const char *comma = "";

  if (get_string (object, "linkId") != NULL)
    place = (Place){ .group = get_string (object, "linkId") };

  g_string_append_c (merge->out, '{');
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *key = name_text (object, l->data, place);
      Place below = place;

      if (extends_text (object, l->data, place))
        continue;
      if (g_str_equal (l->data, "extension"))
        below.is_option = FALSE;
      else if (g_str_equal (l->data, "answerOption"))
        below.is_option = TRUE;
      below.extension = get_string (object, "url");
      g_string_append (merge->out, comma);
      write_string (merge->out, l->data);
      g_string_append_c (merge->out, ':');
      write_node (merge, json_object_get_member (object, l->data), below);
      if (key != NULL)
        write_translations (merge, object, l->data, place.group, key);
      comma = ",";
    }
  g_string_append_c (merge->out, '}');
}

static void
write_array (Merge *merge, JsonArray *array, Place place)
{
  g_string_append_c (merge->out, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (merge->out, ',');
      write_node (merge, json_array_get_element (array, i), place);
    }
  g_string_append_c (merge->out, ']');
}

static void
write_node (Merge *merge, JsonNode *node, Place place)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    write_object (merge, json_node_get_object (node), place);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    write_array (merge, json_node_get_array (node), place);
  else if (JSON_NODE_HOLDS_VALUE (node))
    write_value (merge, node);
  else
    g_string_append (merge->out, "null");
}

static gboolean
refuse (const char *place, const char *why, GError **error)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "%s: %s", place, why);

  return FALSE;
}

/* A word without a place is a mistake: a question that was renamed, or a key that is misspelt. */
static gboolean
check_all_placed (Words *words, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (words->file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (words->file, groups[i], NULL, NULL);
      g_autofree char *place = NULL;

      if (keys == NULL || keys[0] == NULL)
        continue;
      place = g_strdup_printf ("%s, [%s], %s", words->name, groups[i], keys[0]);
      return refuse (place, "the form has no such text; correct the name, or take it out", error);
    }

  return TRUE;
}

static gboolean
check_words (Words *words, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (words->file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (words->file, groups[i], NULL, NULL);

      for (guint k = 0; keys != NULL && keys[k] != NULL; k++)
        {
          g_autofree char *place =
              g_strdup_printf ("%s, [%s], %s", words->name, groups[i], keys[k]);
          g_autoptr (GError) local_error = NULL;
          g_autofree char *text =
              g_key_file_get_string (words->file, groups[i], keys[k], &local_error);

          if (text == NULL)
            return refuse (place, local_error->message, error);
          if (!tambo_text_check (text, -1, MAX_WORDS, place, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* forms/cough.json and fr make forms/cough.fr.ini. */
char *
tambo_translated_form_name_words (const char *path, const char *language)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *stem = g_strndup (path, dot != NULL ? (gsize) (dot - path) : strlen (path));

  return g_strdup_printf ("%s.%s.ini", stem, language);
}

static gboolean
load_words (GPtrArray *all, GFile *folder, const char *path, const char *language, GError **error)
{
  g_autofree char *name = tambo_translated_form_name_words (path, language);
  g_autoptr (GFile) file = g_file_resolve_relative_path (folder, name);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  Words *words = NULL;

  if (!g_file_query_exists (file, NULL))
    return TRUE;
  bytes = tambo_source_read (folder, name, error);
  if (bytes == NULL)
    return FALSE;

  words = g_new0 (Words, 1);
  words->language = language;
  words->name = g_steal_pointer (&name);
  words->file = g_key_file_new ();
  g_ptr_array_add (all, words);
  if (!g_key_file_load_from_bytes (words->file, bytes, G_KEY_FILE_NONE, &local_error))
    return refuse (words->name, local_error->message, error);

  return check_words (words, error);
}

static GBytes *
merge_words (GBytes *bytes, const char *path, GPtrArray *words, GError **error)
{
  g_autoptr (TamboJson) form = tambo_json_parse (bytes, TAMBO_LIMIT_FORM, error);
  g_autoptr (GString) out = g_string_new (NULL);
  Merge merge = { form, words, out };

  if (form == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  write_node (&merge, tambo_json_get_root (form), (Place){ .group = GROUP_FORM });
  for (guint i = 0; i < words->len; i++)
    {
      if (!check_all_placed (words->pdata[i], error))
        return NULL;
    }

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/**
 * tambo_translated_form_read:
 * @folder: an author's folder
 * @path: a FHIR R4 Questionnaire in it
 * @languages: those that the pack offers
 *
 * Reads a form, and into it the words of every language that has a file beside it.
 *
 * Returns: (transfer full): the Questionnaire, in all its languages
 */
GBytes *
tambo_translated_form_read (GFile *folder,
                            const char *path,
                            const char *const *languages,
                            GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) words_free);

  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (languages != NULL, NULL);

  bytes = tambo_source_read (folder, path, error);
  if (bytes == NULL)
    return NULL;
  for (guint i = 0; languages[i] != NULL; i++)
    {
      if (!load_words (words, folder, path, languages[i], error))
        return NULL;
    }

  return words->len == 0 ? g_steal_pointer (&bytes) : merge_words (bytes, path, words, error);
}
