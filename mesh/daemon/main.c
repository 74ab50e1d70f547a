/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/admission/device-key.h"
#include "mesh/daemon/daemon.h"
#include "mesh/daemon/service.h"

#include <glib-unix.h>
#include <locale.h>
#include <malloc.h>
#include <sodium.h>
#include <stdlib.h>

#define DEFAULT_CONFIG_DIR "/etc/tambo"
#define DEFAULT_STATE_DIR "/var/lib/tambo/mesh"

enum
{
  EXIT_REFUSED = 1,
  EXIT_USAGE = 2,
  EXIT_IO = 3,
};

typedef struct
{
  GMainLoop *loop;     /* (owned) */
  TamboDaemon *daemon; /* (owned) */
  int status;
} Program;

static gboolean
on_signal (gpointer user_data)
{
  Program *program = user_data;

  g_main_loop_quit (program->loop);

  return G_SOURCE_CONTINUE;
}

/* The bus is gone, or somebody else has the name: nobody can speak with us any more, and whoever
 * started us knows what to do. */
static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Program *program = user_data;

  g_warning ("bus.name-lost");
  program->status = EXIT_IO;
  g_main_loop_quit (program->loop);
}

static int
fail (const GError *error)
{
  g_printerr ("tambo-meshd: %s\n", error->message);

  return error->domain == TAMBO_ERROR ? EXIT_REFUSED : EXIT_IO;
}

static int
print_pin (const char *state_dir)
{
  g_autofree char *path = g_build_filename (state_dir, "device.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboDeviceKey) key = NULL;

  if (g_mkdir_with_parents (state_dir, 0700) == 0)
    key = tambo_device_key_open (path, &error);
  else
    g_set_error_literal (&error,
                         G_IO_ERROR,
                         G_IO_ERROR_FAILED,
                         "The folder for the device's key cannot be made");
  if (key == NULL)
    return fail (error);

  g_print ("%s\n", tambo_device_key_get_pin (key));

  return EXIT_SUCCESS;
}

static int
run (TamboMeshConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  Program program = { 0 };
  guint term;
  guint interrupt;
  guint name;

  program.daemon = tambo_daemon_new (config, &error);
  if (program.daemon == NULL)
    return fail (error);
  connection = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  if (connection == NULL || !tambo_daemon_start (program.daemon, connection, &error))
    {
      g_object_unref (program.daemon);
      return fail (error);
    }

  g_dbus_connection_set_exit_on_close (connection, FALSE);
  program.loop = g_main_loop_new (NULL, FALSE);
  term = g_unix_signal_add (SIGTERM, on_signal, &program);
  interrupt = g_unix_signal_add (SIGINT, on_signal, &program);
  name = g_bus_own_name_on_connection (connection,
                                       TAMBO_BUS_NAME,
                                       G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                                       NULL,
                                       on_name_lost,
                                       &program,
                                       NULL);
  g_main_loop_run (program.loop);

  g_bus_unown_name (name);
  g_source_remove (term);
  g_source_remove (interrupt);
  tambo_daemon_stop (program.daemon);
  g_dbus_connection_flush_sync (connection, NULL, NULL);
  g_object_unref (program.daemon);
  g_main_loop_unref (program.loop);

  return program.status;
}

/* Option, else environment, else where a package installs it. */
static char *
choose_dir (const char *option, const char *variable, const char *sub, const char *installed)
{
  const char *value = g_getenv (variable);

  if (option != NULL)
    return g_strdup (option);
  if (value != NULL && value[0] != '\0')
    return g_build_filename (value, sub, NULL);

  return g_strdup (installed);
}

int
main (int argc, char *argv[])
{
  g_autofree char *config_option = NULL;
  g_autofree char *state_option = NULL;
  g_autofree char *config_dir = NULL;
  g_autofree char *state_dir = NULL;
  gboolean wants_pin = FALSE;
  gboolean wants_version = FALSE;
  const GOptionEntry options[] = {
    { "config",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &config_option,
      "Where mesh.conf and root.json are",
      "DIR" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state_option, "Where to keep what is kept", "DIR" },
    { "print-pin",
      0,
      0,
      G_OPTION_ARG_NONE,
      &wants_pin,
      "Print what a roster calls this device",
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &wants_version, "Print the version", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  TamboMeshConfig *config;

  setlocale (LC_ALL, "");
  g_log_writer_default_set_use_stderr (TRUE);
  /* Leaves are a quarter of a megabyte: given back at once, they do not pile up in arenas. */
  mallopt (M_MMAP_THRESHOLD, 128 * 1024);
  mallopt (M_ARENA_MAX, 2);
  g_option_context_set_summary (context,
                                "Finds other kiosks, shares packs with them and carries sealed "
                                "envelopes.");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1)
    {
      g_printerr ("tambo-meshd: %s\n", error != NULL ? error->message : "Too many words");
      return EXIT_USAGE;
    }
  if (wants_version)
    {
      g_print ("tambo-meshd %s\n", TAMBO_VERSION);
      return EXIT_SUCCESS;
    }
  if (sodium_init () < 0)
    return EXIT_IO;

  config_dir = choose_dir (config_option, "TAMBO_CONFIG_DIR", NULL, DEFAULT_CONFIG_DIR);
  state_dir = choose_dir (state_option, "TAMBO_STATE_DIR", "mesh", DEFAULT_STATE_DIR);
  if (wants_pin)
    return print_pin (state_dir);

  config = tambo_mesh_config_load (config_dir, state_dir, &error);
  if (config == NULL)
    return fail (error);

  return run (config);
}
