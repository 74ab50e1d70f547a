/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A decoder that has been taken over: the medium says what it tries. It answers "good" if it was
 * held, "format" if it got what it wanted. */

#define _GNU_SOURCE

#include "content/base/limits.h"
#include "content/probe/lockdown.h"
#include "content/probe/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* What an attempt counts, and what it sends. */
static guint n_done;
static int picture = -1;
static int medium = -1;

static gboolean
try_open (const char *path, int flags)
{
  return open (path, flags, 0600) >= 0;
}

static gboolean
try_write (const char *path)
{
  return try_open (path, O_WRONLY | O_CREAT);
}

static gboolean
try_read (const char *path)
{
  return try_open (path, O_RDONLY);
}

static gboolean
try_socket (const char *argument)
{
  return socket (AF_INET, SOCK_STREAM, 0) >= 0 || socket (AF_NETLINK, SOCK_RAW, 0) >= 0;
}

static gboolean
try_connect (const char *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (atoi (port)) };
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

  return connect (fd, (const struct sockaddr *) &address, sizeof address) == 0;
}

static gboolean
try_fork (const char *argument)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (0);

  return child > 0;
}

static gboolean
try_exec (const char *argument)
{
  execl ("/tambo-decode", "/tambo-decode", "--version", NULL);

  return errno != EPERM && errno != EACCES;
}

static gboolean
try_signal (const char *pid)
{
  return kill (atoi (pid), 0) == 0;
}

static gboolean
try_trace (const char *argument)
{
  return ptrace (PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

/* More than there is of it; how much there was is counted. */
static gboolean
try_memory (const char *argument)
{
  while (n_done < 4 * TAMBO_LIMIT_DECODER_MEMORY / TAMBO_MIB &&
         mmap (NULL, TAMBO_MIB, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
    n_done++;

  return n_done > TAMBO_LIMIT_DECODER_MEMORY / TAMBO_MIB;
}

static gboolean
try_output (const char *argument)
{
  int fd = memfd_create ("output", 0);

  n_done = ftruncate (fd, (off_t) TAMBO_LIMIT_DECODER_OUTPUT) == 0;

  return ftruncate (fd, (off_t) TAMBO_LIMIT_DECODER_OUTPUT + 1) == 0;
}

static gboolean
try_files (const char *argument)
{
  int fd;

  while ((fd = memfd_create ("file", 0)) >= 0 && n_done < 10 * TAMBO_LIMIT_DECODER_FILES)
    n_done = (guint) fd + 1;

  return n_done > TAMBO_LIMIT_DECODER_FILES;
}

static void *
sleep_in_thread (void *argument)
{
  while (TRUE)
    sleep (1000);

  return NULL;
}

static gboolean
try_threads (const char *argument)
{
  pthread_t thread;

  n_done = 1;
  while (n_done < 10 * TAMBO_LIMIT_DECODER_TASKS &&
         pthread_create (&thread, NULL, sleep_in_thread, NULL) == 0)
    n_done++;

  return n_done > TAMBO_LIMIT_DECODER_TASKS;
}

static gboolean
try_spin (const char *argument)
{
  for (volatile guint i = 0; TRUE; i++)
    ;

  return TRUE;
}

static gboolean
try_hang (const char *argument)
{
  sleep_in_thread (NULL);

  return TRUE;
}

/* Says by the medium that it has begun. */
static gboolean
try_mark (const char *argument)
{
  return pwrite (medium, "M", 1, 0) != 1 || try_hang (NULL);
}

static gboolean
try_stop (const char *argument)
{
  raise (SIGSTOP);

  return try_hang (NULL);
}

static gboolean
try_crash (const char *argument)
{
  abort ();
}

static gboolean
try_leave (const char *argument)
{
  _exit (0);
}

static gboolean
try_mumble (const char *argument)
{
  return !tambo_wire_send (STDIN_FILENO, "not a reply", 11, -1);
}

/* Pictures that could change, or fall short, while they are looked at. */
static gboolean
try_picture (const char *which)
{
  picture = memfd_create ("picture", MFD_ALLOW_SEALING);
  if (ftruncate (picture, strcmp (which, "short") == 0 ? 3 : 4) != 0)
    return TRUE;
  if (strcmp (which, "soft") != 0)
    fcntl (picture, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  if (strcmp (which, "socket") == 0)
    picture = STDIN_FILENO;
  if (strcmp (which, "none") == 0)
    picture = -1;

  return FALSE;
}

static const struct
{
  const char *name;
  gboolean (*attempt) (const char *argument);
} attempts[] = {
  { "connect", try_connect }, { "crash", try_crash },   { "exec", try_exec },
  { "files", try_files },     { "fork", try_fork },     { "hang", try_hang },
  { "leave", try_leave },     { "memory", try_memory }, { "mark", try_mark },
  { "mumble", try_mumble },   { "output", try_output }, { "picture", try_picture },
  { "read", try_read },       { "signal", try_signal }, { "socket", try_socket },
  { "spin", try_spin },       { "stop", try_stop },     { "threads", try_threads },
  { "trace", try_trace },     { "write", try_write },
};

/* Unlocked attempts see what bubblewrap alone keeps from them. */
static gboolean
run (char *command, guint cpu_seconds)
{
  TamboWireReply reply = { .magic = TAMBO_WIRE_MAGIC, .stage = TAMBO_STAGE_LOCKED };
  gboolean is_unlocked = strncmp (command, "unlocked ", 9) == 0;
  char *name = command + (is_unlocked ? 9 : 0);
  char *argument = strchr (name, ' ');

  if (argument != NULL)
    *argument++ = '\0';
  signal (SIGXFSZ, SIG_IGN);
  if (!is_unlocked && !tambo_lockdown (cpu_seconds))
    _exit (3);
  tambo_wire_send (STDIN_FILENO, &reply, sizeof reply, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      if (strcmp (attempts[i].name, name) == 0)
        return attempts[i].attempt (argument);
    }

  return TRUE;
}

int
main (void)
{
  TamboWireRequest request;
  TamboWireReply reply = { .magic = TAMBO_WIRE_MAGIC,
                           .stage = TAMBO_STAGE_DONE,
                           .codec = TAMBO_CODEC_PNG,
                           .width = 1,
                           .height = 1 };
  char command[200] = { 0 };

  if (!tambo_wire_receive (STDIN_FILENO, &request, sizeof request, &medium) ||
      pread (medium, command, sizeof command - 1, 0) < 0)
    return 3;

  if (request.kind == TAMBO_MEDIUM_WEBM)
    {
      reply.codec = TAMBO_CODEC_VP8;
      reply.duration_ms = 1;
    }
  reply.verdict = run (command, request.cpu_seconds) ? TAMBO_VERDICT_FORMAT : TAMBO_VERDICT_GOOD;
  reply.frames = n_done + 1;
  tambo_wire_send (STDIN_FILENO, &reply, sizeof reply, picture);

  return 0;
}
