/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/leaflet.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

/**
 * TamboLeaflet:
 *
 * The pages of a leaflet in one language. Immutable.
 */
struct _TamboLeaflet
{
  GObject parent_instance;

  GPtrArray *pages; /* (owned) (element-type TamboLeafletPage) */
};

G_DEFINE_FINAL_TYPE (TamboLeaflet, tambo_leaflet, G_TYPE_OBJECT)

static void
page_free (gpointer data)
{
  TamboLeafletPage *page = data;

  g_free (page->title);
  g_free (page->text);
  g_free (page->picture);
  g_free (page->audio);
  g_free (page);
}

static void
tambo_leaflet_finalize (GObject *object)
{
  TamboLeaflet *self = TAMBO_LEAFLET (object);

  g_clear_pointer (&self->pages, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_leaflet_parent_class)->finalize (object);
}

static void
tambo_leaflet_class_init (TamboLeafletClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_leaflet_finalize;
}

static void
tambo_leaflet_init (TamboLeaflet *self)
{
  self->pages = g_ptr_array_new_with_free_func (page_free);
}

static gboolean
is_short (const char *text, gsize max, GError **error)
{
  if (text == NULL || strlen (text) <= max)
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_FORMAT,
               "A text of a leaflet is longer than %" G_GSIZE_FORMAT " bytes",
               max);
  return FALSE;
}

static gboolean
read_page (TamboLeaflet *self, JsonObject *object, GError **error)
{
  const char *title = NULL;
  const char *text = NULL;
  const char *picture = NULL;
  const char *audio = NULL;
  TamboLeafletPage *page;

  if (!tambo_json_object_get_string (object, "title", &title, error) ||
      !tambo_json_object_get_string (object, "text", &text, error) ||
      !tambo_json_object_find_string (object, "picture", &picture, error) ||
      !tambo_json_object_find_string (object, "audio", &audio, error))
    return FALSE;

  if (!is_short (title, TAMBO_LIMIT_TEXT, error) || !is_short (text, TAMBO_LIMIT_TEXT, error) ||
      !is_short (picture, TAMBO_LIMIT_PATH, error) || !is_short (audio, TAMBO_LIMIT_PATH, error))
    return FALSE;

  page = g_new0 (TamboLeafletPage, 1);
  page->title = g_strdup (title);
  page->text = g_strdup (text);
  page->picture = g_strdup (picture);
  page->audio = g_strdup (audio);
  g_ptr_array_add (self->pages, page);

  return TRUE;
}

/**
 * tambo_leaflet_new_from_bytes:
 * @bytes: a file of type `application/vnd.tambo.leaflet.v1+json`, not trusted
 *
 * Returns: (transfer full): the leaflet, or %NULL with @error set
 */
TamboLeaflet *
tambo_leaflet_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboLeaflet) self = g_object_new (TAMBO_TYPE_LEAFLET, NULL);
  g_autoptr (TamboJson) json = NULL;
  JsonObject *root;
  JsonArray *pages = NULL;
  guint n_pages;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json = tambo_json_parse (bytes, TAMBO_LEAFLET_MAX_SIZE, error);
  if (json == NULL)
    return NULL;

  root = tambo_json_get_root_object (json, error);
  if (root == NULL || !tambo_json_object_get_array (root, "pages", &pages, error))
    return NULL;

  n_pages = json_array_get_length (pages);
  if (n_pages == 0 || n_pages > TAMBO_LEAFLET_MAX_PAGES)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "A leaflet has 1 to %d pages, not %u",
                   TAMBO_LEAFLET_MAX_PAGES,
                   n_pages);
      return NULL;
    }

  for (guint i = 0; i < n_pages; i++)
    {
      JsonObject *page = tambo_json_array_get_object (pages, i, error);

      if (page == NULL || !read_page (self, page, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

guint
tambo_leaflet_get_n_pages (TamboLeaflet *self)
{
  g_return_val_if_fail (TAMBO_IS_LEAFLET (self), 0);

  return self->pages->len;
}

/* Returns: (transfer none) */
const TamboLeafletPage *
tambo_leaflet_get_page (TamboLeaflet *self, guint i)
{
  g_return_val_if_fail (TAMBO_IS_LEAFLET (self), NULL);
  g_return_val_if_fail (i < self->pages->len, NULL);

  return g_ptr_array_index (self->pages, i);
}
