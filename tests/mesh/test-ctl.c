/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"

#include "mesh-dbus.h"
#include "tests/support/async.h"
#include "tests/support/folder.h"

#include <gio/gunixfdlist.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH "/org/tambo/Mesh1"
#define JOB_PATH "/org/tambo/Mesh1/job/7"

/* What the daemon has, as GVariant text. */
#define FULL                                                                            \
  "{'State': <'fetching'>, 'Deployment': <'00112233445566778899aabbccddeeff'>,"         \
  " 'Peers': <{'a1b2c3d4e5f6': {'alive': <true>, 'part': <'gateway'>,"                  \
  "   'address': <'10.0.0.7:7443'>, 'seen': <int64 4>, 'packs': <uint32 2>},"           \
  "  'ffffffffffff': {'alive': <false>, 'part': <'kiosk'>, 'seen': <int64 7300>}}>,"    \
  " 'Packs': <[{'id': <'org.tambo.cough'>, 'version': <uint32 3>, 'installed': <true>," \
  "   'languages': <['en', 'fr']>, 'bytes': <uint64 1000>, 'held': <uint64 1000>},"     \
  "  {'id': <'org.tambo.rest'>, 'version': <uint32 1>, 'installed': <false>,"           \
  "   'bytes': <uint64 1000>, 'held': <uint64 250>}]>,"                                 \
  " 'Transfers': <@aa{sv} []>, 'Mailbox': <(uint32 1, uint32 2, uint32 3)>,"            \
  " 'LastClinicContact': <int64 300>, 'Languages': <['en', 'ar']>}"

#define HEAVY                                                                           \
  "{'Packs': <[{'id': <'org.tambo.cough'>, 'version': <uint32 3>, 'installed': <true>," \
  "   'languages': <['en']>, 'bytes': <uint64 1000>, 'held': <uint64 1000>,"            \
  "   'heavy': <uint32 2>}]>}"

#define WITH_HUB(error)                                                            \
  "{'State': <'alone'>, 'Deployment': <''>, 'Peers': <@a{sa{sv}} {}>,"             \
  " 'Packs': <@aa{sv} []>, 'Transfers': <@aa{sv} []>,"                             \
  " 'Hub': <{'url': <'https://hub.example/tambo'>, 'state': <'failing'>,"          \
  "  'answered': <int64 7300>, 'error': <'" error "'>}>,"                          \
  " 'Mailbox': <(uint32 0, uint32 0, uint32 0)>, 'LastClinicContact': <int64 -1>," \
  " 'Languages': <['en']>}"

#define WITH_HUB_STATUS(lines)                                                \
  "Mesh:         No other kiosk is near\n"                                    \
  "Deployment:   none yet: install from a stick first\n"                      \
  "Kiosks near:  0\n"                                                         \
  "Packs here:   0 of 0\n"                                                    \
  "Hub:          https://hub.example/tambo, last answer: 2 hours ago\n" lines \
  "Questions:    0 wait here, 0 on their way\n"                               \
  "Last clinic:  never\n"

#define BARE                                                                       \
  "{'State': <'alone'>, 'Deployment': <''>, 'Peers': <@a{sa{sv}} {}>,"             \
  " 'Packs': <@aa{sv} []>, 'Transfers': <@aa{sv} []>,"                             \
  " 'Mailbox': <(uint32 0, uint32 0, uint32 0)>, 'LastClinicContact': <int64 -1>," \
  " 'Languages': <['en']>}"

#define JOB_DONE                                                    \
  "{'Kind': <'install'>, 'State': <'done'>, 'Done': <uint64 2000>," \
  " 'Total': <uint64 2000>, 'Files': <(uint32 4, uint32 4)>, 'Error': <''>}"

#define JOB_FAILED                                                  \
  "{'Kind': <'install'>, 'State': <'failed'>, 'Done': <uint64 10>," \
  " 'Total': <uint64 2000>, 'Files': <(uint32 0, uint32 4)>,"       \
  " 'Error': <'org.tambo.Error.Pack.Digest The file is not what was signed'>}"

#define CHECK_DONE                                                \
  "{'Kind': <'check'>, 'State': <'done'>, 'Done': <uint64 2000>," \
  " 'Total': <uint64 2000>, 'Files': <(uint32 4, uint32 4)>, 'Error': <''>, 'Damaged': <uint32 %u>}"

typedef struct
{
  GTestDBus *bus;          /* (owned) */
  GDBusConnection *server; /* (owned): the daemon's */
  const char *properties;  /* (nullable): without any, nobody is told */
  const char *job;         /* (nullable) */
  const char *refusal;     /* (nullable): bus name of the error that a call gets */
  char *call;              /* (owned) (nullable): the last one, as text */
  struct stat folder;      /* what the descriptor stood for that came with it */
  char *output;            /* (owned) (nullable) */
  char *errors;            /* (owned) (nullable) */
} Fixture;

static void
set_up_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->server =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (fixture->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_dbus_connection_close_sync (fixture->server, NULL, NULL);
  g_object_unref (fixture->server);
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
  g_free (fixture->call);
  g_free (fixture->output);
  g_free (fixture->errors);
}

static void
answer_properties (GDBusMethodInvocation *invocation, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) properties = NULL;

  if (text == NULL)
    {
      g_dbus_method_invocation_return_dbus_error (invocation,
                                                  "org.freedesktop.DBus.Error.AccessDenied",
                                                  "No");
      return;
    }

  properties = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a{sv})", properties));
}

static void
remember_call (Fixture *fixture, GDBusMethodInvocation *invocation)
{
  GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);
  GUnixFDList *fds = g_dbus_message_get_unix_fd_list (message);
  g_autofree char *parameters =
      g_variant_print (g_dbus_method_invocation_get_parameters (invocation), FALSE);

  g_assert_null (fixture->call);
  fixture->call = g_strdup_printf ("%s %s",
                                   g_dbus_method_invocation_get_method_name (invocation),
                                   parameters);
  if (fds != NULL)
    {
      g_assert_cmpint (g_unix_fd_list_get_length (fds), ==, 1);
      g_assert_no_errno (fstat (g_unix_fd_list_peek_fds (fds, NULL)[0], &fixture->folder));
    }
}

/* Takes the invocation. */
static void
answer (Fixture *fixture, GDBusMethodInvocation *invocation)
{
  const char *path = g_dbus_method_invocation_get_object_path (invocation);
  const char *method = g_dbus_method_invocation_get_method_name (invocation);

  if (strcmp (method, "GetAll") == 0)
    {
      answer_properties (invocation,
                         strcmp (path, JOB_PATH) == 0 ? fixture->job : fixture->properties);
      return;
    }

  remember_call (fixture, invocation);
  if (fixture->refusal != NULL)
    g_dbus_method_invocation_return_dbus_error (invocation, fixture->refusal, "It may not be so");
  else if (strcmp (method, "InstallFrom") == 0 || strcmp (method, "Check") == 0)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", JOB_PATH));
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  answer (user_data, invocation);
}

static const GDBusInterfaceVTable vtable = { .method_call = on_call };

static void
export_object (Fixture *fixture, const char *path, GDBusInterfaceInfo *info)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (fixture->server, path, info, &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
}

/* With a daemon that the test plays. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  set_up_alone (fixture, data);
  fixture->properties = FULL;
  export_object (fixture, PATH, tambo_dbus_mesh1_interface_info ());
  export_object (fixture, JOB_PATH, tambo_dbus_mesh1_job_interface_info ());
  reply = g_dbus_connection_call_sync (fixture->server,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", "org.tambo.Mesh1", 0),
                                       NULL,
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       &error);
  g_assert_no_error (error);
}

/* Returns how tamboctl ended; what it wrote is in the fixture. */
static int
run_on (Fixture *fixture, const char *bus, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv,
                   (char *)
                       g_test_get_filename (G_TEST_BUILT, "..", "mesh", "ctl", "tamboctl", NULL));
  for (gsize i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_setenv (launcher, "DBUS_SYSTEM_BUS_ADDRESS", bus, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);

  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->errors, g_free);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, tambo_test_store_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_communicate_utf8_finish (process,
                                        result,
                                        &fixture->output,
                                        &fixture->errors,
                                        &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s%s", line, fixture->output, fixture->errors);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static int
run (Fixture *fixture, const char *line)
{
  return run_on (fixture, g_test_dbus_get_bus_address (fixture->bus), line);
}

typedef struct
{
  const char *path;
  const char *properties;
  const char *line;
  const char *output;
} HumanVector;

static const HumanVector human_vectors[] = {
  { "status",
    FULL,
    "status",
    "Mesh:         Fetching packs\n"
    "Deployment:   00112233445566778899aabbccddeeff\n"
    "Kiosks near:  1\n"
    "Packs here:   1 of 2\n"
    "Questions:    1 wait here, 2 on their way\n"
    "Last clinic:  5 minutes ago\n" },
  { "status-of-a-new-kiosk",
    BARE,
    "status",
    "Mesh:         No other kiosk is near\n"
    "Deployment:   none yet: install from a stick first\n"
    "Kiosks near:  0\n"
    "Packs here:   0 of 0\n"
    "Questions:    0 wait here, 0 on their way\n"
    "Last clinic:  never\n" },
  { "status-with-a-hub", WITH_HUB (""), "status", WITH_HUB_STATUS ("") },
  { "status-with-a-hub-that-refuses",
    WITH_HUB ("org.tambo.Error.Hub.Refused The hub asks for a user and a password"),
    "status",
    WITH_HUB_STATUS ("              The hub asks for a user and a password (hub.refused)\n"
                     "              Look at user and password-file in mesh.conf.\n") },
  { "packs",
    FULL,
    "packs",
    "Pack                                 Version  State          Size       Languages\n"
    "org.tambo.cough                      3        here           1.0 kB    en fr\n"
    "org.tambo.rest                       1        fetching 25 %  1.0 kB    \n" },
  { "packs-too-much-for-the-machine",
    HEAVY,
    "packs",
    "Pack                                 Version  State          Size       Languages\n"
    "org.tambo.cough                      3        here, 2 heavy  1.0 kB    en\n" },
  { "packs-of-a-new-kiosk",
    BARE,
    "packs",
    "No packs are known here. Install some from a stick: tamboctl install FOLDER\n" },
  { "peers",
    FULL,
    "peers",
    "Key        Part     State        Packs  Address                      Seen\n"
    "a1b2c3d4   gateway  answers      2      10.0.0.7:7443                just now\n"
    "ffffffff   kiosk    silent       0                                   2 hours ago\n" },
  { "peers-of-a-new-kiosk", BARE, "peers", "No other kiosk was met yet.\n" },
  { "mailbox",
    FULL,
    "mailbox",
    "Wait here:                 1\n"
    "Another kiosk has it too:  2\n"
    "A clinic has it:           3\n"
    "A clinic was last reached: 5 minutes ago\n" },
  { "languages", FULL, "languages", "en ar\n" },
};

static void
test_human (Fixture *fixture, gconstpointer data)
{
  const HumanVector *vector = data;

  fixture->properties = vector->properties;

  g_assert_cmpint (run (fixture, vector->line), ==, 0);
  g_assert_cmpstr (fixture->output, ==, vector->output);
  g_assert_cmpstr (fixture->errors, ==, "");
}

typedef struct
{
  const char *path;
  const char *line;
  const char *query; /* JSONPath */
  const char *found;
} JsonVector;

static const JsonVector json_vectors[] = {
  { "status-says-the-state", "--json status", "$.State", "[\"fetching\"]" },
  { "status-says-the-mailbox", "status --json", "$.Mailbox", "[[1,2,3]]" },
  { "status-says-who-is-near", "--json status", "$.Peers.a1b2c3d4e5f6.alive", "[true]" },
  { "packs", "--json packs", "$[*].id", "[\"org.tambo.cough\",\"org.tambo.rest\"]" },
  { "packs-say-what-is-held", "--json packs", "$[1].held", "[250]" },
  { "mailbox", "--json mailbox", "$.Mailbox", "[[1,2,3]]" },
  { "mailbox-says-when", "--json mailbox", "$.LastClinicContact", "[300]" },
  { "languages", "--json languages", "$[*]", "[\"en\",\"ar\"]" },
};

static void
assert_json (const char *text, const char *query, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  g_autoptr (JsonNode) found = NULL;
  g_autofree char *found_text = NULL;

  g_assert_no_error (error);
  found = json_path_query (query, node, &error);
  g_assert_no_error (error);
  found_text = json_to_string (found, FALSE);
  g_assert_cmpstr (found_text, ==, expected);
}

static void
test_json (Fixture *fixture, gconstpointer data)
{
  const JsonVector *vector = data;

  g_assert_cmpint (run (fixture, vector->line), ==, 0);
  assert_json (fixture->output, vector->query, vector->found);
  g_assert_cmpstr (fixture->errors, ==, "");
}

static const struct
{
  const char *line;
  const char *named;
} wrong_uses[] = {
  { "", "Commands:" },
  { "dance", "dance" },
  { "status now", "status" },
  { "install", "install" },
  { "trust", "trust" },
  { "trust one two", "trust" },
  { "add-address", "add-address" },
  { "status --jsn", "--jsn" },
};

static void
test_wrong_use (Fixture *fixture, gconstpointer data)
{
  fixture->properties = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_uses); i++)
    {
      g_assert_cmpint (run (fixture, wrong_uses[i].line), ==, 2);
      g_assert_cmpstr (fixture->output, ==, "");
      g_assert_nonnull (strstr (fixture->errors, wrong_uses[i].named));
    }
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run (fixture, "status"), ==, 3);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpstr (fixture->errors,
                   ==,
                   "The mesh daemon is not running. Try: systemctl start tambo-meshd\n");

  g_assert_cmpint (run (fixture, "--json status"), ==, 3);
  assert_json (fixture->output, "$.error", "[\"io\"]");
}

static void
test_no_bus (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run_on (fixture, "unix:path=/nonexistent/bus", "status"), ==, 3);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_true (g_str_has_prefix (fixture->errors, "tamboctl: "));
}

/* The bus lets it speak to nobody who would answer. */
static void
test_no_properties (Fixture *fixture, gconstpointer data)
{
  fixture->properties = NULL;

  g_assert_cmpint (run (fixture, "status"), ==, 3);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpstr (fixture->errors,
                   ==,
                   "tamboctl: The mesh daemon does not say how it is doing (io)\n");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  fixture->refusal = "org.tambo.Error.Config";

  g_assert_cmpint (run (fixture, "add-address kiosk.example"), ==, 1);
  g_assert_cmpstr (fixture->call, ==, "AddAddress ('kiosk.example',)");
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpstr (fixture->errors, ==, "tamboctl: It may not be so (config)\n");

  g_clear_pointer (&fixture->call, g_free);
  g_assert_cmpint (run (fixture, "--json languages x"), ==, 1);
  g_assert_cmpstr (fixture->call, ==, "SetLanguages (['x'],)");
  assert_json (fixture->output, "$.error", "[\"config\"]");
}

static void
test_not_allowed (Fixture *fixture, gconstpointer data)
{
  fixture->refusal = "org.freedesktop.DBus.Error.AccessDenied";

  g_assert_cmpint (run (fixture, "languages fr"), ==, 3);
  g_assert_cmpstr (fixture->errors,
                   ==,
                   "You may not do this. Members of the group tambo-admin may.\n");
}

/* Runs a command on a folder, which the daemon must have been given as it is. */
static int
run_with_folder (Fixture *fixture, const char *before, const char *after)
{
  g_autofree char *folder = tambo_test_make_folder ();
  g_autofree char *line = g_strconcat (before, " ", folder, after, NULL);
  struct stat expected;
  int status;

  g_assert_no_errno (stat (folder, &expected));
  status = run (fixture, line);
  tambo_test_remove_folder (folder);

  g_assert_cmpuint (fixture->folder.st_dev, ==, expected.st_dev);
  g_assert_cmpuint (fixture->folder.st_ino, ==, expected.st_ino);

  return status;
}

static void
test_install (Fixture *fixture, gconstpointer data)
{
  fixture->job = JOB_DONE;

  g_assert_cmpint (run_with_folder (fixture, "install", ""), ==, 0);
  g_assert_cmpstr (fixture->call, ==, "InstallFrom (0, ['*'], [])");
  g_assert_cmpstr (fixture->output, ==, "Done: 4 files, 2.0 kB. You may take the stick out now.\n");
}

static void
test_install_chosen (Fixture *fixture, gconstpointer data)
{
  fixture->job = JOB_DONE;

  g_assert_cmpint (run_with_folder (fixture, "--json --language=fr install", " org.tambo.cough"),
                   ==,
                   0);
  g_assert_cmpstr (fixture->call, ==, "InstallFrom (0, ['org.tambo.cough'], ['fr'])");
  assert_json (fixture->output, "$.Files", "[[4,4]]");
}

static void
test_trust (Fixture *fixture, gconstpointer data)
{
  fixture->job = JOB_DONE;

  g_assert_cmpint (run_with_folder (fixture, "trust", ""), ==, 0);
  g_assert_cmpstr (fixture->call, ==, "InstallFrom (0, [], [])");
}

static void
test_job_fails (Fixture *fixture, gconstpointer data)
{
  fixture->job = JOB_FAILED;

  g_assert_cmpint (run_with_folder (fixture, "install", ""), ==, 1);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpstr (fixture->errors,
                   ==,
                   "tamboctl: The file is not what was signed (pack.digest)\n");
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  guint n_damaged = GPOINTER_TO_UINT (data);
  g_autofree char *job = g_strdup_printf (CHECK_DONE, n_damaged);

  fixture->job = job;
  g_assert_cmpint (run (fixture, "check"), ==, n_damaged > 0 ? 1 : 0);
  g_assert_cmpstr (fixture->call, ==, "Check ()");
  g_assert_true (g_str_has_prefix (fixture->output, "4 files checked, 2.0 kB.\n"));
  g_assert_nonnull (strstr (fixture->output, n_damaged > 0 ? "2 were damaged" : "All is as"));
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run (fixture, "install /nonexistent/stick"), ==, 3);
  g_assert_null (fixture->call);
  g_assert_nonnull (strstr (fixture->errors, "/nonexistent/stick"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, data, set_up_func, func) \
  g_test_add ("/mesh/ctl/" path, Fixture, data, set_up_func, func, tear_down)
  for (gsize i = 0; i < G_N_ELEMENTS (human_vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/mesh/ctl/human/", human_vectors[i].path, NULL);

      g_test_add (path, Fixture, &human_vectors[i], set_up, test_human, tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (json_vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/mesh/ctl/json/", json_vectors[i].path, NULL);

      g_test_add (path, Fixture, &json_vectors[i], set_up, test_json, tear_down);
    }
  add_test ("ends/wrong-use", NULL, set_up_alone, test_wrong_use);
  add_test ("ends/daemon-is-not-there", NULL, set_up_alone, test_absent);
  add_test ("ends/bus-is-not-there", NULL, set_up_alone, test_no_bus);
  add_test ("ends/daemon-does-not-answer", NULL, set_up, test_no_properties);
  add_test ("ends/refused", NULL, set_up, test_refused);
  add_test ("ends/not-allowed", NULL, set_up, test_not_allowed);
  add_test ("install/hands-over-the-folder", NULL, set_up, test_install);
  add_test ("install/takes-what-is-named", NULL, set_up, test_install_chosen);
  add_test ("install/trust-alone", NULL, set_up, test_trust);
  add_test ("install/job-fails", NULL, set_up, test_job_fails);
  add_test ("check/all-is-well", NULL, set_up, test_check);
  add_test ("check/damaged-is-an-exit-status", GUINT_TO_POINTER (2), set_up, test_check);
  add_test ("install/folder-is-not-there", NULL, set_up, test_no_folder);
#undef add_test

  return g_test_run ();
}
