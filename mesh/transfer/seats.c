/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/seats.h"

struct _TamboSeats
{
  guint per_address;
  guint n_taken;
  GHashTable *taken; /* (owned) (element-type utf8 guint) by address */
};

/* One seat that is taken: the data of a weak reference on the socket. */
typedef struct
{
  TamboSeats *seats; /* (owned) */
  char *address;     /* (owned) */
} Seat;

static guint
count (TamboSeats *self, const char *address)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->taken, address));
}

static void
on_socket_gone (gpointer data, GObject *where_the_socket_was)
{
  Seat *seat = data;
  guint n_others = count (seat->seats, seat->address) - 1;

  if (n_others == 0)
    g_hash_table_remove (seat->seats->taken, seat->address);
  else
    g_hash_table_insert (seat->seats->taken, g_strdup (seat->address), GUINT_TO_POINTER (n_others));

  seat->seats->n_taken--;
  tambo_seats_unref (seat->seats);
  g_free (seat->address);
  g_free (seat);
}

static char *
dup_address (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return NULL;

  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

static void
seats_clear (gpointer data)
{
  TamboSeats *self = data;

  g_clear_pointer (&self->taken, g_hash_table_unref);
}

TamboSeats *
tambo_seats_new (guint per_address)
{
  TamboSeats *self = g_rc_box_new0 (TamboSeats);

  self->per_address = per_address;
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

TamboSeats *
tambo_seats_ref (TamboSeats *self)
{
  return g_rc_box_acquire (self);
}

void
tambo_seats_unref (TamboSeats *self)
{
  g_rc_box_release_full (self, seats_clear);
}

/**
 * tambo_seats_take:
 * @self: a #TamboSeats
 * @connection: just accepted
 *
 * Returns: whether there was a seat; if not, close @connection
 */
gboolean
tambo_seats_take (TamboSeats *self, GSocketConnection *connection)
{
  g_autofree char *address = NULL;
  Seat *seat;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), FALSE);

  address = dup_address (connection);
  if (address == NULL || count (self, address) >= self->per_address)
    return FALSE;

  g_hash_table_insert (self->taken,
                       g_strdup (address),
                       GUINT_TO_POINTER (count (self, address) + 1));
  self->n_taken++;

  seat = g_new0 (Seat, 1);
  seat->seats = tambo_seats_ref (self);
  seat->address = g_steal_pointer (&address);
  g_object_weak_ref (G_OBJECT (g_socket_connection_get_socket (connection)), on_socket_gone, seat);

  return TRUE;
}

guint
tambo_seats_get_n_taken (TamboSeats *self)
{
  return self->n_taken;
}
