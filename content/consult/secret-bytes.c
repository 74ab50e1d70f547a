/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/secret-bytes.h"

#include <sodium.h>

typedef struct
{
  guint8 *data; /* (owned) */
  gsize size;
} Secret;

/* Zeroes @data, which came from g_malloc(), and frees it. */
void
tambo_secret_bytes_free (guint8 *data, gsize size)
{
  if (data == NULL)
    return;

  sodium_memzero (data, size);
  g_free (data);
}

static void
free_secret (gpointer user_data)
{
  Secret *secret = user_data;

  tambo_secret_bytes_free (secret->data, secret->size);
  g_free (secret);
}

/**
 * tambo_secret_bytes_new_take:
 * @data: (transfer full): from g_malloc()
 * @size: of @data
 *
 * Returns: (transfer full): bytes that are overwritten with zeros when the last reference goes
 */
GBytes *
tambo_secret_bytes_new_take (guint8 *data, gsize size)
{
  Secret *secret = g_new (Secret, 1);

  secret->data = data;
  secret->size = size;

  return g_bytes_new_with_free_func (data, size, free_secret, secret);
}
