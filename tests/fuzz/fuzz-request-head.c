/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/byte-range.h"
#include "mesh/transfer/limits.h"
#include "mesh/transfer/request-head.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
take (const char *text, gsize length)
{
  gsize end = tambo_request_head_find_end (text, length);
  g_autoptr (TamboRequestHead) head = NULL;
  GString *canonical;
  guint64 range_offset;
  guint64 range_length;

  g_assert_cmpuint (end, <=, length);
  if (end == 0)
    return;

  head = tambo_request_head_parse (text, end);
  g_assert_true (head->refusal != 0 || head->route.kind != TAMBO_ROUTE_NONE);
  g_assert_cmpuint (head->length, <=, TAMBO_REQUEST_MAX_BODY);
  if (head->range != NULL &&
      tambo_byte_range_parse (head->range, 1000, &range_offset, &range_length))
    {
      g_assert_cmpuint (range_length, >, 0);
      g_assert_cmpuint (range_offset + range_length, <=, 1000);
    }

  /* Nothing that a peer wrote is in what libsoup reads. */
  canonical = tambo_request_head_to_text (head);
  g_assert_cmpuint (canonical->len, <, 120);
  g_string_free (canonical, TRUE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *within = NULL;

  take ((const char *) data, size);
  within = g_strdup_printf ("GET /v2/%.*s HTTP/1.1\r\nHost: t\r\nRange: bytes=%.*s\r\n\r\n",
                            (int) size,
                            (const char *) data,
                            (int) size,
                            (const char *) data);
  take (within, strlen (within));

  return 0;
}
