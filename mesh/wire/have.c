/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/have.h"

#include "content/base/json.h"
#include "mesh/wire/base64.h"

#include <string.h>

#define MAX_SIZE (16 * 1024)
#define MAX_BITS (8 * 1024) /* bytes: leaves of 16 GiB */

/**
 * TamboHave:
 *
 * Which leaves of a blob a peer has, as of a generation that changes with each of them. Immutable.
 */
struct _TamboHave
{
  GObject parent_instance;

  guint64 gen;
  GBytes *bits; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboHave, tambo_have, G_TYPE_OBJECT)

static void
tambo_have_finalize (GObject *object)
{
  TamboHave *self = TAMBO_HAVE (object);

  g_clear_pointer (&self->bits, g_bytes_unref);

  G_OBJECT_CLASS (tambo_have_parent_class)->finalize (object);
}

static void
tambo_have_class_init (TamboHaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_have_finalize;
}

static void
tambo_have_init (TamboHave *self)
{
}

TamboHave *
tambo_have_new (guint64 gen, GBytes *bits)
{
  TamboHave *self;

  g_return_val_if_fail (bits != NULL && g_bytes_get_size (bits) <= MAX_BITS, NULL);

  self = g_object_new (TAMBO_TYPE_HAVE, NULL);
  self->gen = gen & G_MAXINT64;
  self->bits = g_bytes_ref (bits);

  return self;
}

/**
 * tambo_have_new_from_bytes:
 * @bytes: what a peer sent
 * @error: return location for a #GError
 *
 * Returns: (transfer full): what it has, or %NULL with %TAMBO_ERROR_PEER_PROTOCOL or an error of
 *   JSON set
 */
TamboHave *
tambo_have_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (GBytes) bits = NULL;
  JsonObject *object;
  const char *text;
  gint64 gen;

  g_return_val_if_fail (bytes != NULL, NULL);

  json = tambo_json_parse (bytes, MAX_SIZE, error);
  object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (object == NULL || !tambo_json_object_get_int (object, "gen", 0, G_MAXINT64, &gen, error) ||
      !tambo_json_object_get_string (object, "bits", &text, error))
    return NULL;

  bits = tambo_base64_decode (text, MAX_BITS, error);
  if (bits == NULL)
    return NULL;

  return tambo_have_new ((guint64) gen, bits);
}

GBytes *
tambo_have_to_bytes (TamboHave *self)
{
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  const guint8 *bits;
  gsize n_bytes;

  g_return_val_if_fail (TAMBO_IS_HAVE (self), NULL);

  bits = g_bytes_get_data (self->bits, &n_bytes);
  text = tambo_base64_encode (bits, n_bytes);
  json = g_strdup_printf ("{\"bits\":\"%s\",\"gen\":%" G_GUINT64_FORMAT "}", text, self->gen);

  return g_bytes_new (json, strlen (json));
}

guint64
tambo_have_get_gen (TamboHave *self)
{
  g_return_val_if_fail (TAMBO_IS_HAVE (self), 0);

  return self->gen;
}

GBytes *
tambo_have_get_bits (TamboHave *self)
{
  g_return_val_if_fail (TAMBO_IS_HAVE (self), NULL);

  return self->bits;
}

gboolean
tambo_have_has_leaf (TamboHave *self, guint64 index)
{
  const guint8 *bits;
  gsize n_bytes;

  g_return_val_if_fail (TAMBO_IS_HAVE (self), FALSE);

  bits = g_bytes_get_data (self->bits, &n_bytes);

  return index / 8 < n_bytes && (bits[index / 8] & (1 << (index % 8))) != 0;
}
