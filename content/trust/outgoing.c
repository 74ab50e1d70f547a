/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/outgoing.h"

#include "content/base/limits.h"
#include "content/trust/targets.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define OUTGOING_FOLDER "outgoing"

struct _TamboOutgoing
{
  char *folder;      /* (owned) */
  GHashTable *files; /* (owned) (element-type utf8 GBytes): by title */
};

gboolean
tambo_title_parse (const char *title, char **out_role, guint64 *out_version)
{
  const char *dot = strchr (title, '.');
  g_autofree char *digits = dot != NULL ? g_strndup (title, (gsize) (dot - title)) : NULL;
  g_autofree char *role = NULL;

  if (digits == NULL || !g_str_has_suffix (dot, ".json") || strlen (dot) <= strlen (".json") ||
      !g_ascii_string_to_unsigned (digits, 10, 1, G_MAXUINT32, out_version, NULL))
    return FALSE;

  role = g_strndup (dot + 1, strlen (dot + 1) - strlen (".json"));
  if (!tambo_role_name_is_valid (role) && strcmp (role, "targets") != 0)
    return FALSE;

  *out_role = g_steal_pointer (&role);

  return TRUE;
}

GBytes *
tambo_titles_find_newest (GHashTable *files, const char *role, guint64 *out_version)
{
  GBytes *newest = NULL;
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  *out_version = 0;
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    {
      g_autofree char *found = NULL;
      guint64 version;

      if (!tambo_title_parse (title, &found, &version) || strcmp (found, role) != 0 ||
          version <= *out_version)
        continue;
      newest = bytes;
      *out_version = version;
    }

  return newest;
}

static gboolean
read_folder (TamboOutgoing *self, const char *inside, GError **error)
{
  g_autofree char *folder = g_build_filename (self->folder, inside, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *title = *inside != '\0' ? g_strconcat (inside, "/", name, NULL)
                                               : g_strdup (name);
      g_autofree char *path = g_build_filename (self->folder, title, NULL);
      char *text;
      gsize size;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          if (!read_folder (self, title, error))
            return FALSE;
          continue;
        }
      if (!g_file_get_contents (path, &text, &size, error))
        return FALSE;
      g_hash_table_insert (self->files, g_steal_pointer (&title), g_bytes_new_take (text, size));
    }

  return dir != NULL;
}

TamboOutgoing *
tambo_outgoing_open (const char *folder, GError **error)
{
  g_autoptr (TamboOutgoing) self = g_new0 (TamboOutgoing, 1);

  self->folder = g_build_filename (folder, OUTGOING_FOLDER, NULL);
  self->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  if (g_file_test (self->folder, G_FILE_TEST_IS_DIR) && !read_folder (self, "", error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tambo_outgoing_free (TamboOutgoing *self)
{
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_free (self->folder);
  g_free (self);
}

GHashTable *
tambo_outgoing_get_files (TamboOutgoing *self)
{
  return self->files;
}

GBytes *
tambo_outgoing_find (TamboOutgoing *self, const char *role, guint64 *out_version)
{
  return tambo_titles_find_newest (self->files, role, out_version);
}

gboolean
tambo_outgoing_put (TamboOutgoing *self, const char *title, GBytes *bytes, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, title, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_return_val_if_fail (tambo_target_path_is_valid (title), FALSE);

  if (g_mkdir_with_parents (parent, 0755) != 0)
    {
      g_set_error (error,
                   G_FILE_ERROR,
                   g_file_error_from_errno (errno),
                   "“%s” could not be made",
                   parent);
      return FALSE;
    }
  if (!g_file_set_contents_full (path,
                                 g_bytes_get_data (bytes, NULL),
                                 (gssize) g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0644,
                                 error))
    return FALSE;

  g_hash_table_insert (self->files, g_strdup (title), g_bytes_ref (bytes));

  return TRUE;
}

/* Small targets stay: they are few, and a later file may name them again. */
void
tambo_outgoing_forget (TamboOutgoing *self, const char *role, guint64 version)
{
  GHashTableIter iter;
  gpointer title;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &title, NULL))
    {
      g_autofree char *path = g_build_filename (self->folder, title, NULL);
      g_autofree char *found = NULL;
      guint64 there;

      if (!tambo_title_parse (title, &found, &there) || strcmp (found, role) != 0 ||
          there > version)
        continue;
      g_unlink (path);
      g_hash_table_iter_remove (&iter);
    }
}
