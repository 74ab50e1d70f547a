/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/pack-builder.h"
#include "content/author/pack-diff.h"
#include "content/author/rendering.h"
#include "content/author/source-file.h"

#include <stdio.h>

static gboolean as_json = FALSE;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

static const char *const signs[] = { "+", "−", "~" };
static const char *const words[] = { "added", "removed", "changed" };

/* Returns: (transfer full): the layout that an author's folder becomes */
static char *
build_source (GFile *folder, GError **error)
{
  g_autoptr (TamboPackSource) source = tambo_pack_source_load (folder, error);
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (GFile) rendered = NULL;
  g_autoptr (GFile) layout = NULL;
  g_autoptr (TamboProgress) progress = tambo_progress_new ();

  if (source == NULL)
    return NULL;
  path = g_dir_make_tmp ("tambo-pack-XXXXXX", error);
  if (path == NULL)
    return NULL;
  rendered = tambo_rendering_find_folder (source, NULL);
  layout = g_file_new_for_path (path);
  digest = tambo_pack_build (source, rendered, layout, tambo_progress_show, progress, NULL, error);
  if (digest == NULL)
    {
      tambo_source_remove_folder (layout);
      return NULL;
    }

  return g_steal_pointer (&path);
}

/* One of the two: a layout, or an author's folder of which one is made for the moment. */
typedef struct
{
  TamboPackReader *reader; /* (owned) (nullable) */
  char *built;             /* (owned) (nullable): the layout that was made */
} Side;

static void
side_clear (Side *side)
{
  g_autoptr (GFile) layout = side->built != NULL ? g_file_new_for_path (side->built) : NULL;

  g_clear_object (&side->reader);
  if (layout != NULL)
    tambo_source_remove_folder (layout);
  g_clear_pointer (&side->built, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static gboolean
open_side (Side *side, const char *path, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (path);
  g_autoptr (GFile) pack = g_file_get_child (folder, "pack.ini");

  if (g_file_query_exists (pack, NULL))
    {
      side->built = build_source (folder, error);
      if (side->built == NULL)
        return FALSE;
    }
  side->reader = tambo_pack_reader_open (side->built != NULL ? side->built : path, error);

  return side->reader != NULL;
}

static TamboPack *
find_pack (TamboPackReader *reader, const char *id)
{
  for (guint i = 0; i < tambo_pack_reader_get_n_packs (reader); i++)
    {
      TamboPack *pack = tambo_pack_reader_get_pack (reader, i);

      if (g_str_equal (tambo_pack_config_get_id (tambo_pack_get_config (pack)), id))
        return pack;
    }

  return NULL;
}

static void
print_changes (const char *heading, GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const TamboPackChange *change = changes->pdata[i];

      printf ("  %-11s %s %s\n", i == 0 ? heading : "", signs[change->change], change->name);
    }
}

static void
print_text (const TamboTextChange *change)
{
  const TamboPackText *text = change->after != NULL ? change->after : change->before;

  printf ("  %s, %s, %s%s\n",
          text->item,
          text->place,
          text->language,
          text->is_safety ? "  ← safety: have it reviewed again" : "");
  if (change->before != NULL)
    printf ("    − %s\n", change->before->text);
  if (change->after != NULL)
    printf ("    + %s\n", change->after->text);
}

static void
print_bytes (TamboPackDiff *diff, TamboPack *pack)
{
  const char *const *languages = tambo_pack_config_get_languages (tambo_pack_get_config (pack));
  g_autofree char *common = g_format_size (tambo_pack_diff_count_bytes (diff, NULL));

  printf ("  To fetch    %s for every kiosk\n", common);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *size = g_format_size (tambo_pack_diff_count_bytes (diff, languages[i]));

      printf ("              + %s for %s\n", size, languages[i]);
    }
}

static void
print_diff (TamboPackDiff *diff, TamboPack *old_pack, TamboPack *new_pack)
{
  TamboPackConfig *config = tambo_pack_get_config (new_pack);
  GPtrArray *texts = tambo_pack_diff_get_texts (diff);

  printf ("%s: ", tambo_pack_config_get_id (config));
  if (old_pack != NULL)
    printf ("version %u → ", tambo_pack_config_get_version (tambo_pack_get_config (old_pack)));
  printf ("version %u%s\n",
          tambo_pack_config_get_version (config),
          old_pack == NULL ? ", a new pack" : "");
  print_changes ("Languages", tambo_pack_diff_get_languages (diff));
  print_changes ("Items", tambo_pack_diff_get_items (diff));
  print_bytes (diff, new_pack);
  if (old_pack != NULL)
    printf ("  Texts       %u changed\n", texts->len);
  for (guint i = 0; i < texts->len; i++)
    print_text (texts->pdata[i]);
}

static JsonArray *
changes_to_json (GPtrArray *changes)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < changes->len; i++)
    {
      const TamboPackChange *change = changes->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "change", words[change->change]);
      json_object_set_string_member (object, "name", change->name);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
texts_to_json (GPtrArray *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < texts->len; i++)
    {
      const TamboTextChange *change = texts->pdata[i];
      const TamboPackText *text = change->after != NULL ? change->after : change->before;
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "item", text->item);
      json_object_set_string_member (object, "place", text->place);
      json_object_set_string_member (object, "language", text->language);
      json_object_set_boolean_member (object, "safety", text->is_safety);
      if (change->before != NULL)
        json_object_set_string_member (object, "before", change->before->text);
      if (change->after != NULL)
        json_object_set_string_member (object, "after", change->after->text);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonObject *
diff_to_json (TamboPackDiff *diff, TamboPack *old_pack, TamboPack *new_pack)
{
  TamboPackConfig *config = tambo_pack_get_config (new_pack);
  const char *const *languages = tambo_pack_config_get_languages (config);
  JsonObject *object = json_object_new ();
  JsonObject *bytes = json_object_new ();

  json_object_set_string_member (object, "id", tambo_pack_config_get_id (config));
  if (old_pack != NULL)
    json_object_set_int_member (object,
                                "old-version",
                                tambo_pack_config_get_version (tambo_pack_get_config (old_pack)));
  json_object_set_int_member (object, "new-version", tambo_pack_config_get_version (config));
  json_object_set_array_member (object,
                                "languages",
                                changes_to_json (tambo_pack_diff_get_languages (diff)));
  json_object_set_array_member (object,
                                "items",
                                changes_to_json (tambo_pack_diff_get_items (diff)));
  json_object_set_array_member (object, "texts", texts_to_json (tambo_pack_diff_get_texts (diff)));
  json_object_set_int_member (bytes, "*", (gint64) tambo_pack_diff_count_bytes (diff, NULL));
  for (guint i = 0; languages[i] != NULL; i++)
    json_object_set_int_member (bytes,
                                languages[i],
                                (gint64) tambo_pack_diff_count_bytes (diff, languages[i]));
  json_object_set_object_member (object, "bytes", bytes);

  return object;
}

static gboolean
compare (TamboPackReader *before, TamboPackReader *after, JsonArray *packs, GError **error)
{
  for (guint i = 0; i < tambo_pack_reader_get_n_packs (after); i++)
    {
      TamboPack *new_pack = tambo_pack_reader_get_pack (after, i);
      TamboPack *old_pack = find_pack (before,
                                       tambo_pack_config_get_id (tambo_pack_get_config (new_pack)));
      g_autoptr (TamboPackDiff) diff =
          tambo_pack_diff_new (before, old_pack, after, new_pack, error);

      if (diff == NULL)
        return FALSE;
      if (as_json)
        json_array_add_object_element (packs, diff_to_json (diff, old_pack, new_pack));
      else
        print_diff (diff, old_pack, new_pack);
    }

  return TRUE;
}

static void
print_json (JsonArray *packs)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_array_member (object, "packs", json_array_ref (packs));
  json_node_take_object (root, object);
  text = json_to_string (root, TRUE);
  puts (text);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_auto (Side) before = { NULL };
  g_auto (Side) after = { NULL };
  g_autoptr (JsonArray) packs = json_array_new ();

  if (!open_side (&before, arguments[0], error) || !open_side (&after, arguments[1], error) ||
      !compare (before.reader, after.reader, packs, error))
    return FALSE;
  if (as_json)
    print_json (packs);

  return TRUE;
}

const TamboCommand tambo_command_diff = {
  .name = "diff",
  .parameters = "OLD NEW",
  .summary = "Say what a kiosk with one version gets from another: layouts, or authors' folders",
  .options = options,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run,
};
