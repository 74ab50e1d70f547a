/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/questionnaire.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/forms/form-source.h"
#include "content/forms/questionnaire-private.h"

#include <string.h>

/**
 * TamboQuestionnaire:
 *
 * A FHIR R4 Questionnaire that passed the gate and every check of ours: what can be asked, when,
 * and what follows. Immutable once built. Read leniently, because four in ten real forms break a
 * rule of R4; what would change a meaning or a person's safety is refused with a code, the link id
 * and the cure.
 */
G_DEFINE_FINAL_TYPE (TamboQuestionnaire, tambo_questionnaire, G_TYPE_OBJECT)

static void
tambo_questionnaire_finalize (GObject *object)
{
  TamboQuestionnaire *self = TAMBO_QUESTIONNAIRE (object);

  g_free (self->url);
  g_free (self->version);
  g_free (self->language);
  g_free (self->copyright);
  g_clear_pointer (&self->title, tambo_texts_unref);
  g_clear_pointer (&self->description, tambo_texts_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->roots, g_ptr_array_unref);
  g_clear_pointer (&self->source, tambo_element_unref);
  g_clear_pointer (&self->variables, g_array_unref);
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_questionnaire_parent_class)->finalize (object);
}

static void
tambo_questionnaire_class_init (TamboQuestionnaireClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_questionnaire_finalize;
}

static void
tambo_questionnaire_init (TamboQuestionnaire *self)
{
  self->roots = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->variables = tambo_form_variables_new ();
  self->warnings = g_ptr_array_new_with_free_func (g_free);
}

static void
fault_free (TamboFormFault *fault)
{
  g_free (fault->link_id);
  g_free (fault->reason);
  g_free (fault);
}

static void
set_error (const TamboFormFault *fault, GError **error)
{
  g_set_error (error,
               TAMBO_ERROR,
               fault->code,
               "%s%s%s: %s; %s",
               fault->link_id == NULL ? "The form" : "Item “",
               fault->link_id == NULL ? "" : fault->link_id,
               fault->link_id == NULL ? "" : "”",
               fault->reason,
               fault->cure);
}

/* Returns: (transfer full) (nullable): the form, as far as it could be read */
static TamboQuestionnaire *
read_form (GBytes *bytes, GPtrArray *faults, GError **error)
{
  g_autoptr (TamboQuestionnaire) self = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonNode *root;

  json = tambo_json_parse (bytes, TAMBO_LIMIT_FORM, error);
  if (json == NULL)
    return NULL;

  root = tambo_json_get_root (json);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_FORMAT, "This is no FHIR resource");
      return NULL;
    }

  self = g_object_new (TAMBO_TYPE_QUESTIONNAIRE, NULL);
  self->source = tambo_element_new_from_json ("Questionnaire", json, root);
  if (!tambo_questionnaire_read (self, error))
    return NULL;
  tambo_questionnaire_link (self, faults);
  g_ptr_array_add (self->warnings, NULL);
  self->languages = tambo_questionnaire_list_languages (self);

  return g_steal_pointer (&self);
}

/**
 * tambo_questionnaire_new_from_bytes:
 * @bytes: foreign JSON
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the form, or %NULL with an error of the groups json, form or
 *   expression set; its message names the item and says what to do
 */
TamboQuestionnaire *
tambo_questionnaire_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) fault_free);
  g_autoptr (TamboQuestionnaire) self = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = read_form (bytes, faults, error);
  if (self == NULL || faults->len == 0)
    return g_steal_pointer (&self);

  set_error (faults->pdata[0], error);

  return NULL;
}

/**
 * tambo_questionnaire_list_faults:
 * @bytes: a form that somebody is writing
 * @error: return location for a #GError
 *
 * Everything for which a kiosk would refuse the form, and what other programs might take otherwise:
 * several conditions of which nobody says whether one is enough.
 *
 * Returns: (transfer container) (element-type TamboFormFault): what there is, or %NULL if it cannot
 *   be read so far that this could be said
 */
GPtrArray *
tambo_questionnaire_list_faults (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) fault_free);
  g_autoptr (TamboQuestionnaire) self = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = read_form (bytes, faults, error);
  if (self == NULL)
    return NULL;
  tambo_questionnaire_find_ambiguities (self, faults);

  return g_steal_pointer (&faults);
}

static gboolean
check_header (TamboQuestionnaire *self, GError **error)
{
  const char *type = tambo_form_source_get_text (self->source, "resourceType");
  TamboElement *meta = tambo_element_find_child (self->source, "meta");
  const char *profile = meta == NULL ? NULL : tambo_form_source_get_text (meta, "profile");

  if (g_strcmp0 (type, "Questionnaire") != 0)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_FORM_FORMAT,
                   "This is a %s and no Questionnaire",
                   type == NULL ? "thing without a resourceType" : type);
      return FALSE;
    }
  if (profile != NULL && (strstr (profile, "/3.0/") != NULL || strstr (profile, "stu3") != NULL ||
                          strstr (profile, "STU3") != NULL))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_FORM_VERSION,
                   "The form is of FHIR STU3; convert it to R4");
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_item (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  if (self->items->len >= TAMBO_LIMIT_FORM_ITEMS)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_FORM_TOO_LARGE,
                   "The form has more than %d items; split it",
                   TAMBO_LIMIT_FORM_ITEMS);
      return FALSE;
    }
  if (!g_hash_table_insert (self->by_id, item->link_id, item))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_FORM_LINK,
                   "Item “%s” stands twice; give each item a linkId of its own",
                   item->link_id);
      return FALSE;
    }

  item->position = self->items->len;
  g_ptr_array_add (self->items, g_object_ref (item));
  if (tambo_questionnaire_read_item (self, item, error))
    return TRUE;

  g_prefix_error (error, "Item “%s”: ", item->link_id);
  return FALSE;
}

/* Reads the items below @source. The gate bounds how deep that goes. */
static gboolean
read_items (TamboQuestionnaire *self, TamboElement *source, TamboFormItem *parent, GError **error)
{
  for (guint i = 0; i < tambo_element_get_n_children (source); i++)
    {
      TamboElement *child = tambo_element_get_child (source, i);
      g_autoptr (TamboFormItem) item = NULL;
      const char *link_id;

      if (strcmp (tambo_element_get_name (child), "item") != 0)
        continue;
      link_id = tambo_form_source_get_text (child, "linkId");
      if (link_id == NULL || *link_id == '\0')
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_FORM_LINK,
                       "Item %u below “%s” has no linkId; give it one",
                       i,
                       parent == NULL ? "the form" : parent->link_id);
          return FALSE;
        }

      item = tambo_form_item_new (link_id);
      item->source = tambo_element_ref (child);
      item->parent = parent;
      g_ptr_array_add (parent == NULL ? self->roots : parent->children, g_object_ref (item));
      if (!add_item (self, item, error) || !read_items (self, child, item, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
tambo_questionnaire_read (TamboQuestionnaire *self, GError **error)
{
  const char *language = tambo_form_source_get_text (self->source, "language");

  if (!check_header (self, error))
    return FALSE;

  self->language = g_strdup (tambo_language_is_valid (language) ? language : "und");
  self->url = g_strdup (tambo_form_source_get_text (self->source, "url"));
  self->version = g_strdup (tambo_form_source_get_text (self->source, "version"));
  self->copyright = g_strdup (tambo_form_source_get_text (self->source, "copyright"));
  if (!tambo_form_source_get_texts (self->source, "title", self->language, &self->title, error) ||
      !tambo_form_source_get_texts (self->source,
                                    "description",
                                    self->language,
                                    &self->description,
                                    error) ||
      !tambo_questionnaire_read_variables (self->source, self->variables, error))
    {
      g_prefix_error (error, "The form: ");
      return FALSE;
    }

  return read_items (self, self->source, NULL, error);
}

void
tambo_questionnaire_warn (TamboQuestionnaire *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->warnings, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Returns: (nullable): the form's canonical address */
const char *
tambo_questionnaire_get_url (TamboQuestionnaire *self)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);

  return self->url;
}

/* Returns: (nullable): as the form writes it */
const char *
tambo_questionnaire_get_version (TamboQuestionnaire *self)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);

  return self->version;
}

const char *
tambo_questionnaire_get_title (TamboQuestionnaire *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);

  return self->title == NULL ? "" : tambo_texts_choose (self->title, language);
}

/* What the form is for, in its own words. */
const char *
tambo_questionnaire_get_purpose (TamboQuestionnaire *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);

  return self->description == NULL ? "" : tambo_texts_choose (self->description, language);
}

/* Returns: (nullable): to be shown to whoever imports the form */
const char *
tambo_questionnaire_get_copyright (TamboQuestionnaire *self)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);

  return self->copyright;
}

/* Returns: (transfer none): the languages in which all safety texts are there */
const char *const *
tambo_questionnaire_get_languages (TamboQuestionnaire *self)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);

  return (const char *const *) self->languages;
}

/* Returns: (transfer none): what the kiosk will not do as the author may expect */
const char *const *
tambo_questionnaire_get_warnings (TamboQuestionnaire *self)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);

  return (const char *const *) self->warnings->pdata;
}

guint
tambo_questionnaire_get_n_items (TamboQuestionnaire *self)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), 0);

  return self->items->len;
}

/* Returns: (transfer none): in the order of the form, parents before their children */
TamboFormItem *
tambo_questionnaire_get_item (TamboQuestionnaire *self, guint position)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);
  g_return_val_if_fail (position < self->items->len, NULL);

  return g_ptr_array_index (self->items, position);
}

/* Returns: (transfer none) (nullable): %NULL if there is none with that link id */
TamboFormItem *
tambo_questionnaire_find_item (TamboQuestionnaire *self, const char *link_id)
{
  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), NULL);
  g_return_val_if_fail (link_id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, link_id);
}
