/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/have-watch.h"

#include "content/base/error.h"
#include "mesh/daemon/clock.h"

#define MAX_POLLS_PER_PEER 3
#define MAX_LONG_POLLS_PER_PEER 1
#define MAX_REFUSALS 4 /* then only what the peer says of its pack changes that */
#define REFUSAL_MS 1000

struct _TamboHaveWatch
{
  GObject parent_instance;

  GHashTable *polls;         /* (owned) (element-type utf8 Poll): "pin digest", under way */
  GHashTable *refusals;      /* (owned) (element-type utf8 Refusal) */
  GHashTable *full;          /* (owned) (element-type utf8 utf8): have all of it */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboHaveWatch, tambo_have_watch, G_TYPE_OBJECT)

enum
{
  SIGNAL_HAVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* One question under way. */
typedef struct
{
  TamboHaveWatch *owner; /* (owned) */
  TamboPeer *peer;       /* (owned) */
  char *digest;          /* (owned) */
  char *pair;            /* (owned) */
  guint n_leaves;
  guint64 pack_gen;
  gboolean is_long;
} Poll;

/* Somebody that fetches the same pack may come to this blob a moment after us. */
typedef struct
{
  guint64 pack_gen; /* of the pack then */
  guint n;          /* in a row */
  gint64 until;     /* when it may be asked again nevertheless */
} Refusal;

static void
poll_free (Poll *poll)
{
  g_object_unref (poll->owner);
  g_object_unref (poll->peer);
  g_free (poll->digest);
  g_free (poll->pair);
  g_free (poll);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Poll, poll_free)

static char *
make_pair (TamboPeer *peer, const char *digest)
{
  return g_strconcat (tambo_peer_get_pin (peer), " ", digest, NULL);
}

static gboolean
is_refused (TamboHaveWatch *self, const char *pair, guint64 pack_gen)
{
  const Refusal *refusal = g_hash_table_lookup (self->refusals, pair);

  return refusal != NULL && refusal->pack_gen == pack_gen &&
         (refusal->n > MAX_REFUSALS || tambo_clock_boottime_ms () < refusal->until);
}

static guint
count_polls (TamboHaveWatch *self, TamboPeer *peer, gboolean only_long)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->polls);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Poll *poll = value;

      n += poll->peer == peer && (poll->is_long || !only_long);
    }

  return n;
}

static gboolean
has_all (TamboHave *have, guint n_leaves)
{
  for (guint leaf = 0; leaf < n_leaves; leaf++)
    {
      if (!tambo_have_has_leaf (have, leaf))
        return FALSE;
    }

  return TRUE;
}

static void start_poll (TamboHaveWatch *self, Poll *poll, guint64 gen);

static void
take_have (TamboHaveWatch *self, Poll *poll, TamboHave *have)
{
  Poll *next;

  g_signal_emit (self,
                 signals[SIGNAL_HAVE],
                 0,
                 poll->peer,
                 poll->digest,
                 tambo_have_get_bits (have));
  if (has_all (have, poll->n_leaves))
    {
      g_hash_table_add (self->full, g_strdup (poll->pair));
      return;
    }
  if (count_polls (self, poll->peer, TRUE) >= MAX_LONG_POLLS_PER_PEER ||
      g_hash_table_contains (self->polls, poll->pair))
    return;

  next = g_new0 (Poll, 1);
  next->owner = g_object_ref (self);
  next->peer = g_object_ref (poll->peer);
  next->digest = g_strdup (poll->digest);
  next->pair = g_strdup (poll->pair);
  next->n_leaves = poll->n_leaves;
  next->pack_gen = poll->pack_gen;
  next->is_long = TRUE;
  start_poll (self, next, tambo_have_get_gen (have));
}

static void
on_have_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Poll) poll = user_data;
  TamboHaveWatch *self = poll->owner;
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHave) have = tambo_peer_client_have_finish (TAMBO_PEER_CLIENT (object),
                                                              result,
                                                              &error);

  g_hash_table_remove (self->polls, poll->pair);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (have != NULL)
    {
      take_have (self, poll, have);
      return;
    }

  g_debug ("sync.have %s", tambo_error_get_word (error));
  tambo_have_watch_refused (self, poll->peer, poll->digest, poll->pack_gen);
  g_signal_emit (self, signals[SIGNAL_HAVE], 0, poll->peer, poll->digest, NULL);
}

static void
start_poll (TamboHaveWatch *self, Poll *poll, guint64 gen)
{
  TamboPeerClient *client = tambo_peer_get_client (poll->peer);

  g_hash_table_replace (self->polls, poll->pair, poll);
  tambo_peer_client_have_async (client, poll->digest, gen, self->cancellable, on_have_ready, poll);
}

static void
tambo_have_watch_finalize (GObject *object)
{
  TamboHaveWatch *self = TAMBO_HAVE_WATCH (object);

  g_hash_table_unref (self->polls);
  g_hash_table_unref (self->refusals);
  g_hash_table_unref (self->full);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (tambo_have_watch_parent_class)->finalize (object);
}

static void
tambo_have_watch_class_init (TamboHaveWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_have_watch_finalize;

  signals[SIGNAL_HAVE] = g_signal_new ("have",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       3,
                                       TAMBO_TYPE_PEER,
                                       G_TYPE_STRING,
                                       G_TYPE_BYTES);
}

static void
tambo_have_watch_init (TamboHaveWatch *self)
{
  self->polls = g_hash_table_new (g_str_hash, g_str_equal);
  self->refusals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->full = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

TamboHaveWatch *
tambo_have_watch_new (void)
{
  return g_object_new (TAMBO_TYPE_HAVE_WATCH, NULL);
}

void
tambo_have_watch_stop (TamboHaveWatch *self)
{
  g_return_if_fail (TAMBO_IS_HAVE_WATCH (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * tambo_have_watch_ask:
 * @pack_gen: what the peer last said of its pack; who refused is asked again a few times, and once
 *   it is another
 *
 * May be called as often as one likes: nothing is asked twice at once, nor of whoever has it all.
 */
void
tambo_have_watch_ask (TamboHaveWatch *self,
                      TamboPeer *peer,
                      const char *digest,
                      guint n_leaves,
                      guint64 pack_gen)
{
  g_autofree char *pair = NULL;
  Poll *poll;

  g_return_if_fail (TAMBO_IS_HAVE_WATCH (self));

  pair = make_pair (peer, digest);
  if (is_refused (self, pair, pack_gen) || !tambo_peer_is_alive (peer) ||
      g_hash_table_contains (self->full, pair) || g_hash_table_contains (self->polls, pair))
    return;

  /* Of one leaf there is nothing to ask: fetching it costs as little. */
  if (n_leaves == 1)
    {
      static const guint8 one = 1;
      g_autoptr (GBytes) bits = g_bytes_new_static (&one, 1);

      g_hash_table_add (self->full, g_steal_pointer (&pair));
      g_signal_emit (self, signals[SIGNAL_HAVE], 0, peer, digest, bits);
      return;
    }
  if (count_polls (self, peer, FALSE) >= MAX_POLLS_PER_PEER)
    return;

  poll = g_new0 (Poll, 1);
  poll->owner = g_object_ref (self);
  poll->peer = g_object_ref (peer);
  poll->digest = g_strdup (digest);
  poll->pair = g_steal_pointer (&pair);
  poll->n_leaves = n_leaves;
  poll->pack_gen = pack_gen;
  start_poll (self, poll, 0);
}

/* It turned out not to have it. */
void
tambo_have_watch_refused (TamboHaveWatch *self,
                          TamboPeer *peer,
                          const char *digest,
                          guint64 pack_gen)
{
  g_autofree char *pair = NULL;
  Refusal *refusal;

  g_return_if_fail (TAMBO_IS_HAVE_WATCH (self));

  pair = make_pair (peer, digest);
  g_hash_table_remove (self->full, pair);
  refusal = g_hash_table_lookup (self->refusals, pair);
  if (refusal == NULL)
    {
      refusal = g_new0 (Refusal, 1);
      g_hash_table_insert (self->refusals, g_steal_pointer (&pair), refusal);
    }
  refusal->n = refusal->pack_gen == pack_gen ? refusal->n + 1 : 1;
  refusal->pack_gen = pack_gen;
  refusal->until = tambo_clock_boottime_ms () + ((gint64) REFUSAL_MS << MIN (refusal->n - 1, 10));
}

static gboolean
is_of_peer (gpointer key, gpointer value, gpointer user_data)
{
  return g_str_has_prefix (key, user_data);
}

/* What it said before it went may no longer be so. */
void
tambo_have_watch_forget (TamboHaveWatch *self, TamboPeer *peer)
{
  gpointer pin;

  g_return_if_fail (TAMBO_IS_HAVE_WATCH (self));

  pin = (gpointer) tambo_peer_get_pin (peer);
  g_hash_table_foreach_remove (self->full, is_of_peer, pin);
  g_hash_table_foreach_remove (self->refusals, is_of_peer, pin);
}
