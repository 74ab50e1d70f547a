/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How long an install of a large pack from a folder takes, beside what one would do by hand:
 * sha256sum, cp and sync of the same files. Also the memory it needs, and how long a catalogue of
 * many packs takes to open. It prints; it judges nothing.
 *
 *   bench-install FOLDER [MEGABYTES]
 */

#include "content/catalog/install.h"
#include "content/pack/pack-config-builder.h"
#include "content/store/layout-writer.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define ID "org.example.large"
#define N_FILES 8
#define N_PACKS 2000

static void
fail_on (GError *error)
{
  if (error == NULL)
    return;

  g_printerr ("%s\n", error->message);
  exit (EXIT_FAILURE);
}

static double
run (const char *command)
{
  gint64 began = g_get_monotonic_time ();

  if (system (command) != 0)
    g_printerr ("failed: %s\n", command);

  return (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
}

/* Cold, as far as we may say so. */
static void
drop_caches (void)
{
  run ("sync; echo 3 2>/dev/null > /proc/sys/vm/drop_caches || true");
}

static TamboPackTarget *
write_pack (const char *stick, guint megabytes, GError **error)
{
  static const char *const languages[] = { "en", NULL };
  static const char *const titles[] = { "Large", NULL };
  g_autoptr (TamboLayoutWriter) writer = tambo_layout_writer_new (stick, error);
  g_autoptr (TamboTexts) title = tambo_texts_new (languages, titles);
  TamboPackConfigBuilder *config = tambo_pack_config_builder_new (ID, 1);
  TamboPackItem film = { (char *) "film", TAMBO_ITEM_VIDEO, title };
  g_autoptr (TamboManifestBuilder) manifest = NULL;
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) config_bytes = NULL;
  g_autoptr (GBytes) manifest_bytes = NULL;
  g_autofree char *config_digest = NULL;
  guint64 size = (guint64) megabytes * 1000 * 1000 / N_FILES;
  TamboPackTarget *target;

  fail_on (*error);
  tambo_pack_config_builder_set_title (config, title);
  tambo_pack_config_builder_set_summary (config, title);
  tambo_pack_config_builder_set_languages (config, languages);
  tambo_pack_config_builder_set_licence (config, "CC-BY-SA-4.0");
  tambo_pack_config_builder_add_item (config, &film);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *source = g_strdup_printf ("%s/%u.source", stick, i);
      g_autofree char *command = g_strdup_printf ("head -c %" G_GUINT64_FORMAT " /dev/urandom > %s",
                                                  size,
                                                  source);
      g_autofree char *name = g_strdup_printf ("film/%u.webm", i);
      g_autoptr (TamboLeafList) leaves = NULL;
      TamboPackFile file = { .title = name, .size = size, .item = (char *) "film" };
      char *digest;

      run (command);
      digest = tambo_layout_writer_add_file (writer, source, &leaves, error);
      fail_on (*error);
      remove (source);
      g_ptr_array_add (digests, digest);
      file.leaves = tambo_layout_writer_add_bytes (writer,
                                                   tambo_leaf_list_get_bytes (leaves),
                                                   error);
      g_ptr_array_add (digests, file.leaves);
      tambo_pack_config_builder_add_file (config, &file);
    }
  config_bytes = tambo_pack_config_builder_write (config);
  tambo_pack_config_builder_free (config);
  config_digest = tambo_layout_writer_add_bytes (writer, config_bytes, error);
  manifest = tambo_manifest_builder_new (TAMBO_MEDIA_TYPE_PACK_CONFIG, config_bytes, 1);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("film/%u.webm", i);
      guint64 n_leaves = (size + TAMBO_LEAF_SIZE - 1) / TAMBO_LEAF_SIZE;
      TamboLayer layer = { .media_type = (char *) "video/webm",
                           .digest = digests->pdata[2 * i],
                           .size = size,
                           .title = name,
                           .item = (char *) "film" };
      TamboLayer leaves = { .media_type = (char *) TAMBO_MEDIA_TYPE_LEAVES,
                            .digest = digests->pdata[2 * i + 1],
                            .size = n_leaves * TAMBO_DIGEST_SIZE,
                            .leaves_of = digests->pdata[2 * i] };

      tambo_manifest_builder_add (manifest, &layer);
      tambo_manifest_builder_add (manifest, &leaves);
    }
  manifest_bytes = tambo_manifest_builder_write (manifest);
  tambo_layout_writer_add_manifest (writer, "packs/" ID ":1", manifest_bytes, error);
  fail_on (*error);
  tambo_layout_writer_finish (writer, error);
  fail_on (*error);

  target = g_new0 (TamboPackTarget, 1);
  target->id = g_strdup (ID);
  target->version = 1;
  target->digest = tambo_digest_for_bytes (manifest_bytes);
  target->size = g_bytes_get_size (manifest_bytes);
  target->languages = g_strdupv ((char **) languages);
  target->bytes = g_hash_table_new (g_str_hash, g_str_equal);

  return target;
}

static double
install (const char *stick, const char *folder, const TamboPackTarget *target)
{
  g_autofree char *store_path = g_build_filename (folder, "store", NULL);
  g_autofree char *catalog_path = g_build_filename (folder, "catalog.db", NULL);
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  g_autoptr (TamboLayout) layout = tambo_layout_open (stick, &error);
  g_autoptr (TamboStore) store = tambo_store_open (store_path, &error);
  g_autoptr (TamboCatalog) catalog = tambo_catalog_open (catalog_path, &error);
  g_autoptr (TamboInstall) install = NULL;

  fail_on (error);
  install = tambo_install_new (store, target, NULL, &error);
  fail_on (error);
  tambo_install_copy (install, layout, NULL, NULL, NULL, &error);
  fail_on (error);
  tambo_install_finish (install, catalog, &error);
  fail_on (error);

  return (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
}

static double
open_catalog (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "many.db", NULL);
  g_autoptr (TamboCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began;

  catalog = tambo_catalog_open (path, &error);
  fail_on (error);
  for (guint i = 0; i < N_PACKS; i++)
    {
      g_autofree char *id = g_strdup_printf ("org.example.pack%u", i);
      g_autoptr (TamboTestPack) pack = tambo_test_pack_new (id, 1);

      tambo_catalog_add (catalog, pack->pack, NULL, &error);
      fail_on (error);
    }
  g_clear_object (&catalog);

  drop_caches ();
  began = g_get_monotonic_time ();
  catalog = tambo_catalog_open (path, &error);
  fail_on (error);

  return (double) (g_get_monotonic_time () - began) / 1000;
}

int
main (int argc, char *argv[])
{
  guint megabytes = argc > 2 ? (guint) atoi (argv[2]) : 1000;
  g_autofree char *folder = argc > 1 ? g_build_filename (argv[1], "tambo-bench", NULL) : NULL;
  g_autofree char *stick = folder != NULL ? g_build_filename (folder, "stick", NULL) : NULL;
  g_autofree char *by_hand = NULL;
  g_autoptr (TamboPackTarget) target = NULL;
  g_autoptr (GError) error = NULL;
  struct rusage usage;
  double hand;
  double ours;

  if (folder == NULL || g_mkdir_with_parents (stick, 0700) != 0)
    {
      g_printerr ("bench-install FOLDER [MEGABYTES]\n");
      return EXIT_FAILURE;
    }
  target = write_pack (stick, megabytes, &error);

  by_hand = g_strdup_printf ("cd %s/blobs/sha256 && mkdir ../../../copy && sha256sum * > /dev/null "
                             "&& cp * ../../../copy && sync ../../../copy/*",
                             stick);
  drop_caches ();
  hand = run (by_hand);
  drop_caches ();
  ours = install (stick, folder, target);
  getrusage (RUSAGE_SELF, &usage);
  run ("cut -d' ' -f1-3 /proc/loadavg");
  g_print ("%u MB: sha256sum, cp and sync %.2f s; install %.2f s: %.2f times as long\n"
           "most memory: %ld MB\n",
           megabytes,
           hand,
           ours,
           ours / hand,
           usage.ru_maxrss / 1024);
  g_print ("catalogue of %d packs: open in %.1f ms\n", N_PACKS, open_catalog (folder));
  tambo_test_remove_folder (folder);

  return EXIT_SUCCESS;
}
