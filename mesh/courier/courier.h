/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/clinics.h"
#include "mesh/wire/envelope-batch.h"
#include "mesh/wire/summary-answer.h"

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

TamboCarriage tambo_courier_get_carriage (TamboCourier *self, const char *id);
gboolean tambo_courier_mark_carried (TamboCourier *self, const char *const *ids, GError **error);
gboolean tambo_courier_get_mailbox (TamboCourier *self,
                                    guint *out_waiting,
                                    guint *out_carried,
                                    guint *out_received,
                                    GError **error);

TamboSummaryAnswer *tambo_courier_summarise (TamboCourier *self, TamboSummaryQuery *query);
TamboEnvelopeBatch *tambo_courier_next_batch (TamboCourier *self,
                                              GPtrArray *ids,
                                              gint64 now_ms,
                                              GError **error);

G_END_DECLS
