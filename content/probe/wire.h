/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/probe/medium.h"

G_BEGIN_DECLS

/* What crosses between a sandbox and whoever started it: one message of fixed size a packet, on a
 * socket of SOCK_SEQPACKET. Both ends are of one build. One request, then two replies: "locked"
 * before the first byte of the medium is read, "done" with what was found out. */

#define TAMBO_WIRE_MAGIC 0x31434454

typedef enum
{
  TAMBO_DECODE_PROBE = 1,
  TAMBO_DECODE_PICTURE,
} TamboDecodeMode;

typedef enum
{
  TAMBO_STAGE_LOCKED = 1,
  TAMBO_STAGE_DONE,
} TamboDecodeStage;

/* Comes with the descriptor of the medium. */
typedef struct
{
  guint32 magic;
  guint32 mode;
  guint32 kind;
  guint32 cpu_seconds; /* that may be spent */
  guint64 size;        /* of the medium, in bytes */
  guint64 at_ms;       /* which picture of a film */
} TamboWireRequest;

/* A picture comes with a memfd of width × height × 4 bytes, RGBA, under these seals: nobody can
 * change it or cut it off under whoever reads it. */
#define TAMBO_WIRE_SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

typedef struct
{
  guint32 magic;
  guint32 stage;
  guint32 verdict;
  guint32 codec;
  guint32 width;
  guint32 height;
  guint32 frames;
  guint32 padding;
  guint64 duration_ms;
  guint64 cpu_ms;
} TamboWireReply;

gboolean tambo_wire_send (int socket, gconstpointer message, gsize size, int fd);
gboolean tambo_wire_receive (int socket, gpointer message, gsize size, int *out_fd);

gboolean tambo_wire_check_request (const TamboWireRequest *request);
gboolean tambo_wire_read_reply (const TamboWireReply *reply,
                                const TamboWireRequest *request,
                                TamboMedium *out_medium);

G_END_DECLS
