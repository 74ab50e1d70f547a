/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/clinic-config.h"
#include "clinic/commands.h"
#include "clinic/inbox/inbox.h"

#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

#define FIRST_PASSED_FD 3

typedef struct
{
  char *config_dir; /* (owned) */
  char *state_dir;  /* (owned) */
  int port;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->config_dir);
  g_free (options->state_dir);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "Instead of clinic.conf's; 0 for any", "N" },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config_dir, "Where clinic.conf is", "DIR" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &options->state_dir, "Where the data is", "DIR" },
    { NULL },
  };

  options->port = -1;
  g_option_context_set_summary (
      context,
      "Serves the inbox on 127.0.0.1, or on a listening socket passed as "
      "systemd does it,\nand meets tambo-meshd on the system bus. Nothing "
      "is opened before somebody logs in.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, argc, argv, error);
}

/* As sd_listen_fds() has it. */
static gboolean
has_passed_socket (void)
{
  const char *n_sockets = g_getenv ("LISTEN_FDS");
  const char *pid = g_getenv ("LISTEN_PID");

  return g_strcmp0 (n_sockets, "1") == 0 &&
         (pid == NULL || g_ascii_strtoll (pid, NULL, 10) == getpid ());
}

static gboolean
listen_anywhere (TamboInbox *inbox, guint port, GError **error)
{
  g_autoptr (GSocket) socket = NULL;

  if (!has_passed_socket ())
    return tambo_inbox_listen (inbox, port, error);

  socket = g_socket_new_from_fd (FIRST_PASSED_FD, error);

  return socket != NULL && tambo_inbox_listen_socket (inbox, socket, error);
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static int
serve (TamboClinicStore *store, const TamboClinicConfig *config, GError **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (TamboGateway) gateway = NULL;
  g_autoptr (TamboInbox) inbox = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint terminated;
  guint interrupted;

  bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, error);
  if (bus == NULL)
    return TAMBO_EXIT_COULD_NOT;

  gateway = tambo_gateway_new (bus, store);
  inbox = tambo_inbox_new (store, gateway, config->locale_dir);
  if (!listen_anywhere (inbox, config->port, error))
    return TAMBO_EXIT_COULD_NOT;

  printf ("http://127.0.0.1:%u/\n", tambo_inbox_get_port (inbox));
  fflush (stdout);
  terminated = g_unix_signal_add (SIGTERM, on_signal, loop);
  interrupted = g_unix_signal_add (SIGINT, on_signal, loop);
  g_main_loop_run (loop);
  g_source_remove (terminated);
  g_source_remove (interrupted);

  return TAMBO_EXIT_DONE;
}

int
tambo_clinic_run_command (int argc, char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (TamboClinicConfig) config = NULL;
  g_autoptr (TamboClinicStore) store = NULL;
  g_autoptr (GError) error = NULL;
  int code;

  if (!parse_options (&options, &argc, &argv, &error))
    return tambo_clinic_report (error);

  config = tambo_clinic_config_load (options.config_dir, options.state_dir, &error);
  store = config != NULL ? tambo_clinic_config_open_store (config, &error) : NULL;
  if (store == NULL)
    return tambo_clinic_report (error);
  if (!tambo_clinic_store_is_founded (store))
    {
      fprintf (stderr, "tambo-clinic: there is no clinic here yet; “init” makes one\n");
      return TAMBO_EXIT_REFUSED;
    }

  if (options.port >= 0 && options.port <= G_MAXUINT16)
    config->port = (guint) options.port;
  code = serve (store, config, &error);

  return error != NULL ? tambo_clinic_report (error) : code;
}
