/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/have-waiters.h"

/**
 * TamboHaveWaiters:
 *
 * The peers that asked what of a blob is here, know it already, and wait for news: long polls.
 */
struct _TamboHaveWaiters
{
  GObject parent_instance;

  TamboPeerBackend *backend; /* (owned) */
  TamboListenerLimits limits;
  GPtrArray *waiters; /* (owned) (element-type Waiter) */
};

G_DEFINE_FINAL_TYPE (TamboHaveWaiters, tambo_have_waiters, G_TYPE_OBJECT)

/* One request that is paused. */
typedef struct
{
  TamboHaveWaiters *owner;    /* (unowned) */
  SoupServerMessage *message; /* (owned) */
  char *digest;               /* (owned) */
  guint timeout_id;
  gboolean has_news;
} Waiter;

static void
waiter_free (Waiter *waiter)
{
  g_signal_handlers_disconnect_by_data (waiter->message, waiter);
  g_clear_handle_id (&waiter->timeout_id, g_source_remove);
  g_clear_object (&waiter->message);
  g_clear_pointer (&waiter->digest, g_free);
  g_free (waiter);
}

static gboolean
on_timeout (gpointer user_data)
{
  Waiter *waiter = user_data;
  TamboHaveWaiters *self = waiter->owner;
  g_autoptr (SoupServerMessage) message = g_object_ref (waiter->message);
  g_autoptr (TamboHave) have = tambo_peer_backend_get_have (self->backend, waiter->digest);

  waiter->timeout_id = 0;
  g_ptr_array_remove_fast (self->waiters, waiter);

  tambo_have_waiters_answer (message, have);
  soup_server_message_unpause (message);

  return G_SOURCE_REMOVE;
}

/* The first news starts a short wait for more of it. */
static void
on_backend_have_changed (TamboHaveWaiters *self, const char *digest, TamboPeerBackend *backend)
{
  for (guint i = 0; i < self->waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, i);

      if (waiter->has_news || !g_str_equal (waiter->digest, digest))
        continue;

      waiter->has_news = TRUE;
      g_clear_handle_id (&waiter->timeout_id, g_source_remove);
      waiter->timeout_id = g_timeout_add (self->limits.have_batch_ms, on_timeout, waiter);
    }
}

static void
on_message_disconnected (SoupServerMessage *message, Waiter *waiter)
{
  g_ptr_array_remove_fast (waiter->owner->waiters, waiter);
}

static void
tambo_have_waiters_dispose (GObject *object)
{
  TamboHaveWaiters *self = TAMBO_HAVE_WAITERS (object);

  g_ptr_array_set_size (self->waiters, 0);
  if (self->backend != NULL)
    g_signal_handlers_disconnect_by_data (self->backend, self);
  g_clear_object (&self->backend);

  G_OBJECT_CLASS (tambo_have_waiters_parent_class)->dispose (object);
}

static void
tambo_have_waiters_finalize (GObject *object)
{
  TamboHaveWaiters *self = TAMBO_HAVE_WAITERS (object);

  g_clear_pointer (&self->waiters, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_have_waiters_parent_class)->finalize (object);
}

static void
tambo_have_waiters_class_init (TamboHaveWaitersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_have_waiters_dispose;
  object_class->finalize = tambo_have_waiters_finalize;
}

static void
tambo_have_waiters_init (TamboHaveWaiters *self)
{
  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
}

TamboHaveWaiters *
tambo_have_waiters_new (TamboPeerBackend *backend, const TamboListenerLimits *limits)
{
  TamboHaveWaiters *self = g_object_new (TAMBO_TYPE_HAVE_WAITERS, NULL);

  self->backend = g_object_ref (backend);
  self->limits = *limits;
  g_signal_connect_swapped (backend, "have-changed", G_CALLBACK (on_backend_have_changed), self);

  return self;
}

/**
 * tambo_have_waiters_add:
 * @self: a #TamboHaveWaiters
 * @message: to pause until there is news
 * @digest: what it is about
 */
void
tambo_have_waiters_add (TamboHaveWaiters *self, SoupServerMessage *message, const char *digest)
{
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->owner = self;
  waiter->message = g_object_ref (message);
  waiter->digest = g_strdup (digest);
  waiter->timeout_id = g_timeout_add (self->limits.have_ms, on_timeout, waiter);
  g_ptr_array_add (self->waiters, waiter);

  g_signal_connect (message, "disconnected", G_CALLBACK (on_message_disconnected), waiter);
  soup_server_message_pause (message);
}

/* @have is %NULL if nothing of the blob is here. */
void
tambo_have_waiters_answer (SoupServerMessage *message, TamboHave *have)
{
  g_autoptr (GBytes) bytes = NULL;

  if (have == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      soup_message_headers_set_content_length (soup_server_message_get_response_headers (message),
                                               0);
      return;
    }

  bytes = tambo_have_to_bytes (have);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message,
                                    "application/json",
                                    SOUP_MEMORY_COPY,
                                    g_bytes_get_data (bytes, NULL),
                                    g_bytes_get_size (bytes));
}
