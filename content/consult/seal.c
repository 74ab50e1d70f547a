/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/seal.h"

#include "content/base/error.h"
#include "content/consult/secret-bytes.h"

#include <sodium.h>
#include <string.h>
#include <zlib.h>

#define REPLY_LABEL "tambo-reply-1"
#define RAW_WINDOW (-15) /* deflate without a header of zlib or gzip */
#define FIRST_GUESS (16 * 1024)

static void
set_error (GError **error, TamboError code, const char *what)
{
  g_set_error (error, TAMBO_ERROR, code, "The envelope %s", what);
}

/* Returns: (transfer full): @size bytes deflated, with room for the padding of every class */
static guint8 *
deflate_raw (const guint8 *data, gsize size, gsize *out_size)
{
  z_stream stream = { 0 };
  g_autofree guint8 *out = NULL;
  gsize room;
  int result;

  result = deflateInit2 (&stream, 9, Z_DEFLATED, RAW_WINDOW, 9, Z_DEFAULT_STRATEGY);
  g_assert (result == Z_OK);

  room = MAX (deflateBound (&stream, size), TAMBO_ENVELOPE_MAX_CLASS);
  out = g_malloc (room);
  stream.next_in = (guint8 *) data;
  stream.avail_in = (guint) size;
  stream.next_out = out;
  stream.avail_out = (guint) room;
  result = deflate (&stream, Z_FINISH);
  g_assert (result == Z_STREAM_END);

  *out_size = stream.total_out;
  deflateEnd (&stream);

  return g_steal_pointer (&out);
}

/* Moves to a larger buffer without leaving the smaller one readable in freed memory. */
static guint8 *
grow_secret (guint8 *data, gsize size, gsize new_size)
{
  guint8 *larger = g_malloc (new_size);

  memcpy (larger, data, size);
  tambo_secret_bytes_free (data, size);

  return larger;
}

static GBytes *
inflate_raw (const guint8 *data, gsize size, GError **error)
{
  z_stream stream = { 0 };
  gsize room = FIRST_GUESS;
  guint8 *out = g_malloc (room);
  int result;

  result = inflateInit2 (&stream, RAW_WINDOW);
  g_assert (result == Z_OK);

  stream.next_in = (guint8 *) data;
  stream.avail_in = (guint) size;
  do
    {
      if (stream.total_out == room)
        {
          out = grow_secret (out, room, MIN (room * 4, TAMBO_CONTENT_MAX_SIZE + 1));
          room = MIN (room * 4, TAMBO_CONTENT_MAX_SIZE + 1);
        }
      stream.next_out = out + stream.total_out;
      stream.avail_out = (guint) (room - stream.total_out);
      result = inflate (&stream, Z_NO_FLUSH);
    }
  while (result == Z_OK && stream.avail_out == 0 && room <= TAMBO_CONTENT_MAX_SIZE);

  size = stream.total_out;
  if (size > TAMBO_CONTENT_MAX_SIZE)
    set_error (error, TAMBO_ERROR_ENVELOPE_TOO_LARGE, "inflates to more than 4 MiB");
  else if (result != Z_STREAM_END || stream.avail_in != 0)
    set_error (error, TAMBO_ERROR_ENVELOPE_FORMAT, "holds what cannot be inflated");
  inflateEnd (&stream);

  if (size > TAMBO_CONTENT_MAX_SIZE || result != Z_STREAM_END || stream.avail_in != 0)
    {
      tambo_secret_bytes_free (out, room);
      return NULL;
    }

  return tambo_secret_bytes_new_take (out, size);
}

static TamboEnvelope *
seal (TamboEnvelopeType type,
      GBytes *content,
      const guint8 recipient[TAMBO_RECIPIENT_SIZE],
      const guint8 public_key[TAMBO_KEY_SIZE],
      guint today,
      GError **error)
{
  gsize content_size;
  const guint8 *data = g_bytes_get_data (content, &content_size);
  g_autoptr (GBytes) padded = NULL;
  g_autoptr (GBytes) body = NULL;
  guint8 *deflated;
  guint8 *sealed;
  gsize size;
  guint class;
  int result;

  if (content_size > TAMBO_CONTENT_MAX_SIZE)
    {
      set_error (error, TAMBO_ERROR_ENVELOPE_TOO_LARGE, "would hold more than 4 MiB");
      return NULL;
    }

  deflated = deflate_raw (data, content_size, &size);
  padded = tambo_secret_bytes_new_take (deflated, MAX (size, TAMBO_ENVELOPE_MAX_CLASS));
  if (!tambo_envelope_class_for_size (size, &class))
    {
      set_error (error, TAMBO_ERROR_ENVELOPE_TOO_LARGE, "would be larger than the largest size");
      return NULL;
    }

  result = sodium_pad (&size, deflated, size, class, class);
  g_assert (result == 0 && size == class);

  sealed = g_malloc (class + crypto_box_SEALBYTES);
  body = g_bytes_new_take (sealed, class + crypto_box_SEALBYTES);
  result = crypto_box_seal (sealed, deflated, class, public_key);
  if (result != 0)
    {
      set_error (error, TAMBO_ERROR_ENVELOPE_SEAL, "cannot be sealed to this key");
      return NULL;
    }

  return tambo_envelope_new (type, today, recipient, body);
}

static GBytes *
open_sealed (TamboEnvelope *envelope,
             const guint8 public_key[TAMBO_KEY_SIZE],
             const guint8 secret_key[TAMBO_KEY_SIZE],
             GError **error)
{
  guint class = tambo_envelope_get_size_class (envelope);
  g_autoptr (GBytes) padded = NULL;
  const guint8 *body;
  guint8 *data;
  gsize size;

  body = tambo_envelope_get_body (envelope, &size);
  data = g_malloc0 (class);
  padded = tambo_secret_bytes_new_take (data, class);
  if (crypto_box_seal_open (data, body, size, public_key, secret_key) != 0)
    {
      set_error (error, TAMBO_ERROR_ENVELOPE_SEAL, "is not sealed to this key, or is damaged");
      return NULL;
    }

  if (sodium_unpad (&size, data, class, class) != 0)
    {
      set_error (error, TAMBO_ERROR_ENVELOPE_FORMAT, "is not padded");
      return NULL;
    }

  return inflate_raw (data, size, error);
}

static gboolean
is_from_person (TamboMessageKind kind)
{
  return kind == TAMBO_MESSAGE_REQUEST || kind == TAMBO_MESSAGE_VOICE_PART ||
         kind == TAMBO_MESSAGE_FURTHER;
}

/**
 * tambo_seal_request:
 * @message: a request, a voice part or a further message
 * @urgent: whether relays carry it first, which they then know
 * @intake_key: the clinic's intake key
 * @today: day of writing
 * @error: return location for a #GError
 *
 * Returns: (transfer full): an envelope that only the clinic can open, or %NULL with
 *   %TAMBO_ERROR_ENVELOPE_TOO_LARGE or %TAMBO_ERROR_ENVELOPE_SEAL (a bad key) set
 */
TamboEnvelope *
tambo_seal_request (TamboMessage *message,
                    gboolean urgent,
                    const guint8 intake_key[TAMBO_KEY_SIZE],
                    guint today,
                    GError **error)
{
  g_autoptr (GBytes) content = NULL;
  guint8 recipient[TAMBO_RECIPIENT_SIZE];

  g_return_val_if_fail (TAMBO_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (is_from_person (tambo_message_get_kind (message)), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  content = tambo_message_to_bytes (message);
  tambo_envelope_key_id (intake_key, recipient);

  return seal (urgent ? TAMBO_ENVELOPE_URGENT : TAMBO_ENVELOPE_REQUEST,
               content,
               recipient,
               intake_key,
               today,
               error);
}

static gboolean
is_for (TamboEnvelope *envelope, const guint8 recipient[TAMBO_RECIPIENT_SIZE])
{
  return sodium_memcmp (tambo_envelope_get_recipient (envelope), recipient, TAMBO_RECIPIENT_SIZE) ==
         0;
}

/**
 * tambo_seal_open_request:
 * @envelope: of type request or urgent request
 * @deployment: the deployment's id
 * @intake_key: the clinic's intake key that the envelope names
 * @intake_secret: its secret half
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the message, or %NULL with an error of envelopes or
 *   %TAMBO_ERROR_CONSULT_FORMAT set
 */
TamboMessage *
tambo_seal_open_request (TamboEnvelope *envelope,
                         const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                         const guint8 intake_key[TAMBO_KEY_SIZE],
                         const guint8 intake_secret[TAMBO_KEY_SIZE],
                         GError **error)
{
  g_autoptr (GBytes) content = NULL;
  g_autoptr (TamboMessage) message = NULL;
  guint8 key_id[TAMBO_RECIPIENT_SIZE];
  TamboEnvelopeType type;

  g_return_val_if_fail (TAMBO_IS_ENVELOPE (envelope), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  type = tambo_envelope_get_envelope_type (envelope);
  tambo_envelope_key_id (intake_key, key_id);
  if ((type != TAMBO_ENVELOPE_REQUEST && type != TAMBO_ENVELOPE_URGENT) ||
      !is_for (envelope, key_id))
    {
      set_error (error, TAMBO_ERROR_ENVELOPE_SEAL, "is not a request to this key");
      return NULL;
    }

  content = open_sealed (envelope, intake_key, intake_secret, error);
  if (content == NULL)
    return NULL;

  message = tambo_message_new_from_bytes (content, error);
  if (message == NULL)
    return NULL;

  if (!is_from_person (tambo_message_get_kind (message)) ||
      memcmp (tambo_message_get_deployment (message), deployment, TAMBO_DEPLOYMENT_ID_SIZE) != 0)
    {
      set_error (error, TAMBO_ERROR_CONSULT_FORMAT, "holds no request of this deployment");
      return NULL;
    }

  return g_steal_pointer (&message);
}

static gboolean
is_from_clinic (TamboMessageKind kind)
{
  return kind == TAMBO_MESSAGE_ANSWER || kind == TAMBO_MESSAGE_RECEIVED ||
         kind == TAMBO_MESSAGE_FOLLOW_UP_FORM;
}

static guint8 *
append (guint8 *to, const guint8 *data, gsize size)
{
  memcpy (to, data, size);

  return to + size;
}

/* What the clinic's signature of a reply covers. */
static GBytes *
collect_signed (const guint8 *deployment,
                const guint8 *tag,
                const guint8 *mailbox_key,
                const guint8 *content,
                gsize content_size)
{
  gsize size = strlen (REPLY_LABEL) + TAMBO_DEPLOYMENT_ID_SIZE + TAMBO_TAG_SIZE + TAMBO_KEY_SIZE +
               content_size;
  guint8 *data = g_malloc (size);
  guint8 *p = data;

  p = append (p, (const guint8 *) REPLY_LABEL, strlen (REPLY_LABEL));
  p = append (p, deployment, TAMBO_DEPLOYMENT_ID_SIZE);
  p = append (p, tag, TAMBO_TAG_SIZE);
  p = append (p, mailbox_key, TAMBO_KEY_SIZE);
  p = append (p, content, content_size);
  g_assert (p == data + size);

  return tambo_secret_bytes_new_take (data, size);
}

/**
 * tambo_seal_reply:
 * @message: made by tambo_message_new_reply()
 * @identity_secret: the clinic's Ed25519 secret key
 * @today: day of writing
 * @error: return location for a #GError
 *
 * Returns: (transfer full): an envelope that only the holder of the code can open, signed by the
 *   clinic, or %NULL with %TAMBO_ERROR_ENVELOPE_TOO_LARGE or %TAMBO_ERROR_ENVELOPE_SEAL (the
 *   person's key is none) set
 */
TamboEnvelope *
tambo_seal_reply (TamboMessage *message,
                  const guint8 identity_secret[64],
                  guint today,
                  GError **error)
{
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) covered = NULL;
  g_autoptr (GBytes) signed_content = NULL;
  const guint8 *data;
  gsize size;
  guint8 *out;

  g_return_val_if_fail (TAMBO_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (is_from_clinic (tambo_message_get_kind (message)), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  content = tambo_message_to_bytes (message);
  data = g_bytes_get_data (content, &size);
  covered = collect_signed (tambo_message_get_deployment (message),
                            tambo_message_get_tag (message),
                            tambo_message_get_mailbox_key (message),
                            data,
                            size);

  out = g_malloc (crypto_sign_BYTES + size);
  signed_content = tambo_secret_bytes_new_take (out, crypto_sign_BYTES + size);
  crypto_sign_detached (out,
                        NULL,
                        g_bytes_get_data (covered, NULL),
                        g_bytes_get_size (covered),
                        identity_secret);
  memcpy (out + crypto_sign_BYTES, data, size);

  return seal (TAMBO_ENVELOPE_REPLY,
               signed_content,
               tambo_message_get_tag (message),
               tambo_message_get_mailbox_key (message),
               today,
               error);
}

/* Returns: the content behind the signature, if one of @identities made it */
static GBytes *
verify_reply (GBytes *signed_content,
              const guint8 *deployment,
              TamboMailbox *mailbox,
              const guint8 *const *identities,
              guint n_identities,
              guint *out_identity,
              GError **error)
{
  g_autoptr (GBytes) covered = NULL;
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (signed_content, &size);
  if (size < crypto_sign_BYTES)
    {
      set_error (error, TAMBO_ERROR_CONSULT_FORMAT, "holds no signature");
      return NULL;
    }

  size -= crypto_sign_BYTES;
  covered = collect_signed (deployment,
                            tambo_mailbox_get_tag (mailbox),
                            tambo_mailbox_get_public_key (mailbox),
                            data + crypto_sign_BYTES,
                            size);
  for (guint i = 0; i < n_identities; i++)
    if (crypto_sign_verify_detached (data,
                                     g_bytes_get_data (covered, NULL),
                                     g_bytes_get_size (covered),
                                     identities[i]) == 0)
      {
        *out_identity = i;
        return g_bytes_new_from_bytes (signed_content, crypto_sign_BYTES, size);
      }

  set_error (error, TAMBO_ERROR_ENVELOPE_SIGNATURE, "is signed by no clinic that is trusted");

  return NULL;
}

/**
 * tambo_seal_open_reply:
 * @envelope: of type reply
 * @deployment: the deployment's id
 * @mailbox: the person's
 * @identities: (array length=n_identities): Ed25519 keys of the clinics that are trusted
 * @n_identities: how many
 * @out_identity: (out): which of them wrote it
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the message, or %NULL with an error of envelopes or
 *   %TAMBO_ERROR_CONSULT_FORMAT set
 */
TamboMessage *
tambo_seal_open_reply (TamboEnvelope *envelope,
                       const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                       TamboMailbox *mailbox,
                       const guint8 *const *identities,
                       guint n_identities,
                       guint *out_identity,
                       GError **error)
{
  g_autoptr (GBytes) signed_content = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (TamboMessage) message = NULL;
  guint identity = 0;

  g_return_val_if_fail (TAMBO_IS_ENVELOPE (envelope), NULL);
  g_return_val_if_fail (TAMBO_IS_MAILBOX (mailbox), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (tambo_envelope_get_envelope_type (envelope) != TAMBO_ENVELOPE_REPLY ||
      !is_for (envelope, tambo_mailbox_get_tag (mailbox)))
    {
      set_error (error, TAMBO_ERROR_ENVELOPE_SEAL, "is not a reply to this mailbox");
      return NULL;
    }

  signed_content = open_sealed (envelope,
                                tambo_mailbox_get_public_key (mailbox),
                                tambo_mailbox_get_secret_key (mailbox),
                                error);
  if (signed_content == NULL)
    return NULL;

  content = verify_reply (signed_content,
                          deployment,
                          mailbox,
                          identities,
                          n_identities,
                          &identity,
                          error);
  if (content == NULL)
    return NULL;

  message = tambo_message_new_from_bytes (content, error);
  if (message == NULL)
    return NULL;

  if (!is_from_clinic (tambo_message_get_kind (message)) ||
      memcmp (tambo_message_get_deployment (message), deployment, TAMBO_DEPLOYMENT_ID_SIZE) != 0 ||
      memcmp (tambo_message_get_tag (message), tambo_mailbox_get_tag (mailbox), TAMBO_TAG_SIZE) !=
          0)
    {
      set_error (error, TAMBO_ERROR_CONSULT_FORMAT, "holds no reply to this mailbox");
      return NULL;
    }

  *out_identity = identity;

  return g_steal_pointer (&message);
}
