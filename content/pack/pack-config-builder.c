/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/pack-config-builder.h"

#include "content/base/json.h"

struct _TamboPackConfigBuilder
{
  JsonObject *root;   /* (owned) */
  JsonArray *items;   /* (unowned): of root */
  JsonArray *reviews; /* (unowned): of root */
  JsonObject *files;  /* (unowned): of root */
};

static JsonArray *
write_strings (const char *const *strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);

  return array;
}

static void
set_if_any (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

static void
set_if_positive (JsonObject *object, const char *name, guint64 value)
{
  if (value > 0)
    json_object_set_int_member (object, name, (gint64) value);
}

TamboPackConfigBuilder *
tambo_pack_config_builder_new (const char *id, guint version)
{
  TamboPackConfigBuilder *self;

  g_return_val_if_fail (tambo_pack_id_is_valid (id), NULL);
  g_return_val_if_fail (version > 0, NULL);

  self = g_new0 (TamboPackConfigBuilder, 1);
  self->root = json_object_new ();
  self->items = json_array_new ();
  self->reviews = json_array_new ();
  self->files = json_object_new ();

  json_object_set_string_member (self->root, "id", id);
  json_object_set_int_member (self->root, "version", version);
  json_object_set_object_member (self->root, "title", json_object_new ());
  json_object_set_object_member (self->root, "summary", json_object_new ());
  json_object_set_array_member (self->root, "languages", json_array_new ());
  json_object_set_array_member (self->root, "sources", json_array_new ());
  json_object_set_array_member (self->root, "items", self->items);
  json_object_set_array_member (self->root, "reviews", self->reviews);
  json_object_set_object_member (self->root, "files", self->files);

  return self;
}

void
tambo_pack_config_builder_free (TamboPackConfigBuilder *self)
{
  g_clear_pointer (&self->root, json_object_unref);
  g_free (self);
}

void
tambo_pack_config_builder_set_title (TamboPackConfigBuilder *self, TamboTexts *title)
{
  json_object_set_member (self->root, "title", tambo_texts_to_json (title));
}

void
tambo_pack_config_builder_set_summary (TamboPackConfigBuilder *self, TamboTexts *summary)
{
  json_object_set_member (self->root, "summary", tambo_texts_to_json (summary));
}

void
tambo_pack_config_builder_set_languages (TamboPackConfigBuilder *self, const char *const *languages)
{
  json_object_set_array_member (self->root, "languages", write_strings (languages));
}

void
tambo_pack_config_builder_set_min_app (TamboPackConfigBuilder *self, const char *min_app)
{
  json_object_set_string_member (self->root, "min-app", min_app);
}

void
tambo_pack_config_builder_set_licence (TamboPackConfigBuilder *self, const char *licence)
{
  json_object_set_string_member (self->root, "licence", licence);
}

void
tambo_pack_config_builder_set_sources (TamboPackConfigBuilder *self, const char *const *sources)
{
  json_object_set_array_member (self->root, "sources", write_strings (sources));
}

void
tambo_pack_config_builder_add_review (TamboPackConfigBuilder *self, const TamboPackReview *review)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "what", review->what);
  set_if_any (object, "language", review->language);
  set_if_any (object, "when", review->when);
  if (review->who != NULL)
    json_object_set_string_member (object, "who", review->who);
  else
    json_object_set_null_member (object, "who");

  json_array_add_object_element (self->reviews, object);
}

void
tambo_pack_config_builder_add_item (TamboPackConfigBuilder *self, const TamboPackItem *item)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", item->id);
  json_object_set_string_member (object, "kind", tambo_item_kind_to_word (item->kind));
  json_object_set_member (object, "title", tambo_texts_to_json (item->title));

  json_array_add_object_element (self->items, object);
}

static void
add_media (JsonObject *object, const TamboPackFile *file)
{
  JsonObject *media;

  if (file->codec == NULL)
    return;

  media = json_object_new ();
  json_object_set_string_member (media, "codec", file->codec);
  set_if_positive (media, "width", file->width);
  set_if_positive (media, "height", file->height);
  set_if_positive (media, "duration-ms", file->duration_ms);
  set_if_positive (media, "tracks", file->tracks);

  json_object_set_object_member (object, "media", media);
}

/* Media facts are written for a file with a codec. */
void
tambo_pack_config_builder_add_file (TamboPackConfigBuilder *self, const TamboPackFile *file)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "size", (gint64) file->size);
  json_object_set_string_member (object, "leaves", file->leaves);
  set_if_any (object, "item", file->item);
  set_if_any (object, "role", file->role);
  set_if_positive (object, "page", file->page);
  if (file->stand_in)
    json_object_set_boolean_member (object, "stand-in", TRUE);
  add_media (object, file);

  json_object_set_object_member (self->files, file->title, object);
}

GBytes *
tambo_pack_config_builder_write (TamboPackConfigBuilder *self)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), self->root);

  return tambo_json_write_canonical (node, NULL);
}
