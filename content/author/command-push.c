/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/pack-reader.h"
#include "content/author/skopeo.h"
#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/store/layout.h"
#include "content/trust/metadata.h"

#include <stdio.h>

#define TRUST_REF "trust:metadata"

static char *user = NULL;
static char *password_path = NULL;
static char *ca_path = NULL;

static const GOptionEntry options[] = {
  { "user", 0, 0, G_OPTION_ARG_STRING, &user, "Who may write to the registry", "NAME" },
  { "password-file",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &password_path,
    "The first line of FILE is the password of that user",
    "FILE" },
  { "ca-file",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &ca_path,
    "An authority of your own that vouches for the registry",
    "FILE" },
  { NULL },
};

/* One thing to push. */
typedef struct
{
  char *layout; /* (owned) */
  char *ref;    /* (owned) */
  guint64 bytes;
} Item;

static void
item_free (gpointer pointer)
{
  Item *item = pointer;

  g_free (item->layout);
  g_free (item->ref);
  g_free (item);
}

/* Takes @ref. */
static void
add_item (GPtrArray *items, const char *layout, char *ref, guint64 bytes)
{
  Item *item = g_new0 (Item, 1);

  item->layout = g_strdup (layout);
  item->ref = ref;
  item->bytes = bytes;
  g_ptr_array_add (items, item);
}

static guint64
count_bytes (TamboManifest *manifest)
{
  guint64 bytes = tambo_manifest_get_config_size (manifest);

  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    bytes += tambo_manifest_get_layer (manifest, i)->size;

  return bytes;
}

static gboolean
add_packs (GPtrArray *items, const char *path, GError **error)
{
  g_autoptr (TamboPackReader) reader = tambo_pack_reader_open (path, error);

  if (reader == NULL)
    return FALSE;
  for (guint i = 0; i < tambo_pack_reader_get_n_packs (reader); i++)
    {
      TamboPack *pack = tambo_pack_reader_get_pack (reader, i);
      TamboManifest *manifest = tambo_pack_get_manifest (pack);

      add_item (items,
                path,
                g_strdup_printf ("packs/%s:%u",
                                 tambo_pack_config_get_id (tambo_pack_get_config (pack)),
                                 tambo_manifest_get_version (manifest)),
                count_bytes (manifest));
    }

  return TRUE;
}

/* How new the metadata in a layout is; kiosks find out whether it is right. */
static gboolean
read_trust_version (const char *path, guint64 *out_version, GError **error)
{
  g_autoptr (TamboLayout) layout = tambo_layout_open (path, error);
  g_autoptr (GHashTable) files = layout != NULL ? tambo_layout_read_trust (layout, error) : NULL;
  g_autoptr (TamboMetadata) timestamp = NULL;
  GBytes *bytes;

  if (files == NULL)
    return FALSE;
  bytes = g_hash_table_lookup (files, "timestamp.json");
  if (bytes == NULL)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "%s: there is no timestamp", path);
      return FALSE;
    }
  timestamp = tambo_metadata_new_from_bytes (bytes, "timestamp", TAMBO_LIMIT_TIMESTAMP, error);
  if (timestamp == NULL)
    return FALSE;

  *out_version = tambo_metadata_get_version (timestamp);

  return TRUE;
}

/* The newest metadata, after all packs: nobody shall read of a pack that is not there yet. */
static gboolean
add_trust (GPtrArray *items, const char *const *paths, GError **error)
{
  const char *newest = NULL;
  guint64 newest_version = 0;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      guint64 version = 0;

      if (!read_trust_version (paths[i], &version, error))
        {
          g_prefix_error (error, "%s: ", paths[i]);
          return FALSE;
        }
      if (newest == NULL || version > newest_version)
        {
          newest = paths[i];
          newest_version = version;
        }
    }
  add_item (items, newest, g_strdup (TRUST_REF), 0);

  return TRUE;
}

static gboolean
push_items (TamboSkopeo *skopeo, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = g_ptr_array_index (items, i);
      g_autofree char *size = item->bytes > 0 ? g_format_size (item->bytes) : g_strdup ("metadata");
      gint64 start = g_get_monotonic_time ();

      printf ("[%u/%u] %s (%s) …", i + 1, items->len, item->ref, size);
      fflush (stdout);
      if (!tambo_skopeo_copy (skopeo, item->layout, item->ref, error))
        {
          printf (" failed\n");
          g_prefix_error (error, "%s: ", item->ref);
          return FALSE;
        }
      printf (" %.1f s\n", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
    }

  return TRUE;
}

static TamboSkopeo *
make_skopeo (const TamboRegistryAddress *registry, GError **error)
{
  g_autoptr (TamboSkopeo) skopeo = NULL;

  if ((user == NULL) != (password_path == NULL))
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           "--user and --password-file go together");
      return NULL;
    }
  skopeo = tambo_skopeo_new (registry, error);
  if (skopeo == NULL ||
      (user != NULL && !tambo_skopeo_set_password (skopeo, user, password_path, error)) ||
      (ca_path != NULL && !tambo_skopeo_set_ca_file (skopeo, ca_path, error)))
    return NULL;

  return g_steal_pointer (&skopeo);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (TamboRegistryAddress) registry = tambo_registry_address_parse (arguments[0], error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  g_autoptr (TamboSkopeo) skopeo = NULL;
  g_autofree char *url = NULL;

  if (registry == NULL)
    return FALSE;
  for (guint i = 1; arguments[i] != NULL; i++)
    {
      if (!add_packs (items, arguments[i], error))
        return FALSE;
    }
  if (!add_trust (items, arguments + 1, error))
    return FALSE;
  skopeo = make_skopeo (registry, error);
  if (skopeo == NULL || !push_items (skopeo, items, error))
    return FALSE;

  url = tambo_registry_address_to_string (registry);
  printf ("Done. Kiosks fetch it whose mesh.conf says, in [hub]: url=%s\n", url);

  return TRUE;
}

const TamboCommand tambo_command_push = {
  .name = "push",
  .parameters = "REGISTRY LAYOUT…",
  .summary = "Copy signed packs and their metadata to a registry, for kiosks far away",
  .options = options,
  .min_arguments = 2,
  .max_arguments = 100,
  .run = run,
};
