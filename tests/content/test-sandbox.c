/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/probe/sandbox.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/probe/wire.h"
#include "tests/support/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
find_captive (void)
{
  return g_test_build_filename (G_TEST_BUILT, "content", "captive", NULL);
}

static int
make_fd (const char *command)
{
  int fd = memfd_create ("medium", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, command, strlen (command)), ==, (gssize) strlen (command));

  return fd;
}

static void
probe_fd (TamboSandbox *sandbox, int fd, TamboMedium *medium)
{
  g_autoptr (GError) error = NULL;

  tambo_sandbox_probe (sandbox, fd, TAMBO_MEDIUM_PNG, 0, medium, NULL, &error);
  g_assert_no_error (error);
}

static void
probe (TamboSandbox *sandbox, const char *command, TamboMedium *medium)
{
  int fd = make_fd (command);

  probe_fd (sandbox, fd, medium);
  close (fd);
}

/* One second of work, and three to wait. */
static TamboSandbox *
make_sandbox (void)
{
  g_autofree char *captive = find_captive ();
  TamboSandbox *sandbox = tambo_sandbox_new_for_program (captive);

  tambo_sandbox_set_cpu_ms (sandbox, 1000);

  return sandbox;
}

typedef struct
{
  const char *name;
  const char *command;
  TamboVerdict verdict;
  guint n_least; /* of what it counts */
  guint n_most;
} Attempt;

#define MEMORY (TAMBO_LIMIT_DECODER_MEMORY / TAMBO_MIB)

static const Attempt escapes[] = {
  { "read the passwords", "read /etc/passwd", TAMBO_VERDICT_GOOD },
  { "read the passwords, unlocked", "unlocked read /etc/passwd", TAMBO_VERDICT_GOOD },
  { "read a home, unlocked", "unlocked read /home", TAMBO_VERDICT_GOOD },
  { "read the home of root, unlocked", "unlocked read /root", TAMBO_VERDICT_GOOD },
  { "read what is kept, unlocked", "unlocked read /var", TAMBO_VERDICT_GOOD },
  { "read about processes, unlocked", "unlocked read /proc/self/maps", TAMBO_VERDICT_GOOD },
  { "read its own program", "read /tambo-decode", TAMBO_VERDICT_GOOD },
  { "write beside its program, unlocked", "unlocked write /file", TAMBO_VERDICT_GOOD },
  { "write among the libraries, unlocked", "unlocked write /usr/lib/file", TAMBO_VERDICT_GOOD },
  { "make a socket", "socket", TAMBO_VERDICT_GOOD },
  { "fork", "fork", TAMBO_VERDICT_GOOD },
  { "run a program", "exec", TAMBO_VERDICT_GOOD },
  { "trace", "trace", TAMBO_VERDICT_GOOD },
};

static const Attempt excesses[] = {
  { "memory", "memory", TAMBO_VERDICT_GOOD, MEMORY / 2, MEMORY },
  { "output", "output", TAMBO_VERDICT_GOOD, 1, 1 },
  { "files", "files", TAMBO_VERDICT_GOOD, TAMBO_LIMIT_DECODER_FILES, TAMBO_LIMIT_DECODER_FILES },
};

static const Attempt ends[] = {
  { "crashes", "crash", TAMBO_VERDICT_FALLEN },
  { "leaves without a word", "leave", TAMBO_VERDICT_FALLEN },
  { "says what is no reply", "mumble", TAMBO_VERDICT_FALLEN },
  { "never ends", "hang", TAMBO_VERDICT_SLOW },
  { "stops itself", "stop", TAMBO_VERDICT_SLOW },
};

static void
test_attempt (gconstpointer data)
{
  const Attempt *row = data;
  g_autoptr (TamboSandbox) sandbox = make_sandbox ();
  TamboMedium medium = { 0 };
  gint64 before = g_get_monotonic_time ();

  probe (sandbox, row->command, &medium);
  g_assert_cmpstr (tambo_verdict_to_word (medium.verdict),
                   ==,
                   tambo_verdict_to_word (row->verdict));
  if (row->n_most > 0)
    {
      g_assert_cmpuint (medium.frames - 1, >=, row->n_least);
      g_assert_cmpuint (medium.frames - 1, <=, row->n_most);
    }
  g_assert_cmpint (g_get_monotonic_time () - before, <, 20 * G_USEC_PER_SEC);
}

/* The same loopback address is another network inside. */
static void
test_connect (void)
{
  g_autoptr (TamboSandbox) sandbox = make_sandbox ();
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *command = g_strdup_printf ("unlocked connect %u", port);
  TamboMedium medium = { 0 };

  g_assert_no_error (error);
  probe (sandbox, command, &medium);
  g_assert_cmpint (medium.verdict, ==, TAMBO_VERDICT_GOOD);
}

static void
test_signal (void)
{
  g_autoptr (TamboSandbox) sandbox = make_sandbox ();
  g_autofree char *command = g_strdup_printf ("unlocked signal %d", getpid ());
  TamboMedium medium = { 0 };

  probe (sandbox, command, &medium);
  g_assert_cmpint (medium.verdict, ==, TAMBO_VERDICT_GOOD);
}

/* The kernel counts the tasks of a user, and never those of root: somebody who has none yet. */
static void
become_somebody (gpointer user_data)
{
  if (getuid () != 0)
    {
      unshare (CLONE_NEWUSER);
      return;
    }
  if (setgroups (0, NULL) != 0 || setgid (54321) != 0 || setuid (54321) != 0)
    _exit (1);
}

/* Without bubblewrap, so that it can be seen how it ends. */
static GSubprocess *
start_alone (const char *command, guint cpu_seconds, int *out_socket)
{
  g_autofree char *captive = find_captive ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  const TamboWireRequest request = {
    TAMBO_WIRE_MAGIC, TAMBO_DECODE_PROBE, TAMBO_MEDIUM_PNG, cpu_seconds, 7, 0,
  };
  TamboWireReply reply;
  GSubprocess *process;
  int medium = make_fd (command);
  int fd;
  int pair[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair));
  g_subprocess_launcher_take_stdin_fd (launcher, pair[1]);
  g_subprocess_launcher_set_child_setup (launcher, become_somebody, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, captive, NULL);
  g_assert_no_error (error);
  g_assert_true (tambo_wire_send (pair[0], &request, sizeof request, medium));
  close (medium);
  g_assert_true (tambo_wire_receive (pair[0], &reply, sizeof reply, &fd));
  *out_socket = pair[0];

  return process;
}

static void
test_tasks (void)
{
  int socket = -1;
  int fd;
  TamboWireReply reply;
  g_autoptr (GSubprocess) process = start_alone ("threads", 1, &socket);

  g_assert_true (tambo_wire_receive (socket, &reply, sizeof reply, &fd));
  g_assert_cmpuint (reply.frames - 1, ==, TAMBO_LIMIT_DECODER_TASKS);
  g_subprocess_force_exit (process);
  close (socket);
}

static void
test_cpu (void)
{
  int socket = -1;
  g_autoptr (GSubprocess) process = start_alone ("spin", 1, &socket);

  g_subprocess_wait (process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (process));
  close (socket);
}

static const char *const pictures[] = { "soft", "short", "socket", "none" };

static void
test_picture (gconstpointer data)
{
  g_autofree char *command = g_strconcat ("picture ", data, NULL);
  g_autoptr (TamboSandbox) sandbox = make_sandbox ();
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };
  int fd = make_fd (command);

  g_assert_null (
      tambo_sandbox_take_picture (sandbox, fd, TAMBO_MEDIUM_PNG, 0, &medium, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_MEDIUM);
  g_assert_cmpint (medium.verdict, ==, TAMBO_VERDICT_FALLEN);
  close (fd);
}

static void
test_picture_sealed (void)
{
  g_autoptr (TamboSandbox) sandbox = make_sandbox ();
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };
  int fd = make_fd ("picture sealed");

  pixels = tambo_sandbox_take_picture (sandbox, fd, TAMBO_MEDIUM_PNG, 0, &medium, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (pixels), ==, 4);
  close (fd);
}

/* Replies that no decoder of ours would send: one word each of the first is another. */
#define M TAMBO_WIRE_MAGIC
#define DONE TAMBO_STAGE_DONE
#define VP9 TAMBO_CODEC_VP9

static const struct
{
  const char *name;
  TamboWireReply reply;
} lies[] = {
  { "none", { M, DONE, 0, VP9, 640, 360, 60, 0, 2000, 0 } },
  { "another magic", { 1, DONE, 0, VP9, 640, 360, 60, 0, 2000, 0 } },
  { "another stage", { M, TAMBO_STAGE_LOCKED, 0, VP9, 640, 360, 60, 0, 2000, 0 } },
  { "a verdict that only we give",
    { M, DONE, TAMBO_VERDICT_FALLEN, VP9, 640, 360, 60, 0, 2000, 0 } },
  { "an unknown verdict", { M, DONE, G_MAXUINT32, VP9, 640, 360, 60, 0, 2000, 0 } },
  { "an unknown codec", { M, DONE, 0, TAMBO_N_CODECS, 640, 360, 60, 0, 2000, 0 } },
  { "the codec of another kind", { M, DONE, 0, TAMBO_CODEC_OPUS, 640, 360, 60, 0, 2000, 0 } },
  { "no width", { M, DONE, 0, VP9, 0, 360, 60, 0, 2000, 0 } },
  { "one pixel too wide", { M, DONE, 0, VP9, TAMBO_LIMIT_FILM_WIDTH + 1, 360, 60, 0, 2000, 0 } },
  { "one pixel too high", { M, DONE, 0, VP9, 640, TAMBO_LIMIT_FILM_HEIGHT + 1, 60, 0, 2000, 0 } },
  { "no frames", { M, DONE, 0, VP9, 640, 360, 0, 0, 2000, 0 } },
  { "no duration", { M, DONE, 0, VP9, 640, 360, 60, 0, 0, 0 } },
  { "too long a duration",
    { M, DONE, 0, VP9, 640, 360, 60, 0, TAMBO_LIMIT_MEDIUM_DURATION_MS + 1, 0 } },
};

static void
test_lies (void)
{
  const TamboWireRequest request = {
    TAMBO_WIRE_MAGIC, TAMBO_DECODE_PROBE, TAMBO_MEDIUM_WEBM, 1, 1000, 0,
  };
  TamboMedium medium;

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_test_message ("%s", lies[i].name);
      g_assert_cmpint (tambo_wire_read_reply (&lies[i].reply, &request, &medium), ==, i == 0);
    }
}

/* Whoever cannot make a sandbox says what to install, and decodes nothing. */
static void
test_no_bubblewrap (void)
{
  g_autoptr (TamboSandbox) sandbox = make_sandbox ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  TamboMedium medium = { 0 };
  int fd = make_fd ("leave");

  g_setenv ("PATH", "/nowhere", TRUE);
  g_assert_false (tambo_sandbox_probe (sandbox, fd, TAMBO_MEDIUM_PNG, 0, &medium, NULL, &error));
  g_setenv ("PATH", path, TRUE);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_DECODER_MISSING);
  g_assert_nonnull (strstr (error->message, "install the package bubblewrap"));
  close (fd);
}

static void
assert_missing (TamboSandbox *sandbox)
{
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };
  int fd = make_fd ("leave");

  g_assert_false (tambo_sandbox_probe (sandbox, fd, TAMBO_MEDIUM_PNG, 0, &medium, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_DECODER_MISSING);
  close (fd);
}

static void
test_no_program (void)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_program ("/nowhere/tambo-decode");

  assert_missing (sandbox);
}

/* As when the kernel forbids a namespace, or a filter. */
static void
test_no_lock (void)
{
  g_autofree char *program = g_find_program_in_path ("false");
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_program (program);

  assert_missing (sandbox);
}

static void
test_no_systemd (void)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_socket ("/nowhere/decode");

  assert_missing (sandbox);
}

/* What systemd does with a socket unit of Accept=yes, once. */
static gpointer
serve (gpointer user_data)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *captive = find_captive ();
  int fd = accept4 (GPOINTER_TO_INT (user_data), NULL, NULL, SOCK_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  process = g_subprocess_launcher_spawn (launcher, NULL, captive, NULL);
  g_assert_nonnull (process);
  g_clear_object (&launcher);
  g_subprocess_wait (process, NULL, NULL);

  return NULL;
}

static void
test_systemd (void)
{
  g_autofree char *folder = tambo_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "decode", NULL);
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_socket (path);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  TamboMedium medium = { 0 };
  GThread *server;

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_no_errno (bind (fd, (const struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (fd, 1));
  server = g_thread_new ("systemd", serve, GINT_TO_POINTER (fd));
  probe (sandbox, "read /etc/passwd", &medium);
  g_assert_cmpint (medium.verdict, ==, TAMBO_VERDICT_GOOD);
  g_thread_join (server);
  close (fd);
  tambo_test_remove_folder (folder);
}

static gpointer
cancel_soon (gpointer user_data)
{
  g_usleep (G_USEC_PER_SEC / 4);
  g_cancellable_cancel (user_data);

  return NULL;
}

static void
test_cancel (void)
{
  g_autofree char *captive = find_captive ();
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_program (captive);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };
  int fd = make_fd ("hang");
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  g_assert_false (
      tambo_sandbox_probe (sandbox, fd, TAMBO_MEDIUM_PNG, 0, &medium, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  close (fd);
}

/* Whether some process was started with @text among its words. */
static gboolean
is_running (const char *text)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *words = NULL;
      gsize size = 0;

      if (g_ascii_isdigit (name[0]) && g_file_get_contents (path, &words, &size, NULL) &&
          memmem (words, size, text, strlen (text)) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* A daemon that is killed leaves nothing behind that decodes. */
static void
test_killed (void)
{
  g_autofree char *folder = tambo_test_make_folder ();
  g_autofree char *captive = find_captive ();
  g_autofree char *copy = g_build_filename (folder, "captive", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (captive);
  g_autoptr (GFile) to = g_file_new_for_path (copy);
  g_autoptr (GError) error = NULL;
  int medium = make_fd ("mark");
  char mark = 0;
  pid_t child;

  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_program (copy);
      TamboMedium found;

      probe_fd (sandbox, medium, &found);
      _exit (0);
    }

  while (mark != 'M')
    g_assert_cmpint (pread (medium, &mark, 1, 0), ==, 1);
  g_assert_true (is_running (copy));
  g_assert_no_errno (kill (child, SIGKILL));
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  while (is_running (copy))
    g_usleep (5000);
  close (medium);
  tambo_test_remove_folder (folder);
}

static void
add_table (const char *prefix, const Attempt *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autofree char *path = g_strconcat ("/content/sandbox/", prefix, "/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_attempt);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* First, while this process is of one thread. */
  g_test_add_func ("/content/sandbox/dies/with-who-started-it", test_killed);
  add_table ("holds/who-tries-to", escapes, G_N_ELEMENTS (escapes));
  g_test_add_func ("/content/sandbox/holds/who-tries-to/connect to us, unlocked", test_connect);
  g_test_add_func ("/content/sandbox/holds/who-tries-to/signal us, unlocked", test_signal);
  add_table ("limits", excesses, G_N_ELEMENTS (excesses));
  g_test_add_func ("/content/sandbox/limits/tasks", test_tasks);
  g_test_add_func ("/content/sandbox/limits/processor", test_cpu);
  add_table ("ends/who", ends, G_N_ELEMENTS (ends));
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_strconcat ("/content/sandbox/picture/refused/", pictures[i], NULL);

      g_test_add_data_func (path, pictures[i], test_picture);
    }
  g_test_add_func ("/content/sandbox/picture/sealed", test_picture_sealed);
  g_test_add_func ("/content/sandbox/reply/lies", test_lies);
  g_test_add_func ("/content/sandbox/missing/bubblewrap", test_no_bubblewrap);
  g_test_add_func ("/content/sandbox/missing/program", test_no_program);
  g_test_add_func ("/content/sandbox/missing/lock", test_no_lock);
  g_test_add_func ("/content/sandbox/missing/systemd", test_no_systemd);
  g_test_add_func ("/content/sandbox/systemd/asked", test_systemd);
  g_test_add_func ("/content/sandbox/cancelled", test_cancel);

  return g_test_run ();
}
