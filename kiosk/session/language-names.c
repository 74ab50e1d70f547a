/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/language-names.h"

#define NAMES "/org/tambo/kiosk/locales/names.ini"
#define GROUP "Names"

static GKeyFile *
load_names (void)
{
  GKeyFile *names = g_key_file_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes = g_resources_lookup_data (NAMES, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL || !g_key_file_load_from_bytes (names, bytes, G_KEY_FILE_NONE, &error))
    g_critical ("The names of languages cannot be read: %s", error->message);

  return names;
}

/* A name in another direction than the line must not turn the line around. */
static char *
look_up (GKeyFile *names, const char *tag)
{
  g_autofree char *name = g_key_file_get_string (names, GROUP, tag, NULL);

  return g_strdup_printf ("\xe2\x81\xa8%s\xe2\x81\xa9", name != NULL ? name : tag);
}

char *
tambo_language_dup_own_name (const char *tag)
{
  g_autoptr (GKeyFile) names = NULL;

  g_return_val_if_fail (tag != NULL, NULL);

  names = load_names ();

  return look_up (names, tag);
}

char *
tambo_language_join_own_names (const char *const *tags)
{
  g_autoptr (GKeyFile) names = load_names ();
  GString *text = g_string_new (NULL);

  for (gsize i = 0; tags[i] != NULL; i++)
    {
      g_autofree char *name = look_up (names, tags[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }

  return g_string_free (text, FALSE);
}
