/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/answer.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/consult/bundle.h"
#include "content/consult/fhir.h"

#include <sodium.h>
#include <string.h>

#define MAX_NAME 200

/* Priorities of FHIR, for other systems that know nothing of our extension. */
static const char *const priorities[TAMBO_ADVICE_N_URGENCIES] = {
  [TAMBO_ADVICE_URGENCY_NONE] = "routine", [TAMBO_ADVICE_URGENCY_WEEKS] = "routine",
  [TAMBO_ADVICE_URGENCY_DAYS] = "urgent",  [TAMBO_ADVICE_URGENCY_TODAY] = "asap",
  [TAMBO_ADVICE_URGENCY_NOW] = "stat",
};

/**
 * TamboAnswer:
 *
 * What a clinic answers: advice that the kiosk can say in every language, and the clinician's own
 * words in one. Immutable.
 */
struct _TamboAnswer
{
  GObject parent_instance;

  char *language;    /* (owned) */
  char *text;        /* (owned) (nullable) */
  char *clinic_name; /* (owned) (nullable) */
  TamboAdviceAction action;
  TamboAdviceUrgency urgency;
  TamboAdviceContact contact;
  guint come_back_days;
  guint day;
};

G_DEFINE_FINAL_TYPE (TamboAnswer, tambo_answer, G_TYPE_OBJECT)

static void
tambo_answer_finalize (GObject *object)
{
  TamboAnswer *self = TAMBO_ANSWER (object);

  if (self->text != NULL)
    sodium_memzero (self->text, strlen (self->text));
  g_free (self->text);
  g_free (self->language);
  g_free (self->clinic_name);

  G_OBJECT_CLASS (tambo_answer_parent_class)->finalize (object);
}

static void
tambo_answer_class_init (TamboAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_answer_finalize;
}

static void
tambo_answer_init (TamboAnswer *self)
{
}

/**
 * tambo_answer_new:
 * @language: of @text, BCP 47
 * @text: (nullable): at most %TAMBO_MESSAGE_TEXT_MAX characters
 * @action: what to do
 * @urgency: how soon
 * @come_back_days: after how many days to ask again, at most %TAMBO_ADVICE_MAX_DAYS; 0 only if it
 *   gets worse
 * @contact: whom to see
 */
TamboAnswer *
tambo_answer_new (const char *language,
                  const char *text,
                  TamboAdviceAction action,
                  TamboAdviceUrgency urgency,
                  guint come_back_days,
                  TamboAdviceContact contact)
{
  TamboAnswer *self;

  g_return_val_if_fail (tambo_language_is_valid (language), NULL);
  g_return_val_if_fail (text == NULL || g_utf8_strlen (text, -1) <= TAMBO_MESSAGE_TEXT_MAX, NULL);
  g_return_val_if_fail (come_back_days <= TAMBO_ADVICE_MAX_DAYS, NULL);

  self = g_object_new (TAMBO_TYPE_ANSWER, NULL);
  self->language = g_strdup (language);
  self->text = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  self->action = action;
  self->urgency = urgency;
  self->come_back_days = come_back_days;
  self->contact = contact;

  return self;
}

static void
append_code (JsonObject *advice, const char *url, const char *code)
{
  JsonObject *part = json_object_new ();

  json_object_set_string_member (part, "url", url);
  json_object_set_string_member (part, "valueCode", code);
  tambo_fhir_append (advice, "extension", part);
}

static JsonObject *
make_advice (TamboAnswer *self)
{
  JsonObject *advice = json_object_new ();
  JsonObject *come_back = json_object_new ();

  json_object_set_string_member (advice, "url", TAMBO_FHIR_ADVICE);
  append_code (advice, "action", tambo_advice_action_to_code (self->action));
  append_code (advice, "urgency", tambo_advice_urgency_to_code (self->urgency));
  append_code (advice, "contact", tambo_advice_contact_to_code (self->contact));
  json_object_set_string_member (come_back, "url", "come-back-days");
  json_object_set_int_member (come_back, "valueUnsignedInt", self->come_back_days);
  tambo_fhir_append (advice, "extension", come_back);

  return advice;
}

static void
add_composition (TamboAnswer *self, TamboBundle *bundle)
{
  JsonObject *composition = tambo_bundle_new_resource (bundle, "Composition", 1);
  JsonObject *section = json_object_new ();

  json_object_set_string_member (composition, "language", self->language);
  json_object_set_string_member (composition, "status", "final");
  tambo_fhir_set (composition,
                  "type",
                  tambo_fhir_concept ("http://loinc.org", "11488-4", "Consult note"));
  json_object_set_string_member (composition, "date", tambo_bundle_get_date (bundle));
  tambo_fhir_append (composition, "author", tambo_bundle_reference (bundle, "Organization", 1));
  json_object_set_string_member (composition, "title", "Answer of a health worker");
  json_object_set_string_member (section, "title", "Answer");
  tambo_fhir_append (section, "entry", tambo_bundle_reference (bundle, "Communication", 1));
  tambo_fhir_append (composition, "section", section);
  tambo_bundle_add (bundle, "Composition", 1, composition);
}

static void
add_organization (TamboBundle *bundle, const char *clinic_id, const char *clinic_name)
{
  JsonObject *organization = tambo_bundle_new_resource (bundle, "Organization", 1);

  tambo_fhir_append (organization,
                     "identifier",
                     tambo_fhir_identifier (TAMBO_FHIR_CLINIC_SYSTEM, clinic_id));
  json_object_set_string_member (organization, "name", clinic_name);
  tambo_bundle_add (bundle, "Organization", 1, organization);
}

static void
add_communication (TamboAnswer *self, TamboBundle *bundle, TamboMessage *message)
{
  JsonObject *communication = tambo_bundle_new_resource (bundle, "Communication", 1);
  JsonObject *based_on = json_object_new ();
  g_autofree char *thread = NULL;
  g_autofree char *name = NULL;

  thread = tambo_hex_encode (tambo_message_get_thread (message), TAMBO_MESSAGE_ID_SIZE);
  name = g_strdup_printf ("%s/ServiceRequest/1", thread);
  json_object_set_string_member (communication, "language", self->language);
  json_object_set_string_member (communication, "status", "completed");
  json_object_set_string_member (communication, "priority", priorities[self->urgency]);
  json_object_set_string_member (communication, "sent", tambo_bundle_get_date (bundle));
  tambo_fhir_set (based_on, "identifier", tambo_fhir_identifier (TAMBO_FHIR_CONSULT_SYSTEM, name));
  tambo_fhir_append (communication, "basedOn", based_on);
  tambo_fhir_set (communication, "sender", tambo_bundle_reference (bundle, "Organization", 1));
  tambo_fhir_append (communication, "extension", make_advice (self));
  if (self->text != NULL)
    {
      JsonObject *payload = json_object_new ();

      json_object_set_string_member (payload, "contentString", self->text);
      tambo_fhir_append (communication, "payload", payload);
    }
  tambo_bundle_add (bundle, "Communication", 1, communication);
}

/**
 * tambo_answer_to_bytes:
 * @message: that will carry it; ids follow from it
 * @clinic_id: of the clinic
 * @clinic_name: of the clinic, in the person's language if it has a name in that
 * @today: day of writing
 *
 * Returns: (transfer full): a FHIR R4 document Bundle, overwritten when freed
 */
GBytes *
tambo_answer_to_bytes (TamboAnswer *self,
                       TamboMessage *message,
                       const char *clinic_id,
                       const char *clinic_name,
                       guint today)
{
  g_autoptr (TamboBundle) bundle = NULL;

  g_return_val_if_fail (TAMBO_IS_ANSWER (self), NULL);
  g_return_val_if_fail (TAMBO_IS_MESSAGE (message), NULL);

  bundle = tambo_bundle_new (message, today);
  add_composition (self, bundle);
  add_organization (bundle, clinic_id, clinic_name);
  add_communication (self, bundle, message);

  return tambo_bundle_finish (bundle);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT, "The answer %s", what);

  return FALSE;
}

static gboolean
read_advice (TamboAnswer *self, JsonObject *communication, GError **error)
{
  JsonObject *advice = tambo_fhir_find_extension (communication, TAMBO_FHIR_ADVICE);
  JsonObject *action = tambo_fhir_find_extension (advice, "action");
  JsonObject *urgency = tambo_fhir_find_extension (advice, "urgency");
  JsonObject *contact = tambo_fhir_find_extension (advice, "contact");
  JsonObject *come_back = tambo_fhir_find_extension (advice, "come-back-days");
  gint64 days;

  if (!tambo_advice_action_from_code (tambo_fhir_find_string (action, "valueCode"),
                                      &self->action) ||
      !tambo_advice_urgency_from_code (tambo_fhir_find_string (urgency, "valueCode"),
                                       &self->urgency) ||
      !tambo_advice_contact_from_code (tambo_fhir_find_string (contact, "valueCode"),
                                       &self->contact) ||
      come_back == NULL)
    return refuse (error, "has no advice that is understood");
  if (!tambo_json_object_get_int (come_back,
                                  "valueUnsignedInt",
                                  0,
                                  TAMBO_ADVICE_MAX_DAYS,
                                  &days,
                                  error))
    return FALSE;

  self->come_back_days = (guint) days;

  return TRUE;
}

static gboolean
read_communication (TamboAnswer *self, JsonObject *communication, GError **error)
{
  JsonObject *payload = tambo_fhir_find_element (communication, "payload", 0);
  const char *language = tambo_fhir_find_string (communication, "language");
  const char *text = tambo_fhir_find_string (payload, "contentString");
  const char *sent = tambo_fhir_find_string (communication, "sent");

  if (language == NULL || !tambo_language_is_valid (language))
    return refuse (error, "is in no language");
  if (text != NULL && g_utf8_strlen (text, -1) > TAMBO_MESSAGE_TEXT_MAX)
    return refuse (error, "has more text than fits");
  if (sent == NULL || !tambo_fhir_date_to_day (sent, &self->day))
    return refuse (error, "has no date");

  self->language = g_strdup (language);
  self->text = g_strdup (text);

  return read_advice (self, communication, error);
}

/**
 * tambo_answer_new_from_bytes:
 * @bundle: the body of an answer
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the answer, or %NULL with %TAMBO_ERROR_CONSULT_FORMAT or an error of
 *   JSON set
 */
TamboAnswer *
tambo_answer_new_from_bytes (GBytes *bundle, GError **error)
{
  g_autoptr (TamboAnswer) self = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonObject *communication;
  const char *name;

  g_return_val_if_fail (bundle != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json = tambo_bundle_parse (bundle, error);
  if (json == NULL)
    return NULL;

  communication = tambo_bundle_find (json, "Communication", 0, NULL);
  if (communication == NULL)
    {
      refuse (error, "says nothing");
      return NULL;
    }

  self = g_object_new (TAMBO_TYPE_ANSWER, NULL);
  if (!read_communication (self, communication, error))
    return NULL;

  name = tambo_fhir_find_string (tambo_bundle_find (json, "Organization", 0, NULL), "name");
  if (name != NULL)
    self->clinic_name = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), MAX_NAME));

  return g_steal_pointer (&self);
}

const char *
tambo_answer_get_language (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), NULL);

  return self->language;
}

/* Returns: (nullable): the clinician's own words */
const char *
tambo_answer_get_text (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), NULL);

  return self->text;
}

TamboAdviceAction
tambo_answer_get_action (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), TAMBO_ADVICE_ACTION_BE_SEEN);

  return self->action;
}

TamboAdviceUrgency
tambo_answer_get_urgency (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), TAMBO_ADVICE_URGENCY_NOW);

  return self->urgency;
}

/* Returns: after how many days to ask again; 0 only if it gets worse */
guint
tambo_answer_get_come_back_days (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), 0);

  return self->come_back_days;
}

TamboAdviceContact
tambo_answer_get_contact (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), TAMBO_ADVICE_CONTACT_NOBODY);

  return self->contact;
}

/* Returns: (nullable): as the clinic wrote it; who signed is for tambo_seal_open_reply() to say */
const char *
tambo_answer_get_clinic_name (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), NULL);

  return self->clinic_name;
}

/* Returns: when it was written, in days since 2020-01-01; only of an answer that was read */
guint
tambo_answer_get_day (TamboAnswer *self)
{
  g_return_val_if_fail (TAMBO_IS_ANSWER (self), 0);

  return self->day;
}
