/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/used-files.h"

#include "content/base/texts.h"

#include <string.h>

/**
 * TamboUsedFiles:
 *
 * Which files of an author's folder become part of the pack. The others are a slip as often as
 * not: a translation whose language nobody offers, a recording under a misspelt name.
 */
struct _TamboUsedFiles
{
  GObject parent_instance;

  GFile *root;       /* (owned) */
  GHashTable *paths; /* (owned): a set of paths, seen from @root */
};

G_DEFINE_FINAL_TYPE (TamboUsedFiles, tambo_used_files, G_TYPE_OBJECT)

static void
tambo_used_files_finalize (GObject *object)
{
  TamboUsedFiles *self = TAMBO_USED_FILES (object);

  g_clear_object (&self->root);
  g_clear_pointer (&self->paths, g_hash_table_unref);

  G_OBJECT_CLASS (tambo_used_files_parent_class)->finalize (object);
}

static void
tambo_used_files_class_init (TamboUsedFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_used_files_finalize;
}

static void
tambo_used_files_init (TamboUsedFiles *self)
{
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TamboUsedFiles *
tambo_used_files_new (GFile *root)
{
  TamboUsedFiles *self = g_object_new (TAMBO_TYPE_USED_FILES, NULL);

  self->root = g_object_ref (root);

  return self;
}

/* Notes for people who work on the pack are no part of it. */
static gboolean
is_note (const char *name)
{
  return *name == '.' || g_str_has_prefix (name, "README") || g_str_has_prefix (name, "COPYING") ||
         g_str_has_prefix (name, "LICEN") || g_str_has_suffix (name, ".md") ||
         g_str_has_suffix (name, ".license") || g_str_has_suffix (name, "~");
}

void
tambo_used_files_add_file (TamboUsedFiles *self, GFile *file)
{
  char *path = g_file_get_relative_path (self->root, file);

  if (path != NULL)
    g_hash_table_add (self->paths, path);
}

/* A path, seen from the author's folder. */
void
tambo_used_files_add (TamboUsedFiles *self, const char *format, ...)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  va_list args;

  g_return_if_fail (TAMBO_IS_USED_FILES (self));

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);
  file = g_file_resolve_relative_path (self->root, path);
  tambo_used_files_add_file (self, file);
}

/* Returns: (transfer full) (nullable): the language in a name like script.fr.txt, that the pack
 * does not offer */
static char *
find_other_language (const char *name, const char *const *languages)
{
  g_auto (GStrv) words = g_strsplit (name, ".", -1);

  for (guint i = 1; words[0] != NULL && words[i] != NULL && words[i + 1] != NULL; i++)
    {
      if (tambo_language_is_valid (words[i]) && !g_strv_contains (languages, words[i]))
        return g_strdup (words[i]);
    }

  return NULL;
}

static void
remark (const char *path, const char *name, const char *const *languages, TamboFindings *findings)
{
  g_autofree char *language = find_other_language (name, languages);
  g_autofree char *cure = NULL;

  if (language != NULL)
    cure = g_strdup_printf ("write “%s” into Languages=, or take the file away", language);
  tambo_findings_remark (findings,
                         path,
                         NULL,
                         cure != NULL ? cure : "correct its name, or take it away",
                         "the pack does not use it");
}

static void
report_folder (TamboUsedFiles *self,
               GFile *folder,
               const char *const *languages,
               TamboFindings *findings)
{
  g_autoptr (GFileEnumerator) files = NULL;
  GFileInfo *info = NULL;
  GFile *file = NULL;

  files = g_file_enumerate_children (folder,
                                     G_FILE_ATTRIBUTE_STANDARD_NAME
                                     "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                     G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                     NULL,
                                     NULL);
  while (files != NULL && g_file_enumerator_iterate (files, &info, &file, NULL, NULL) &&
         info != NULL)
    {
      const char *name = g_file_info_get_name (info);
      g_autofree char *path = g_file_get_relative_path (self->root, file);

      if (is_note (name) || g_hash_table_contains (self->paths, path))
        continue;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        report_folder (self, file, languages, findings);
      else
        remark (path, name, languages, findings);
    }
}

/* Remarks on every file that nobody uses. */
void
tambo_used_files_report (TamboUsedFiles *self,
                         const char *const *languages,
                         TamboFindings *findings)
{
  g_return_if_fail (TAMBO_IS_USED_FILES (self));

  report_folder (self, self->root, languages, findings);
}
