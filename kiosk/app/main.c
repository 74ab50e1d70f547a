/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/app/application.h"

#include "content/base/error.h"
#include "kiosk/session/locale.h"
#include "kiosk/staff/pin.h"

#include <malloc.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define EXIT_REFUSED 1
#define EXIT_USAGE 2
#define EXIT_COULD_NOT 3

typedef struct
{
  char *window; /* (owned) WIDTHxHEIGHT */
  gboolean version;
  gboolean set_pin;
} Options;

static const char *
get_place (const char *variable, const char *usual)
{
  const char *place = g_getenv (variable);

  return place != NULL && *place != '\0' ? place : usual;
}

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "window",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options->window,
      "A window instead of the whole screen",
      "WIDTHxHEIGHT" },
    { "set-pin",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options->set_pin,
      "Set the staff's PIN: the first line of standard input, six to eight digits",
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                "The health kiosk.\n\n"
                                "It reads kiosk.conf and root.json in $TAMBO_CONFIG_DIR or "
                                "/etc/tambo, keeps what it must in\n$TAMBO_STATE_DIR/kiosk or "
                                "/var/lib/tambo/kiosk, and meets tambo-meshd on the system bus.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, argc, argv, error);
}

/* From standard input, so that it shows in no list of processes and in no shell's history. */
static int
set_pin (const char *state)
{
  g_autofree char *path = g_build_filename (state, "pin", NULL);
  g_autoptr (GError) error = NULL;
  char line[64] = { 0 };
  gboolean done;

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  done = tambo_pin_set (path, g_strchomp (line), &error);
  sodium_memzero (line, sizeof line);
  if (done)
    return EXIT_SUCCESS;

  fprintf (stderr, "tambo-kiosk: the PIN was not set: %s\n", error->message);

  return error->domain == TAMBO_ERROR ? EXIT_REFUSED : EXIT_COULD_NOT;
}

int
main (int argc, char *argv[])
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboApplication) application = NULL;
  g_autofree char *window = NULL;
  g_autofree char *config_path = NULL;
  g_autofree char *state = NULL;
  TamboPlaces places = { 0 };
  TamboConfig *config = NULL;
  int width = 0;
  int height = 0;

  if (!parse_options (&options, &argc, &argv, &error))
    {
      fprintf (stderr, "tambo-kiosk: %s\n", error->message);
      return EXIT_USAGE;
    }
  window = options.window;

  if (options.version)
    {
      printf ("tambo-kiosk %s\n", TAMBO_VERSION);
      return EXIT_SUCCESS;
    }

  if (window != NULL && (sscanf (window, "%dx%d", &width, &height) != 2 || width < 320 ||
                         height < 240 || width > 8192 || height > 8192))
    {
      fprintf (stderr, "tambo-kiosk: --window wants a size such as 1280x720\n");
      return EXIT_USAGE;
    }

  places.config = get_place ("TAMBO_CONFIG_DIR", "/etc/tambo");
  state = g_build_filename (get_place ("TAMBO_STATE_DIR", "/var/lib/tambo"), "kiosk", NULL);
  places.state = state;
  places.locale = get_place ("TAMBO_LOCALE_DIR", TAMBO_LOCALE_DIR);
  config_path = g_build_filename (places.config, "kiosk.conf", NULL);
  config = tambo_config_load (config_path, &error);
  if (config == NULL || sodium_init () < 0 || g_mkdir_with_parents (state, 0700) != 0)
    {
      fprintf (stderr,
               "tambo-kiosk: %s\n",
               error != NULL ? error->message : "its state folder cannot be made");
      g_clear_pointer (&config, tambo_config_free);
      return EXIT_COULD_NOT;
    }

  if (options.set_pin)
    {
      tambo_config_free (config);
      return set_pin (state);
    }

  /* What a person typed passes through buffers of GTK, which does not clear them: memory is
   * overwritten when it is given back. */
  mallopt (M_PERTURB, 0xa5);
  tambo_locale_init (places.locale);
  application = tambo_application_new (config, &places);
  if (width > 0)
    tambo_application_set_window_size (application, width, height);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
