/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/ctl/commands.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#define BUS_NAME "org.tambo.Mesh1"
#define BUS_PATH "/org/tambo/Mesh1"

static const struct
{
  const char *name;
  guint min_words;
  guint max_words;
  int (*run) (const TamboCtl *self, const char *const *words);
} commands[] = {
  { "status", 0, 0, tambo_ctl_status },         { "peers", 0, 0, tambo_ctl_peers },
  { "packs", 0, 0, tambo_ctl_packs },           { "mailbox", 0, 0, tambo_ctl_mailbox },
  { "languages", 0, 200, tambo_ctl_languages }, { "add-address", 1, 1, tambo_ctl_add_address },
  { "install", 1, 1000, tambo_ctl_install },    { "trust", 1, 1, tambo_ctl_trust },
  { "check", 0, 0, tambo_ctl_check },           { "rollback", 1, 1, tambo_ctl_rollback },
  { "remove", 1, 1, tambo_ctl_remove },
};

static const char description[] = N_ (
    "Commands:\n"
    "  status                    how this kiosk is doing\n"
    "  peers                     other kiosks that were met\n"
    "  packs                     packs that are here or on their way\n"
    "  mailbox                   how many questions wait, are carried, have arrived\n"
    "  install FOLDER [PACK…]    take packs from a stick, all of them if none is named\n"
    "  trust FOLDER              take only the list of what is trusted from a stick\n"
    "  rollback PACK             show the version before again\n"
    "  remove PACK               remove a pack, and free its space\n"
    "  check                     look for damage in all that is kept here\n"
    "  languages [LANGUAGE…]     show or choose the languages of this shelter\n"
    "  add-address ADDRESS:PORT  try a kiosk that was not found by itself\n"
    "\n"
    "Exit status: 0 done, 1 refused, 2 wrong use, 3 not possible now.");

/* Somebody has the name, and has told what the commands show: a bus may forbid us to ask. */
static gboolean
check_answers (TamboDBusMesh1 *mesh, GError **error)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (mesh));
  g_auto (GStrv) names = g_dbus_proxy_get_cached_property_names (G_DBUS_PROXY (mesh));

  if (owner == NULL)
    g_set_error_literal (error,
                         G_DBUS_ERROR,
                         G_DBUS_ERROR_SERVICE_UNKNOWN,
                         _ ("The mesh daemon is not running"));
  else if (names == NULL)
    g_set_error_literal (error,
                         G_DBUS_ERROR,
                         G_DBUS_ERROR_FAILED,
                         _ ("The mesh daemon does not say how it is doing"));

  return owner != NULL && names != NULL;
}

static int
run (TamboCtl *ctl, const char *const *words)
{
  g_autoptr (TamboDBusMesh1) mesh = NULL;
  GError *error = NULL;
  guint n_words = g_strv_length ((GStrv) words) - 1;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (commands[i].name, words[0]) != 0)
        continue;
      if (n_words < commands[i].min_words || n_words > commands[i].max_words)
        {
          g_printerr (_ ("tamboctl: too few or too many words after “%s”\n"), words[0]);
          return TAMBO_CTL_USAGE;
        }

      mesh = tambo_dbus_mesh1_proxy_new_for_bus_sync (G_BUS_TYPE_SYSTEM,
                                                      G_DBUS_PROXY_FLAGS_NONE,
                                                      BUS_NAME,
                                                      BUS_PATH,
                                                      NULL,
                                                      &error);
      if (mesh == NULL || !check_answers (mesh, &error))
        return tambo_ctl_fail (ctl, error);
      ctl->mesh = mesh;
      return commands[i].run (ctl, words + 1);
    }

  g_printerr (_ ("tamboctl: there is no command “%s”; see tamboctl --help\n"), words[0]);

  return TAMBO_CTL_USAGE;
}

int
main (int argc, char *argv[])
{
  TamboCtl ctl = { 0 };
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) languages = NULL;
  gboolean wants_version = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl.json, N_ ("Write for programs"), NULL },
    { "language",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &languages,
      N_ ("With install: take this language (may be given more than once)"),
      N_ ("LANGUAGE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &wants_version, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, N_ ("COMMAND…") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  (void) tambo_error_quark ();
  g_option_context_set_summary (context, _ ("Shows and steers the mesh of this kiosk."));
  g_option_context_set_description (context, _ (description));
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("tamboctl: %s\n", error->message);
      return TAMBO_CTL_USAGE;
    }
  if (wants_version)
    {
      g_print ("tamboctl %s\n", TAMBO_VERSION);
      return TAMBO_CTL_DONE;
    }
  if (words == NULL)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return TAMBO_CTL_USAGE;
    }

  ctl.languages = (const char *const *) languages;

  return run (&ctl, (const char *const *) words);
}
