/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/places.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define MAX_PHONE 40

/**
 * TamboPlaces:
 *
 * Where help is to be found, from one file of a pack. Immutable.
 */
struct _TamboPlaces
{
  GObject parent_instance;

  GPtrArray *places; /* (owned) (element-type TamboPlace) */
};

G_DEFINE_FINAL_TYPE (TamboPlaces, tambo_places, G_TYPE_OBJECT)

static const char *const kind_words[] = {
  "clinic", "hospital", "pharmacy", "hotline", "legal", "food", "shelter", "other",
};

G_STATIC_ASSERT (G_N_ELEMENTS (kind_words) == TAMBO_N_PLACE_KINDS);

static void
place_free (gpointer data)
{
  TamboPlace *place = data;

  g_free (place->id);
  g_clear_pointer (&place->name, tambo_texts_unref);
  g_free (place->phone);
  g_clear_pointer (&place->address, tambo_texts_unref);
  g_clear_pointer (&place->hours, tambo_texts_unref);
  g_clear_pointer (&place->note, tambo_texts_unref);
  g_strfreev (place->languages);
  g_free (place);
}

static void
tambo_places_finalize (GObject *object)
{
  TamboPlaces *self = TAMBO_PLACES (object);

  g_clear_pointer (&self->places, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_places_parent_class)->finalize (object);
}

static void
tambo_places_class_init (TamboPlacesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_places_finalize;
}

static void
tambo_places_init (TamboPlaces *self)
{
  self->places = g_ptr_array_new_with_free_func (place_free);
}

static TamboPlaceKind
kind_from_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    {
      if (g_str_equal (word, kind_words[i]))
        return (TamboPlaceKind) i;
    }

  return TAMBO_PLACE_OTHER;
}

/* A map of language to text that may be missing. */
static gboolean
find_texts (JsonObject *object, const char *name, TamboTexts **out_texts, GError **error)
{
  JsonObject *map = NULL;

  if (!tambo_json_object_find_object (object, name, &map, error))
    return FALSE;

  if (map == NULL)
    return TRUE;

  *out_texts = tambo_texts_new_from_json (map, error);
  return *out_texts != NULL;
}

/* Digits, and what people put between them: nothing that could be taken for something else. */
static gboolean
is_phone (const char *phone)
{
  return strlen (phone) <= MAX_PHONE && strspn (phone, "+0123456789 ()-./#*") == strlen (phone);
}

static gboolean
check_place (const TamboPlace *place, const char *phone, GError **error)
{
  if (*place->id == '\0' || strlen (place->id) > TAMBO_LIMIT_PACK_ID)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "A place has no usable id");
      return FALSE;
    }

  if (phone != NULL && !is_phone (phone))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_FORMAT,
                           "A place has a telephone number that is none");
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_place (TamboPlace *place, JsonObject *object, GError **error)
{
  const char *id = NULL;
  const char *kind = NULL;
  const char *phone = NULL;
  JsonObject *name = NULL;

  if (!tambo_json_object_get_string (object, "id", &id, error) ||
      !tambo_json_object_get_string (object, "kind", &kind, error) ||
      !tambo_json_object_get_object (object, "name", &name, error) ||
      !tambo_json_object_find_string (object, "phone", &phone, error) ||
      !tambo_json_object_find_boolean (object, "demo", &place->is_demo, error))
    return FALSE;

  place->id = g_strdup (id);
  place->kind = kind_from_word (kind);
  place->phone = g_strdup (phone);
  if (!check_place (place, phone, error))
    return FALSE;

  place->name = tambo_texts_new_from_json (name, error);
  if (place->name == NULL || !find_texts (object, "address", &place->address, error) ||
      !find_texts (object, "hours", &place->hours, error) ||
      !find_texts (object, "note", &place->note, error))
    return FALSE;

  if (!json_object_has_member (object, "languages"))
    return TRUE;

  return tambo_json_object_get_strings (object,
                                        "languages",
                                        TAMBO_LIMIT_LANGUAGES,
                                        &place->languages,
                                        error);
}

/**
 * tambo_places_new_from_bytes:
 * @bytes: a file of type `application/vnd.tambo.places.v1+json`, not trusted
 *
 * Returns: (transfer full): the places, or %NULL with @error set
 */
TamboPlaces *
tambo_places_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboPlaces) self = g_object_new (TAMBO_TYPE_PLACES, NULL);
  g_autoptr (TamboJson) json = NULL;
  JsonObject *root;
  JsonArray *places = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json = tambo_json_parse (bytes, TAMBO_PLACES_MAX_SIZE, error);
  if (json == NULL)
    return NULL;

  root = tambo_json_get_root_object (json, error);
  if (root == NULL || !tambo_json_object_get_array (root, "places", &places, error))
    return NULL;

  if (json_array_get_length (places) > TAMBO_PLACES_MAX)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_TOO_LARGE,
                   "More than %d places",
                   TAMBO_PLACES_MAX);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (places); i++)
    {
      JsonObject *object = tambo_json_array_get_object (places, i, error);
      TamboPlace *place;

      if (object == NULL)
        return NULL;

      place = g_new0 (TamboPlace, 1);
      g_ptr_array_add (self->places, place);
      if (!read_place (place, object, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

guint
tambo_places_get_n_places (TamboPlaces *self)
{
  g_return_val_if_fail (TAMBO_IS_PLACES (self), 0);

  return self->places->len;
}

/* Returns: (transfer none) */
const TamboPlace *
tambo_places_get_place (TamboPlaces *self, guint i)
{
  g_return_val_if_fail (TAMBO_IS_PLACES (self), NULL);
  g_return_val_if_fail (i < self->places->len, NULL);

  return g_ptr_array_index (self->places, i);
}

const char *
tambo_place_kind_to_word (TamboPlaceKind kind)
{
  g_return_val_if_fail (kind < TAMBO_N_PLACE_KINDS, NULL);

  return kind_words[kind];
}
