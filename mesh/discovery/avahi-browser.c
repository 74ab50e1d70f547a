/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/discovery/avahi-browser.h"

#include "mesh/discovery/avahi-publisher.h"
#include "mesh/discovery/candidate.h"

#include <avahi-client/lookup.h>
#include <avahi-common/strlst.h>
#include <gio/gio.h>
#include <string.h>

/* As many instances are looked up at once; an attacker can announce thousands. */
#define MAX_SERVICES 256

/**
 * TamboAvahiBrowser:
 *
 * Hears announcements and looks up their addresses. An instance is told apart by name, interface
 * and protocol, so that a name used twice gives two candidates. Names and records stay in here.
 */
struct _TamboAvahiBrowser
{
  GObject parent_instance;

  AvahiServiceBrowser *browser; /* (owned) (nullable) */
  GHashTable *services;         /* (owned) (element-type Service Service) */
};

/* One instance on one interface. */
typedef struct
{
  TamboAvahiBrowser *owner;       /* (unowned) */
  AvahiServiceResolver *resolver; /* (owned) (nullable) */
  GInetSocketAddress *candidate;  /* (owned) (nullable): once it is known */
  char *name;                     /* (owned) */
  AvahiIfIndex interface;
  AvahiProtocol protocol;
} Service;

G_DEFINE_FINAL_TYPE (TamboAvahiBrowser, tambo_avahi_browser, G_TYPE_OBJECT)

enum
{
  SIGNAL_ADDED,
  SIGNAL_REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static guint
service_hash (gconstpointer pointer)
{
  const Service *service = pointer;

  return g_str_hash (service->name) ^ ((guint) service->interface << 2) ^ (guint) service->protocol;
}

static gboolean
service_equal (gconstpointer a, gconstpointer b)
{
  const Service *one = a;
  const Service *other = b;

  return one->interface == other->interface && one->protocol == other->protocol &&
         strcmp (one->name, other->name) == 0;
}

static void
set_candidate (Service *service, GInetSocketAddress *candidate)
{
  g_autoptr (GInetSocketAddress) old = g_steal_pointer (&service->candidate);

  g_set_object (&service->candidate, candidate);
  if (old != NULL)
    g_signal_emit (service->owner, signals[SIGNAL_REMOVED], 0, old);
  if (candidate != NULL)
    g_signal_emit (service->owner, signals[SIGNAL_ADDED], 0, candidate);
}

static void
service_free (gpointer pointer)
{
  Service *service = pointer;

  set_candidate (service, NULL);
  g_clear_pointer (&service->resolver, avahi_service_resolver_free);
  g_free (service->name);
  g_free (service);
}

static GInetSocketAddress *
to_candidate (const AvahiAddress *address, AvahiIfIndex interface, guint16 port)
{
  gboolean is_ipv6 = address->proto == AVAHI_PROTO_INET6;
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_bytes ((const guint8 *) &address->data,
                                                                 is_ipv6 ? G_SOCKET_FAMILY_IPV6
                                                                         : G_SOCKET_FAMILY_IPV4);
  gboolean needs_scope = is_ipv6 && g_inet_address_get_is_link_local (inet);

  return g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                       "address",
                       inet,
                       "port",
                       (guint) port,
                       "scope-id",
                       needs_scope ? (guint) interface : 0,
                       NULL);
}

static gboolean
is_ours (AvahiStringList *txt)
{
  guint8 record[TAMBO_CANDIDATE_MAX_TXT];
  gsize length = avahi_string_list_serialize (txt, NULL, 0);

  if (length > sizeof record)
    return FALSE;
  length = avahi_string_list_serialize (txt, record, sizeof record);

  return tambo_candidate_txt_is_ours (record, length);
}

static void
on_resolved (AvahiServiceResolver *resolver,
             AvahiIfIndex interface,
             AvahiProtocol protocol,
             AvahiResolverEvent event,
             const char *name,
             const char *type,
             const char *domain,
             const char *host_name,
             const AvahiAddress *address,
             uint16_t port,
             AvahiStringList *txt,
             AvahiLookupResultFlags flags,
             void *user_data)
{
  Service *service = user_data;
  g_autoptr (GInetSocketAddress) candidate = NULL;

  if (event != AVAHI_RESOLVER_FOUND || !is_ours (txt))
    {
      set_candidate (service, NULL);
      return;
    }

  candidate = to_candidate (address, interface, port);
  if (service->candidate != NULL &&
      g_inet_address_equal (g_inet_socket_address_get_address (candidate),
                            g_inet_socket_address_get_address (service->candidate)) &&
      g_inet_socket_address_get_port (service->candidate) == port)
    return;

  set_candidate (service, candidate);
}

static void
add_service (TamboAvahiBrowser *self,
             AvahiClient *client,
             AvahiIfIndex interface,
             AvahiProtocol protocol,
             const char *name,
             const char *domain)
{
  Service *service;

  if (g_hash_table_size (self->services) >= MAX_SERVICES)
    return;

  service = g_new0 (Service, 1);
  service->owner = self;
  service->interface = interface;
  service->protocol = protocol;
  service->name = g_strdup (name);
  g_hash_table_replace (self->services, service, service);

  /* Resolving is kept up, so that a new address of the same kiosk is heard of. */
  service->resolver = avahi_service_resolver_new (client,
                                                  interface,
                                                  protocol,
                                                  name,
                                                  TAMBO_AVAHI_SERVICE,
                                                  domain,
                                                  protocol,
                                                  0,
                                                  on_resolved,
                                                  service);
}

static void
on_browsed (AvahiServiceBrowser *browser,
            AvahiIfIndex interface,
            AvahiProtocol protocol,
            AvahiBrowserEvent event,
            const char *name,
            const char *type,
            const char *domain,
            AvahiLookupResultFlags flags,
            void *user_data)
{
  TamboAvahiBrowser *self = user_data;
  Service key = { .name = (char *) name, .interface = interface, .protocol = protocol };
  AvahiClient *client = avahi_service_browser_get_client (browser);

  switch (event)
    {
    case AVAHI_BROWSER_NEW:
      if ((flags & AVAHI_LOOKUP_RESULT_OUR_OWN) == 0)
        add_service (self, client, interface, protocol, name, domain);
      break;
    case AVAHI_BROWSER_REMOVE:
      g_hash_table_remove (self->services, &key);
      break;
    case AVAHI_BROWSER_FAILURE:
      g_info ("discovery.browse failed (%d)", avahi_client_errno (client));
      break;
    case AVAHI_BROWSER_ALL_FOR_NOW:
    case AVAHI_BROWSER_CACHE_EXHAUSTED:
      break;
    }
}

static void
tambo_avahi_browser_finalize (GObject *object)
{
  TamboAvahiBrowser *self = TAMBO_AVAHI_BROWSER (object);

  g_clear_pointer (&self->browser, avahi_service_browser_free);
  g_hash_table_unref (self->services);

  G_OBJECT_CLASS (tambo_avahi_browser_parent_class)->finalize (object);
}

static guint
add_signal (TamboAvahiBrowserClass *klass, const char *name)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       G_TYPE_INET_SOCKET_ADDRESS);
}

static void
tambo_avahi_browser_class_init (TamboAvahiBrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_avahi_browser_finalize;

  signals[SIGNAL_ADDED] = add_signal (klass, "added");
  signals[SIGNAL_REMOVED] = add_signal (klass, "removed");
}

static void
tambo_avahi_browser_init (TamboAvahiBrowser *self)
{
  self->services = g_hash_table_new_full (service_hash, service_equal, NULL, service_free);
}

TamboAvahiBrowser *
tambo_avahi_browser_new (void)
{
  return g_object_new (TAMBO_TYPE_AVAHI_BROWSER, NULL);
}

void
tambo_avahi_browser_attach (TamboAvahiBrowser *self, AvahiClient *client)
{
  g_return_if_fail (TAMBO_IS_AVAHI_BROWSER (self));

  if (self->browser != NULL)
    return;

  self->browser = avahi_service_browser_new (client,
                                             AVAHI_IF_UNSPEC,
                                             AVAHI_PROTO_UNSPEC,
                                             TAMBO_AVAHI_SERVICE,
                                             NULL,
                                             0,
                                             on_browsed,
                                             self);
  if (self->browser == NULL)
    g_info ("discovery.browse failed (%d)", avahi_client_errno (client));
}

/* Before the client that it was attached to is freed. */
void
tambo_avahi_browser_detach (TamboAvahiBrowser *self)
{
  g_return_if_fail (TAMBO_IS_AVAHI_BROWSER (self));

  g_hash_table_remove_all (self->services);
  g_clear_pointer (&self->browser, avahi_service_browser_free);
}
