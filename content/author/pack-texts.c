/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-texts.h"

#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/forms/questionnaire.h"
#include "content/pack/captions.h"
#include "content/pack/leaflet.h"
#include "content/pack/media-types.h"
#include "content/pack/places.h"

typedef struct
{
  GPtrArray *texts; /* (unowned) */
  const TamboPackEntry *entry;
  const char *const *languages;
} Reading;

static void
text_free (TamboPackText *text)
{
  g_free (text->item);
  g_free (text->place);
  g_free (text->language);
  g_free (text->text);
  g_free (text);
}

/* Takes @place. */
static void
add (Reading *reading, char *place, const char *language, const char *text, gboolean is_safety)
{
  TamboPackText *read = NULL;

  if (text == NULL)
    {
      g_free (place);
      return;
    }
  read = g_new0 (TamboPackText, 1);
  read->item = g_strdup (reading->entry->layer->item);
  read->place = place;
  read->language = g_strdup (language);
  read->text = g_strdup (text);
  read->is_safety = is_safety;
  g_ptr_array_add (reading->texts, read);
}

static gboolean
read_leaflet (Reading *reading, GBytes *bytes, GError **error)
{
  const char *language = reading->entry->layer->language;
  g_autoptr (TamboLeaflet) leaflet = tambo_leaflet_new_from_bytes (bytes, error);

  if (leaflet == NULL)
    return FALSE;
  for (guint i = 0; i < tambo_leaflet_get_n_pages (leaflet); i++)
    {
      const TamboLeafletPage *page = tambo_leaflet_get_page (leaflet, i);

      add (reading, g_strdup_printf ("page %u, title", i + 1), language, page->title, FALSE);
      add (reading, g_strdup_printf ("page %u", i + 1), language, page->text, FALSE);
    }

  return TRUE;
}

static gboolean
read_subtitles (Reading *reading, GBytes *bytes, GError **error)
{
  g_autoptr (TamboCaptions) captions = tambo_captions_new_from_bytes (bytes, error);

  if (captions == NULL)
    return FALSE;
  for (guint i = 0; i < tambo_captions_get_n_cues (captions); i++)
    add (reading,
         g_strdup_printf ("line %u", i + 1),
         reading->entry->layer->language,
         tambo_captions_get_cue (captions, i)->text,
         FALSE);

  return TRUE;
}

static void
read_item (Reading *reading, TamboFormItem *item, const char *language)
{
  const char *link_id = tambo_form_item_get_link_id (item);
  GListModel *options = tambo_form_item_get_options (item);
  const gboolean is_safety = tambo_form_item_is_safety_text (item);

  add (reading,
       g_strdup_printf ("“%s”", link_id),
       language,
       tambo_form_item_get_text (item, language),
       is_safety);
  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (options, i);

      add (reading,
           g_strdup_printf ("“%s”, answer %u", link_id, i + 1),
           language,
           tambo_form_option_get_text (option, language),
           is_safety);
    }
}

static gboolean
read_form (Reading *reading, GBytes *bytes, GError **error)
{
  g_autoptr (TamboQuestionnaire) form = tambo_questionnaire_new_from_bytes (bytes, error);

  if (form == NULL)
    return FALSE;
  for (guint i = 0; reading->languages[i] != NULL; i++)
    {
      for (guint j = 0; j < tambo_questionnaire_get_n_items (form); j++)
        read_item (reading, tambo_questionnaire_get_item (form, j), reading->languages[i]);
    }

  return TRUE;
}

/* {"en": "…"}: as the members name, address, hours and note of a place are. */
static void
read_place (Reading *reading, JsonObject *place)
{
  static const char *const members[] = { "name", "address", "hours", "note" };
  const char *id = NULL;
  const char *phone = NULL;

  tambo_json_object_find_string (place, "id", &id, NULL);
  tambo_json_object_find_string (place, "phone", &phone, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonObject *object = NULL;
      g_autoptr (TamboTexts) texts = NULL;

      if (!tambo_json_object_find_object (place, members[i], &object, NULL) || object == NULL)
        continue;
      texts = tambo_texts_new_from_json (object, NULL);
      for (guint j = 0; texts != NULL && reading->languages[j] != NULL; j++)
        add (reading,
             g_strdup_printf ("“%s”, %s", id, members[i]),
             reading->languages[j],
             tambo_texts_get (texts, reading->languages[j]),
             FALSE);
    }
  /* A wrong number costs whoever calls it the help they need. */
  for (guint j = 0; reading->languages[j] != NULL; j++)
    add (reading, g_strdup_printf ("“%s”, phone", id), reading->languages[j], phone, TRUE);
}

static gboolean
read_places (Reading *reading, GBytes *bytes, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, TAMBO_PLACES_MAX_SIZE, error);
  JsonObject *root = NULL;
  JsonArray *places = NULL;

  if (json == NULL)
    return FALSE;
  root = tambo_json_get_root_object (json, error);
  if (root == NULL || !tambo_json_object_get_array (root, "places", &places, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (places); i++)
    {
      JsonObject *place = tambo_json_array_get_object (places, i, error);

      if (place == NULL)
        return FALSE;
      read_place (reading, place);
    }

  return TRUE;
}

/* What holds words, by its media type, and who reads it. */
static const struct
{
  const char *media_type;
  gsize max_size;
  gboolean (*read) (Reading *reading, GBytes *bytes, GError **error);
} readers[] = {
  { TAMBO_MEDIA_TYPE_LEAFLET, TAMBO_LEAFLET_MAX_SIZE, read_leaflet },
  { TAMBO_MEDIA_TYPE_SUBTITLES, TAMBO_CAPTIONS_MAX_SIZE, read_subtitles },
  { TAMBO_MEDIA_TYPE_QUESTIONNAIRE, TAMBO_LIMIT_FORM, read_form },
  { TAMBO_MEDIA_TYPE_PLACES, TAMBO_PLACES_MAX_SIZE, read_places },
};

static gboolean
read_entry (Reading *reading, TamboPackReader *reader, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autoptr (GBytes) bytes = NULL;

      if (!g_str_equal (readers[i].media_type, reading->entry->layer->media_type))
        continue;
      bytes = tambo_pack_reader_read_blob (reader,
                                           reading->entry->layer->digest,
                                           readers[i].max_size,
                                           error);
      return bytes != NULL && readers[i].read (reading, bytes, error);
    }

  return TRUE;
}

/**
 * tambo_pack_texts_read:
 *
 * Returns: (transfer container) (element-type TamboPackText): everything that people read in @pack
 */
GPtrArray *
tambo_pack_texts_read (TamboPackReader *reader, TamboPack *pack, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) text_free);
  Reading reading = { texts, NULL, tambo_pack_config_get_languages (tambo_pack_get_config (pack)) };

  for (guint i = 0; i < tambo_pack_get_n_entries (pack); i++)
    {
      reading.entry = tambo_pack_get_entry (pack, i);
      if (!read_entry (&reading, reader, error))
        {
          g_prefix_error (error, "%s: ", reading.entry->layer->title);
          return NULL;
        }
    }

  return g_steal_pointer (&texts);
}
