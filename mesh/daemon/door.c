/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/door.h"

#include "mesh/daemon/clock.h"
#include "mesh/discovery/candidate.h"

static gboolean
admit (const char *pin, gpointer user_data)
{
  return tambo_admission_admits (user_data, pin);
}

TamboDoor *
tambo_door_new (GInetSocketAddress *address,
                const char *source,
                GTlsCertificate *certificate,
                TamboAdmission *admission)
{
  TamboDoor *self = g_new0 (TamboDoor, 1);

  self->key = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  self->source = source;
  self->client = tambo_peer_client_new (certificate,
                                        address,
                                        NULL,
                                        &tambo_client_limits_default,
                                        admit,
                                        g_object_ref (admission),
                                        g_object_unref);
  self->due = tambo_clock_boottime_ms ();

  return self;
}

void
tambo_door_free (gpointer pointer)
{
  TamboDoor *self = pointer;

  tambo_peer_client_close (self->client);
  g_object_unref (self->client);
  g_free (self->key);
  g_free (self->pin);
  g_free (self);
}

/**
 * tambo_door_is_plausible:
 * @doors: (element-type utf8 TamboDoor): that are known
 *
 * Whether an address that anybody may have announced is worth a knock.
 */
gboolean
tambo_door_is_plausible (GInetSocketAddress *address,
                         GHashTable *doors,
                         guint16 own_port,
                         gboolean allow_loopback)
{
  g_autoptr (GPtrArray) own = tambo_candidate_list_own_addresses ();
  TamboCandidateRules rules = {
    .own = own,
    .own_port = own_port,
    .allow_loopback = allow_loopback,
  };
  TamboCandidateVerdict verdict;
  GHashTableIter iter;
  gpointer door;

  g_hash_table_iter_init (&iter, doors);
  while (g_hash_table_iter_next (&iter, NULL, &door))
    rules.n_unknown += ((TamboDoor *) door)->pin == NULL;

  verdict = tambo_candidate_judge (address, &rules);
  if (verdict != TAMBO_CANDIDATE_USABLE)
    g_debug ("discovery.ignored %s", tambo_candidate_verdict_to_word (verdict));

  return verdict == TAMBO_CANDIDATE_USABLE;
}

void
tambo_door_hurry (GHashTable *doors, gboolean shut)
{
  GHashTableIter iter;
  TamboDoor *door;

  g_hash_table_iter_init (&iter, doors);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &door))
    {
      if (shut != (door->n_failures > 0))
        continue;
      door->n_failures = 0;
      door->due = 0;
    }
}

/* The port that a peer says it listens on, at the address that it speaks from. */
GInetSocketAddress *
tambo_door_find_behind (GSocketAddress *address, TamboHello *hello)
{
  const char *const *addresses = tambo_hello_get_addresses (hello);
  GInetSocketAddress *inet = NULL;
  guint scope = 0;
  guint64 port = 0;

  if (!G_IS_INET_SOCKET_ADDRESS (address) || addresses == NULL || addresses[0] == NULL ||
      addresses[0][0] != ':' ||
      !g_ascii_string_to_unsigned (addresses[0] + 1, 10, 1, G_MAXUINT16, &port, NULL))
    return NULL;

  inet = G_INET_SOCKET_ADDRESS (address);
  if (g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    scope = g_inet_socket_address_get_scope_id (inet);

  return g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                       "address",
                       g_inet_socket_address_get_address (inet),
                       "port",
                       (guint) port,
                       "scope-id",
                       scope,
                       NULL);
}
