/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/request.h"

#include "content/base/error.h"
#include "content/consult/bundle.h"
#include "content/consult/fhir.h"
#include "content/consult/request-document.h"

#include <sodium.h>
#include <string.h>

#define MAX_TOPIC 80

/**
 * TamboRequest:
 *
 * What a person asks a clinic: own words, checks, what was agreed to. It becomes a FHIR document
 * that holds no more than the person agreed to, and is read from one by the clinic.
 */
struct _TamboRequest
{
  GObject parent_instance;

  char *language;     /* (owned) */
  char *text;         /* (owned) (nullable) */
  char *topic;        /* (owned) (nullable) */
  char *case_code;    /* (owned) (nullable) */
  char *consent_text; /* (owned) (nullable) */
  TamboConsent consent;
  guint birth_decade;
  gboolean urgent;
  GListStore *checks; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboRequest, tambo_request, G_TYPE_OBJECT)

static void
clear_text (TamboRequest *self)
{
  if (self->text != NULL)
    sodium_memzero (self->text, strlen (self->text));
  g_clear_pointer (&self->text, g_free);
}

static void
tambo_request_finalize (GObject *object)
{
  TamboRequest *self = TAMBO_REQUEST (object);

  clear_text (self);
  g_free (self->language);
  g_free (self->topic);
  g_free (self->case_code);
  g_free (self->consent_text);
  g_object_unref (self->checks);

  G_OBJECT_CLASS (tambo_request_parent_class)->finalize (object);
}

static void
tambo_request_class_init (TamboRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_request_finalize;
}

static void
tambo_request_init (TamboRequest *self)
{
  self->checks = g_list_store_new (TAMBO_TYPE_CONSULT_CHECK);
}

/* @language: the person's, BCP 47 */
TamboRequest *
tambo_request_new (const char *language)
{
  TamboRequest *self;

  g_return_val_if_fail (tambo_language_is_valid (language), NULL);

  self = g_object_new (TAMBO_TYPE_REQUEST, NULL);
  self->language = g_strdup (language);

  return self;
}

/**
 * tambo_request_to_bytes:
 * @message: that will carry it; ids and the case code follow from it
 * @today: day of writing
 * @error: return location for a #GError
 *
 * Writes what the person agreed to: without consent for a part, that part is not in the document.
 *
 * Returns: (transfer full): a FHIR R4 document Bundle, overwritten when freed, or %NULL with
 *   %TAMBO_ERROR_CONSULT_FORMAT set if a response in it could identify somebody
 */
GBytes *
tambo_request_to_bytes (TamboRequest *self, TamboMessage *message, guint today, GError **error)
{
  g_autoptr (TamboJson) checked = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (TAMBO_IS_REQUEST (self), NULL);
  g_return_val_if_fail (TAMBO_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  bytes = tambo_request_document_write (self, message, today);
  checked = tambo_bundle_parse (bytes, error);
  if (checked == NULL)
    return NULL;

  return g_steal_pointer (&bytes);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT, "The request %s", what);

  return FALSE;
}

static void
read_consent (TamboRequest *self, TamboJson *json)
{
  JsonObject *consent = tambo_bundle_find (json, "Consent", 0, NULL);
  JsonObject *provision = tambo_fhir_find_object (consent, "provision");

  for (guint i = 0; i < tambo_fhir_count (provision, "code"); i++)
    {
      JsonObject *concept = tambo_fhir_find_element (provision, "code", i);
      const char *code = tambo_fhir_find_code (concept, TAMBO_FHIR_CONSENT_SYSTEM);

      for (guint j = 0; j < TAMBO_N_CONSENT_PARTS; j++)
        if (g_strcmp0 (code, tambo_consent_parts[j].code) == 0)
          self->consent |= tambo_consent_parts[j].part;
    }
}

static gboolean
read_patient (TamboRequest *self, TamboJson *json, GError **error)
{
  JsonObject *patient = tambo_bundle_find (json, "Patient", 0, NULL);
  JsonObject *communication = tambo_fhir_find_element (patient, "communication", 0);
  JsonObject *decade = tambo_fhir_find_extension (patient, TAMBO_FHIR_BIRTH_DECADE);
  JsonObject *identifier = tambo_fhir_find_element (patient, "identifier", 0);
  const char *language;
  gint64 year = 0;

  language = tambo_fhir_find_code (tambo_fhir_find_object (communication, "language"),
                                   TAMBO_FHIR_LANGUAGES);
  if (language == NULL || !tambo_language_is_valid (language))
    return refuse (error, "is in no language");
  if (decade != NULL &&
      !tambo_json_object_get_int (decade, "valueInteger", 1900, 2200, &year, error))
    return FALSE;

  self->language = g_strdup (language);
  self->birth_decade = (guint) year;
  self->case_code = g_strdup (tambo_fhir_find_string (identifier, "value"));
  if (self->case_code == NULL || strlen (self->case_code) > 32)
    return refuse (error, "has no case code");

  return TRUE;
}

static gboolean
read_service_request (TamboRequest *self, TamboJson *json, GError **error)
{
  JsonObject *request = tambo_bundle_find (json, "ServiceRequest", 0, NULL);
  const char *topic;

  if (request == NULL)
    return refuse (error, "asks for nothing");

  self->urgent = g_strcmp0 (tambo_fhir_find_string (request, "priority"), "urgent") == 0;
  topic = tambo_fhir_find_string (tambo_fhir_find_element (request, "reasonCode", 0), "text");
  tambo_request_set_topic (self, topic);

  return TRUE;
}

static gboolean
read_text (TamboRequest *self, TamboJson *json, GError **error)
{
  JsonObject *communication = tambo_bundle_find (json, "Communication", 0, NULL);
  JsonObject *payload = tambo_fhir_find_element (communication, "payload", 0);
  const char *text = tambo_fhir_find_string (payload, "contentString");

  if (text != NULL && g_utf8_strlen (text, -1) > TAMBO_MESSAGE_TEXT_MAX)
    return refuse (error, "has more text than fits");

  self->text = g_strdup (text);

  return TRUE;
}

static JsonObject *
find_observation (TamboJson *json, const char *response_url)
{
  for (guint i = 0;; i++)
    {
      JsonObject *observation = tambo_bundle_find (json, "Observation", i, NULL);
      JsonObject *derived_from = tambo_fhir_find_element (observation, "derivedFrom", 0);

      if (observation == NULL ||
          g_strcmp0 (tambo_fhir_find_string (derived_from, "reference"), response_url) == 0)
        return observation;
    }
}

static gboolean
read_checks (TamboRequest *self, TamboJson *json, GError **error)
{
  for (guint i = 0; i <= TAMBO_REQUEST_MAX_CHECKS; i++)
    {
      const char *url;
      JsonObject *response = tambo_bundle_find (json, "QuestionnaireResponse", i, &url);
      g_autoptr (TamboConsultCheck) check = NULL;

      if (response == NULL)
        return TRUE;
      if (i == TAMBO_REQUEST_MAX_CHECKS)
        break;

      check =
          tambo_consult_check_new_from_json (json, response, find_observation (json, url), error);
      if (check == NULL)
        return FALSE;
      tambo_request_add_check (self, check);
    }

  return refuse (error, "holds too many checks");
}

/**
 * tambo_request_new_from_bytes:
 * @bundle: the body of a request or of a further message
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the request, or %NULL with %TAMBO_ERROR_CONSULT_FORMAT or an error of
 *   JSON set
 */
TamboRequest *
tambo_request_new_from_bytes (GBytes *bundle, GError **error)
{
  g_autoptr (TamboRequest) self = NULL;
  g_autoptr (TamboJson) json = NULL;

  g_return_val_if_fail (bundle != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json = tambo_bundle_parse (bundle, error);
  if (json == NULL)
    return NULL;

  self = g_object_new (TAMBO_TYPE_REQUEST, NULL);
  read_consent (self, json);
  if (!read_patient (self, json, error) || !read_service_request (self, json, error) ||
      !read_text (self, json, error) || !read_checks (self, json, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
tambo_request_get_language (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), NULL);

  return self->language;
}

/* Returns: (nullable): the person's own words */
const char *
tambo_request_get_text (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), NULL);

  return self->text;
}

/* @text: (nullable): at most %TAMBO_MESSAGE_TEXT_MAX characters; what is more is cut */
void
tambo_request_set_text (TamboRequest *self, const char *text)
{
  g_return_if_fail (TAMBO_IS_REQUEST (self));
  g_return_if_fail (text == NULL || g_utf8_validate (text, -1, NULL));

  clear_text (self);
  if (text != NULL && *text != '\0')
    self->text = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), TAMBO_MESSAGE_TEXT_MAX));
}

/* Returns: (nullable): what it is about, in the person's language */
const char *
tambo_request_get_topic (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), NULL);

  return self->topic;
}

void
tambo_request_set_topic (TamboRequest *self, const char *topic)
{
  g_return_if_fail (TAMBO_IS_REQUEST (self));

  g_clear_pointer (&self->topic, g_free);
  if (topic != NULL)
    self->topic = g_utf8_substring (topic, 0, MIN (g_utf8_strlen (topic, -1), MAX_TOPIC));
}

gboolean
tambo_request_get_urgent (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), FALSE);

  return self->urgent;
}

void
tambo_request_set_urgent (TamboRequest *self, gboolean urgent)
{
  g_return_if_fail (TAMBO_IS_REQUEST (self));

  self->urgent = urgent;
}

/* Returns: the first year of the ten, or 0 if the person would rather not say */
guint
tambo_request_get_birth_decade (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), 0);

  return self->birth_decade;
}

void
tambo_request_set_birth_decade (TamboRequest *self, guint year)
{
  g_return_if_fail (TAMBO_IS_REQUEST (self));
  g_return_if_fail (year == 0 || (year >= 1900 && year % 10 == 0));

  self->birth_decade = year;
}

TamboConsent
tambo_request_get_consent (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), 0);

  return self->consent;
}

/* Returns: (nullable): which words it was asked in; only of a request that is being written */
const char *
tambo_request_get_consent_text (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), NULL);

  return self->consent_text;
}

/**
 * tambo_request_set_consent:
 * @consent: what the person said yes to
 * @text_version: (nullable): names the words in which it was asked
 */
void
tambo_request_set_consent (TamboRequest *self, TamboConsent consent, const char *text_version)
{
  g_return_if_fail (TAMBO_IS_REQUEST (self));

  self->consent = consent;
  g_free (self->consent_text);
  self->consent_text = g_strdup (text_version);
}

/* Returns: (transfer none) (element-type TamboConsultCheck) */
GListModel *
tambo_request_get_checks (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), NULL);

  return G_LIST_MODEL (self->checks);
}

void
tambo_request_add_check (TamboRequest *self, TamboConsultCheck *check)
{
  g_return_if_fail (TAMBO_IS_REQUEST (self));
  g_return_if_fail (TAMBO_IS_CONSULT_CHECK (check));
  g_return_if_fail (g_list_model_get_n_items (G_LIST_MODEL (self->checks)) <
                    TAMBO_REQUEST_MAX_CHECKS);

  g_list_store_append (self->checks, check);
}

/* Returns: (nullable): only of a request that was read */
const char *
tambo_request_get_case_code (TamboRequest *self)
{
  g_return_val_if_fail (TAMBO_IS_REQUEST (self), NULL);

  return self->case_code;
}
