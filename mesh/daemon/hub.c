/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/hub.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "mesh/daemon/clock.h"

#include <sodium.h>
#include <string.h>

#define AGAIN_MS 2000   /* while the fetcher is at work for somebody else */
#define NETWORK_MS 3000 /* a network that comes up takes a moment */
#define MAX_FAILURES 3  /* of fetches, until it counts as down */
#define MAX_SPARED 3    /* times in a row that a neighbour's word is taken for it */
#define JITTER_PERCENT 10
#define LONG_AGO_S (365 * 24 * 3600)

struct _TamboHub
{
  GObject parent_instance;

  const TamboMeshConfig *config;     /* (unowned) */
  TamboShelf *shelf;                 /* (owned) */
  TamboTrustFetcher *fetcher;        /* (owned) */
  TamboNeighbourhood *neighbourhood; /* (owned) */
  TamboHubClient *client;            /* (owned) (nullable) */
  GNetworkMonitor *monitor;          /* (owned) (nullable): while it runs */
  GHashTable *lacking;               /* (owned) (element-type utf8 utf8): it does not have them */
  GError *error;                     /* (owned) (nullable) */
  TamboHubState state;
  gint64 answered_at; /* by CLOCK_BOOTTIME, 0 for never */
  guint n_failures;   /* to say what is new, in a row */
  guint n_broken;     /* fetches, in a row */
  guint n_spared;
  guint timer;
  guint hold_timer; /* packs wait for neighbours, who were strangers until now */
  gboolean is_asking;
  gboolean had_trust;
};

G_DEFINE_FINAL_TYPE (TamboHub, tambo_hub, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean on_timer (gpointer user_data);

static void
schedule (TamboHub *self, gint64 ms)
{
  guint wait = tambo_clock_jitter ((guint) CLAMP (ms, 0, G_MAXINT / 2), JITTER_PERCENT);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (wait, on_timer, self);
}

static void
take_event (TamboHub *self, TamboHubEvent event)
{
  if (tambo_hub_state_next (self->state, event, &self->state))
    g_info ("hub.%s", tambo_hub_state_to_string (self->state));
}

static void
keep_error (TamboHub *self, const GError *error)
{
  if (self->error == NULL || !g_error_matches (self->error, error->domain, error->code))
    g_warning ("hub.failed %s", tambo_error_get_word (error));
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
}

static gboolean
read_password (TamboHub *self, char **out_password, GError **error)
{
  if (self->config->hub_password_file == NULL)
    return TRUE;

  *out_password = tambo_file_read_first_line (self->config->hub_password_file, error);
  if (*out_password == NULL)
    g_prefix_error (error, "The password of the hub: ");

  return *out_password != NULL;
}

/* Made anew after each failure, for the password or the authority may have been mended. */
static gboolean
make_client (TamboHub *self, GError **error)
{
  const TamboMeshConfig *config = self->config;
  g_autoptr (TamboHubClient) client = NULL;
  char *password = NULL;

  if (self->client != NULL)
    return TRUE;
  if (!read_password (self, &password, error))
    return FALSE;

  client =
      tambo_hub_client_new (config->hub, config->hub_user, password, &tambo_hub_limits_default);
  if (password != NULL)
    sodium_memzero (password, strlen (password));
  g_free (password);
  if (config->hub_ca_file != NULL &&
      !tambo_hub_client_set_ca_file (client, config->hub_ca_file, error))
    {
      g_prefix_error (error, "The authority of the hub: ");
      return FALSE;
    }

  self->client = g_steal_pointer (&client);

  return TRUE;
}

/* That it sent other bytes than those that were promised is not forgotten by a good word. */
static void
take_answer (TamboHub *self, gboolean of_pack)
{
  if (of_pack || !g_error_matches (self->error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST))
    g_clear_error (&self->error);
  self->answered_at = tambo_clock_boottime_ms ();
  self->n_failures = 0;
  self->n_broken = 0;
  take_event (self, TAMBO_HUB_EVENT_ANSWERED);
}

static void
take_failure (TamboHub *self, const GError *error)
{
  guint retry_ms = self->client != NULL ? tambo_hub_client_take_retry_ms (self->client) : 0;

  keep_error (self, error);
  take_event (self, TAMBO_HUB_EVENT_FAILED);
  self->n_failures++;
  self->n_broken = 0;
  g_clear_object (&self->client);
  schedule (self, tambo_hub_state_wait (self->n_failures, self->config->hub_ms, retry_ms));
}

/* Whether the hub did what it should, whatever we make of what it holds. */
static gboolean
is_about_content (const GError *error)
{
  return error->domain == TAMBO_ERROR && error->code < TAMBO_ERROR_PEER_NOT_ADMITTED;
}

static void
on_fetch_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboHub) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = tambo_trust_fetcher_fetch_finish (TAMBO_TRUST_FETCHER (object), result, &error);

  self->is_asking = FALSE;
  if (self->monitor == NULL)
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      schedule (self, AGAIN_MS);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      error = g_error_new_literal (TAMBO_ERROR,
                                   TAMBO_ERROR_HUB_EMPTY,
                                   "The hub has no metadata of a deployment there");
    }

  if (ok || is_about_content (error))
    {
      g_hash_table_remove_all (self->lacking);
      take_answer (self, FALSE);
      if (error != NULL)
        keep_error (self, error);
      schedule (self, tambo_hub_state_wait (0, self->config->hub_ms, 0));
    }
  else
    take_failure (self, error);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* How long ago it answered a neighbour, in milliseconds: what it said is here by now. */
static gint64
find_age_nearby (TamboHub *self)
{
  g_autoptr (GPtrArray) peers = tambo_neighbourhood_list (self->neighbourhood, TRUE);
  gint64 youngest = -1;

  for (guint i = 0; i < peers->len; i++)
    {
      TamboHello *hello = tambo_peer_get_hello (g_ptr_array_index (peers, i));
      gint64 age = hello != NULL ? tambo_hello_get_hub_age (hello) : TAMBO_HELLO_NEVER;

      if (age != TAMBO_HELLO_NEVER && (youngest < 0 || age < youngest))
        youngest = age;
    }

  return youngest * 1000;
}

/* Of all who are near, one asks. A neighbour is not believed for ever. */
static gboolean
is_spared (TamboHub *self)
{
  gint64 age = find_age_nearby (self);

  if (age < 0 || age >= self->config->hub_ms || self->n_spared >= MAX_SPARED ||
      self->state == TAMBO_HUB_STATE_DOWN)
    {
      self->n_spared = 0;
      return FALSE;
    }

  self->n_spared++;
  take_event (self, TAMBO_HUB_EVENT_ANSWERED);
  schedule (self, self->config->hub_ms - age);

  return TRUE;
}

static gboolean
on_timer (gpointer user_data)
{
  TamboHub *self = user_data;
  g_autoptr (GError) error = NULL;

  self->timer = 0;
  if (self->is_asking)
    return G_SOURCE_REMOVE;

  if (!make_client (self, &error))
    take_failure (self, error);
  else if (!is_spared (self))
    {
      self->is_asking = TRUE;
      tambo_trust_fetcher_fetch_async (self->fetcher,
                                       TAMBO_PULL_SOURCE (self->client),
                                       on_fetch_ready,
                                       g_object_ref (self));
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static gboolean
on_hold_over (gpointer user_data)
{
  TamboHub *self = user_data;

  self->hold_timer = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* With the first roster come the first neighbours: they are looked for as after a start. */
static void
on_shelf_trust_changed (TamboHub *self)
{
  if (self->had_trust || self->monitor == NULL)
    return;

  self->had_trust = TRUE;
  self->hold_timer = g_timeout_add (self->config->hub_grace_ms, on_hold_over, self);
}

static void
on_monitor_network_changed (TamboHub *self, gboolean available, GNetworkMonitor *monitor)
{
  if (!available || self->state == TAMBO_HUB_STATE_GRACE || self->is_asking)
    return;

  self->n_failures = 0;
  schedule (self, MIN (NETWORK_MS, self->config->hub_ms));
}

static void
tambo_hub_dispose (GObject *object)
{
  TamboHub *self = TAMBO_HUB (object);

  tambo_hub_stop (self);

  G_OBJECT_CLASS (tambo_hub_parent_class)->dispose (object);
}

static void
tambo_hub_finalize (GObject *object)
{
  TamboHub *self = TAMBO_HUB (object);

  g_clear_object (&self->client);
  g_clear_object (&self->shelf);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->neighbourhood);
  g_clear_pointer (&self->lacking, g_hash_table_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tambo_hub_parent_class)->finalize (object);
}

static void
tambo_hub_class_init (TamboHubClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_hub_dispose;
  object_class->finalize = tambo_hub_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
tambo_hub_init (TamboHub *self)
{
  self->lacking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tambo_hub_new:
 * @config: lives longer; without a hub in it, this does nothing for ever
 */
TamboHub *
tambo_hub_new (const TamboMeshConfig *config,
               TamboShelf *shelf,
               TamboTrustFetcher *fetcher,
               TamboNeighbourhood *neighbourhood)
{
  TamboHub *self = g_object_new (TAMBO_TYPE_HUB, NULL);

  self->config = config;
  self->shelf = g_object_ref (shelf);
  self->fetcher = g_object_ref (fetcher);
  self->neighbourhood = g_object_ref (neighbourhood);

  return self;
}

void
tambo_hub_start (TamboHub *self)
{
  g_return_if_fail (TAMBO_IS_HUB (self));

  if (self->config->hub == NULL || self->monitor != NULL)
    return;

  take_event (self, TAMBO_HUB_EVENT_CONFIGURED);
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->monitor,
                           "network-changed",
                           G_CALLBACK (on_monitor_network_changed),
                           self,
                           G_CONNECT_SWAPPED);
  self->had_trust = tambo_trust_get_version (tambo_shelf_get_trust (self->shelf)) > 0;
  g_signal_connect_object (self->shelf,
                           "trust-changed",
                           G_CALLBACK (on_shelf_trust_changed),
                           self,
                           G_CONNECT_SWAPPED);
  schedule (self, self->config->hub_grace_ms);
}

void
tambo_hub_stop (TamboHub *self)
{
  g_return_if_fail (TAMBO_IS_HUB (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->hold_timer, g_source_remove);
  if (self->monitor == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  if (self->client != NULL)
    tambo_hub_client_close (self->client);
}

TamboPullSource *
tambo_hub_get_source (TamboHub *self)
{
  g_return_val_if_fail (TAMBO_IS_HUB (self), NULL);

  if (self->state != TAMBO_HUB_STATE_UP || self->client == NULL || self->hold_timer != 0)
    return NULL;

  return TAMBO_PULL_SOURCE (self->client);
}

gboolean
tambo_hub_lacks (TamboHub *self, const char *digest)
{
  g_return_val_if_fail (TAMBO_IS_HUB (self), TRUE);

  return g_hash_table_contains (self->lacking, digest);
}

/* What no second try will change. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_HUB_CERTIFICATE) ||
         g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_HUB_REFUSED) ||
         g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_HUB_TOKEN) ||
         g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_HUB_REDIRECT);
}

guint
tambo_hub_take_result (TamboHub *self, const char *digest, const GError *error)
{
  guint retry_ms;

  g_return_val_if_fail (TAMBO_IS_HUB (self), 0);

  if (self->state != TAMBO_HUB_STATE_UP || self->client == NULL)
    return 0;
  if (error == NULL)
    {
      take_answer (self, TRUE);
      return 0;
    }

  retry_ms = tambo_hub_client_take_retry_ms (self->client);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_hash_table_add (self->lacking, g_strdup (digest));
  else if (is_final (error) || (!is_about_content (error) && ++self->n_broken >= MAX_FAILURES))
    take_failure (self, error);
  else
    keep_error (self, error);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return retry_ms;
}

TamboHubState
tambo_hub_get_state (TamboHub *self)
{
  g_return_val_if_fail (TAMBO_IS_HUB (self), TAMBO_HUB_STATE_OFF);

  return self->state;
}

char *
tambo_hub_get_url (TamboHub *self)
{
  g_return_val_if_fail (TAMBO_IS_HUB (self), NULL);

  return self->config->hub != NULL ? tambo_registry_address_to_string (self->config->hub) : NULL;
}

gint64
tambo_hub_get_answered (TamboHub *self)
{
  g_return_val_if_fail (TAMBO_IS_HUB (self), -1);

  if (self->answered_at == 0)
    return -1;

  return MAX (0, tambo_clock_boottime_ms () - self->answered_at) / 1000;
}

const GError *
tambo_hub_get_error (TamboHub *self)
{
  g_return_val_if_fail (TAMBO_IS_HUB (self), NULL);

  return self->error;
}

gint64
tambo_hub_get_age (TamboHub *self)
{
  g_return_val_if_fail (TAMBO_IS_HUB (self), TAMBO_HELLO_NEVER);

  if (self->state == TAMBO_HUB_STATE_OFF || self->state == TAMBO_HUB_STATE_DOWN)
    return TAMBO_HELLO_NEVER;

  return self->answered_at != 0 ? tambo_hub_get_answered (self) : LONG_AGO_S;
}
