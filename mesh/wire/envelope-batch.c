/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/envelope-batch.h"

#include "content/base/error.h"
#include "content/base/json.h"

#include <string.h>

#define LENGTH_OFFSET 24
#define MAX_AGE_DIGITS 18
#define MAX_WORD 40

/**
 * TamboEnvelopeBatch:
 *
 * Envelopes on their way from one kiosk to the next, each with its age. The body is nothing but
 * the envelopes, one after the other: each says itself how long it is. The ages go in a header.
 */
struct _TamboEnvelopeBatch
{
  GObject parent_instance;

  GPtrArray *envelopes; /* (owned) (element-type GBytes) */
  GArray *ages;         /* (owned) (element-type guint64) milliseconds */
  gsize size;
};

G_DEFINE_FINAL_TYPE (TamboEnvelopeBatch, tambo_envelope_batch, G_TYPE_OBJECT)

static void
tambo_envelope_batch_finalize (GObject *object)
{
  TamboEnvelopeBatch *self = TAMBO_ENVELOPE_BATCH (object);

  g_clear_pointer (&self->envelopes, g_ptr_array_unref);
  g_clear_pointer (&self->ages, g_array_unref);

  G_OBJECT_CLASS (tambo_envelope_batch_parent_class)->finalize (object);
}

static void
tambo_envelope_batch_class_init (TamboEnvelopeBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_envelope_batch_finalize;
}

static void
tambo_envelope_batch_init (TamboEnvelopeBatch *self)
{
  self->envelopes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->ages = g_array_new (FALSE, FALSE, sizeof (guint64));
}

TamboEnvelopeBatch *
tambo_envelope_batch_new (void)
{
  return g_object_new (TAMBO_TYPE_ENVELOPE_BATCH, NULL);
}

/* The length of the envelope that starts at @offset, 0 if it does not fit. What else is wrong with
 * an envelope is its own matter, and keeps no other from being taken. */
static gsize
measure (GBytes *body, gsize offset)
{
  gsize left = g_bytes_get_size (body) - offset;
  const guint8 *data = g_bytes_get_data (body, NULL);
  guint32 length;

  if (left < TAMBO_ENVELOPE_HEADER_SIZE)
    return 0;

  memcpy (&length, data + offset + LENGTH_OFFSET, sizeof length);
  length = GUINT32_FROM_LE (length);
  if (length > left - TAMBO_ENVELOPE_HEADER_SIZE)
    return 0;

  return TAMBO_ENVELOPE_HEADER_SIZE + length;
}

static gboolean
parse_age (const char *text, guint64 *out_age)
{
  gsize n_digits = strspn (text, "0123456789");

  if (n_digits == 0 || n_digits > MAX_AGE_DIGITS || text[n_digits] != '\0')
    return FALSE;

  *out_age = g_ascii_strtoull (text, NULL, 10);

  return TRUE;
}

/**
 * tambo_envelope_batch_new_from_body:
 * @body: what a peer sent
 * @ages: (nullable): the value of the header beside it
 * @error: return location for a #GError
 *
 * Returns: (transfer full): a batch, or %NULL with %TAMBO_ERROR_ENVELOPE_FORMAT set
 */
TamboEnvelopeBatch *
tambo_envelope_batch_new_from_body (GBytes *body, const char *ages, GError **error)
{
  g_autoptr (TamboEnvelopeBatch) self = tambo_envelope_batch_new ();
  g_auto (GStrv) texts = NULL;
  gsize offset = 0;

  g_return_val_if_fail (body != NULL, NULL);

  texts = g_strsplit (ages != NULL ? ages : "", ",", TAMBO_ENVELOPE_BATCH_MAX_ITEMS + 1);
  for (char **text = texts; *text != NULL; text++)
    {
      g_autoptr (GBytes) envelope = NULL;
      gsize size = measure (body, offset);
      guint64 age_ms;

      if (size == 0 || !parse_age (*text, &age_ms))
        break;

      envelope = g_bytes_new_from_bytes (body, offset, size);
      if (!tambo_envelope_batch_add (self, envelope, age_ms))
        break;

      offset += size;
    }

  if (self->envelopes->len == 0 || self->envelopes->len != g_strv_length (texts) ||
      offset != g_bytes_get_size (body))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_ENVELOPE_FORMAT,
                   "Envelopes that do not match their lengths and ages");
      return NULL;
    }

  return g_steal_pointer (&self);
}

GBytes *
tambo_envelope_batch_to_body (TamboEnvelopeBatch *self)
{
  g_autoptr (GByteArray) body = NULL;

  g_return_val_if_fail (TAMBO_IS_ENVELOPE_BATCH (self), NULL);

  if (self->envelopes->len == 1)
    return g_bytes_ref (g_ptr_array_index (self->envelopes, 0));

  body = g_byte_array_sized_new ((guint) self->size);
  for (guint i = 0; i < self->envelopes->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (self->envelopes, i), &size);

      g_byte_array_append (body, data, (guint) size);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

char *
tambo_envelope_batch_format_ages (TamboEnvelopeBatch *self)
{
  GString *text;

  g_return_val_if_fail (TAMBO_IS_ENVELOPE_BATCH (self), NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->ages->len; i++)
    g_string_append_printf (text,
                            "%s%" G_GUINT64_FORMAT,
                            i > 0 ? "," : "",
                            g_array_index (self->ages, guint64, i));

  return g_string_free (text, FALSE);
}

/* %FALSE, and nothing added, if the batch would be larger than a request may be. */
gboolean
tambo_envelope_batch_add (TamboEnvelopeBatch *self, GBytes *envelope, guint64 age_ms)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE_BATCH (self), FALSE);
  g_return_val_if_fail (envelope != NULL, FALSE);

  if (self->envelopes->len == TAMBO_ENVELOPE_BATCH_MAX_ITEMS ||
      g_bytes_get_size (envelope) > TAMBO_ENVELOPE_BATCH_MAX_SIZE - self->size)
    return FALSE;

  g_ptr_array_add (self->envelopes, g_bytes_ref (envelope));
  g_array_append_val (self->ages, age_ms);
  self->size += g_bytes_get_size (envelope);

  return TRUE;
}

guint
tambo_envelope_batch_get_n_items (TamboEnvelopeBatch *self)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE_BATCH (self), 0);

  return self->envelopes->len;
}

GBytes *
tambo_envelope_batch_get_envelope (TamboEnvelopeBatch *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE_BATCH (self), NULL);
  g_return_val_if_fail (index < self->envelopes->len, NULL);

  return g_ptr_array_index (self->envelopes, index);
}

guint64
tambo_envelope_batch_get_age (TamboEnvelopeBatch *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE_BATCH (self), 0);
  g_return_val_if_fail (index < self->ages->len, 0);

  return g_array_index (self->ages, guint64, index);
}

GBytes *
tambo_envelope_results_to_bytes (const char *const *words)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (words != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (; *words != NULL; words++)
    json_builder_add_string_value (builder, *words);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return tambo_json_write_canonical (root, NULL);
}

/**
 * tambo_envelope_results_parse:
 * @bytes: what a peer answered
 * @n_items: how many envelopes it was sent
 * @error: return location for a #GError
 *
 * Returns: (transfer full): a word for each, or %NULL with %TAMBO_ERROR_PEER_PROTOCOL or an error
 * of JSON set
 */
GStrv
tambo_envelope_results_parse (GBytes *bytes, guint n_items, GError **error)
{
  g_autoptr (TamboJson) json = NULL;
  g_auto (GStrv) words = NULL;
  JsonObject *object;

  g_return_val_if_fail (bytes != NULL, NULL);

  json = tambo_json_parse (bytes, TAMBO_ENVELOPE_BATCH_MAX_ITEMS * MAX_WORD, error);
  object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (object == NULL || !tambo_json_object_get_strings (object, "results", n_items, &words, error))
    return NULL;

  if (g_strv_length (words) != n_items)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL, "Not one result for each");
      return NULL;
    }

  return g_steal_pointer (&words);
}
