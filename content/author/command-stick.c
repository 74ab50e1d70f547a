/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/pack/trust-artifact.h"
#include "content/store/layout.h"
#include "content/store/stick-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "tambo"
#define PACK_REF_PREFIX "packs/"
#define TRUST_REF "trust:metadata"

static char *pack_ids = NULL;
static char *language_tags = NULL;

static const GOptionEntry options[] = {
  { "packs", 0, 0, G_OPTION_ARG_STRING, &pack_ids, "Only these, instead of all", "ID,ID…" },
  { "languages",
    0,
    0,
    G_OPTION_ARG_STRING,
    &language_tags,
    "Only these, instead of all",
    "TAG,TAG…" },
  { NULL },
};

static volatile sig_atomic_t interrupted = 0;

static void
on_interrupt (int number)
{
  interrupted = 1;
}

/* The size of a blob stands in what names it; whoever opens it by digest asks the file. */
static int
open_blob (const char *digest, guint64 *out_size, gpointer user_data, GError **error)
{
  g_autofree char *path =
      g_build_filename (user_data, "blobs", "sha256", strchr (digest, ':') + 1, NULL);
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

  if (fd < 0 || fstat (fd, &info) != 0)
    {
      tambo_file_set_error (error, errno, path);
      if (fd >= 0)
        close (fd);
      return -1;
    }
  *out_size = (guint64) info.st_size;

  return fd;
}

/* One line that is written over, on a terminal; nothing elsewhere. */
static void
on_progress (const TamboStickProgress *progress, gpointer user_data)
{
  g_autofree char *done = g_format_size (progress->done / 2);
  g_autofree char *total = g_format_size (progress->total / 2);

  if (interrupted)
    g_cancellable_cancel (user_data);
  if (isatty (STDERR_FILENO))
    g_printerr ("\r%s / %s, %u of %u files are verified   ",
                done,
                total,
                progress->files_done,
                progress->files_total);
}

static gboolean
is_chosen (const char *id)
{
  g_auto (GStrv) ids = NULL;

  if (pack_ids == NULL)
    return TRUE;
  ids = g_strsplit (pack_ids, ",", -1);

  return g_strv_contains ((const char *const *) ids, id);
}

static gboolean
add_pack (TamboStickWriter *writer, TamboLayout *layout, const char *ref, GError **error)
{
  const char *colon = strrchr (ref, ':');
  g_autofree char *id = NULL;
  g_auto (GStrv) languages = language_tags != NULL ? g_strsplit (language_tags, ",", -1) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;

  id = g_strndup (ref + strlen (PACK_REF_PREFIX), colon - ref - strlen (PACK_REF_PREFIX));
  if (!is_chosen (id))
    return TRUE;

  bytes = tambo_layout_read_blob (layout,
                                  tambo_layout_find_ref (layout, ref),
                                  TAMBO_LIMIT_MANIFEST,
                                  error);
  manifest = bytes != NULL ? tambo_manifest_new_from_bytes (bytes, error) : NULL;
  if (manifest == NULL)
    return FALSE;
  tambo_stick_writer_add_pack (writer, id, manifest, (const char *const *) languages);
  printf ("%s version %u\n", id, tambo_manifest_get_version (manifest));

  return TRUE;
}

static gboolean
add_all (TamboStickWriter *writer, TamboLayout *layout, GError **error)
{
  const char *const *refs = tambo_layout_get_refs (layout);
  g_autoptr (GHashTable) files = tambo_layout_read_trust (layout, error);
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GBytes) manifest = NULL;

  if (files == NULL)
    return FALSE;
  for (gsize i = 0; refs[i] != NULL; i++)
    if (g_str_has_prefix (refs[i], PACK_REF_PREFIX) && strchr (refs[i], ':') != NULL &&
        !add_pack (writer, layout, refs[i], error))
      return FALSE;

  manifest = tambo_trust_artifact_write (files, &blobs);
  tambo_stick_writer_add_artifact (writer, TRUST_REF, manifest, blobs);

  return TRUE;
}

/* A folder of its own, so that what else is on the stick stays apart. */
static int
open_target (const char *stick, GError **error)
{
  g_autofree char *path = g_build_filename (stick, FOLDER, NULL);

  if (!g_file_test (stick, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_DIRECTORY,
                   "There is no stick at “%s”: name the folder where it is mounted",
                   stick);
      return -1;
    }
  if (mkdir (path, 0755) != 0 && errno != EEXIST)
    {
      tambo_file_set_error (error, errno, path);
      return -1;
    }

  return tambo_file_open_folder (path, FALSE, error);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  const struct sigaction action = { .sa_handler = on_interrupt };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TamboLayout) layout = tambo_layout_open (arguments[1], error);
  g_autoptr (TamboStickWriter) writer = NULL;
  int fd = layout != NULL ? open_target (arguments[0], error) : -1;
  gboolean written;

  if (fd < 0)
    return FALSE;
  writer = tambo_stick_writer_new (fd, error);
  close (fd);
  if (writer == NULL || !add_all (writer, layout, error))
    return FALSE;

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  written = tambo_stick_writer_run (writer,
                                    open_blob,
                                    (gpointer) arguments[1],
                                    on_progress,
                                    cancellable,
                                    cancellable,
                                    error);
  if (isatty (STDERR_FILENO))
    g_printerr ("\n");
  if (written)
    printf ("All of it is on the stick and was read again. You may take the stick out now.\n");

  return written;
}

const TamboCommand tambo_command_stick = {
  .name = "stick",
  .parameters = "STICK SIGNED",
  .summary = "Write a folder that “sign” made to a stick, and read it again",
  .options = options,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run,
};
