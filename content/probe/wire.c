/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/probe/wire.h"

#include "content/base/limits.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union
{
  struct cmsghdr header;
  char bytes[CMSG_SPACE (sizeof (int))];
} Control;

/**
 * tambo_wire_send:
 * @fd: stays the caller's; -1 for none
 */
gboolean
tambo_wire_send (int socket, gconstpointer message, gsize size, int fd)
{
  struct iovec part = { (void *) message, size };
  Control control = { 0 };
  struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };
  gssize n;

  if (fd >= 0)
    {
      struct cmsghdr *cmsg;

      header.msg_control = &control;
      header.msg_controllen = sizeof control;
      cmsg = CMSG_FIRSTHDR (&header);
      cmsg->cmsg_level = SOL_SOCKET;
      cmsg->cmsg_type = SCM_RIGHTS;
      cmsg->cmsg_len = CMSG_LEN (sizeof fd);
      memcpy (CMSG_DATA (cmsg), &fd, sizeof fd);
    }

  do
    n = sendmsg (socket, &header, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);

  return n == (gssize) size;
}

/**
 * tambo_wire_receive:
 * @out_fd: (out): the descriptor that came with it, or -1. Of several, the kernel closes all that
 *   there is no room for.
 *
 * Blocks. Returns: %FALSE at the end, and for a message of another size
 */
gboolean
tambo_wire_receive (int socket, gpointer message, gsize size, int *out_fd)
{
  struct iovec part = { message, size };
  Control control = { 0 };
  struct msghdr header = { .msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof control };
  struct cmsghdr *cmsg;
  int fd = -1;
  gssize n;

  do
    n = recvmsg (socket, &header, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);

  cmsg = n >= 0 ? CMSG_FIRSTHDR (&header) : NULL;
  if (cmsg != NULL && cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS &&
      cmsg->cmsg_len == CMSG_LEN (sizeof fd))
    memcpy (&fd, CMSG_DATA (cmsg), sizeof fd);

  if (n != (gssize) size || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
    {
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  *out_fd = fd;

  return TRUE;
}

gboolean
tambo_wire_check_request (const TamboWireRequest *request)
{
  return request->magic == TAMBO_WIRE_MAGIC &&
         (request->mode == TAMBO_DECODE_PROBE || request->mode == TAMBO_DECODE_PICTURE) &&
         request->kind >= TAMBO_MEDIUM_WEBM && request->kind < TAMBO_N_MEDIUM_KINDS &&
         request->cpu_seconds > 0 && request->size <= TAMBO_LIMIT_FILE;
}

/* What a decoder may say that found nothing wrong. */
static gboolean
is_plausible (const TamboWireReply *reply, const TamboWireRequest *request)
{
  gboolean is_whole_film = request->mode == TAMBO_DECODE_PROBE &&
                           !tambo_medium_kind_is_still (request->kind);

  return reply->codec < TAMBO_N_CODECS &&
         tambo_medium_kind_has_codec (request->kind, reply->codec) && reply->frames > 0 &&
         reply->duration_ms <= TAMBO_LIMIT_MEDIUM_DURATION_MS &&
         is_whole_film == (reply->duration_ms > 0) &&
         tambo_medium_kind_allows_size (request->kind, reply->width, reply->height);
}

/**
 * tambo_wire_read_reply:
 * @reply: not trusted: a medium may have taken the decoder over
 * @request: what was asked
 *
 * Returns: %FALSE for what no decoder of ours would say
 */
gboolean
tambo_wire_read_reply (const TamboWireReply *reply,
                       const TamboWireRequest *request,
                       TamboMedium *out_medium)
{
  if (reply->magic != TAMBO_WIRE_MAGIC || reply->stage != TAMBO_STAGE_DONE ||
      reply->verdict > TAMBO_VERDICT_SLOW)
    return FALSE;
  if (reply->verdict != TAMBO_VERDICT_GOOD)
    {
      *out_medium = (TamboMedium){ .verdict = reply->verdict };
      return TRUE;
    }
  if (!is_plausible (reply, request))
    return FALSE;

  *out_medium = (TamboMedium){
    .verdict = TAMBO_VERDICT_GOOD,
    .codec = reply->codec,
    .width = reply->width,
    .height = reply->height,
    .frames = reply->frames,
    .duration_ms = reply->duration_ms,
    .cpu_ms = reply->cpu_ms,
  };

  return TRUE;
}
