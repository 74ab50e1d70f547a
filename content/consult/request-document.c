/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/request-document.h"

#include "content/consult/bundle.h"
#include "content/consult/fhir.h"

#include <sodium.h>
#include <string.h>

/* The codes under which consent goes into the document. */
const TamboConsentPart tambo_consent_parts[TAMBO_N_CONSENT_PARTS] = {
  { TAMBO_CONSENT_TEXT, "text" },
  { TAMBO_CONSENT_ANSWERS, "answers" },
  { TAMBO_CONSENT_SCORE, "score" },
  { TAMBO_CONSENT_VOICE, "voice" },
};

/* What is left of the text and the checks after consent. */
static const char *
get_agreed_text (TamboRequest *self)
{
  return (tambo_request_get_consent (self) & TAMBO_CONSENT_TEXT) != 0
             ? tambo_request_get_text (self)
             : NULL;
}

static guint
count_agreed_checks (TamboRequest *self)
{
  if ((tambo_request_get_consent (self) & TAMBO_CONSENT_ANSWERS) == 0)
    return 0;

  return g_list_model_get_n_items (tambo_request_get_checks (self));
}

static void
add_patient (TamboRequest *self, TamboBundle *bundle, const char *case_code)
{
  JsonObject *patient = tambo_bundle_new_resource (bundle, "Patient", 1);
  JsonObject *communication = json_object_new ();

  tambo_fhir_append (patient,
                     "identifier",
                     tambo_fhir_identifier (TAMBO_FHIR_CASE_SYSTEM, case_code));
  if (tambo_request_get_birth_decade (self) != 0)
    {
      JsonObject *decade = json_object_new ();

      json_object_set_string_member (decade, "url", TAMBO_FHIR_BIRTH_DECADE);
      json_object_set_int_member (decade, "valueInteger", tambo_request_get_birth_decade (self));
      tambo_fhir_append (patient, "extension", decade);
    }

  tambo_fhir_set (communication,
                  "language",
                  tambo_fhir_concept (TAMBO_FHIR_LANGUAGES,
                                      tambo_request_get_language (self),
                                      NULL));
  json_object_set_boolean_member (communication, "preferred", TRUE);
  tambo_fhir_append (patient, "communication", communication);
  tambo_bundle_add (bundle, "Patient", 1, patient);
}

static void
add_service_request (TamboRequest *self, TamboBundle *bundle)
{
  JsonObject *request = tambo_bundle_new_resource (bundle, "ServiceRequest", 1);

  json_object_set_string_member (request, "status", "active");
  json_object_set_string_member (request, "intent", "proposal");
  json_object_set_string_member (request,
                                 "priority",
                                 tambo_request_get_urgent (self) ? "urgent" : "routine");
  tambo_fhir_set (request,
                  "code",
                  tambo_fhir_concept (NULL, NULL, "Question of a person to a health worker"));
  tambo_fhir_set (request, "subject", tambo_bundle_reference (bundle, "Patient", 1));
  tambo_fhir_set (request, "requester", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (request, "authoredOn", tambo_bundle_get_date (bundle));
  if (tambo_request_get_topic (self) != NULL)
    tambo_fhir_append (request,
                       "reasonCode",
                       tambo_fhir_concept (NULL, NULL, tambo_request_get_topic (self)));
  for (guint i = 1; i <= count_agreed_checks (self); i++)
    tambo_fhir_append (request,
                       "supportingInfo",
                       tambo_bundle_reference (bundle, "QuestionnaireResponse", i));
  tambo_bundle_add (bundle, "ServiceRequest", 1, request);
}

static void
add_task (TamboRequest *self, TamboBundle *bundle)
{
  JsonObject *task = tambo_bundle_new_resource (bundle, "Task", 1);

  json_object_set_string_member (task, "status", "requested");
  json_object_set_string_member (task, "intent", "proposal");
  json_object_set_string_member (task,
                                 "priority",
                                 tambo_request_get_urgent (self) ? "urgent" : "routine");
  tambo_fhir_set (task,
                  "code",
                  tambo_fhir_concept ("http://hl7.org/fhir/CodeSystem/task-code", "fulfill", NULL));
  tambo_fhir_set (task, "focus", tambo_bundle_reference (bundle, "ServiceRequest", 1));
  tambo_fhir_set (task, "for", tambo_bundle_reference (bundle, "Patient", 1));
  tambo_fhir_set (task, "requester", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (task, "authoredOn", tambo_bundle_get_date (bundle));
  tambo_bundle_add (bundle, "Task", 1, task);
}

static void
add_communication (TamboRequest *self, TamboBundle *bundle)
{
  JsonObject *communication = tambo_bundle_new_resource (bundle, "Communication", 1);
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (communication, "language", tambo_request_get_language (self));
  json_object_set_string_member (communication, "status", "completed");
  tambo_fhir_append (communication,
                     "basedOn",
                     tambo_bundle_reference (bundle, "ServiceRequest", 1));
  tambo_fhir_set (communication, "subject", tambo_bundle_reference (bundle, "Patient", 1));
  tambo_fhir_set (communication, "sender", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (payload, "contentString", get_agreed_text (self));
  tambo_fhir_append (communication, "payload", payload);
  tambo_bundle_add (bundle, "Communication", 1, communication);
}

static void
add_consent (TamboRequest *self, TamboBundle *bundle)
{
  JsonObject *consent = tambo_bundle_new_resource (bundle, "Consent", 1);
  JsonObject *policy = json_object_new ();
  JsonObject *provision = json_object_new ();
  JsonObject *purpose = json_object_new ();
  g_autofree char *uri = NULL;

  uri = g_strconcat (TAMBO_FHIR_CONSENT_TEXT,
                     tambo_request_get_consent_text (self) != NULL
                         ? tambo_request_get_consent_text (self)
                         : "0",
                     NULL);
  json_object_set_string_member (consent, "status", "active");
  tambo_fhir_set (consent,
                  "scope",
                  tambo_fhir_concept ("http://terminology.hl7.org/CodeSystem/consentscope",
                                      "patient-privacy",
                                      NULL));
  tambo_fhir_append (consent, "category", tambo_fhir_concept ("http://loinc.org", "59284-0", NULL));
  tambo_fhir_set (consent, "patient", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (consent, "dateTime", tambo_bundle_get_date (bundle));
  tambo_fhir_append (consent, "performer", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (policy, "uri", uri);
  tambo_fhir_append (consent, "policy", policy);

  json_object_set_string_member (provision, "type", "permit");
  json_object_set_string_member (purpose,
                                 "system",
                                 "http://terminology.hl7.org/CodeSystem/v3-ActReason");
  json_object_set_string_member (purpose, "code", "TREAT");
  tambo_fhir_append (provision, "purpose", purpose);
  for (guint i = 0; i < TAMBO_N_CONSENT_PARTS; i++)
    if ((tambo_request_get_consent (self) & tambo_consent_parts[i].part) != 0)
      tambo_fhir_append (provision,
                         "code",
                         tambo_fhir_concept (TAMBO_FHIR_CONSENT_SYSTEM,
                                             tambo_consent_parts[i].code,
                                             NULL));
  tambo_fhir_set (consent, "provision", provision);
  tambo_bundle_add (bundle, "Consent", 1, consent);
}

/* The response goes out as it was given, digit for digit; only whose it is stands before it. */
static void
add_response (TamboBundle *bundle, guint number, GBytes *response)
{
  g_autofree char *person = tambo_bundle_url (bundle, "Patient", 1);
  g_autofree char *name = tambo_bundle_name (bundle, "QuestionnaireResponse", number);
  g_autofree char *json = NULL;
  gsize size;
  const char *text = g_bytes_get_data (response, &size);
  const char *open = memchr (text, '{', size);

  g_assert (open != NULL);
  json = g_strdup_printf ("{\"identifier\":{\"system\":\"" TAMBO_FHIR_CONSULT_SYSTEM
                          "\",\"value\":\"%s\"},\"subject\":{\"reference\":\"%s\"},"
                          "\"source\":{\"reference\":\"%s\"},%.*s",
                          name,
                          person,
                          person,
                          (int) (size - (gsize) (open + 1 - text)),
                          open + 1);
  tambo_bundle_add_text (bundle, "QuestionnaireResponse", number, json);
  sodium_memzero (json, strlen (json));
}

static void
set_score (JsonObject *observation, const char *score)
{
  gint64 integer;

  if (g_ascii_string_to_signed (score, 10, G_MININT32, G_MAXINT32, &integer, NULL))
    json_object_set_int_member (observation, "valueInteger", integer);
  else
    json_object_set_string_member (observation, "valueString", score);
}

static void
add_observation (TamboRequest *self, TamboBundle *bundle, guint number, TamboConsultCheck *check)
{
  JsonObject *observation = tambo_bundle_new_resource (bundle, "Observation", number);
  const char *band = tambo_consult_check_get_band (check);
  const char *score = tambo_consult_check_get_score (check);
  const char *title = tambo_consult_check_get_title (check);

  json_object_set_string_member (observation, "status", "final");
  tambo_fhir_append (
      observation,
      "category",
      tambo_fhir_concept ("http://terminology.hl7.org/CodeSystem/observation-category",
                          "survey",
                          NULL));
  tambo_fhir_set (observation,
                  "code",
                  tambo_fhir_concept (NULL, NULL, title != NULL ? title : "Check"));
  tambo_fhir_set (observation, "subject", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (observation, "effectiveDateTime", tambo_bundle_get_date (bundle));
  if (score != NULL && (tambo_request_get_consent (self) & TAMBO_CONSENT_SCORE) != 0)
    set_score (observation, score);
  if (band != NULL)
    tambo_fhir_append (observation,
                       "interpretation",
                       tambo_fhir_concept (TAMBO_FHIR_BAND_SYSTEM,
                                           band,
                                           tambo_consult_check_get_band_text (check)));
  tambo_fhir_append (observation,
                     "derivedFrom",
                     tambo_bundle_reference (bundle, "QuestionnaireResponse", number));
  tambo_bundle_add (bundle, "Observation", number, observation);
}

static void
add_checks (TamboRequest *self, TamboBundle *bundle)
{
  for (guint i = 0; i < count_agreed_checks (self); i++)
    {
      g_autoptr (TamboConsultCheck) check = g_list_model_get_item (tambo_request_get_checks (self),
                                                                   i);

      add_response (bundle, i + 1, tambo_consult_check_get_response (check));
      add_observation (self, bundle, i + 1, check);
    }
}

/* Part of the table of contents that a document must start with. */
static void
append_section (JsonObject *composition,
                const char *title,
                TamboBundle *bundle,
                const char *type,
                guint n_entries)
{
  JsonObject *section = json_object_new ();

  json_object_set_string_member (section, "title", title);
  for (guint i = 1; i <= n_entries; i++)
    tambo_fhir_append (section, "entry", tambo_bundle_reference (bundle, type, i));
  tambo_fhir_append (composition, "section", section);
}

static void
add_composition (TamboRequest *self, TamboBundle *bundle)
{
  JsonObject *composition = tambo_bundle_new_resource (bundle, "Composition", 1);

  json_object_set_string_member (composition, "language", tambo_request_get_language (self));
  json_object_set_string_member (composition, "status", "final");
  tambo_fhir_set (composition,
                  "type",
                  tambo_fhir_concept ("http://loinc.org", "57133-1", "Referral note"));
  tambo_fhir_set (composition, "subject", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (composition, "date", tambo_bundle_get_date (bundle));
  tambo_fhir_append (composition, "author", tambo_bundle_reference (bundle, "Patient", 1));
  json_object_set_string_member (composition, "title", "Question to a health worker");
  append_section (composition, "Request", bundle, "ServiceRequest", 1);
  append_section (composition, "State", bundle, "Task", 1);
  append_section (composition, "Consent", bundle, "Consent", 1);
  if (get_agreed_text (self) != NULL)
    append_section (composition, "Own words", bundle, "Communication", 1);
  if (count_agreed_checks (self) > 0)
    {
      append_section (composition,
                      "Answers",
                      bundle,
                      "QuestionnaireResponse",
                      count_agreed_checks (self));
      append_section (composition, "Result", bundle, "Observation", count_agreed_checks (self));
    }
  tambo_bundle_add (bundle, "Composition", 1, composition);
}

/* Returns: (transfer full): all that the person agreed to, as a FHIR R4 document Bundle */
GBytes *
tambo_request_document_write (TamboRequest *request, TamboMessage *message, guint day)
{
  g_autoptr (TamboBundle) bundle = tambo_bundle_new (message, day);
  g_autofree char *case_code = NULL;

  case_code = tambo_mailbox_case_code_for_tag (tambo_message_get_tag (message));
  add_composition (request, bundle);
  add_patient (request, bundle, case_code);
  add_service_request (request, bundle);
  add_task (request, bundle);
  add_consent (request, bundle);
  if (get_agreed_text (request) != NULL)
    add_communication (request, bundle);
  add_checks (request, bundle);

  return tambo_bundle_finish (bundle);
}
