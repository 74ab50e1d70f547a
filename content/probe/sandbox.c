/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/probe/sandbox.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/probe/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/**
 * TamboSandbox:
 *
 * Has media decoded by `tambo-decode`, one process each, where they can do no harm: without a
 * network, files, other programs, or time and memory without end. systemd starts it on a kiosk,
 * where the daemon may make no namespaces; elsewhere bubblewrap does. There is no third way. Any
 * thread may use it.
 */
struct _TamboSandbox
{
  GObject parent_instance;

  char *socket_path; /* (owned) (nullable): systemd listens there */
  char *program;     /* (owned) (nullable): for bubblewrap */
  guint64 cpu_ms;
};

G_DEFINE_FINAL_TYPE (TamboSandbox, tambo_sandbox, G_TYPE_OBJECT)

/* One decoder at work. */
typedef struct
{
  int socket;
  GSubprocess *process; /* (owned) (nullable): of bubblewrap */
} Run;

static void
run_clear (Run *run)
{
  if (run->socket >= 0)
    close (run->socket);
  if (run->process != NULL)
    {
      g_subprocess_force_exit (run->process);
      g_subprocess_wait (run->process, NULL, NULL);
    }
  g_clear_object (&run->process);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
tambo_sandbox_finalize (GObject *object)
{
  TamboSandbox *self = TAMBO_SANDBOX (object);

  g_free (self->socket_path);
  g_free (self->program);

  G_OBJECT_CLASS (tambo_sandbox_parent_class)->finalize (object);
}

static void
tambo_sandbox_class_init (TamboSandboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_sandbox_finalize;
}

static void
tambo_sandbox_init (TamboSandbox *self)
{
  self->cpu_ms = TAMBO_LIMIT_DECODER_CPU_MS;
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_DECODER_MISSING,
               "Films and pictures cannot be checked here: %s",
               why);

  return FALSE;
}

static gboolean
connect_to_systemd (TamboSandbox *self, Run *run, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, self->socket_path, sizeof address.sun_path);
  run->socket = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (run->socket < 0 ||
      connect (run->socket, (const struct sockaddr *) &address, sizeof address) != 0)
    return refuse (error, "nobody answers at tambo-decode.socket");

  return TRUE;
}

/* Nothing but the libraries is there, and nothing that was here comes along. */
static gboolean
spawn (TamboSandbox *self, const char *bwrap, Run *run, int theirs, GError **error)
{
  const char *const argv[] = {
    bwrap,
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    "--cap-drop",
    "ALL",
    "--ro-bind",
    "/usr/lib",
    "/usr/lib",
    "--ro-bind-try",
    "/usr/lib64",
    "/usr/lib64",
    "--symlink",
    "usr/lib",
    "/lib",
    "--symlink",
    "usr/lib64",
    "/lib64",
    "--ro-bind",
    self->program,
    "/tambo-decode",
    "--remount-ro",
    "/",
    "--chdir",
    "/",
    "--",
    "/tambo-decode",
    NULL,
  };
  const char *const nothing[] = { NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) local_error = NULL;

  g_subprocess_launcher_set_environ (launcher, (char **) nothing);
  g_subprocess_launcher_take_stdin_fd (launcher, theirs);
  run->process = g_subprocess_launcher_spawnv (launcher, argv, &local_error);
  if (run->process == NULL)
    return refuse (error, local_error->message);

  return TRUE;
}

static gboolean
start_bubblewrap (TamboSandbox *self, Run *run, GError **error)
{
  g_autofree char *bwrap = g_find_program_in_path ("bwrap");
  int ends[2];

  if (bwrap == NULL)
    return refuse (error,
                   "neither tambo-decode.socket nor the program bwrap is there; start the one or "
                   "install the package bubblewrap");
  if (!g_file_test (self->program, G_FILE_TEST_IS_EXECUTABLE))
    return refuse (error, "the program tambo-decode is not installed");
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    {
      tambo_file_set_error (error, errno, "Making a socket");
      return FALSE;
    }

  run->socket = ends[0];

  return spawn (self, bwrap, run, ends[1], error);
}

static gboolean
start (TamboSandbox *self, Run *run, GError **error)
{
  run->socket = -1;
  if (self->socket_path != NULL)
    return connect_to_systemd (self, run, error);

  return start_bubblewrap (self, run, error);
}

typedef enum
{
  WAIT_READY,
  WAIT_TIME_OUT,
  WAIT_CANCELLED,
} Wait;

static Wait
wait_for_message (int socket, gint64 deadline, GCancellable *cancellable)
{
  GPollFD cancel = { .fd = -1 };
  gboolean can_cancel = g_cancellable_make_pollfd (cancellable, &cancel);
  Wait result = WAIT_TIME_OUT;
  gint64 now;

  while ((now = g_get_monotonic_time ()) < deadline)
    {
      struct pollfd fds[] = { { socket, POLLIN, 0 }, { cancel.fd, POLLIN, 0 } };
      gint64 left_ms = (deadline - now) / 1000 + 1;

      poll (fds, can_cancel ? 2 : 1, (int) MIN (left_ms, G_MAXINT));
      if (fds[0].revents != 0)
        result = WAIT_READY;
      else if (g_cancellable_is_cancelled (cancellable))
        result = WAIT_CANCELLED;
      if (result != WAIT_TIME_OUT)
        break;
    }

  if (can_cancel)
    g_cancellable_release_fd (cancellable);

  return result;
}

/* Before it has locked itself in it has seen nothing of the medium: what goes wrong is ours. */
static gboolean
await_locked (Run *run, GCancellable *cancellable, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + TAMBO_LIMIT_DECODER_START_MS * 1000;
  TamboWireReply reply;
  int fd = -1;

  if (wait_for_message (run->socket, deadline, cancellable) != WAIT_READY)
    return !g_cancellable_set_error_if_cancelled (cancellable, error) &&
           refuse (error, "tambo-decode does not start");
  if (!tambo_wire_receive (run->socket, &reply, sizeof reply, &fd))
    return refuse (error, "a sandbox for tambo-decode cannot be made on this machine");

  if (fd >= 0)
    close (fd);

  return reply.stage == TAMBO_STAGE_LOCKED || refuse (error, "tambo-decode is of another version");
}

/* @out_picture: -1 unless the medium is good, and a descriptor came. */
static gboolean
await_done (Run *run,
            const TamboWireRequest *request,
            TamboMedium *out_medium,
            int *out_picture,
            GCancellable *cancellable,
            GError **error)
{
  gint64 wall_seconds = (gint64) request->cpu_seconds * TAMBO_LIMIT_DECODER_WALL;
  gint64 deadline = g_get_monotonic_time () + wall_seconds * G_USEC_PER_SEC;
  TamboMedium medium = { .verdict = TAMBO_VERDICT_SLOW };
  TamboWireReply reply;
  int fd = -1;

  switch (wait_for_message (run->socket, deadline, cancellable))
    {
    case WAIT_CANCELLED:
      g_cancellable_set_error_if_cancelled (cancellable, error);
      return FALSE;
    case WAIT_READY:
      if (!tambo_wire_receive (run->socket, &reply, sizeof reply, &fd) ||
          !tambo_wire_read_reply (&reply, request, &medium))
        medium.verdict = TAMBO_VERDICT_FALLEN;
      break;
    case WAIT_TIME_OUT:
    default:
      break;
    }

  *out_medium = medium;
  *out_picture = fd;

  return TRUE;
}

/* @duration_ms: how long it plays, as far as is known. */
static gboolean
ask (TamboSandbox *self,
     TamboWireRequest *request,
     int fd,
     guint64 duration_ms,
     TamboMedium *out_medium,
     int *out_picture,
     GCancellable *cancellable,
     GError **error)
{
  guint64 cpu_ms = self->cpu_ms + MIN (duration_ms, TAMBO_LIMIT_MEDIUM_DURATION_MS);
  g_auto (Run) run = { -1, NULL };
  struct stat info;

  if (fstat (fd, &info) != 0)
    {
      tambo_file_set_error (error, errno, "Looking at a medium");
      return FALSE;
    }
  if (!start (self, &run, error))
    return FALSE;

  request->magic = TAMBO_WIRE_MAGIC;
  request->size = (guint64) info.st_size;
  request->cpu_seconds = (guint32) ((cpu_ms + 999) / 1000);
  if (!tambo_wire_send (run.socket, request, sizeof *request, fd))
    return refuse (error, "a sandbox for tambo-decode cannot be made on this machine");

  return await_locked (&run, cancellable, error) &&
         await_done (&run, request, out_medium, out_picture, cancellable, error);
}

gboolean
tambo_sandbox_probe (TamboSandbox *self,
                     int fd,
                     TamboMediumKind kind,
                     guint64 duration_ms,
                     TamboMedium *out_medium,
                     GCancellable *cancellable,
                     GError **error)
{
  TamboWireRequest request = { .mode = TAMBO_DECODE_PROBE, .kind = kind };
  int picture = -1;

  g_return_val_if_fail (TAMBO_IS_SANDBOX (self), FALSE);

  if (!ask (self, &request, fd, duration_ms, out_medium, &picture, cancellable, error))
    return FALSE;
  if (picture >= 0)
    close (picture);

  return TRUE;
}

/* Reads what nobody can change or cut off under us. */
static GBytes *
read_picture (int fd, gsize size)
{
  struct stat info;
  int seals = fcntl (fd, F_GET_SEALS);
  gpointer pixels;
  GBytes *bytes;

  if (seals < 0 || (seals & TAMBO_WIRE_SEALS) != TAMBO_WIRE_SEALS || fstat (fd, &info) != 0 ||
      info.st_size != (off_t) size)
    return NULL;

  pixels = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (pixels == MAP_FAILED)
    return NULL;
  bytes = g_bytes_new (pixels, size);
  munmap (pixels, size);

  return bytes;
}

/**
 * tambo_sandbox_take_picture:
 * @at_ms: which picture of a film; 0 for the first
 * @out_medium: whether there is one, and its width and height
 *
 * Returns: (transfer full): RGBA, rows without gaps; %NULL with @error set, also if the medium is
 *   refused: %TAMBO_ERROR_PACK_MEDIUM
 */
GBytes *
tambo_sandbox_take_picture (TamboSandbox *self,
                            int fd,
                            TamboMediumKind kind,
                            guint64 at_ms,
                            TamboMedium *out_medium,
                            GCancellable *cancellable,
                            GError **error)
{
  TamboWireRequest request = { .mode = TAMBO_DECODE_PICTURE, .kind = kind, .at_ms = at_ms };
  int picture = -1;
  GBytes *pixels = NULL;

  g_return_val_if_fail (TAMBO_IS_SANDBOX (self), NULL);
  g_return_val_if_fail (kind != TAMBO_MEDIUM_OGG, NULL);

  if (!ask (self, &request, fd, 0, out_medium, &picture, cancellable, error))
    return NULL;
  if (picture >= 0 && out_medium->verdict == TAMBO_VERDICT_GOOD)
    pixels = read_picture (picture, (gsize) out_medium->width * out_medium->height * 4);
  if (picture >= 0)
    close (picture);
  if (pixels == NULL)
    {
      if (out_medium->verdict == TAMBO_VERDICT_GOOD)
        out_medium->verdict = TAMBO_VERDICT_FALLEN;
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_MEDIUM,
                   "A picture cannot be shown: %s",
                   tambo_verdict_to_word (out_medium->verdict));
    }

  return pixels;
}

/* systemd's sandbox where it is set up, else bubblewrap. */
TamboSandbox *
tambo_sandbox_new (void)
{
  const char *program = g_getenv ("TAMBO_DECODE");

  if (program == NULL && g_file_test (TAMBO_DECODE_SOCKET, G_FILE_TEST_EXISTS))
    return tambo_sandbox_new_for_socket (TAMBO_DECODE_SOCKET);

  return tambo_sandbox_new_for_program (program != NULL ? program : TAMBO_DECODE_PROGRAM);
}

TamboSandbox *
tambo_sandbox_new_for_program (const char *program)
{
  TamboSandbox *self = g_object_new (TAMBO_TYPE_SANDBOX, NULL);

  self->program = g_strdup (program);

  return self;
}

TamboSandbox *
tambo_sandbox_new_for_socket (const char *path)
{
  TamboSandbox *self = g_object_new (TAMBO_TYPE_SANDBOX, NULL);

  self->socket_path = g_strdup (path);

  return self;
}

/* What a decoder may spend besides as long as its medium plays; %TAMBO_LIMIT_DECODER_CPU_MS at
 * first. */
void
tambo_sandbox_set_cpu_ms (TamboSandbox *self, guint64 cpu_ms)
{
  g_return_if_fail (TAMBO_IS_SANDBOX (self));

  self->cpu_ms = cpu_ms;
}
