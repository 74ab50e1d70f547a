/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/node.h"

#include "content/store/layout-writer.h"
#include "tests/support/folder.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define NOW (g_get_real_time () / G_USEC_PER_SEC)

static void
make_child_folder (const char *parent, const char *name)
{
  g_autofree char *path = g_build_filename (parent, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

TamboTestSite *
tambo_test_site_new (void)
{
  TamboTestSite *self = g_new0 (TamboTestSite, 1);
  g_autofree char *keys = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = tambo_test_make_folder ();
  self->stick = g_build_filename (self->folder, "stick", NULL);
  keys = g_build_filename (self->folder, "site", NULL);
  self->signer = tambo_signer_found (keys, NULL, NOW, &error);
  g_assert_no_error (error);
  self->roster = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_roster_entry_free);
  self->packs = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_test_pack_free);

  return self;
}

void
tambo_test_site_free (TamboTestSite *self)
{
  g_object_unref (self->signer);
  g_ptr_array_unref (self->roster);
  g_ptr_array_unref (self->packs);
  tambo_test_remove_folder (self->folder);
  g_free (self->stick);
  g_free (self->folder);
  g_free (self);
}

void
tambo_test_site_admit (TamboTestSite *self, const char *pin, TamboPart part)
{
  TamboRosterEntry *entry = g_new0 (TamboRosterEntry, 1);

  entry->pin = g_strdup (pin);
  entry->part = part;
  g_ptr_array_add (self->roster, entry);
}

void
tambo_test_site_expel (TamboTestSite *self, const char *pin)
{
  for (guint i = 0; i < self->roster->len; i++)
    {
      TamboRosterEntry *entry = g_ptr_array_index (self->roster, i);

      if (strcmp (entry->pin, pin) == 0)
        g_ptr_array_remove_index (self->roster, i--);
    }
}

TamboTestPack *
tambo_test_site_add_pack (TamboTestSite *self, const char *id, guint version)
{
  TamboTestPack *pack = tambo_test_pack_new (id, version);
  g_autoptr (GError) error = NULL;

  tambo_signer_set_pack (self->signer, pack->pack, FALSE, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->packs, pack);

  return pack;
}

void
tambo_test_site_add_clinic (TamboTestSite *self, const TamboTestClinic *clinic)
{
  const char *const languages[] = { "en", NULL };
  const char *const names[] = { "North", NULL };
  g_autoptr (TamboTexts) name = tambo_texts_new (languages, names);
  TamboIntakeKey key = { .id = (char *) "k1", .to_day = 65535 };
  g_autoptr (TamboClinicRecord) record = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  memcpy (key.key, clinic->intake, sizeof key.key);
  record = tambo_clinic_record_new ("north", name, clinic->identity, &key, 1, 3);
  bytes = tambo_clinic_record_write (record);
  tambo_signer_set_file (self->signer, "clinics/north.json", bytes, &error);
  g_assert_no_error (error);
}

static void
write_pack (TamboLayoutWriter *writer, TamboTestPack *pack)
{
  TamboManifest *manifest = tambo_pack_get_manifest (pack->pack);
  TamboPackConfig *config = tambo_pack_get_config (pack->pack);
  g_autofree char *ref = g_strdup_printf ("packs/%s:%u",
                                          tambo_pack_config_get_id (config),
                                          tambo_pack_config_get_version (config));
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer bytes;

  g_hash_table_iter_init (&iter, pack->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    {
      g_autofree char *digest = tambo_layout_writer_add_bytes (writer, bytes, &error);

      g_assert_no_error (error);
    }
  tambo_layout_writer_add_manifest (writer, ref, tambo_manifest_get_bytes (manifest), &error);
  g_assert_no_error (error);
}

/* Signs what is set, and writes the stick. */
void
tambo_test_site_publish (TamboTestSite *self)
{
  g_autoptr (GBytes) roster = tambo_roster_write (self->roster);
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  tambo_signer_set_file (self->signer, "roster/site.json", roster, &error);
  g_assert_no_error (error);
  tambo_signer_publish (self->signer, NOW, &error);
  g_assert_no_error (error);

  writer = tambo_layout_writer_new (self->stick, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < self->packs->len; i++)
    write_pack (writer, g_ptr_array_index (self->packs, i));
  files = tambo_signer_get_files (self->signer);
  tambo_layout_writer_add_trust (writer, files, &error);
  g_assert_no_error (error);
  tambo_layout_writer_finish (writer, &error);
  g_assert_no_error (error);
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

char *
tambo_test_node_install (TamboTestNode *self, TamboTestSite *site, const char *pack)
{
  const char *packs[] = { pack, NULL };
  static const char *const none[] = { NULL };
  int fd = open (site->stick, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new_from_array (&fd, 1);
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_install_from_sync (self->mesh,
                                           g_variant_new_handle (0),
                                           packs,
                                           none,
                                           fds,
                                           &path,
                                           NULL,
                                           NULL,
                                           &error);
  g_assert_no_error (error);
  job = tambo_dbus_mesh1_job_proxy_new_sync (self->connection,
                                             G_DBUS_PROXY_FLAGS_NONE,
                                             "org.tambo.Mesh1",
                                             path,
                                             NULL,
                                             &error);
  g_assert_no_error (error);
  while (strcmp (tambo_dbus_mesh1_job_get_state (job), "running") == 0)
    iterate (self);

  return g_strdup (tambo_dbus_mesh1_job_get_error (job));
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
