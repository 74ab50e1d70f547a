/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Pieces of FHIR R4 that several resources have, and the names of ours in it. */
#define TAMBO_FHIR_CONSULT_SYSTEM "urn:x-tambo:consult"
#define TAMBO_FHIR_CASE_SYSTEM "urn:x-tambo:case"
#define TAMBO_FHIR_CLINIC_SYSTEM "urn:x-tambo:clinic"
#define TAMBO_FHIR_BAND_SYSTEM "urn:x-tambo:band"
#define TAMBO_FHIR_CONSENT_SYSTEM "urn:x-tambo:consent-part"
#define TAMBO_FHIR_CONSENT_TEXT "urn:x-tambo:consent-text:"
#define TAMBO_FHIR_BIRTH_DECADE "urn:x-tambo:birth-decade"
#define TAMBO_FHIR_LANGUAGE "urn:x-tambo:language"
#define TAMBO_FHIR_ADVICE "urn:x-tambo:advice"
#define TAMBO_FHIR_LANGUAGES "urn:ietf:bcp:47"
#define TAMBO_FHIR_ABSENT "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

char *tambo_fhir_uuid (const char *name);
char *tambo_fhir_date_from_day (guint day);
gboolean tambo_fhir_date_to_day (const char *date, guint *out_day);

JsonObject *tambo_fhir_identifier (const char *system, const char *value);
JsonObject *tambo_fhir_concept (const char *system, const char *code, const char *text);
JsonObject *tambo_fhir_reference (const char *url);
void tambo_fhir_set (JsonObject *object, const char *name, JsonObject *value);
void tambo_fhir_append (JsonObject *object, const char *name, JsonObject *value);

JsonObject *tambo_fhir_find_object (JsonObject *object, const char *name);
JsonObject *tambo_fhir_find_element (JsonObject *object, const char *name, guint index);
guint tambo_fhir_count (JsonObject *object, const char *name);
const char *tambo_fhir_find_string (JsonObject *object, const char *name);
const char *tambo_fhir_find_code (JsonObject *concept, const char *system);
JsonObject *tambo_fhir_find_extension (JsonObject *object, const char *url);

G_END_DECLS
