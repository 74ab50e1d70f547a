/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/discovery/avahi-discovery.h"

#include "mesh/discovery/avahi-browser.h"
#include "mesh/discovery/avahi-publisher.h"

#include <avahi-client/client.h>
#include <avahi-glib/glib-watch.h>

#define RETRY_SECONDS 10

/**
 * TamboAvahiDiscovery:
 *
 * Announces this kiosk and hears others through avahi-daemon. That daemon may be late, die or never
 * be there: the client waits for it, and is made anew when it is lost for good.
 */
struct _TamboAvahiDiscovery
{
  GObject parent_instance;

  AvahiGLibPoll *poll;            /* (owned) */
  AvahiClient *client;            /* (owned) (nullable) */
  TamboAvahiPublisher *publisher; /* (owned) */
  TamboAvahiBrowser *browser;     /* (owned) */
  guint retry;                    /* source id, 0 when none waits */
  gboolean started;
};

static void implement_discovery (TamboDiscoveryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboAvahiDiscovery,
                               tambo_avahi_discovery,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_DISCOVERY, implement_discovery))

static void connect_to_avahi (TamboAvahiDiscovery *self);

static void
on_browser_added (TamboAvahiDiscovery *self, GInetSocketAddress *candidate)
{
  tambo_discovery_emit_added (TAMBO_DISCOVERY (self), candidate);
}

static void
on_browser_removed (TamboAvahiDiscovery *self, GInetSocketAddress *candidate)
{
  tambo_discovery_emit_removed (TAMBO_DISCOVERY (self), candidate);
}

static void
disconnect_from_avahi (TamboAvahiDiscovery *self)
{
  g_clear_handle_id (&self->retry, g_source_remove);
  tambo_avahi_publisher_detach (self->publisher);
  tambo_avahi_browser_detach (self->browser);
  g_clear_pointer (&self->client, avahi_client_free);
}

static gboolean
on_retry (gpointer user_data)
{
  TamboAvahiDiscovery *self = user_data;

  self->retry = 0;
  disconnect_from_avahi (self);
  connect_to_avahi (self);

  return G_SOURCE_REMOVE;
}

static void
retry_later (TamboAvahiDiscovery *self)
{
  if (self->retry == 0)
    self->retry = g_timeout_add_seconds (RETRY_SECONDS, on_retry, self);
}

/* Called from inside avahi_client_new() too, before the client is known to us. */
static void
on_client_state (AvahiClient *client, AvahiClientState state, void *user_data)
{
  TamboAvahiDiscovery *self = user_data;

  switch (state)
    {
    case AVAHI_CLIENT_S_RUNNING:
      g_debug ("discovery.avahi running");
      tambo_avahi_publisher_attach (self->publisher, client);
      tambo_avahi_browser_attach (self->browser, client);
      break;
    case AVAHI_CLIENT_S_COLLISION:
    case AVAHI_CLIENT_S_REGISTERING:
      /* The host name changes: what was published under it is void. */
      tambo_avahi_publisher_detach (self->publisher);
      break;
    case AVAHI_CLIENT_CONNECTING:
      g_debug ("discovery.avahi absent");
      tambo_avahi_publisher_detach (self->publisher);
      tambo_avahi_browser_detach (self->browser);
      break;
    case AVAHI_CLIENT_FAILURE:
      /* Everything made from a failed client is void; it cannot be freed from its own callback. */
      g_info ("discovery.avahi lost");
      tambo_avahi_publisher_detach (self->publisher);
      tambo_avahi_browser_detach (self->browser);
      retry_later (self);
      break;
    }
}

static void
connect_to_avahi (TamboAvahiDiscovery *self)
{
  int error = 0;

  self->client = avahi_client_new (avahi_glib_poll_get (self->poll),
                                   AVAHI_CLIENT_NO_FAIL,
                                   on_client_state,
                                   self,
                                   &error);
  if (self->client != NULL)
    return;

  g_info ("discovery.avahi unreachable (%d)", error);
  retry_later (self);
}

static void
start (TamboDiscovery *discovery, guint16 port)
{
  TamboAvahiDiscovery *self = TAMBO_AVAHI_DISCOVERY (discovery);

  g_return_if_fail (!self->started);

  self->started = TRUE;
  tambo_avahi_publisher_set_port (self->publisher, port);
  connect_to_avahi (self);
}

static void
stop (TamboDiscovery *discovery)
{
  TamboAvahiDiscovery *self = TAMBO_AVAHI_DISCOVERY (discovery);

  self->started = FALSE;
  disconnect_from_avahi (self);
}

static void
implement_discovery (TamboDiscoveryInterface *iface)
{
  iface->start = start;
  iface->stop = stop;
}

static void
tambo_avahi_discovery_dispose (GObject *object)
{
  TamboAvahiDiscovery *self = TAMBO_AVAHI_DISCOVERY (object);

  disconnect_from_avahi (self);

  G_OBJECT_CLASS (tambo_avahi_discovery_parent_class)->dispose (object);
}

static void
tambo_avahi_discovery_finalize (GObject *object)
{
  TamboAvahiDiscovery *self = TAMBO_AVAHI_DISCOVERY (object);

  g_object_unref (self->publisher);
  g_object_unref (self->browser);
  avahi_glib_poll_free (self->poll);

  G_OBJECT_CLASS (tambo_avahi_discovery_parent_class)->finalize (object);
}

static void
tambo_avahi_discovery_class_init (TamboAvahiDiscoveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_avahi_discovery_dispose;
  object_class->finalize = tambo_avahi_discovery_finalize;
}

static void
tambo_avahi_discovery_init (TamboAvahiDiscovery *self)
{
  self->poll = avahi_glib_poll_new (NULL, G_PRIORITY_DEFAULT);
  self->publisher = tambo_avahi_publisher_new ();
  self->browser = tambo_avahi_browser_new ();
  g_signal_connect_object (self->browser,
                           "added",
                           G_CALLBACK (on_browser_added),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->browser,
                           "removed",
                           G_CALLBACK (on_browser_removed),
                           self,
                           G_CONNECT_SWAPPED);
}

TamboAvahiDiscovery *
tambo_avahi_discovery_new (void)
{
  return g_object_new (TAMBO_TYPE_AVAHI_DISCOVERY, NULL);
}
