/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/form-check.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/forms/questionnaire.h"

/* How forms ask who somebody is, in the languages we can read. A kiosk asks none of it: what is
 * never asked can never be taken from anybody. Words that also mean something harmless stand in
 * the phrase that gives them away. */
static const char *const identifying[] = {
  /* English */
  "\\b(your|first|last|full|given|family|child'?s|patient'?s) name\\b",
  "\\bsurname\\b",
  "\\b(date of birth|birth ?date|birthday)\\b",
  "\\bpassport\\b",
  "\\b(identity|id|residence) (card|document|papers|number|permit)\\b",
  "\\b(nationality|citizenship|country of origin|immigration status)\\b",
  "\\b(which|what) country\\b",
  "\\b(phone|telephone|mobile)( number)?\\b",
  "\\b(your|home|postal|e-?mail) address\\b",
  "\\bwhere do you (live|sleep|stay)\\b",
  "\\b(route|how did you (come|get|arrive))\\b",
  /* French */
  "\\bvotre nom\\b",
  "\\b(prénom|nom de famille|nom complet)\\b",
  "\\bdate de naissance\\b",
  "\\bpasseport\\b",
  "\\b(pièce|carte|papiers) d['’]identité\\b",
  "\\btitre de séjour\\b",
  "\\b(nationalité|pays d['’]origine|quel pays)\\b",
  "\\b(téléphone|portable)\\b",
  "\\badresse\\b",
  "\\boù (habitez|vivez|dormez)-vous\\b",
  "\\bcomment êtes-vous (venu|arrivé)",
  /* Arabic */
  "اسمك|الاسم الكامل|اسم العائلة|اسم الطفل",
  "تاريخ (الميلاد|ميلادك|ولادتك)",
  "جواز (السفر|سفرك)",
  "(بطاقة|رقم|وثيقة) (الهوية|هويتك)",
  "جنسيتك|الجنسية|بلد المنشأ|بلدك الأصلي|من أي بلد",
  "رقم (الهاتف|هاتفك)|الهاتف المحمول",
  "عنوانك|البريد الإلكتروني|أين تسكن|أين تعيش",
};

/**
 * tambo_form_find_identifying_word:
 *
 * Returns: (transfer none) (nullable): the pattern that finds @text asking who somebody is
 */
const char *
tambo_form_find_identifying_word (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (identifying); i++)
    {
      if (g_regex_match_simple (identifying[i], text, G_REGEX_CASELESS, 0))
        return identifying[i];
    }

  return NULL;
}

static gboolean
check_text (const char *text, const char *link_id, const char *name, GError **error)
{
  if (tambo_form_find_identifying_word (text) == NULL)
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_IDENTIFIES,
               "%s, question “%s”: “%s” asks who somebody is; a kiosk must not know. Leave it out",
               name,
               link_id,
               text);

  return FALSE;
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* Every valueString below, whatever the extension: translations, help, prefixes. */
static gboolean
check_strings (JsonNode *node, const char *link_id, const char *name, GError **error)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (!check_strings (json_array_get_element (array, i), link_id, name, error))
            return FALSE;
        }
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      const char *text = get_string (object, "valueString");
      g_autoptr (GList) members = json_object_get_members (object);

      if (text != NULL && !check_text (text, link_id, name, error))
        return FALSE;
      for (GList *l = members; l != NULL; l = l->next)
        {
          if (!check_strings (json_object_get_member (object, l->data), link_id, name, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* What is only shown may speak of a name or a phone: "call this number". What asks may not. */
static gboolean
asks (const char *type)
{
  return type != NULL && !g_str_equal (type, "group") && !g_str_equal (type, "display");
}

static gboolean check_items (JsonObject *parent, const char *name, GError **error);

static gboolean
check_item (JsonObject *item, const char *name, GError **error)
{
  const char *link_id = get_string (item, "linkId");
  const char *text = get_string (item, "text");
  JsonNode *translations = json_object_get_member (item, "_text");

  if (asks (get_string (item, "type")))
    {
      link_id = link_id != NULL ? link_id : "?";
      if (text != NULL && !check_text (text, link_id, name, error))
        return FALSE;
      if (translations != NULL && !check_strings (translations, link_id, name, error))
        return FALSE;
    }

  return check_items (item, name, error);
}

static gboolean
check_items (JsonObject *parent, const char *name, GError **error)
{
  JsonArray *items = NULL;

  if (!tambo_json_object_find_array (parent, "item", &items, error))
    return FALSE;
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = tambo_json_array_get_object (items, i, error);

      if (item == NULL || !check_item (item, name, error))
        return FALSE;
    }

  return TRUE;
}

/* What the screening room needs of a form, and that each language of the pack is whole: nobody
 * meets half a check. */
static gboolean
check_form (GBytes *bytes, const char *name, const char *const *languages, GError **error)
{
  g_autoptr (TamboQuestionnaire) form = tambo_questionnaire_new_from_bytes (bytes, error);

  if (form == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  for (guint i = 0; languages[i] != NULL; i++)
    {
      guint n_present = 0;
      const guint n_all = tambo_questionnaire_count_texts (form, languages[i], &n_present);

      if (n_present < n_all)
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_INCOMPLETE,
                       "%s: %u of its %u texts are not in “%s”; translate them, or take the "
                       "language out of the pack",
                       name,
                       n_all - n_present,
                       n_all,
                       languages[i]);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * tambo_form_check:
 * @bytes: a FHIR R4 Questionnaire
 * @name: what to call the file in messages
 * @languages: those that the pack offers
 *
 * Checks a form as a kiosk would, that every language has all its texts, and that it does not ask
 * who somebody is.
 */
gboolean
tambo_form_check (GBytes *bytes, const char *name, const char *const *languages, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, TAMBO_LIMIT_FORM, error);
  JsonObject *root = NULL;

  if (json == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  root = tambo_json_get_root_object (json, error);

  return root != NULL && check_form (bytes, name, languages, error) &&
         check_items (root, name, error);
}
