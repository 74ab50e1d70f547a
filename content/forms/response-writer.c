/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/response-writer.h"

#include "content/forms/form-step-private.h"
#include "content/forms/questionnaire-private.h"

#include <string.h>

/* JSON is written by hand, because json-glib would write 1.10 as a binary double. */

static void
write_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      guchar c = (guchar) *at;

      if (c == '"' || c == '\\')
        g_string_append_printf (json, "\\%c", c);
      else if (c < 0x20)
        g_string_append_printf (json, "\\u%04x", c);
      else
        g_string_append_c (json, *at);
    }
  g_string_append_c (json, '"');
}

static void
write_member (GString *json, const char *name, const char *text)
{
  if (text == NULL)
    return;
  if (json->len > 0 && strchr ("{[", json->str[json->len - 1]) == NULL)
    g_string_append_c (json, ',');
  write_string (json, name);
  g_string_append_c (json, ':');
  write_string (json, text);
}

static void
write_extension (GString *json, const char *url, const char *type, const char *text)
{
  g_string_append_c (json, '{');
  write_member (json, "url", url);
  write_member (json, type, text);
  g_string_append_c (json, '}');
}

static void
write_coding (GString *json,
              TamboFormItem *item,
              const TamboFormAnswer *answer,
              const char *language)
{
  g_autofree char *display = tambo_form_answer_to_text (item, answer, language);

  g_string_append (json, "\"valueCoding\":{");
  write_member (json, "system", answer->system);
  write_member (json, "code", answer->text);
  write_member (json, "display", display);
  g_string_append_c (json, '}');
}

static void
write_value (GString *json,
             TamboFormItem *item,
             const TamboFormAnswer *answer,
             const char *language)
{
  g_autofree char *number = NULL;

  switch (answer->kind)
    {
    case TAMBO_FORM_ANSWER_BOOLEAN:
      g_string_append_printf (json,
                              "\"valueBoolean\":%s",
                              answer->number.coefficient != 0 ? "true" : "false");
      break;

    case TAMBO_FORM_ANSWER_INTEGER:
    case TAMBO_FORM_ANSWER_DECIMAL:
      number = tambo_decimal_to_string (answer->number);
      g_string_append_printf (json,
                              "\"%s\":%s",
                              answer->kind == TAMBO_FORM_ANSWER_INTEGER ? "valueInteger"
                                                                        : "valueDecimal",
                              number);
      break;

    case TAMBO_FORM_ANSWER_STRING:
      g_string_append (json, "\"valueString\":");
      write_string (json, answer->text);
      break;

    case TAMBO_FORM_ANSWER_CODING:
    default:
      write_coding (json, item, answer, language);
      break;
    }
}

/* Only what was shown and has something to say. */
static gboolean
is_written (const TamboResponseWriter *self, TamboFormItem *item)
{
  if (!tambo_form_engine_is_enabled (self->engine, item->position) ||
      tambo_form_item_is_hidden (item) || item->kind == TAMBO_FORM_ITEM_DISPLAY)
    return FALSE;
  if (tambo_form_engine_is_declined (self->engine, item->position) ||
      tambo_form_engine_get_answers (self->engine, item->position)->len > 0)
    return TRUE;

  for (guint i = 0; item->kind == TAMBO_FORM_ITEM_GROUP && i < item->children->len; i++)
    if (is_written (self, g_ptr_array_index (item->children, i)))
      return TRUE;

  return FALSE;
}

static void write_items (const TamboResponseWriter *self, GString *json, GPtrArray *items);

static void
write_answers (const TamboResponseWriter *self,
               GString *json,
               TamboFormItem *item,
               const char *language)
{
  GArray *answers = tambo_form_engine_get_answers (self->engine, item->position);

  if (answers->len == 0)
    return;

  g_string_append (json, ",\"answer\":[");
  for (guint i = 0; i < answers->len; i++)
    {
      g_string_append (json, i > 0 ? ",{" : "{");
      write_value (json, item, &g_array_index (answers, TamboFormAnswer, i), language);
      if (i == 0)
        write_items (self, json, item->children);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

static void
write_item_extensions (const TamboResponseWriter *self,
                       GString *json,
                       TamboFormItem *item,
                       const char *language)
{
  gboolean declined = tambo_form_engine_is_declined (self->engine, item->position);
  gboolean other_language = strcmp (language, self->language) != 0;

  if (!declined && !other_language)
    return;

  g_string_append (json, ",\"extension\":[");
  if (declined)
    write_extension (json,
                     "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                     "valueCode",
                     "asked-declined");
  if (declined && other_language)
    g_string_append_c (json, ',');
  if (other_language)
    write_extension (json, "urn:x-tambo:language", "valueCode", language);
  g_string_append_c (json, ']');
}

static void
write_item (const TamboResponseWriter *self, GString *json, TamboFormItem *item)
{
  const char *asked_in = self->asked_in[item->position];
  const char *language = asked_in == NULL ? self->language : asked_in;

  g_string_append_c (json, '{');
  write_member (json, "linkId", item->link_id);
  write_item_extensions (self, json, item, language);
  write_member (json, "text", tambo_form_item_get_text (item, language));
  if (item->kind == TAMBO_FORM_ITEM_GROUP)
    write_items (self, json, item->children);
  else
    write_answers (self, json, item, language);
  g_string_append_c (json, '}');
}

static void
write_items (const TamboResponseWriter *self, GString *json, GPtrArray *items)
{
  gboolean any = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      TamboFormItem *item = g_ptr_array_index (items, i);

      if (!is_written (self, item))
        continue;
      g_string_append (json, any ? "," : ",\"item\":[");
      write_item (self, json, item);
      any = TRUE;
    }
  if (any)
    g_string_append_c (json, ']');
}

static char *
dup_canonical (const TamboResponseWriter *self)
{
  const char *url = tambo_questionnaire_get_url (self->questionnaire);
  const char *version = tambo_questionnaire_get_version (self->questionnaire);

  return url == NULL || version == NULL ? g_strdup (url) : g_strdup_printf ("%s|%s", url, version);
}

GBytes *
tambo_response_writer_write (const TamboResponseWriter *self)
{
  GString *json = g_string_new ("{");
  g_autofree char *canonical = dup_canonical (self);
  g_autofree char *authored = g_date_time_format (self->now, "%Y-%m-%dT%H:%M:%S%:z");

  write_member (json, "resourceType", "QuestionnaireResponse");
  write_member (json, "language", self->language);
  if (self->pack_digest != NULL)
    {
      g_string_append (json, ",\"extension\":[");
      write_extension (json, "urn:x-tambo:pack", "valueString", self->pack_digest);
      g_string_append_c (json, ']');
    }
  write_member (json, "questionnaire", canonical);
  write_member (json, "status", self->is_complete ? "completed" : "in-progress");
  write_member (json, "authored", authored);
  write_items (self, json, self->questionnaire->roots);
  g_string_append_c (json, '}');

  return g_string_free_to_bytes (json);
}
