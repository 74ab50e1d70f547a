/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/envelope.h"

#include "content/base/error.h"

#include <sodium.h>
#include <string.h>

#define MAGIC "TAM1"
#define SUITE 1
#define ID_LABEL "tambo-id-1"
#define KEY_LABEL "tambo-key-1"

#define OFFSET_TYPE 4
#define OFFSET_SUITE 5
#define OFFSET_EXPIRY 6
#define OFFSET_RECIPIENT 8
#define OFFSET_LENGTH 24

#define FIRST_MONDAY 5 /* 2020-01-06 */

#define SEAL_SIZE (TAMBO_ENVELOPE_OVERHEAD - TAMBO_ENVELOPE_HEADER_SIZE)

G_STATIC_ASSERT (SEAL_SIZE == crypto_box_SEALBYTES);

static const guint classes[] = { 1024, 4096, 16384, 65536, TAMBO_ENVELOPE_MAX_CLASS };

static const guint lifetimes[] = {
  [TAMBO_ENVELOPE_REQUEST] = 14,   [TAMBO_ENVELOPE_REPLY] = 30,   [TAMBO_ENVELOPE_COMPLAINT] = 14,
  [TAMBO_ENVELOPE_STATISTICS] = 7, [TAMBO_ENVELOPE_RECEIPT] = 60, [TAMBO_ENVELOPE_DUMMY] = 7,
  [TAMBO_ENVELOPE_URGENT] = 14,
};

/**
 * TamboEnvelope:
 *
 * The outside of a sealed message, which is all that relays see: what it is, whom it is for, when
 * it may be dropped, one of five sizes. Immutable, so it may be read from any thread.
 */
struct _TamboEnvelope
{
  GObject parent_instance;

  GBytes *bytes; /* (owned) */
  char id[2 * TAMBO_ENVELOPE_ID_SIZE + 1];
};

G_DEFINE_FINAL_TYPE (TamboEnvelope, tambo_envelope, G_TYPE_OBJECT)

static void
tambo_envelope_finalize (GObject *object)
{
  TamboEnvelope *self = TAMBO_ENVELOPE (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (tambo_envelope_parent_class)->finalize (object);
}

static void
tambo_envelope_class_init (TamboEnvelopeClass *klass)
{
  int ready = sodium_init ();

  g_assert (ready >= 0);
  G_OBJECT_CLASS (klass)->finalize = tambo_envelope_finalize;
}

static void
tambo_envelope_init (TamboEnvelope *self)
{
}

static const guint8 *
get_data (TamboEnvelope *self)
{
  return g_bytes_get_data (self->bytes, NULL);
}

static guint
read_u16 (const guint8 *data)
{
  return data[0] | (guint) data[1] << 8;
}

static guint32
read_u32 (const guint8 *data)
{
  return read_u16 (data) | (guint32) read_u16 (data + 2) << 16;
}

static gboolean
is_class (gsize size)
{
  guint class;

  return size > 0 && tambo_envelope_class_for_size (size - 1, &class) && class == size;
}

/* What is wrong with the outer form, or %NULL. */
static const char *
find_fault (const guint8 *data, gsize size)
{
  if (size < TAMBO_ENVELOPE_HEADER_SIZE)
    return "cut short";
  if (memcmp (data, MAGIC, strlen (MAGIC)) != 0)
    return "no envelope of ours";
  if (data[OFFSET_TYPE] < TAMBO_ENVELOPE_REQUEST || data[OFFSET_TYPE] > TAMBO_ENVELOPE_URGENT)
    return "of an unknown type";
  if (data[OFFSET_SUITE] != SUITE)
    return "of an unknown suite";
  /* Six more bits for whoever wants to mark envelopes, if other days were allowed. */
  if (read_u16 (data + OFFSET_EXPIRY) % 7 != FIRST_MONDAY)
    return "does not expire on a Monday";
  if (read_u32 (data + OFFSET_LENGTH) != size - TAMBO_ENVELOPE_HEADER_SIZE)
    return "of another length than it says";
  if (size < TAMBO_ENVELOPE_OVERHEAD || !is_class (size - TAMBO_ENVELOPE_OVERHEAD))
    return "of none of the five sizes";

  return NULL;
}

static void
set_id (TamboEnvelope *self)
{
  crypto_generichash_state state;
  guint8 id[TAMBO_ENVELOPE_ID_SIZE];

  crypto_generichash_init (&state, NULL, 0, sizeof id);
  crypto_generichash_update (&state, (const guint8 *) ID_LABEL, strlen (ID_LABEL));
  crypto_generichash_update (&state, get_data (self), g_bytes_get_size (self->bytes));
  crypto_generichash_final (&state, id, sizeof id);
  sodium_bin2hex (self->id, sizeof self->id, id, sizeof id);
}

/**
 * tambo_envelope_parse:
 * @bytes: the whole envelope, from anywhere
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the envelope, or %NULL with %TAMBO_ERROR_ENVELOPE_FORMAT or
 *   %TAMBO_ERROR_ENVELOPE_TOO_LARGE set
 */
TamboEnvelope *
tambo_envelope_parse (GBytes *bytes, GError **error)
{
  g_autoptr (TamboEnvelope) self = NULL;
  const guint8 *data;
  gsize size;
  const char *fault;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size > TAMBO_ENVELOPE_MAX_SIZE)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_ENVELOPE_TOO_LARGE,
                   "An envelope of %" G_GSIZE_FORMAT " bytes",
                   size);
      return NULL;
    }

  fault = find_fault (data, size);
  if (fault != NULL)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_FORMAT, "The envelope is %s", fault);
      return NULL;
    }

  self = g_object_new (TAMBO_TYPE_ENVELOPE, NULL);
  self->bytes = g_bytes_ref (bytes);
  set_id (self);

  return g_steal_pointer (&self);
}

static guint
round_up_to_monday (guint day)
{
  return day + (FIRST_MONDAY + 7 - day % 7) % 7;
}

/**
 * tambo_envelope_new:
 * @type: what it is
 * @day: the day of writing, see tambo_day_from_unix()
 * @recipient: a key id or a mailbox tag
 * @body: what stands after the header, of one of the five sizes and 48
 *
 * For who has sealed or signed @body already.
 *
 * Returns: (transfer full): the envelope
 */
TamboEnvelope *
tambo_envelope_new (TamboEnvelopeType type,
                    guint day,
                    const guint8 recipient[TAMBO_RECIPIENT_SIZE],
                    GBytes *body)
{
  g_autoptr (TamboEnvelope) self = NULL;
  gsize body_size;
  const guint8 *body_data;
  gsize size;
  guint8 *data;
  guint expiry;

  g_return_val_if_fail (type >= TAMBO_ENVELOPE_REQUEST && type <= TAMBO_ENVELOPE_URGENT, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  body_data = g_bytes_get_data (body, &body_size);
  g_return_val_if_fail (body_size > SEAL_SIZE && is_class (body_size - SEAL_SIZE), NULL);

  expiry = round_up_to_monday (day + lifetimes[type]);
  g_return_val_if_fail (expiry <= G_MAXUINT16, NULL);

  size = TAMBO_ENVELOPE_HEADER_SIZE + body_size;
  data = g_malloc0 (size);
  memcpy (data, MAGIC, strlen (MAGIC));
  data[OFFSET_TYPE] = (guint8) type;
  data[OFFSET_SUITE] = SUITE;
  data[OFFSET_EXPIRY] = (guint8) (expiry & 0xff);
  data[OFFSET_EXPIRY + 1] = (guint8) (expiry >> 8);
  memcpy (data + OFFSET_RECIPIENT, recipient, TAMBO_RECIPIENT_SIZE);
  for (guint i = 0; i < 4; i++)
    data[OFFSET_LENGTH + i] = (guint8) (body_size >> (8 * i));
  memcpy (data + TAMBO_ENVELOPE_HEADER_SIZE, body_data, body_size);

  self = g_object_new (TAMBO_TYPE_ENVELOPE, NULL);
  self->bytes = g_bytes_new_take (data, size);
  set_id (self);

  return g_steal_pointer (&self);
}

/* Returns: (transfer none): the whole envelope, as it is carried */
GBytes *
tambo_envelope_get_bytes (TamboEnvelope *self)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (self), NULL);

  return self->bytes;
}

/* Returns: (transfer none): 32 hexadecimal digits */
const char *
tambo_envelope_get_id (TamboEnvelope *self)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (self), NULL);

  return self->id;
}

TamboEnvelopeType
tambo_envelope_get_envelope_type (TamboEnvelope *self)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (self), TAMBO_ENVELOPE_DUMMY);

  return get_data (self)[OFFSET_TYPE];
}

/* Returns: days since 2020-01-01, a Monday */
guint
tambo_envelope_get_expiry_day (TamboEnvelope *self)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (self), 0);

  return read_u16 (get_data (self) + OFFSET_EXPIRY);
}

/* Returns: (transfer none): %TAMBO_RECIPIENT_SIZE bytes */
const guint8 *
tambo_envelope_get_recipient (TamboEnvelope *self)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (self), NULL);

  return get_data (self) + OFFSET_RECIPIENT;
}

guint
tambo_envelope_get_size_class (TamboEnvelope *self)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (self), 0);

  return (guint) g_bytes_get_size (self->bytes) - TAMBO_ENVELOPE_OVERHEAD;
}

const guint8 *
tambo_envelope_get_body (TamboEnvelope *self, gsize *out_size)
{
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (self), NULL);

  *out_size = g_bytes_get_size (self->bytes) - TAMBO_ENVELOPE_HEADER_SIZE;

  return get_data (self) + TAMBO_ENVELOPE_HEADER_SIZE;
}

/* Returns: days after which a relay may drop an envelope of this type */
guint
tambo_envelope_type_get_lifetime (TamboEnvelopeType type)
{
  g_return_val_if_fail (type >= TAMBO_ENVELOPE_REQUEST && type <= TAMBO_ENVELOPE_URGENT, 0);

  return lifetimes[type];
}

/**
 * tambo_envelope_class_for_size:
 * @size: bytes before padding
 * @out_class: (out): the smallest class above @size
 *
 * Returns: %FALSE if no class is large enough
 */
gboolean
tambo_envelope_class_for_size (gsize size, guint *out_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (size < classes[i])
      {
        *out_class = classes[i];
        return TRUE;
      }

  return FALSE;
}

/* How envelopes name the key that opens them. */
void
tambo_envelope_key_id (const guint8 public_key[32], guint8 out_id[TAMBO_RECIPIENT_SIZE])
{
  crypto_generichash_state state;
  guint8 digest[32];

  crypto_generichash_init (&state, NULL, 0, sizeof digest);
  crypto_generichash_update (&state, (const guint8 *) KEY_LABEL, strlen (KEY_LABEL));
  crypto_generichash_update (&state, public_key, 32);
  crypto_generichash_final (&state, digest, sizeof digest);
  memcpy (out_id, digest, TAMBO_RECIPIENT_SIZE);
}
