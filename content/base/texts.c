/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/texts.h"

#include "content/base/error.h"
#include "content/base/json-members.h"
#include "content/base/limits.h"

#include <string.h>

struct _TamboTexts
{
  gatomicrefcount ref_count;

  GHashTable *by_language; /* (owned): language → text */
};

G_DEFINE_BOXED_TYPE (TamboTexts, tambo_texts, tambo_texts_ref, tambo_texts_unref)

static TamboTexts *
texts_new_empty (void)
{
  TamboTexts *self = g_new0 (TamboTexts, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->by_language = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/* Both arrays end in %NULL and are of one length. */
TamboTexts *
tambo_texts_new (const char *const *languages, const char *const *texts)
{
  g_autoptr (TamboTexts) self = texts_new_empty ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_return_val_if_fail (tambo_language_is_valid (languages[i]), NULL);
      g_return_val_if_fail (texts[i] != NULL, NULL);
      g_hash_table_insert (self->by_language, g_strdup (languages[i]), g_strdup (texts[i]));
    }

  return g_steal_pointer (&self);
}

static gboolean
add_checked (TamboTexts *self, JsonObject *object, const char *language, GError **error)
{
  const char *text;

  if (!tambo_json_object_get_string (object, language, &text, error))
    return FALSE;

  if (!tambo_language_is_valid (language) || strlen (text) > TAMBO_LIMIT_TEXT)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_JSON_MEMBER,
                           "A text lacks a language tag or is too long");
      return FALSE;
    }

  g_hash_table_insert (self->by_language, g_strdup (language), g_strdup (text));

  return TRUE;
}

/**
 * tambo_texts_new_from_json:
 * @object: language → text, not trusted; may be empty
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the texts, or %NULL with %TAMBO_ERROR_JSON_MEMBER set
 */
TamboTexts *
tambo_texts_new_from_json (JsonObject *object, GError **error)
{
  g_autoptr (TamboTexts) self = texts_new_empty ();
  g_autoptr (GList) languages = json_object_get_members (object);

  if (json_object_get_size (object) > TAMBO_LIMIT_LANGUAGES)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_JSON_MEMBER, "Too many languages");
      return NULL;
    }

  for (GList *l = languages; l != NULL; l = l->next)
    if (!add_checked (self, object, l->data, error))
      return NULL;

  return g_steal_pointer (&self);
}

TamboTexts *
tambo_texts_ref (TamboTexts *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_texts_unref (TamboTexts *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->by_language, g_hash_table_unref);
  g_free (self);
}

/* Returns: (transfer full): an object, with the languages in order. */
JsonNode *
tambo_texts_to_json (TamboTexts *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_auto (GStrv) languages = tambo_texts_list_languages (self);

  for (guint i = 0; languages[i] != NULL; i++)
    json_object_set_string_member (object, languages[i], tambo_texts_get (self, languages[i]));

  return json_node_init_object (json_node_alloc (), object);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full): the tags in order. */
GStrv
tambo_texts_list_languages (TamboTexts *self)
{
  guint length;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->by_language, &length);

  if (length > 0)
    qsort (keys, length, sizeof (gpointer), compare_strings);

  return g_strdupv ((GStrv) keys);
}

/* Returns: (transfer none) (nullable): the text in exactly that language. */
const char *
tambo_texts_get (TamboTexts *self, const char *language)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  return g_hash_table_lookup (self->by_language, language);
}

/**
 * tambo_texts_choose:
 * @self: a #TamboTexts
 * @language: the language of the person
 *
 * The text that is nearest to a language: in that language, in the same without its region, in
 * English, in any.
 *
 * Returns: (transfer none): a text, "" if there is none at all
 */
const char *
tambo_texts_choose (TamboTexts *self, const char *language)
{
  g_auto (GStrv) languages = NULL;
  g_autofree char *general = NULL;
  const char *text = tambo_texts_get (self, language);

  if (text == NULL)
    {
      general = g_strndup (language, strcspn (language, "-"));
      text = tambo_texts_get (self, general);
    }
  if (text == NULL)
    text = tambo_texts_get (self, "en");
  if (text != NULL)
    return text;

  languages = tambo_texts_list_languages (self);

  return languages[0] != NULL ? tambo_texts_get (self, languages[0]) : "";
}

/* A BCP 47 tag by its form: letters, then parts of letters and digits joined by hyphens. */
gboolean
tambo_language_is_valid (const char *language)
{
  gsize first;
  gsize length;

  if (language == NULL)
    return FALSE;

  length = strlen (language);
  for (first = 0; g_ascii_isalpha (language[first]); first++)
    ;
  if (first < 2 || first > 8 || length > TAMBO_LIMIT_LANGUAGE_TAG)
    return FALSE;

  for (gsize i = first; i < length;)
    {
      gsize part = 0;

      if (language[i++] != '-')
        return FALSE;
      for (; g_ascii_isalnum (language[i]); i++)
        part++;
      if (part < 1 || part > 8)
        return FALSE;
    }

  return TRUE;
}

/**
 * tambo_language_is_wanted:
 * @language: (nullable): the tag of a file; %NULL for one that everybody needs
 * @wanted: (nullable): tags; %NULL for all
 *
 * A wanted "pt" takes "pt-BR", too.
 */
gboolean
tambo_language_is_wanted (const char *language, const char *const *wanted)
{
  if (language == NULL || wanted == NULL)
    return TRUE;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      gsize length = strlen (wanted[i]);

      if (g_ascii_strncasecmp (language, wanted[i], length) == 0 &&
          (language[length] == '\0' || language[length] == '-'))
        return TRUE;
    }

  return FALSE;
}
