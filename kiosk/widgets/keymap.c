/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/keymap.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define FOLDER "/org/tambo/kiosk/locales/keyboards"
#define USUAL "en"

/* The same in all languages; each adds a row of its own. */
static const char *const symbol_rows[] = {
  "1 2 3 4 5 6 7 8 9 0",
  "? ! % + - / : ; ( ) =",
};

struct _TamboKeymap
{
  GStrv rows[TAMBO_N_LAYERS]; /* (owned): keys with a blank between */
  char *comma;                /* (owned) */
  char *stop;                 /* (owned) */
};

static GBytes *
load (const char *language)
{
  g_auto (GStrv) parts = g_strsplit (language, "-", 2);
  g_autofree char *path = g_strdup_printf (FOLDER "/%s.json", parts[0]);
  GBytes *bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (bytes == NULL)
    bytes = g_resources_lookup_data (FOLDER "/" USUAL ".json", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return bytes;
}

static GStrv
read_rows (JsonObject *object, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = json_object_get_array_member (object, name);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));

  return g_strv_builder_end (builder);
}

static GStrv
make_symbols (const char *more)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (symbol_rows); i++)
    g_strv_builder_add (builder, symbol_rows[i]);
  g_strv_builder_add (builder, more);

  return g_strv_builder_end (builder);
}

/**
 * tambo_keymap_new:
 * @language: a BCP 47 tag
 *
 * Returns: (transfer full): its keys; those of English if it has none
 */
TamboKeymap *
tambo_keymap_new (const char *language)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GBytes) bytes = NULL;
  TamboKeymap *self = NULL;
  JsonObject *object = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  /* Files of our own, checked by tests. */
  bytes = load (language);
  if (bytes == NULL || !json_parser_load_from_data (parser,
                                                    g_bytes_get_data (bytes, NULL),
                                                    (gssize) g_bytes_get_size (bytes),
                                                    NULL))
    g_error ("There is no keyboard for %s", language);

  object = json_node_get_object (json_parser_get_root (parser));
  self = g_new0 (TamboKeymap, 1);
  self->rows[TAMBO_LAYER_LETTERS] = read_rows (object, "letters");
  self->rows[TAMBO_LAYER_CAPITALS] = read_rows (object, "capitals");
  self->rows[TAMBO_LAYER_SYMBOLS] = make_symbols (json_object_get_string_member (object, "more"));
  self->comma = g_strdup (json_object_get_string_member (object, "comma"));
  self->stop = g_strdup (json_object_get_string_member (object, "stop"));

  return self;
}

void
tambo_keymap_free (TamboKeymap *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < TAMBO_N_LAYERS; i++)
    g_strfreev (self->rows[i]);
  g_free (self->comma);
  g_free (self->stop);
  g_free (self);
}

/* All keys in their order, in rows of about equal length. */
static void
split_anew (GPtrArray *rows, guint max_columns)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  guint n_rows;
  guint at = 0;

  for (guint i = 0; i < rows->len; i++)
    for (GStrv key = g_ptr_array_index (rows, i); *key != NULL; key++)
      g_ptr_array_add (keys, g_strdup (*key));

  g_ptr_array_set_size (rows, 0);
  n_rows = (keys->len + max_columns - 1) / max_columns;
  for (guint i = 0; i < n_rows; i++)
    {
      guint n = (keys->len - at + n_rows - i - 1) / (n_rows - i);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint j = 0; j < n; j++)
        g_strv_builder_add (builder, g_ptr_array_index (keys, at++));
      g_ptr_array_add (rows, g_strv_builder_end (builder));
    }
}

GPtrArray *
tambo_keymap_list_rows (TamboKeymap *self, TamboLayerKind kind, guint max_columns)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gboolean too_long = FALSE;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kind < TAMBO_N_LAYERS, NULL);

  for (GStrv row = self->rows[kind]; *row != NULL; row++)
    {
      GStrv keys = g_strsplit (*row, " ", -1);

      too_long = too_long || (max_columns > 0 && g_strv_length (keys) > max_columns);
      g_ptr_array_add (rows, keys);
    }

  if (too_long)
    split_anew (rows, max_columns);

  return g_steal_pointer (&rows);
}

const char *
tambo_keymap_get_comma (TamboKeymap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->comma;
}

const char *
tambo_keymap_get_stop (TamboKeymap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->stop;
}
