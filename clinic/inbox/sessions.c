/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/sessions.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_SIZE 32
#define IDLE_SECONDS (30 * 60)
#define LONGEST_SECONDS (12 * 60 * 60)
#define MAX_SESSIONS 32

/**
 * TamboSessions:
 *
 * Who is logged in, by the token in the browser's cookie. In memory only: a restart ends them all.
 * Tokens are kept as digests, so that finding one takes the same time whatever was guessed.
 */
struct _TamboSessions
{
  GObject parent_instance;

  GHashTable *sessions; /* (owned) (element-type utf8 Session) */
};

G_DEFINE_FINAL_TYPE (TamboSessions, tambo_sessions, G_TYPE_OBJECT)

typedef struct
{
  char csrf[2 * TOKEN_SIZE + 1]; /* goes with every form of this session */
  gint64 since;
  gint64 used;
} Session;

static void
tambo_sessions_finalize (GObject *object)
{
  TamboSessions *self = TAMBO_SESSIONS (object);

  g_hash_table_unref (self->sessions);

  G_OBJECT_CLASS (tambo_sessions_parent_class)->finalize (object);
}

static void
tambo_sessions_class_init (TamboSessionsClass *klass)
{
  int ready = sodium_init ();

  g_assert (ready >= 0);
  G_OBJECT_CLASS (klass)->finalize = tambo_sessions_finalize;
}

static void
tambo_sessions_init (TamboSessions *self)
{
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

TamboSessions *
tambo_sessions_new (void)
{
  return g_object_new (TAMBO_TYPE_SESSIONS, NULL);
}

static void
draw_token (char out_hex[2 * TOKEN_SIZE + 1])
{
  guint8 random[TOKEN_SIZE];

  randombytes_buf (random, sizeof random);
  sodium_bin2hex (out_hex, 2 * TOKEN_SIZE + 1, random, sizeof random);
}

static char *
digest_token (const char *token)
{
  guint8 digest[TOKEN_SIZE];
  char *hex = g_malloc (2 * TOKEN_SIZE + 1);

  crypto_generichash (digest, sizeof digest, (const guint8 *) token, strlen (token), NULL, 0);

  return sodium_bin2hex (hex, 2 * TOKEN_SIZE + 1, digest, sizeof digest);
}

static gboolean
is_over (const Session *session, gint64 now)
{
  return now - session->used > IDLE_SECONDS || now - session->since > LONGEST_SECONDS;
}

static gboolean
remove_if_over (gpointer key, gpointer value, gpointer user_data)
{
  return is_over (value, *(gint64 *) user_data);
}

/**
 * tambo_sessions_add:
 * @now: monotonic, in seconds
 *
 * Returns: (transfer full) (nullable): the token of a new session; %NULL if there are too many
 */
char *
tambo_sessions_add (TamboSessions *self, gint64 now)
{
  Session *session;
  char *token;

  g_return_val_if_fail (TAMBO_IS_SESSIONS (self), NULL);

  g_hash_table_foreach_remove (self->sessions, remove_if_over, &now);
  if (g_hash_table_size (self->sessions) >= MAX_SESSIONS)
    return NULL;

  token = g_malloc (2 * TOKEN_SIZE + 1);
  draw_token (token);
  session = g_new0 (Session, 1);
  session->since = now;
  session->used = now;
  draw_token (session->csrf);
  g_hash_table_insert (self->sessions, digest_token (token), session);

  return token;
}

/**
 * tambo_sessions_find:
 * @token: (nullable): from a cookie
 * @now: monotonic, in seconds
 *
 * Returns: (transfer none) (nullable): what the forms of the session must carry; %NULL if it is
 *   none or over
 */
const char *
tambo_sessions_find (TamboSessions *self, const char *token, gint64 now)
{
  g_autofree char *digest = NULL;
  Session *session;

  g_return_val_if_fail (TAMBO_IS_SESSIONS (self), NULL);

  if (token == NULL)
    return NULL;

  digest = digest_token (token);
  session = g_hash_table_lookup (self->sessions, digest);
  if (session == NULL || is_over (session, now))
    return NULL;

  session->used = now;

  return session->csrf;
}

void
tambo_sessions_remove (TamboSessions *self, const char *token)
{
  g_autofree char *digest = NULL;

  g_return_if_fail (TAMBO_IS_SESSIONS (self));

  if (token == NULL)
    return;

  digest = digest_token (token);
  g_hash_table_remove (self->sessions, digest);
}
