/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-source.h"

#include "content/base/error.h"
#include "content/base/limits.h"

#include <string.h>

/* Returns: (nullable): the text of a primitive child */
const char *
tambo_form_source_get_text (TamboElement *element, const char *name)
{
  TamboElement *child = tambo_element_find_child (element, name);

  return child == NULL ? NULL : tambo_element_get_text (child);
}

gboolean
tambo_form_source_get_flag (TamboElement *element, const char *name)
{
  return g_strcmp0 (tambo_form_source_get_text (element, name), "true") == 0;
}

/* Several guides moved the same extension about, so the last part of its address decides. */
gboolean
tambo_form_source_is_extension (TamboElement *element, const char *name)
{
  const char *url = tambo_form_source_get_text (element, "url");
  const char *last;

  if (url == NULL || (strcmp (tambo_element_get_name (element), "extension") != 0 &&
                      strcmp (tambo_element_get_name (element), "modifierExtension") != 0))
    return FALSE;
  if (g_str_has_prefix (url, "urn:") || g_str_has_prefix (name, "urn:"))
    return strcmp (url, name) == 0;

  last = strrchr (url, '/') == NULL ? url : strrchr (url, '/') + 1;
  if (g_str_has_prefix (last, "sdc-"))
    last += strlen ("sdc-");
  if (g_str_has_prefix (last, "questionnaire-"))
    last += strlen ("questionnaire-");

  return strcmp (last, name) == 0;
}

TamboElement *
tambo_form_source_find_extension (TamboElement *element, const char *name)
{
  for (guint i = 0; i < tambo_element_get_n_children (element); i++)
    if (tambo_form_source_is_extension (tambo_element_get_child (element, i), name))
      return tambo_element_get_child (element, i);

  return NULL;
}

/* Returns: (nullable): the value of the first such extension, whatever its type */
TamboElement *
tambo_form_source_find_value (TamboElement *element, const char *name)
{
  TamboElement *extension = tambo_form_source_find_extension (element, name);

  for (guint i = 0; extension != NULL && i < tambo_element_get_n_children (extension); i++)
    if (tambo_element_matches (tambo_element_get_child (extension, i), "value"))
      return tambo_element_get_child (extension, i);

  return NULL;
}

const char *
tambo_form_source_get_extension_text (TamboElement *element, const char *name)
{
  TamboElement *value = tambo_form_source_find_value (element, name);

  return value == NULL ? NULL : tambo_element_get_text (value);
}

/* Whoever opens a form sees its words and nothing that turns them about. */
static gboolean
check_text (const char *text, GError **error)
{
  if (strlen (text) <= TAMBO_LIMIT_TEXT)
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_FORM_TOO_LARGE,
               "a text of more than %d bytes; shorten it",
               TAMBO_LIMIT_TEXT);
  return FALSE;
}

static gboolean
collect_text (GPtrArray *languages,
              GPtrArray *texts,
              const char *language,
              const char *text,
              GError **error)
{
  if (text == NULL || *text == '\0' || !tambo_language_is_valid (language))
    return TRUE;
  if (!check_text (text, error))
    return FALSE;

  g_ptr_array_add (languages, (gpointer) language);
  g_ptr_array_add (texts, (gpointer) text);
  return TRUE;
}

/**
 * tambo_form_source_get_texts:
 * @element: what has the text
 * @name: what the text is called there
 * @language: the language of the text itself
 * @out_texts: (out) (nullable): the text with its translations; %NULL if there is none
 * @error: return location for a #GError
 */
gboolean
tambo_form_source_get_texts (TamboElement *element,
                             const char *name,
                             const char *language,
                             TamboTexts **out_texts,
                             GError **error)
{
  g_autoptr (GPtrArray) languages = g_ptr_array_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  TamboElement *base = tambo_element_find_child (element, name);

  *out_texts = NULL;
  if (base == NULL)
    return TRUE;
  if (!collect_text (languages, texts, language, tambo_element_get_text (base), error))
    return FALSE;

  for (guint i = 0; i < tambo_element_get_n_children (base); i++)
    {
      TamboElement *extension = tambo_element_get_child (base, i);

      if (tambo_form_source_is_extension (extension, "translation") &&
          !collect_text (languages,
                         texts,
                         tambo_form_source_get_extension_text (extension, "lang"),
                         tambo_form_source_get_extension_text (extension, "content"),
                         error))
        return FALSE;
    }

  if (texts->len == 0 || texts->len > TAMBO_LIMIT_LANGUAGES)
    return texts->len == 0 || check_text ("", error);
  g_ptr_array_add (languages, NULL);
  g_ptr_array_add (texts, NULL);
  *out_texts = tambo_texts_new ((const char *const *) languages->pdata,
                                (const char *const *) texts->pdata);
  return TRUE;
}
