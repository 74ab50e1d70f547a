/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/probe/decoding.h"
#include "content/probe/lockdown.h"
#include "content/probe/prober.h"
#include "content/probe/snapshot.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define PROBE_NICE 10

enum
{
  EXIT_USAGE = 2,
  EXIT_IO = 3,
};

static const char usage[] =
    "Usage: tambo-decode < SOCKET\n"
    "\n"
    "Decodes one film, voice or picture and says what it is. The daemon and the kiosk start it in\n"
    "a sandbox; it speaks with them on the socket that is its standard input (SOCK_SEQPACKET) and\n"
    "has no other use.\n";

/* Plugins are loaded by name, and none is looked for. */
static void
start_gstreamer (void)
{
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  g_setenv ("GST_PLUGIN_SYSTEM_PATH_1_0", "", TRUE);
  g_setenv ("GST_PLUGIN_PATH_1_0", "", TRUE);
  /* No code is made while running. */
  g_setenv ("ORC_CODE", "backup", TRUE);
  gst_init (NULL, NULL);
}

/* When nobody is there any more to be answered, there is nothing more to do. */
static gpointer
leave_with_asker (gpointer user_data)
{
  TamboWireRequest more;
  int fd;

  tambo_wire_receive (STDIN_FILENO, &more, sizeof more, &fd);
  _exit (EXIT_IO);
}

static int
serve (void)
{
  TamboWireRequest request;
  TamboWireReply reply = { .magic = TAMBO_WIRE_MAGIC, .stage = TAMBO_STAGE_LOCKED };
  g_autoptr (GThread) watch = NULL;
  int medium = -1;
  int picture = -1;

  if (!tambo_wire_receive (STDIN_FILENO, &request, sizeof request, &medium) || medium < 0 ||
      !tambo_wire_check_request (&request))
    return EXIT_IO;

  /* Somebody waits for a picture; what is only looked at gives way to whoever plays a film. */
  if (request.mode == TAMBO_DECODE_PROBE && setpriority (PRIO_PROCESS, 0, PROBE_NICE) != 0)
    return EXIT_IO;

  start_gstreamer ();
  if (!tambo_decoding_prepare (request.kind) || !tambo_lockdown (request.cpu_seconds) ||
      !tambo_wire_send (STDIN_FILENO, &reply, sizeof reply, -1))
    return EXIT_IO;

  watch = g_thread_new ("asker", leave_with_asker, NULL);
  reply.stage = TAMBO_STAGE_DONE;
  if (request.mode == TAMBO_DECODE_PROBE)
    tambo_prober_run (&request, medium, &reply);
  else
    picture = tambo_snapshot_run (&request, medium, &reply);

  return tambo_wire_send (STDIN_FILENO, &reply, sizeof reply, picture) ? EXIT_SUCCESS : EXIT_IO;
}

int
main (int argc, char *argv[])
{
  int type = 0;
  socklen_t size = sizeof type;

  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      printf ("tambo-decode %s\n", TAMBO_VERSION);
      return EXIT_SUCCESS;
    }
  if (argc > 1 && strcmp (argv[1], "--help") == 0)
    {
      fputs (usage, stdout);
      return EXIT_SUCCESS;
    }
  if (argc > 1 || getsockopt (STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &size) != 0 ||
      type != SOCK_SEQPACKET)
    {
      fputs (usage, stderr);
      return EXIT_USAGE;
    }

  /* An arena for each thread would take the address space for nothing. */
  mallopt (M_ARENA_MAX, 1);
  /* Without taking anything down: what a medium left behind is not touched again. */
  fflush (NULL);
  _exit (serve ());
}
