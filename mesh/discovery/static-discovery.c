/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/discovery/static-discovery.h"

#include "content/base/error.h"

#include <net/if.h>

/**
 * TamboStaticDiscovery:
 *
 * Candidates that an operator wrote down: numeric addresses, each announced once at the start.
 */
struct _TamboStaticDiscovery
{
  GObject parent_instance;

  GPtrArray *candidates; /* (owned) (element-type GInetSocketAddress) */
};

static void implement_discovery (TamboDiscoveryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboStaticDiscovery,
                               tambo_static_discovery,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_DISCOVERY, implement_discovery))

static void
start (TamboDiscovery *discovery, guint16 port)
{
  TamboStaticDiscovery *self = TAMBO_STATIC_DISCOVERY (discovery);

  for (guint i = 0; i < self->candidates->len; i++)
    tambo_discovery_emit_added (discovery, g_ptr_array_index (self->candidates, i));
}

static void
stop (TamboDiscovery *discovery)
{
}

static void
implement_discovery (TamboDiscoveryInterface *iface)
{
  iface->start = start;
  iface->stop = stop;
}

static void
tambo_static_discovery_finalize (GObject *object)
{
  TamboStaticDiscovery *self = TAMBO_STATIC_DISCOVERY (object);

  g_ptr_array_unref (self->candidates);

  G_OBJECT_CLASS (tambo_static_discovery_parent_class)->finalize (object);
}

static void
tambo_static_discovery_class_init (TamboStaticDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_static_discovery_finalize;
}

static void
tambo_static_discovery_init (TamboStaticDiscovery *self)
{
  self->candidates = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * tambo_static_discovery_new:
 * @addresses: `192.168.1.7:7443`, `[fe80::1%wlan0]:7443`
 */
TamboStaticDiscovery *
tambo_static_discovery_new (const char *const *addresses, GError **error)
{
  g_autoptr (TamboStaticDiscovery) self = g_object_new (TAMBO_TYPE_STATIC_DISCOVERY, NULL);

  for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      GInetSocketAddress *candidate = tambo_static_discovery_parse (addresses[i], error);

      if (candidate == NULL)
        return NULL;
      g_ptr_array_add (self->candidates, candidate);
    }

  return g_steal_pointer (&self);
}

/* The part before the last colon, without the brackets of IPv6. */
static char *
cut_host (const char *address, const char *colon)
{
  if (address[0] != '[')
    return g_strndup (address, colon - address);
  if (colon == address + 1 || colon[-1] != ']')
    return NULL;

  return g_strndup (address + 1, colon - address - 2);
}

/**
 * tambo_static_discovery_parse:
 * @address: numbers, not names: nothing here asks a name server
 *
 * Returns: (transfer full): the address and port, or %NULL with %TAMBO_ERROR_CONFIG
 */
GInetSocketAddress *
tambo_static_discovery_parse (const char *address, GError **error)
{
  const char *colon = strrchr (address, ':');
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) inet = NULL;
  guint64 port = 0;
  guint32 scope = 0;
  char *percent;

  host = colon != NULL ? cut_host (address, colon) : NULL;
  percent = host != NULL ? strchr (host, '%') : NULL;
  if (percent != NULL)
    {
      *percent = '\0';
      scope = if_nametoindex (percent + 1);
    }
  inet = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (inet == NULL || (strchr (host, ':') != NULL && address[0] != '[') ||
      !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, NULL))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_CONFIG,
                           "An address is numbers and a port, as 192.168.1.7:7443");
      return NULL;
    }

  return g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                       "address",
                       inet,
                       "port",
                       (guint) port,
                       "scope-id",
                       scope,
                       NULL);
}
