/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/node.h"

#include "tests/support/folder.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static void
make_child_folder (const char *parent, const char *name)
{
  g_autofree char *path = g_build_filename (parent, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

static const char *
get_program (void)
{
  return g_test_get_filename (G_TEST_BUILT, "..", "mesh", "tambo-meshd", NULL);
}

/* In the child: no test that fails leaves one behind. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocessLauncher *
make_launcher (TamboTestNode *self)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *config = g_build_filename (self->folder, "config", NULL);

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "TAMBO_CONFIG_DIR", config, TRUE);
  g_subprocess_launcher_setenv (launcher, "TAMBO_STATE_DIR", self->folder, TRUE);
  /* What would abort a test is only a line in the log of a daemon. */
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "fatal-criticals", TRUE);
  if (self->bus_address != NULL)
    g_subprocess_launcher_setenv (launcher, "DBUS_SYSTEM_BUS_ADDRESS", self->bus_address, TRUE);

  return launcher;
}

/* A bus that nobody else is on, and ends with us. */
static void
start_bus (TamboTestNode *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->bus_process = g_subprocess_launcher_spawn (launcher,
                                                   &error,
                                                   "dbus-daemon",
                                                   "--session",
                                                   "--nofork",
                                                   "--print-address=1",
                                                   NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->bus_process));
  self->bus_address = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  self->connection =
      g_dbus_connection_new_for_address_sync (self->bus_address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);
  g_assert_no_error (error);
}

/* What it says goes to a file: a test may look for a line, and who fails prints all. */
static void
take_log (TamboTestNode *self, GSubprocessLauncher *launcher)
{
  g_autofree char *path = g_build_filename (self->folder, "log", NULL);
  int fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_subprocess_launcher_take_stderr_fd (launcher, fd);
}

char *
tambo_test_node_read_log (TamboTestNode *self)
{
  g_autofree char *path = g_build_filename (self->folder, "log", NULL);
  g_autoptr (GError) error = NULL;
  char *log = NULL;

  g_file_get_contents (path, &log, NULL, &error);
  g_assert_no_error (error);

  return log;
}

static void
print_log (TamboTestNode *self)
{
  g_autofree char *log = tambo_test_node_read_log (self);

  g_printerr ("The daemon %.8s said:\n%s\n", self->pin, log);
}

/* A daemon that falls is an error at once, not a wait without end. */
static void
iterate (TamboTestNode *self)
{
  g_autofree char *owner = NULL;

  g_main_context_iteration (NULL, TRUE);
  owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self->mesh));
  if (owner == NULL)
    print_log (self);
  g_assert_nonnull (owner);
}

static char *
read_pin (TamboTestNode *self)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (self);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  process = g_subprocess_launcher_spawn (launcher, &error, get_program (), "--print-pin", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  return g_strdup (g_strstrip (text));
}

/* One that was free a moment ago. */
static guint16
find_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

TamboTestNode *
tambo_test_node_new (TamboTestSite *site)
{
  TamboTestNode *self = g_new0 (TamboTestNode, 1);
  GBytes *root = tambo_signer_get_first_root (site->signer);
  g_autofree char *root_path = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = tambo_test_make_folder ();
  make_child_folder (self->folder, "config");
  root_path = g_build_filename (self->folder, "config", "root.json", NULL);
  g_file_set_contents (root_path,
                       g_bytes_get_data (root, NULL),
                       (gssize) g_bytes_get_size (root),
                       &error);
  g_assert_no_error (error);
  self->port = find_port ();
  self->pin = read_pin (self);
  start_bus (self);

  return self;
}

static void
write_config (TamboTestNode *self, TamboTestNode *peer)
{
  g_autofree char *path = g_build_filename (self->folder, "config", "mesh.conf", NULL);
  g_autofree char *peers = peer != NULL
                               ? g_strdup_printf ("static-peers=127.0.0.1:%u\n", peer->port)
                               : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("[mesh]\nport=%u\navahi=false\nallow-loopback=true\n%s"
                                           "[content]\nlanguages=en;fr\nkeep-free-megabytes=0\n"
                                           "[timing]\nhello-seconds=0.2\nbatch-seconds=0.1\n",
                                           self->port,
                                           peers);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
wait_for_owner (TamboTestNode *self)
{
  g_autoptr (GError) error = NULL;

  for (;;)
    {
      g_autofree char *owner = NULL;

      g_clear_object (&self->mesh);
      self->mesh = tambo_dbus_mesh1_proxy_new_sync (self->connection,
                                                    G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                                    "org.tambo.Mesh1",
                                                    "/org/tambo/Mesh1",
                                                    NULL,
                                                    &error);
      g_assert_no_error (error);
      owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self->mesh));
      if (owner != NULL)
        return;
      if (g_subprocess_get_identifier (self->process) == NULL)
        print_log (self);
      g_assert_nonnull (g_subprocess_get_identifier (self->process));
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
}

void
tambo_test_node_start (TamboTestNode *self, TamboTestSite *site, TamboTestNode *peer)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (self);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  write_config (self, peer);
  take_log (self, launcher);
  self->process = g_subprocess_launcher_spawn (launcher, &error, get_program (), NULL);
  g_assert_no_error (error);
  wait_for_owner (self);
}

void
tambo_test_node_kill (TamboTestNode *self)
{
  gboolean was_alive;

  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  was_alive = g_subprocess_get_if_signaled (self->process) &&
              g_subprocess_get_term_sig (self->process) == SIGKILL;
  if (!was_alive)
    print_log (self);
  g_assert_true (was_alive);
  g_clear_object (&self->process);
  g_clear_object (&self->mesh);
}

int
tambo_test_node_terminate (TamboTestNode *self)
{
  int status;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  status = g_subprocess_get_if_exited (self->process) ? g_subprocess_get_exit_status (self->process)
                                                      : -g_subprocess_get_term_sig (self->process);
  if (status != 0)
    print_log (self);
  g_clear_object (&self->process);
  g_clear_object (&self->mesh);

  return status;
}

void
tambo_test_node_free (TamboTestNode *self)
{
  if (self->process != NULL)
    g_assert_cmpint (tambo_test_node_terminate (self), ==, 0);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  g_object_unref (self->connection);
  g_subprocess_send_signal (self->bus_process, SIGTERM);
  g_subprocess_wait (self->bus_process, NULL, NULL);
  g_object_unref (self->bus_process);
  tambo_test_remove_folder (self->folder);
  g_free (self->bus_address);
  g_free (self->folder);
  g_free (self->pin);
  g_free (self);
}

static GUnixFDList *
open_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return g_unix_fd_list_new_from_array (&fd, 1);
}

static TamboDBusMesh1Job *
find_job (TamboTestNode *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  TamboDBusMesh1Job *job = tambo_dbus_mesh1_job_proxy_new_sync (self->connection,
                                                                G_DBUS_PROXY_FLAGS_NONE,
                                                                "org.tambo.Mesh1",
                                                                path,
                                                                NULL,
                                                                &error);

  g_assert_no_error (error);

  return job;
}

TamboDBusMesh1Job *
tambo_test_node_start_install (TamboTestNode *self,
                               const char *folder,
                               const char *const *packs,
                               const char *const *languages)
{
  g_autoptr (GUnixFDList) fds = open_folder (folder);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_install_from_sync (self->mesh,
                                           g_variant_new_handle (0),
                                           packs,
                                           languages,
                                           fds,
                                           &path,
                                           NULL,
                                           NULL,
                                           &error);
  g_assert_no_error (error);

  return find_job (self, path);
}

/* All packs that it holds, and its letters. */
TamboDBusMesh1Job *
tambo_test_node_start_export (TamboTestNode *self, const char *folder)
{
  static const char *const all[] = { "*", NULL };
  g_autoptr (GUnixFDList) fds = open_folder (folder);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_export_to_sync (self->mesh,
                                        g_variant_new_handle (0),
                                        all,
                                        fds,
                                        &path,
                                        NULL,
                                        NULL,
                                        &error);
  g_assert_no_error (error);

  return find_job (self, path);
}

/* Returns its error, or "". */
char *
tambo_test_node_wait_for_job (TamboTestNode *self, TamboDBusMesh1Job *job)
{
  while (strcmp (tambo_dbus_mesh1_job_get_state (job), "running") == 0)
    iterate (self);

  return g_strdup (tambo_dbus_mesh1_job_get_error (job));
}

void
tambo_test_node_cancel (TamboTestNode *self, TamboDBusMesh1Job *job)
{
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_cancel_sync (self->mesh,
                                     g_dbus_proxy_get_object_path (G_DBUS_PROXY (job)),
                                     NULL,
                                     &error);
  g_assert_no_error (error);
}

char *
tambo_test_node_install (TamboTestNode *self, TamboTestSite *site, const char *pack)
{
  const char *packs[] = { pack, NULL };
  static const char *const none[] = { NULL };
  g_autoptr (TamboDBusMesh1Job) job = NULL;

  job = tambo_test_node_start_install (self, site->stick, packs, none);

  return tambo_test_node_wait_for_job (self, job);
}

/* (transfer full) (nullable): aa{sv} */
GVariant *
tambo_test_node_preview (TamboTestNode *self,
                         const char *folder,
                         const char *const *languages,
                         GError **error)
{
  g_autoptr (GUnixFDList) fds = open_folder (folder);
  GVariant *found = NULL;

  tambo_dbus_mesh1_call_preview_sync (self->mesh,
                                      g_variant_new_handle (0),
                                      languages,
                                      fds,
                                      &found,
                                      NULL,
                                      NULL,
                                      error);

  return found;
}

gboolean
tambo_test_node_holds (TamboTestNode *self, const char *id, guint version)
{
  GVariant *packs = tambo_dbus_mesh1_get_packs (self->mesh);

  for (gsize i = 0; packs != NULL && i < g_variant_n_children (packs); i++)
    {
      g_autoptr (GVariant) pack = g_variant_get_child_value (packs, i);
      const char *its_id = NULL;
      guint its_version = 0;
      gboolean installed = FALSE;

      g_variant_lookup (pack, "id", "&s", &its_id);
      g_variant_lookup (pack, "version", "u", &its_version);
      g_variant_lookup (pack, "installed", "b", &installed);
      if (installed && strcmp (its_id, id) == 0 && its_version == version)
        return TRUE;
    }

  return FALSE;
}

void
tambo_test_node_wait_for_pack (TamboTestNode *self, const char *id, guint version)
{
  while (!tambo_test_node_holds (self, id, version))
    iterate (self);
}

static guint
count_alive (TamboTestNode *self)
{
  GVariant *peers = tambo_dbus_mesh1_get_peers (self->mesh);
  GVariantIter iter;
  GVariant *peer;
  guint n = 0;

  if (peers == NULL)
    return 0;

  g_variant_iter_init (&iter, peers);
  while (g_variant_iter_loop (&iter, "{s@a{sv}}", NULL, &peer))
    {
      gboolean alive = FALSE;

      g_variant_lookup (peer, "alive", "b", &alive);
      n += alive;
    }

  return n;
}

void
tambo_test_node_wait_for_n_alive (TamboTestNode *self, guint n)
{
  while (count_alive (self) != n)
    iterate (self);
}

char *
tambo_test_node_submit (TamboTestNode *self, GBytes *envelope, GError **error)
{
  char *id = NULL;

  if (!tambo_dbus_mesh1_call_submit_envelope_sync (
          self->mesh,
          g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, envelope, TRUE),
          &id,
          NULL,
          error))
    return NULL;

  return id;
}

guint
tambo_test_node_get_status (TamboTestNode *self, const char *id)
{
  const char *ids[] = { id, NULL };
  g_autoptr (GVariant) states = NULL;
  g_autoptr (GError) error = NULL;
  guint state = 0;

  tambo_dbus_mesh1_call_status_sync (self->mesh, ids, &states, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_lookup (states, id, "u", &state));

  return state;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
tambo_test_node_wait_for_status (TamboTestNode *self, const char *id, guint status)
{
  guint tick = g_timeout_add (20, on_tick, NULL);

  while (tambo_test_node_get_status (self, id) < status)
    iterate (self);
  g_source_remove (tick);
}
