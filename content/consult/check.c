/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/check.h"

#include "content/base/error.h"
#include "content/consult/bundle.h"
#include "content/consult/fhir.h"

#include <sodium.h>
#include <string.h>

#define MAX_LINES 1000
#define MAX_DEPTH 16
#define MAX_LABEL 200

/**
 * TamboConsultCheck:
 *
 * A check that a person answered and hands over with a request: questions and answers as they were
 * shown, and what came out. Immutable.
 */
struct _TamboConsultCheck
{
  GObject parent_instance;

  GBytes *response;    /* (owned) (nullable) */
  char *questionnaire; /* (owned) (nullable) */
  char *language;      /* (owned) (nullable) */
  char *title;         /* (owned) (nullable) */
  char *band;          /* (owned) (nullable) */
  char *band_text;     /* (owned) (nullable) */
  char *score;         /* (owned) (nullable) */
  GPtrArray *lines;    /* (owned) (element-type TamboConsultLine) */
};

G_DEFINE_FINAL_TYPE (TamboConsultCheck, tambo_consult_check, G_TYPE_OBJECT)

static void
free_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

static void
free_line (gpointer data)
{
  TamboConsultLine *line = data;

  free_text (line->question);
  for (guint i = 0; line->answers[i] != NULL; i++)
    free_text (line->answers[i]);
  g_free (line->answers);
  g_free (line->language);
  g_free (line);
}

static void
tambo_consult_check_finalize (GObject *object)
{
  TamboConsultCheck *self = TAMBO_CONSULT_CHECK (object);

  g_clear_pointer (&self->response, g_bytes_unref);
  g_free (self->questionnaire);
  g_free (self->language);
  g_free (self->title);
  g_free (self->band);
  free_text (self->band_text);
  free_text (self->score);
  g_ptr_array_unref (self->lines);

  G_OBJECT_CLASS (tambo_consult_check_parent_class)->finalize (object);
}

static void
tambo_consult_check_class_init (TamboConsultCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_consult_check_finalize;
}

static void
tambo_consult_check_init (TamboConsultCheck *self)
{
  self->lines = g_ptr_array_new_with_free_func (free_line);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT, "The response %s", what);

  return FALSE;
}

static char *
describe_quantity (TamboJson *json, JsonObject *quantity)
{
  JsonNode *value = json_object_get_member (quantity, "value");
  const char *number = value != NULL ? tambo_json_get_number_text (json, value) : NULL;
  const char *unit = tambo_fhir_find_string (quantity, "unit");

  return g_strdup_printf ("%s %s", number != NULL ? number : "", unit != NULL ? unit : "");
}

/* Returns: (transfer full) (nullable): a value[x] in the words that were shown */
static char *
describe_value (TamboJson *json, const char *name, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      const char *text = tambo_fhir_find_string (object, "display");

      if (g_str_equal (name, "valueQuantity"))
        return describe_quantity (json, object);

      return g_strdup (text != NULL ? text : tambo_fhir_find_string (object, "code"));
    }

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");

  return g_strdup (tambo_json_get_number_text (json, node));
}

static gboolean
is_declined (JsonObject *object)
{
  return tambo_fhir_find_extension (object, TAMBO_FHIR_ABSENT) != NULL;
}

/* Reads the value of one answer, or the reason why there is none. */
static void
read_answer (TamboJson *json, JsonObject *answer, TamboConsultLine *line, GPtrArray *texts)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  line->is_declined = line->is_declined || is_declined (answer);
  json_object_iter_init_ordered (&iter, answer);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (g_str_has_prefix (name, "_value") && JSON_NODE_HOLDS_OBJECT (node))
        line->is_declined = line->is_declined || is_declined (json_node_get_object (node));
      if (g_str_has_prefix (name, "value"))
        {
          char *text = describe_value (json, name, node);

          line->is_boolean = line->is_boolean || g_str_equal (name, "valueBoolean");
          if (text != NULL)
            g_ptr_array_add (texts, text);
        }
    }
}

/* A person may change the language in the middle of a form. */
static char *
dup_language (JsonObject *item)
{
  JsonObject *extension = tambo_fhir_find_extension (item, TAMBO_FHIR_LANGUAGE);
  const char *language = tambo_fhir_find_string (extension, "valueCode");

  return language != NULL && tambo_language_is_valid (language) ? g_strdup (language) : NULL;
}

static gboolean read_items (TamboConsultCheck *self,
                            TamboJson *json,
                            JsonObject *parent,
                            guint depth,
                            GError **error);

static gboolean
read_item (TamboConsultCheck *self, TamboJson *json, JsonObject *item, guint depth, GError **error)
{
  TamboConsultLine *line = g_new0 (TamboConsultLine, 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  const char *text = tambo_fhir_find_string (item, "text");
  const char *link_id = tambo_fhir_find_string (item, "linkId");

  line->depth = depth;
  line->question = g_strdup (text != NULL ? text : link_id);
  line->language = dup_language (item);
  line->is_declined = is_declined (item);
  for (guint i = 0; i < tambo_fhir_count (item, "answer"); i++)
    {
      JsonObject *answer = tambo_fhir_find_element (item, "answer", i);

      if (answer != NULL)
        read_answer (json, answer, line, texts);
    }
  g_ptr_array_add (texts, NULL);
  line->answers = (char **) g_ptr_array_steal (texts, NULL);
  g_ptr_array_add (self->lines, line);

  if (link_id == NULL)
    return refuse (error, "has an item without a linkId");
  if (self->lines->len > MAX_LINES)
    return refuse (error, "is too long");
  if (!read_items (self, json, item, depth + 1, error))
    return FALSE;

  for (guint i = 0; i < tambo_fhir_count (item, "answer"); i++)
    if (!read_items (self, json, tambo_fhir_find_element (item, "answer", i), depth + 1, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_items (TamboConsultCheck *self,
            TamboJson *json,
            JsonObject *parent,
            guint depth,
            GError **error)
{
  if (depth > MAX_DEPTH)
    return refuse (error, "is nested too deeply");

  for (guint i = 0; i < tambo_fhir_count (parent, "item"); i++)
    {
      JsonObject *item = tambo_fhir_find_element (parent, "item", i);

      if (item == NULL)
        return refuse (error, "has an item that is none");
      if (!read_item (self, json, item, depth, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_response (TamboConsultCheck *self, TamboJson *json, JsonObject *response, GError **error)
{
  if (g_strcmp0 (tambo_fhir_find_string (response, "resourceType"), "QuestionnaireResponse") != 0)
    return refuse (error, "is no QuestionnaireResponse");

  self->questionnaire = g_strdup (tambo_fhir_find_string (response, "questionnaire"));
  self->language = g_strdup (tambo_fhir_find_string (response, "language"));
  if (self->language != NULL && !tambo_language_is_valid (self->language))
    return refuse (error, "is in no language");

  return read_items (self, json, response, 0, error);
}

/* A response as it comes from a form says nothing of the person yet. The bundle adds that. */
static gboolean
is_bare (JsonObject *response)
{
  static const char *const members[] = { "identifier", "subject", "source" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (response, members[i]))
      return FALSE;

  return TRUE;
}

static char *
dup_label (const char *text)
{
  return text != NULL ? g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_LABEL))
                      : NULL;
}

/**
 * tambo_consult_check_new:
 * @response: what tambo_form_session_to_response() returned
 * @title: of the questionnaire, in the person's language
 * @band: (nullable): code of the result: self-care, see-someone, soon, same-day, emergency
 * @band_text: (nullable): the result in the words that were shown
 * @score: (nullable): the digits of the score; left out unless the person agrees to that
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the check, or %NULL with %TAMBO_ERROR_CONSULT_FORMAT or an error of
 *   JSON set
 */
TamboConsultCheck *
tambo_consult_check_new (GBytes *response,
                         const char *title,
                         const char *band,
                         const char *band_text,
                         const char *score,
                         GError **error)
{
  g_autoptr (TamboConsultCheck) self = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonObject *root;

  g_return_val_if_fail (response != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json = tambo_json_parse (response, TAMBO_BUNDLE_MAX_SIZE, error);
  root = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (root == NULL)
    return NULL;

  self = g_object_new (TAMBO_TYPE_CONSULT_CHECK, NULL);
  if (!read_response (self, json, root, error))
    return NULL;
  if (!is_bare (root))
    {
      refuse (error, "says already whose it is");
      return NULL;
    }

  self->response = g_bytes_ref (response);
  self->title = dup_label (title);
  self->band = dup_label (band);
  self->band_text = dup_label (band_text);
  self->score = dup_label (score);

  return g_steal_pointer (&self);
}

static char *
dup_score (TamboJson *json, JsonObject *observation)
{
  JsonNode *integer = json_object_get_member (observation, "valueInteger");

  if (integer != NULL)
    return g_strdup (tambo_json_get_number_text (json, integer));

  return dup_label (tambo_fhir_find_string (observation, "valueString"));
}

/**
 * tambo_consult_check_new_from_json:
 * @json: a bundle
 * @response: a QuestionnaireResponse in it
 * @observation: (nullable): the Observation that is derived from it
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the check, or %NULL with %TAMBO_ERROR_CONSULT_FORMAT set
 */
TamboConsultCheck *
tambo_consult_check_new_from_json (TamboJson *json,
                                   JsonObject *response,
                                   JsonObject *observation,
                                   GError **error)
{
  g_autoptr (TamboConsultCheck) self = g_object_new (TAMBO_TYPE_CONSULT_CHECK, NULL);
  JsonObject *band;

  if (!read_response (self, json, response, error))
    return NULL;
  if (observation == NULL)
    return g_steal_pointer (&self);

  band = tambo_fhir_find_element (observation, "interpretation", 0);
  self->title = dup_label (
      tambo_fhir_find_string (tambo_fhir_find_object (observation, "code"), "text"));
  self->band = dup_label (tambo_fhir_find_code (band, TAMBO_FHIR_BAND_SYSTEM));
  self->band_text = dup_label (tambo_fhir_find_string (band, "text"));
  self->score = dup_score (json, observation);

  return g_steal_pointer (&self);
}

/* Returns: (transfer none) (nullable): what it was made of; %NULL if it was read from a bundle */
GBytes *
tambo_consult_check_get_response (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);

  return self->response;
}

/* Returns: (nullable) */
const char *
tambo_consult_check_get_title (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);

  return self->title;
}

/* Returns: (nullable): url and version of the form */
const char *
tambo_consult_check_get_questionnaire (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);

  return self->questionnaire;
}

/* Returns: (nullable): in which it was asked */
const char *
tambo_consult_check_get_language (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);

  return self->language;
}

/* Returns: (nullable) */
const char *
tambo_consult_check_get_band (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);

  return self->band;
}

/* Returns: (nullable) */
const char *
tambo_consult_check_get_band_text (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);

  return self->band_text;
}

/* Returns: (nullable) */
const char *
tambo_consult_check_get_score (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);

  return self->score;
}

guint
tambo_consult_check_get_n_lines (TamboConsultCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), 0);

  return self->lines->len;
}

const TamboConsultLine *
tambo_consult_check_get_line (TamboConsultCheck *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_CHECK (self), NULL);
  g_return_val_if_fail (index < self->lines->len, NULL);

  return g_ptr_array_index (self->lines, index);
}
