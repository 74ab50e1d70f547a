/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/language.h"

#include <json-glib/json-glib.h>

#define LANGUAGES "/org/tambo/kiosk/locales/languages.json"

/**
 * TamboLanguage:
 *
 * A language as it is shown to the people who speak it: locales/languages.json. Immutable.
 */
struct _TamboLanguage
{
  GObject parent_instance;

  char *tag;    /* (owned) BCP 47 */
  char *name;   /* (owned) in its own script */
  char *begin;  /* (owned) "touch to begin" */
  char *sample; /* (owned) a text with the letters that it needs */
  gboolean rtl;
};

G_DEFINE_FINAL_TYPE (TamboLanguage, tambo_language, G_TYPE_OBJECT)

typedef enum
{
  PROP_TAG = 1,
  PROP_NAME,
} TamboLanguageProperty;

static GParamSpec *properties[PROP_NAME + 1];

static void
tambo_language_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboLanguage *self = TAMBO_LANGUAGE (object);

  switch ((TamboLanguageProperty) property_id)
    {
    case PROP_TAG:
      g_value_set_string (value, self->tag);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_language_finalize (GObject *object)
{
  TamboLanguage *self = TAMBO_LANGUAGE (object);

  g_free (self->tag);
  g_free (self->name);
  g_free (self->begin);
  g_free (self->sample);

  G_OBJECT_CLASS (tambo_language_parent_class)->finalize (object);
}

static void
tambo_language_class_init (TamboLanguageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_language_get_property;
  object_class->finalize = tambo_language_finalize;

  properties[PROP_TAG] = g_param_spec_string ("tag", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_language_init (TamboLanguage *self)
{
}

static TamboLanguage *
new_from_json (JsonObject *object)
{
  TamboLanguage *self = g_object_new (TAMBO_TYPE_LANGUAGE, NULL);

  self->tag = g_strdup (json_object_get_string_member (object, "tag"));
  self->name = g_strdup (json_object_get_string_member (object, "name"));
  self->begin = g_strdup (json_object_get_string_member (object, "begin"));
  self->sample = g_strdup (json_object_get_string_member (object, "sample"));
  self->rtl = g_str_equal (json_object_get_string_member (object, "direction"), "rtl");

  return self;
}

/**
 * tambo_language_list_all:
 *
 * Returns: (transfer full): a list of #TamboLanguage, all that we have strings for
 */
GListModel *
tambo_language_list_all (void)
{
  g_autoptr (GListStore) languages = g_list_store_new (TAMBO_TYPE_LANGUAGE);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *array = NULL;

  /* A file of our own, checked by tests: nothing foreign is read here. */
  bytes = g_resources_lookup_data (LANGUAGES, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL || !json_parser_load_from_data (parser,
                                                    g_bytes_get_data (bytes, NULL),
                                                    g_bytes_get_size (bytes),
                                                    &error))
    {
      g_critical ("languages.json: %s", error->message);
      return G_LIST_MODEL (g_steal_pointer (&languages));
    }

  array = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (TamboLanguage) language = new_from_json (json_array_get_object_element (array, i));

      g_list_store_append (languages, language);
    }

  return G_LIST_MODEL (g_steal_pointer (&languages));
}

const char *
tambo_language_get_tag (TamboLanguage *self)
{
  g_return_val_if_fail (TAMBO_IS_LANGUAGE (self), NULL);

  return self->tag;
}

const char *
tambo_language_get_name (TamboLanguage *self)
{
  g_return_val_if_fail (TAMBO_IS_LANGUAGE (self), NULL);

  return self->name;
}

/* "Touch to begin", shown before anybody has chosen a language. */
const char *
tambo_language_get_begin (TamboLanguage *self)
{
  g_return_val_if_fail (TAMBO_IS_LANGUAGE (self), NULL);

  return self->begin;
}

const char *
tambo_language_get_sample (TamboLanguage *self)
{
  g_return_val_if_fail (TAMBO_IS_LANGUAGE (self), NULL);

  return self->sample;
}

gboolean
tambo_language_is_rtl (TamboLanguage *self)
{
  g_return_val_if_fail (TAMBO_IS_LANGUAGE (self), FALSE);

  return self->rtl;
}
