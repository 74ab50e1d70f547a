/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/stick-report.h"

#include "kiosk/session/language-names.h"
#include "kiosk/staff/staff-line.h"
#include "kiosk/staff/stick-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Copying also writes, hashes and makes durable what the measured rate only reads. */
#define WORK_PER_READ 1.7

void
tambo_stick_report_free (TamboStickReport *self)
{
  g_free (self->summary);
  g_free (self);
}

static guint64
get_size (GVariant *dict, const char *name)
{
  guint64 size = 0;

  g_variant_lookup (dict, name, "t", &size);

  return size;
}

static guint
get_count (GVariant *dict, const char *name)
{
  guint count = 0;

  g_variant_lookup (dict, name, "u", &count);

  return count;
}

static gboolean
has_word (GVariant *dict, const char *name, const char *word)
{
  const char *value = NULL;

  return g_variant_lookup (dict, name, "&s", &value) && g_str_equal (value, word);
}

/* Those that take part in an install. */
static gboolean
is_taken (GVariant *pack)
{
  return has_word (pack, "change", "new") || has_word (pack, "change", "newer") ||
         has_word (pack, "change", "languages");
}

/* (transfer full): in that language, else in English, else any; its id if there is none. */
static char *
dup_title (GVariant *pack, const char *language)
{
  g_autoptr (GVariant) titles = g_variant_lookup_value (pack, "title", G_VARIANT_TYPE ("a{ss}"));
  const char *title = NULL;
  const char *id = "";

  if (titles != NULL && (g_variant_lookup (titles, language, "&s", &title) ||
                         g_variant_lookup (titles, "en", "&s", &title)))
    return g_strdup (title);
  if (titles != NULL && g_variant_n_children (titles) > 0)
    {
      g_variant_get_child (titles, 0, "{&s&s}", NULL, &title);
      return g_strdup (title);
    }
  g_variant_lookup (pack, "id", "&s", &id);

  return g_strdup (id);
}

static const struct
{
  const char *change;
  const char *pictogram;
  const char *words; /* with the number of the version that is here, if it has a place for it */
} changes[] = {
  { "new", "pack", N_ ("New") },
  { "newer", "pack", N_ ("Newer: version %u is here") },
  { "languages", "language", N_ ("Here already, in other languages") },
  { "same", "yes", N_ ("Here already") },
  { "older", "no", N_ ("Older: version %u is here, and stays") },
  { "recalled", "warning", N_ ("Recalled by its publisher: it is not shown any more") },
  { "too-new", "warning", N_ ("Needs a newer kiosk: it stays on the stick") },
  { "incomplete", "warning", N_ ("Files are missing: it stays on the stick") },
};

/* (transfer full) */
static char *
describe_change (GVariant *pack, const char **out_pictogram)
{
  guint installed = get_count (pack, "installed");

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = NULL;
      g_autofree char *number = g_strdup_printf ("%u", installed);

      if (!has_word (pack, "change", changes[i].change))
        continue;
      *out_pictogram = changes[i].pictogram;
      parts = g_strsplit (_ (changes[i].words), "%u", 2);
      return g_strjoinv (number, parts);
    }

  *out_pictogram = "warning";

  return g_strdup ("");
}

static void
append (GString *text, const char *format, const char *what)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *words = g_strjoinv (what, parts);

  g_string_append_printf (text, " · %s", words);
}

static void
append_languages (GString *text, GVariant *pack, const char *name, const char *format)
{
  g_autofree const char **languages = NULL;
  g_autofree char *names = NULL;

  if (!g_variant_lookup (pack, name, "^a&s", &languages) || languages[0] == NULL)
    return;

  names = tambo_language_join_own_names (languages);
  append (text, format, names);
}

static void
append_size (GString *text, GVariant *pack, const char *name, const char *format)
{
  guint64 bytes = get_size (pack, name);
  g_autofree char *size = tambo_stick_words_for_size (bytes);

  if (bytes > 0)
    append (text, format, size);
}

static void
add_line (GListStore *lines, GVariant *pack, const char *language)
{
  const char *pictogram = NULL;
  g_autofree char *name = dup_title (pack, language);
  g_autofree char *title = NULL;
  g_autofree char *change = describe_change (pack, &pictogram);
  g_autoptr (GString) detail = g_string_new (change);
  g_autoptr (TamboStaffLine) line = NULL;

  /* Translators: the title of a pack, and its version. */
  title = g_strdup_printf (_ ("%s, version %u"), name, get_count (pack, "version"));
  if (is_taken (pack))
    {
      append_languages (detail, pack, "gained", _ ("gains %s"));
      append_languages (detail, pack, "lost", _ ("loses %s"));
      append_size (detail, pack, "needed", _ ("%s to copy"));
      append_size (detail, pack, "leaving", _ ("frees %s"));
    }
  line = tambo_staff_line_new (pictogram, title, detail->str);
  g_list_store_append (lines, line);
}

static void
add_warning (GListStore *lines, const char *title, const char *detail)
{
  g_autoptr (TamboStaffLine) line = tambo_staff_line_new ("warning", title, detail);

  g_list_store_append (lines, line);
}

/* What stands in the way, or is odd, comes first. */
static void
add_warnings (GListStore *lines, GVariant *stick, guint64 needed)
{
  guint64 room = get_size (stick, "room");
  guint unknown = get_count (stick, "unknown");
  g_autofree char *missing = tambo_stick_words_for_size (needed - MIN (room, needed));
  g_autofree char *space = g_strdup_printf (_ ("%s more are needed. Choose fewer languages."),
                                            missing);
  g_autofree char *strangers = g_strdup_printf (ngettext ("%u pack is not trusted here",
                                                          "%u packs are not trusted here",
                                                          unknown),
                                                unknown);

  if (needed > room)
    add_warning (lines, _ ("There is not enough room"), space);
  if (has_word (stick, "metadata", "older"))
    add_warning (lines,
                 _ ("The stick is older than what is here"),
                 _ ("What is newer here stays. Ask for a newer stick."));
  if (unknown > 0)
    add_warning (lines,
                 strangers,
                 _ ("Nobody whom this kiosk trusts has signed it: it stays on the stick."));
}

static void
add_letters (GListStore *lines, guint n_letters)
{
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u sealed letter", "%u sealed letters", n_letters), n_letters);
  g_autoptr (TamboStaffLine) line = NULL;

  if (n_letters == 0)
    return;

  line = tambo_staff_line_new ("send", title, _ ("The kiosk carries them on."));
  g_list_store_append (lines, line);
}

static char *
make_summary (GVariant *stick, guint n_taken, guint64 needed)
{
  guint64 rate = get_size (stick, "rate");
  g_autofree char *needed_text = tambo_stick_words_for_size (needed);
  g_autofree char *room_text = tambo_stick_words_for_size (get_size (stick, "room"));
  g_autofree char *time = NULL;

  if (n_taken == 0 && get_count (stick, "letters") > 0)
    return g_strdup (_ ("No pack changes, but there are letters to carry on."));
  if (n_taken == 0 && has_word (stick, "metadata", "newer"))
    return g_strdup (_ ("No pack changes, but the list of what is trusted is newer."));
  if (n_taken == 0)
    return g_strdup (_ ("There is nothing new for this kiosk on it."));
  if (rate == 0)
    /* Translators: two sizes, such as "12 MB to copy · 20 GB are free here". */
    return g_strdup_printf (_ ("%s to copy · %s are free here"), needed_text, room_text);

  time = tambo_stick_words_for_seconds ((gint64) ((double) needed / (double) rate * WORK_PER_READ));

  /* Translators: a size, a time and a size: "12 MB to copy, about 2 minutes · 20 GB are free here".
   */
  return g_strdup_printf (_ ("%s to copy, %s · %s are free here"), needed_text, time, room_text);
}

/* (element-type GVariant): those of kind `pack`. */
static GPtrArray *
list_packs (GVariant *found)
{
  GPtrArray *packs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (gsize i = 1; i < g_variant_n_children (found); i++)
    {
      g_autoptr (GVariant) dict = g_variant_get_child_value (found, i);

      if (has_word (dict, "kind", "pack"))
        g_ptr_array_add (packs, g_steal_pointer (&dict));
    }

  return packs;
}

TamboStickReport *
tambo_stick_report_new (GVariant *found, const char *language, GListStore *lines)
{
  TamboStickReport *self = g_new0 (TamboStickReport, 1);
  g_autoptr (GVariant) stick = NULL;
  g_autoptr (GPtrArray) packs = NULL;
  guint64 needed = 0;
  guint n_taken = 0;

  g_list_store_remove_all (lines);
  if (found == NULL || g_variant_n_children (found) == 0)
    {
      self->summary = g_strdup (_ ("There are no packs on this stick."));
      return self;
    }

  stick = g_variant_get_child_value (found, 0);
  packs = list_packs (found);
  for (guint i = 0; i < packs->len; i++)
    if (is_taken (packs->pdata[i]))
      {
        n_taken++;
        needed += get_size (packs->pdata[i], "needed");
      }
  add_warnings (lines, stick, needed);
  for (guint i = 0; i < packs->len; i++)
    add_line (lines, packs->pdata[i], language);
  add_letters (lines, get_count (stick, "letters"));
  self->summary = make_summary (stick, n_taken, needed);
  self->can_install = (n_taken > 0 || has_word (stick, "metadata", "newer") ||
                       get_count (stick, "letters") > 0) &&
                      needed <= get_size (stick, "room");

  return self;
}

GStrv
tambo_stick_report_list_languages (GVariant *found)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (gsize i = 1; found != NULL && i < g_variant_n_children (found); i++)
    {
      g_autoptr (GVariant) pack = g_variant_get_child_value (found, i);
      g_autofree const char **languages = NULL;

      if (!g_variant_lookup (pack, "languages", "^a&s", &languages))
        continue;
      for (gsize j = 0; languages[j] != NULL; j++)
        if (g_hash_table_add (seen, g_strdup (languages[j])))
          g_strv_builder_add (list, languages[j]);
    }

  return g_strv_builder_end (list);
}
