/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/admission/admission.h"
#include "mesh/transfer/peer-client.h"

G_BEGIN_DECLS

/**
 * TamboDoor:
 * @key: (owned): the address as text
 * @source: (unowned): a constant: where the address came from
 * @client: (owned): who knocks
 * @pin: (owned) (nullable): who answered there last
 * @due: when to knock next
 * @n_failures: in a row
 * @busy: a knock was not answered yet
 * @withdrawn: whoever told of it took it back meanwhile
 *
 * An address that may lead to a kiosk.
 */
typedef struct
{
  char *key;
  const char *source;
  TamboPeerClient *client;
  char *pin;
  gint64 due;
  guint n_failures;
  gboolean busy;
  gboolean withdrawn;
} TamboDoor;

TamboDoor *tambo_door_new (GInetSocketAddress *address,
                           const char *source,
                           GTlsCertificate *certificate,
                           TamboAdmission *admission);
void tambo_door_free (gpointer door);

gboolean tambo_door_is_plausible (GInetSocketAddress *address,
                                  GHashTable *doors,
                                  guint16 own_port,
                                  gboolean allow_loopback);
/* @doors: (element-type utf8 TamboDoor). To be knocked at now: those that stayed shut, or those
 * that were opened last time. */
void tambo_door_hurry (GHashTable *doors, gboolean shut);
GInetSocketAddress *tambo_door_find_behind (GSocketAddress *address, TamboHello *hello);

G_END_DECLS
