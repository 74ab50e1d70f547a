/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/pack-reader.h"
#include "content/pack/media-types.h"

#include <stdio.h>
#include <string.h>

static gboolean as_json = FALSE;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

/* @language: (nullable): %NULL counts what every kiosk needs. */
static guint64
count_bytes (TamboPack *pack, const char *language)
{
  guint64 bytes = 0;

  for (guint i = 0; i < tambo_pack_get_n_entries (pack); i++)
    {
      const TamboLayer *layer = tambo_pack_get_entry (pack, i)->layer;

      if (g_strcmp0 (layer->language, language) == 0)
        bytes += layer->size;
    }

  return bytes;
}

/* Which languages are spoken by a machine until somebody records them. */
static char *
list_stand_ins (TamboPack *pack)
{
  g_autoptr (GString) languages = g_string_new (NULL);

  for (guint i = 0; i < tambo_pack_get_n_entries (pack); i++)
    {
      const TamboPackEntry *entry = tambo_pack_get_entry (pack, i);

      if (entry->file->stand_in && entry->layer->language != NULL)
        g_string_append_printf (languages,
                                "%s%s",
                                languages->len > 0 ? ", " : "",
                                entry->layer->language);
    }

  return languages->len > 0 ? g_string_free (g_steal_pointer (&languages), FALSE) : NULL;
}

static void
show_reviews (TamboPackConfig *config)
{
  for (guint i = 0; i < tambo_pack_config_get_n_reviews (config); i++)
    {
      const TamboPackReview *review = tambo_pack_config_get_review (config, i);

      printf ("  Review      %s%s%s: %s%s%s\n",
              review->what,
              review->language != NULL ? " " : "",
              review->language != NULL ? review->language : "",
              review->who != NULL ? review->who : "nobody yet",
              review->when != NULL ? ", " : "",
              review->when != NULL ? review->when : "");
    }
}

static void
show_pack (TamboPack *pack)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);
  const char *const *languages = tambo_pack_config_get_languages (config);
  const char *const *sources = tambo_pack_config_get_sources (config);
  g_autofree char *common = g_format_size (count_bytes (pack, NULL));
  g_autofree char *stand_ins = list_stand_ins (pack);

  printf ("%s version %u\n",
          tambo_pack_config_get_id (config),
          tambo_pack_config_get_version (config));
  for (guint i = 0; languages[i] != NULL; i++)
    printf ("  %-11s %s\n",
            languages[i],
            tambo_texts_choose (tambo_pack_config_get_title (config), languages[i]));
  for (guint i = 0; i < tambo_pack_config_get_n_items (config); i++)
    printf ("  Item        %s (%s)\n",
            tambo_pack_config_get_item (config, i)->id,
            tambo_item_kind_to_word (tambo_pack_config_get_item (config, i)->kind));
  printf ("  Size        %s for every kiosk\n", common);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *size = g_format_size (count_bytes (pack, languages[i]));

      printf ("              + %s for %s\n", size, languages[i]);
    }
  if (stand_ins != NULL)
    printf ("  Voices      by a machine, until somebody records them: %s\n", stand_ins);
  show_reviews (config);
  for (guint i = 0; sources[i] != NULL; i++)
    printf ("  Source      %s\n", sources[i]);
  printf ("  Licence     %s\n", tambo_pack_config_get_licence (config));
  printf ("  Manifest    %s\n", tambo_manifest_get_digest (tambo_pack_get_manifest (pack)));
}

static void
add_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static JsonArray *
reviews_to_json (TamboPackConfig *config)
{
  JsonArray *reviews = json_array_new ();

  for (guint i = 0; i < tambo_pack_config_get_n_reviews (config); i++)
    {
      const TamboPackReview *review = tambo_pack_config_get_review (config, i);
      JsonObject *object = json_object_new ();

      add_string (object, "what", review->what);
      add_string (object, "language", review->language);
      add_string (object, "who", review->who);
      add_string (object, "when", review->when);
      json_array_add_object_element (reviews, object);
    }

  return reviews;
}

static JsonArray *
files_to_json (TamboPack *pack)
{
  JsonArray *files = json_array_new ();

  for (guint i = 0; i < tambo_pack_get_n_entries (pack); i++)
    {
      const TamboPackEntry *entry = tambo_pack_get_entry (pack, i);
      JsonObject *object = json_object_new ();

      add_string (object, "title", entry->layer->title);
      add_string (object, "media-type", entry->layer->media_type);
      add_string (object, "item", entry->layer->item);
      add_string (object, "role", entry->file->role);
      add_string (object, "language", entry->layer->language);
      add_string (object, "digest", entry->layer->digest);
      json_object_set_int_member (object, "size", (gint64) entry->layer->size);
      json_object_set_boolean_member (object, "stand-in", entry->file->stand_in);
      json_array_add_object_element (files, object);
    }

  return files;
}

static JsonObject *
pack_to_json (TamboPack *pack)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);
  const char *const *languages = tambo_pack_config_get_languages (config);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  add_string (object, "id", tambo_pack_config_get_id (config));
  json_object_set_int_member (object, "version", tambo_pack_config_get_version (config));
  add_string (object, "manifest", tambo_manifest_get_digest (tambo_pack_get_manifest (pack)));
  json_object_set_member (object,
                          "title",
                          tambo_texts_to_json (tambo_pack_config_get_title (config)));
  for (guint i = 0; languages[i] != NULL; i++)
    json_array_add_string_element (array, languages[i]);
  json_object_set_array_member (object, "languages", array);
  add_string (object, "licence", tambo_pack_config_get_licence (config));
  json_object_set_array_member (object, "reviews", reviews_to_json (config));
  json_object_set_array_member (object, "files", files_to_json (pack));

  return object;
}

static void
show_json (TamboPackReader *reader)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *packs = json_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < tambo_pack_reader_get_n_packs (reader); i++)
    json_array_add_object_element (packs, pack_to_json (tambo_pack_reader_get_pack (reader, i)));
  json_object_set_array_member (object, "packs", packs);
  json_object_set_boolean_member (object, "signed", tambo_pack_reader_has_trust (reader));
  json_node_take_object (root, object);
  text = json_to_string (root, TRUE);
  puts (text);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (TamboPackReader) reader = tambo_pack_reader_open (arguments[0], error);

  if (reader == NULL)
    return FALSE;
  if (as_json)
    {
      show_json (reader);
      return TRUE;
    }

  for (guint i = 0; i < tambo_pack_reader_get_n_packs (reader); i++)
    show_pack (tambo_pack_reader_get_pack (reader, i));
  printf (tambo_pack_reader_has_trust (reader)
              ? "Trust metadata is here too.\n"
              : "Not signed: kiosks take it only after “tambo-pack sign”.\n");

  return TRUE;
}

const TamboCommand tambo_command_show = {
  .name = "show",
  .parameters = "LAYOUT",
  .summary = "Show what is in a layout: packs, languages, sizes, reviews, sources",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
