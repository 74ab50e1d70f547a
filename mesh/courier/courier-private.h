/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/courier.h"
#include "mesh/courier/envelope-store.h"
#include "mesh/courier/ledger.h"

G_BEGIN_DECLS

#define TAMBO_COURIER_DAY_MS ((gint64) 24 * 3600 * 1000)

struct _TamboCourier
{
  GObject parent_instance;

  TamboEnvelopeStore *store; /* (owned) */
  sqlite3 *ledger;           /* (unowned) in the same database */
  TamboClinics *clinics;     /* (owned) */
  TamboEnvelopeSet *set;     /* (owned) what others may know of */
  guint64 size;              /* of all that is here */

  char *boot_id;     /* (owned) */
  gint64 offset_ms;  /* of the courier's clock to that of this boot */
  gint64 newest_ms;  /* the latest time of the courier's clock */
  guint floor_day;   /* no day before this is today */
  gboolean has_news; /* since the transaction began */
};

gint64 tambo_courier_get_lifetime (TamboEnvelopeType type);
gboolean tambo_courier_remove (TamboCourier *self, const char *id, GError **error);
gboolean tambo_courier_take_own (TamboCourier *self, TamboEnvelope *envelope, GError **error);
GStrv tambo_courier_take_all (TamboCourier *self,
                              const char *peer,
                              TamboEnvelopeBatch *batch,
                              GError **error);

G_END_DECLS
