/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/database.h"
#include "content/consult/envelope.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is kept of an envelope besides its bytes. */
typedef struct
{
  gint64 number; /* in the order of arrival */
  TamboEnvelopeType type;
  guint8 recipient[TAMBO_RECIPIENT_SIZE];
  gint64 born_ms; /* of the courier's clock */
  char *peer;     /* (owned) (nullable) who handed it over, %NULL if it was written here */
  gboolean is_released;
  gboolean is_carried;
  gsize size;
} TamboStoredEnvelope;

void tambo_stored_envelope_clear (TamboStoredEnvelope *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TamboStoredEnvelope, tambo_stored_envelope_clear)

#define TAMBO_TYPE_ENVELOPE_STORE (tambo_envelope_store_get_type ())
G_DECLARE_FINAL_TYPE (TamboEnvelopeStore, tambo_envelope_store, TAMBO, ENVELOPE_STORE, GObject)

TamboEnvelopeStore *tambo_envelope_store_open (const char *path, GError **error);

gboolean tambo_envelope_store_begin (TamboEnvelopeStore *self, GError **error);
gboolean tambo_envelope_store_commit (TamboEnvelopeStore *self, GError **error);
void tambo_envelope_store_rollback (TamboEnvelopeStore *self);

gboolean tambo_envelope_store_insert (TamboEnvelopeStore *self,
                                      TamboEnvelope *envelope,
                                      guint rank,
                                      gint64 born_ms,
                                      const char *peer,
                                      GError **error);
gboolean tambo_envelope_store_find (TamboEnvelopeStore *self,
                                    const char *id,
                                    gboolean *out_found,
                                    TamboStoredEnvelope *out_envelope,
                                    GError **error);
GBytes *tambo_envelope_store_get_bytes (TamboEnvelopeStore *self, const char *id, GError **error);
gboolean tambo_envelope_store_make_younger (TamboEnvelopeStore *self,
                                            const char *id,
                                            gint64 born_ms,
                                            GError **error);
gboolean tambo_envelope_store_set_carried (TamboEnvelopeStore *self,
                                           const char *id,
                                           GError **error);
gboolean tambo_envelope_store_release (TamboEnvelopeStore *self, GError **error);
gboolean tambo_envelope_store_delete (TamboEnvelopeStore *self, const char *id, GError **error);

/* Each gives ids, hexadecimal. (element-type utf8) */
GPtrArray *tambo_envelope_store_list_unreleased (TamboEnvelopeStore *self, GError **error);
GPtrArray *tambo_envelope_store_list_waiting (TamboEnvelopeStore *self, GError **error);
GPtrArray *tambo_envelope_store_list_older (TamboEnvelopeStore *self,
                                            TamboEnvelopeType type,
                                            gint64 born_before_ms,
                                            GError **error);
GPtrArray *tambo_envelope_store_list_past_day (TamboEnvelopeStore *self, guint day, GError **error);
/* The last to arrive of the peer that has the most here, receipts apart; none if nobody has. */
GPtrArray *tambo_envelope_store_list_newest_of_greediest (TamboEnvelopeStore *self,
                                                          char **out_peer,
                                                          guint64 *out_bytes,
                                                          GError **error);
/* (element-type GBytes): the envelopes themselves, urgent ones first. */
GPtrArray *tambo_envelope_store_list_for (TamboEnvelopeStore *self,
                                          GBytes *recipient,
                                          gboolean only_replies,
                                          GError **error);

/**
 * TamboEnvelopeStoreFunc:
 *
 * Called for each envelope that others may know of.
 */
typedef void (*TamboEnvelopeStoreFunc) (const guint8 *id, guint rank, gpointer user_data);

gboolean tambo_envelope_store_foreach_released (TamboEnvelopeStore *self,
                                                TamboEnvelopeStoreFunc func,
                                                gpointer user_data,
                                                GError **error);
gboolean tambo_envelope_store_sum (TamboEnvelopeStore *self,
                                   const char *peer,
                                   guint64 *out_bytes,
                                   GError **error);
gboolean tambo_envelope_store_count_own (TamboEnvelopeStore *self,
                                         guint *out_waiting,
                                         guint *out_carried,
                                         GError **error);
sqlite3 *tambo_envelope_store_get_database (TamboEnvelopeStore *self);

G_END_DECLS
