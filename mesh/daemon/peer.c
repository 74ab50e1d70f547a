/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/peer.h"

#include <string.h>

/**
 * TamboPeer:
 *
 * A kiosk of this deployment, known by its key: how it is reached, whether it lives, and what it
 * last said.
 */
struct _TamboPeer
{
  GObject parent_instance;

  char *pin; /* (owned) */
  TamboLinkState state;
  TamboPeerClient *client; /* (owned) (nullable) */
  const char *source;      /* (unowned): a constant */
  TamboHello *hello;       /* (owned) (nullable) */
  gint64 last_seen;
  guint n_silent;
};

G_DEFINE_FINAL_TYPE (TamboPeer, tambo_peer, G_TYPE_OBJECT)

static void
tambo_peer_finalize (GObject *object)
{
  TamboPeer *self = TAMBO_PEER (object);

  g_free (self->pin);
  g_clear_object (&self->client);
  g_clear_object (&self->hello);

  G_OBJECT_CLASS (tambo_peer_parent_class)->finalize (object);
}

static void
tambo_peer_class_init (TamboPeerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_peer_finalize;
}

static void
tambo_peer_init (TamboPeer *self)
{
  self->source = "peer";
  self->state = TAMBO_LINK_STATE_KNOWN;
}

TamboPeer *
tambo_peer_new (const char *pin)
{
  TamboPeer *self;

  g_return_val_if_fail (pin != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_PEER, NULL);
  self->pin = g_strdup (pin);

  return self;
}

const char *
tambo_peer_get_pin (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), NULL);

  return self->pin;
}

TamboLinkState
tambo_peer_get_state (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), TAMBO_LINK_STATE_GONE);

  return self->state;
}

gboolean
tambo_peer_is_alive (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), FALSE);

  return tambo_link_state_is_alive (self->state) || self->state == TAMBO_LINK_STATE_QUARANTINED;
}

/* Whether the event meant anything in the state it came in. */
gboolean
tambo_peer_take_event (TamboPeer *self, TamboLinkEvent event)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), FALSE);

  return tambo_link_state_next (self->state, event, &self->state);
}

void
tambo_peer_set_route (TamboPeer *self, TamboPeerClient *client, const char *source)
{
  g_return_if_fail (TAMBO_IS_PEER (self));

  g_set_object (&self->client, client);
  self->source = source;
}

TamboPeerClient *
tambo_peer_get_client (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), NULL);

  return self->client;
}

const char *
tambo_peer_get_source (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), NULL);

  return self->source;
}

char *
tambo_peer_format_address (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), NULL);

  if (self->client == NULL)
    return g_strdup ("");

  return g_socket_connectable_to_string (
      G_SOCKET_CONNECTABLE (tambo_peer_client_get_address (self->client)));
}

void
tambo_peer_take_hello (TamboPeer *self, TamboHello *hello, gint64 now)
{
  g_return_if_fail (TAMBO_IS_PEER (self));

  g_set_object (&self->hello, hello);
  self->last_seen = now;
  self->n_silent = 0;
}

TamboHello *
tambo_peer_get_hello (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), NULL);

  return self->hello;
}

gint64
tambo_peer_get_last_seen (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), 0);

  return self->last_seen;
}

/* Whether it holds, or is fetching, that pack. */
gboolean
tambo_peer_find_pack (TamboPeer *self, const char *id, guint version, guint64 *out_gen)
{
  guint n;

  g_return_val_if_fail (TAMBO_IS_PEER (self), FALSE);

  n = self->hello != NULL ? tambo_hello_get_n_packs (self->hello) : 0;
  for (guint i = 0; i < n; i++)
    {
      const TamboHelloPack *pack = tambo_hello_get_pack (self->hello, i);

      if (pack->version != version || strcmp (pack->id, id) != 0)
        continue;
      *out_gen = pack->have_gen;
      return TRUE;
    }

  return FALSE;
}

/* One more hello without an answer. Returns how many in a row. */
guint
tambo_peer_count_silence (TamboPeer *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER (self), 0);

  return ++self->n_silent;
}
