/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/limits.h"
#include "content/probe/wire.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What a decoder that was taken over may answer to what was asked. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  TamboWireRequest request = { 0 };
  TamboWireReply reply = { 0 };
  TamboMedium medium = { 0 };

  memcpy (&reply, data, MIN (size, sizeof reply));
  if (size > sizeof reply)
    memcpy (&request, data + sizeof reply, MIN (size - sizeof reply, sizeof request));
  if (!tambo_wire_check_request (&request) || !tambo_wire_read_reply (&reply, &request, &medium) ||
      medium.verdict != TAMBO_VERDICT_GOOD)
    return 0;

  g_assert (tambo_medium_kind_has_codec (request.kind, medium.codec));
  g_assert (tambo_medium_kind_allows_size (request.kind, medium.width, medium.height));
  g_assert (medium.duration_ms <= TAMBO_LIMIT_MEDIUM_DURATION_MS);

  return 0;
}
