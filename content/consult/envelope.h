/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_ENVELOPE_HEADER_SIZE 28
#define TAMBO_ENVELOPE_OVERHEAD 76 /* what an envelope is larger than its class */
#define TAMBO_ENVELOPE_MAX_CLASS 262144
#define TAMBO_ENVELOPE_MAX_SIZE (TAMBO_ENVELOPE_MAX_CLASS + TAMBO_ENVELOPE_OVERHEAD)
#define TAMBO_ENVELOPE_ID_SIZE 16
#define TAMBO_RECIPIENT_SIZE 16

/**
 * TamboEnvelopeType:
 * @TAMBO_ENVELOPE_URGENT: a request that is carried before the others
 *
 * What relays may know of an envelope, as it stands in its header.
 */
typedef enum
{
  TAMBO_ENVELOPE_REQUEST = 1,
  TAMBO_ENVELOPE_REPLY = 2,
  TAMBO_ENVELOPE_COMPLAINT = 3,
  TAMBO_ENVELOPE_STATISTICS = 4,
  TAMBO_ENVELOPE_RECEIPT = 5,
  TAMBO_ENVELOPE_DUMMY = 6,
  TAMBO_ENVELOPE_URGENT = 7,
} TamboEnvelopeType;

#define TAMBO_TYPE_ENVELOPE (tambo_envelope_get_type ())
G_DECLARE_FINAL_TYPE (TamboEnvelope, tambo_envelope, TAMBO, ENVELOPE, GObject)

TamboEnvelope *tambo_envelope_parse (GBytes *bytes, GError **error);
TamboEnvelope *tambo_envelope_new (TamboEnvelopeType type,
                                   guint day,
                                   const guint8 recipient[TAMBO_RECIPIENT_SIZE],
                                   GBytes *body);

GBytes *tambo_envelope_get_bytes (TamboEnvelope *self);
const char *tambo_envelope_get_id (TamboEnvelope *self);
TamboEnvelopeType tambo_envelope_get_envelope_type (TamboEnvelope *self);
guint tambo_envelope_get_expiry_day (TamboEnvelope *self);
const guint8 *tambo_envelope_get_recipient (TamboEnvelope *self);
guint tambo_envelope_get_size_class (TamboEnvelope *self);
const guint8 *tambo_envelope_get_body (TamboEnvelope *self, gsize *out_size);

guint tambo_envelope_type_get_lifetime (TamboEnvelopeType type);
gboolean tambo_envelope_class_for_size (gsize size, guint *out_class);
void tambo_envelope_key_id (const guint8 public_key[32], guint8 out_id[TAMBO_RECIPIENT_SIZE]);

G_END_DECLS
