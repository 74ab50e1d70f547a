/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/words.h"

#include <string.h>

#define MO_MAGIC 0x950412de
#define MO_HEADER_SIZE 28

/* How each language calls itself. Those without an entry are shown by their tag. */
static const struct
{
  const char *language;
  const char *name;
  gboolean is_right_to_left;
} languages[] = {
  { "am", "አማርኛ", FALSE },       { "ar", "العربية", TRUE },   { "bn", "বাংলা", FALSE },
  { "ckb", "سۆرانی", TRUE },     { "en", "English", FALSE },  { "es", "español", FALSE },
  { "fa", "فارسی", TRUE },       { "fr", "français", FALSE }, { "ha", "Hausa", FALSE },
  { "hi", "हिन्दी", FALSE },      { "ku", "kurmancî", FALSE }, { "ln", "lingála", FALSE },
  { "pa", "ਪੰਜਾਬੀ", FALSE },      { "prs", "دری", TRUE },      { "ps", "پښتو", TRUE },
  { "pt", "português", FALSE },  { "ru", "русский", FALSE },  { "so", "Soomaali", FALSE },
  { "sw", "Kiswahili", FALSE },  { "ti", "ትግርኛ", FALSE },     { "tr", "Türkçe", FALSE },
  { "uk", "українська", FALSE }, { "ur", "اردو", TRUE },      { "vi", "Tiếng Việt", FALSE },
  { "zh", "中文", FALSE },
};

/**
 * TamboWords:
 *
 * The program's sentences in one language, from a compiled catalogue of gettext. Unlike gettext()
 * itself it serves several languages in one process: each clinician reads in their own. Immutable.
 */
struct _TamboWords
{
  GObject parent_instance;

  char *language;   /* (owned) */
  GBytes *catalog;  /* (owned) (nullable) */
  GHashTable *text; /* (owned): both sides point into the catalogue */
};

G_DEFINE_FINAL_TYPE (TamboWords, tambo_words, G_TYPE_OBJECT)

static void
tambo_words_finalize (GObject *object)
{
  TamboWords *self = TAMBO_WORDS (object);

  g_free (self->language);
  g_hash_table_unref (self->text);
  g_clear_pointer (&self->catalog, g_bytes_unref);

  G_OBJECT_CLASS (tambo_words_parent_class)->finalize (object);
}

static void
tambo_words_class_init (TamboWordsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_words_finalize;
}

static void
tambo_words_init (TamboWords *self)
{
  self->text = g_hash_table_new (g_str_hash, g_str_equal);
}

static guint32
read_number (const guint8 *data, gsize offset)
{
  guint32 value;

  memcpy (&value, data + offset, sizeof value);

  return GUINT32_FROM_LE (value);
}

/* Returns: (nullable): the string that the table at @table names at @index */
static const char *
read_string (const guint8 *data, gsize size, gsize table, guint32 index)
{
  gsize entry = table + (gsize) index * 8;
  gsize length;
  gsize offset;

  if (entry + 8 > size)
    return NULL;

  length = read_number (data, entry);
  offset = read_number (data, entry + 4);
  if (offset >= size || length >= size - offset || data[offset + length] != '\0')
    return NULL;

  return (const char *) data + offset;
}

static void
read_catalog (TamboWords *self)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->catalog, &size);
  guint32 n_strings;

  if (size < MO_HEADER_SIZE || read_number (data, 0) != MO_MAGIC)
    return;

  n_strings = read_number (data, 8);
  for (guint32 i = 0; i < n_strings; i++)
    {
      const char *original = read_string (data, size, read_number (data, 12), i);
      const char *translation = read_string (data, size, read_number (data, 16), i);

      if (original == NULL || translation == NULL)
        return;
      if (*translation != '\0')
        g_hash_table_insert (self->text, (char *) original, (char *) translation);
    }
}

/**
 * tambo_words_new:
 * @language: BCP 47
 * @locale_dir: (type filename) (nullable): where `LANGUAGE/LC_MESSAGES/tambo.mo` may be
 *
 * Returns: (transfer full): the sentences; in English where there is no translation
 */
TamboWords *
tambo_words_new (const char *language, const char *locale_dir)
{
  TamboWords *self;
  g_autofree char *path = NULL;
  g_autoptr (GMappedFile) file = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_WORDS, NULL);
  self->language = g_strdup (language);
  if (locale_dir == NULL)
    return self;

  path = g_build_filename (locale_dir, language, "LC_MESSAGES", "tambo.mo", NULL);
  file = g_mapped_file_new (path, FALSE, NULL);
  if (file == NULL)
    return self;

  self->catalog = g_mapped_file_get_bytes (file);
  read_catalog (self);

  return self;
}

const char *
tambo_words_get_language (TamboWords *self)
{
  g_return_val_if_fail (TAMBO_IS_WORDS (self), NULL);

  return self->language;
}

gboolean
tambo_words_is_right_to_left (TamboWords *self)
{
  g_return_val_if_fail (TAMBO_IS_WORDS (self), FALSE);

  return tambo_words_language_is_right_to_left (self->language);
}

/* Returns: (transfer none): @text in this language, or @text itself */
const char *
tambo_words_get (TamboWords *self, const char *text)
{
  const char *translation;

  g_return_val_if_fail (TAMBO_IS_WORDS (self), text);

  translation = g_hash_table_lookup (self->text, text);

  return translation != NULL ? translation : text;
}

/* Returns: its place in the table, by its primary subtag, or the table's length */
static guint
find_language (const char *language)
{
  gsize length = strcspn (language, "-_");

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (strlen (languages[i].language) == length &&
        g_ascii_strncasecmp (languages[i].language, language, length) == 0)
      return i;

  return G_N_ELEMENTS (languages);
}

gboolean
tambo_words_language_is_right_to_left (const char *language)
{
  guint index = find_language (language);

  return index < G_N_ELEMENTS (languages) && languages[index].is_right_to_left;
}

/* Returns: (transfer none): as its speakers call it, or @language itself */
const char *
tambo_words_language_name (const char *language)
{
  guint index = find_language (language);

  return index < G_N_ELEMENTS (languages) ? languages[index].name : language;
}
