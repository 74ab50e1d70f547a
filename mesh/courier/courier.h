/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/clinics.h"
#include "mesh/courier/envelope-set.h"
#include "mesh/wire/envelope-batch.h"
#include "mesh/wire/summary-answer.h"
#include "mesh/wire/summary-query.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How far an envelope has come, as a person is told. The numbers are those of D-Bus. */
typedef enum
{
  TAMBO_CARRIAGE_UNKNOWN,
  TAMBO_CARRIAGE_WAITING,  /* only here */
  TAMBO_CARRIAGE_CARRIED,  /* another kiosk has it too */
  TAMBO_CARRIAGE_RECEIVED, /* the clinic's own receipt was seen */
} TamboCarriage;

/* What one peer may hand over in a day, and what is kept in all. */
#define TAMBO_COURIER_DAY_ENVELOPES 2000
#define TAMBO_COURIER_DAY_BYTES (16 * 1024 * 1024)
#define TAMBO_COURIER_CEILING (64 * 1024 * 1024)

#define TAMBO_TYPE_COURIER (tambo_courier_get_type ())
G_DECLARE_FINAL_TYPE (TamboCourier, tambo_courier, TAMBO, COURIER, GObject)

TamboCourier *tambo_courier_open (const char *path,
                                  TamboClinics *clinics,
                                  const char *boot_id,
                                  gint64 now_ms,
                                  GError **error);

char *tambo_courier_submit (TamboCourier *self, GBytes *envelope, gint64 now_ms, GError **error);
gboolean tambo_courier_release (TamboCourier *self, guint *out_n_released, GError **error);
GStrv tambo_courier_take_in (TamboCourier *self,
                             const char *peer,
                             TamboEnvelopeBatch *batch,
                             gint64 now_ms,
                             GError **error);
gboolean tambo_courier_expire (TamboCourier *self,
                               gint64 floor_unix,
                               gint64 now_ms,
                               guint *out_n_expired,
                               GError **error);

GBytes *tambo_courier_get (TamboCourier *self,
                           const char *id,
                           gint64 now_ms,
                           guint64 *out_age_ms,
                           GError **error);
GPtrArray *tambo_courier_find_replies (TamboCourier *self, GBytes *tag, GError **error);
GPtrArray *tambo_courier_list_for (TamboCourier *self, GBytes *recipient, GError **error);

gboolean tambo_courier_get_carriage (TamboCourier *self,
                                     const char *id,
                                     TamboCarriage *out_carriage,
                                     GError **error);
GPtrArray *tambo_courier_list_waiting (TamboCourier *self, GError **error);
gboolean tambo_courier_mark_carried (TamboCourier *self, const char *const *ids, GError **error);
gboolean tambo_courier_get_mailbox (TamboCourier *self,
                                    guint *out_waiting,
                                    guint *out_carried,
                                    guint *out_received,
                                    GError **error);

TamboEnvelopeSet *tambo_courier_get_set (TamboCourier *self);
gboolean tambo_courier_wants (TamboCourier *self, const guint8 id[TAMBO_ENVELOPE_ID_SIZE]);
TamboSummaryAnswer *tambo_courier_summarise (TamboCourier *self, TamboSummaryQuery *query);
TamboEnvelopeBatch *tambo_courier_next_batch (TamboCourier *self,
                                              GPtrArray *ids,
                                              gint64 now_ms,
                                              GError **error);

G_END_DECLS
