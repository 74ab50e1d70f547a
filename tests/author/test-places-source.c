/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/places-source.h"

#include "content/base/error.h"

#include <string.h>

static const char *const languages[] = { "en", "fr", NULL };

static char *
convert (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) json = tambo_places_source_convert (bytes, "places.ini", languages, error);

  return json != NULL ? g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json)) : NULL;
}

static void
test_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = convert ("[port]\nKind=clinic\nDemo=true\nPhone=+00 555 0101\n"
                                   "Languages=fr;ar\nName=Harbour\nName[fr]=Port\n",
                                   &error);

  g_assert_no_error (error);
  g_assert_cmpstr (json,
                   ==,
                   "{\"places\":[{\"id\":\"port\",\"kind\":\"clinic\",\"phone\":\"+00 555 0101\","
                   "\"demo\":true,\"languages\":[\"fr\",\"ar\"],"
                   "\"name\":{\"en\":\"Harbour\",\"fr\":\"Port\"}}]}");
}

#define NAMES "Name=A\nName[fr]=A\n"

static const struct
{
  const char *name;
  const char *text;
  int code;
} bad_places[] = {
  { "empty", "", TAMBO_ERROR_PACK_FORMAT },
  { "not-a-key-file", "Kind", TAMBO_ERROR_PACK_FORMAT },
  { "unknown-kind", "[a]\nKind=castle\n" NAMES, TAMBO_ERROR_PACK_FORMAT },
  { "no-kind", "[a]\n" NAMES, TAMBO_ERROR_PACK_FORMAT },
  { "phone-of-words", "[a]\nKind=clinic\nPhone=call us\n" NAMES, TAMBO_ERROR_PACK_FORMAT },
  { "bad-language", "[a]\nKind=clinic\nLanguages=French!\n" NAMES, TAMBO_ERROR_PACK_FORMAT },
  { "bad-id", "[A B]\nKind=clinic\n" NAMES, TAMBO_ERROR_PACK_FORMAT },
  { "name-not-translated", "[a]\nKind=clinic\nName=A\n", TAMBO_ERROR_PACK_INCOMPLETE },
  { "hours-not-translated", "[a]\nKind=clinic\nHours=9\n" NAMES, TAMBO_ERROR_PACK_INCOMPLETE },
  { "name-turns-direction",
    "[a]\nKind=clinic\nName=\xe2\x80\xae"
    "A\nName[fr]=A\n",
    TAMBO_ERROR_PACK_FORMAT },
};

static void
test_bad (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *json = convert (bad_places[i].text, &error);

  g_assert_null (json);
  g_assert_error (error, TAMBO_ERROR, bad_places[i].code);
  g_assert_nonnull (strstr (error->message, "places.ini"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/places-source/place", test_place);
  for (guint i = 0; i < G_N_ELEMENTS (bad_places); i++)
    {
      g_autofree char *path = g_strconcat ("/author/places-source/bad/", bad_places[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }

  return g_test_run ();
}
