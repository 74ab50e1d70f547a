/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/discovery/candidate.h"

#include <ifaddrs.h>
#include <netinet/in.h>

#define FIRST_USER_PORT 1024

static const char *const words[] = {
  [TAMBO_CANDIDATE_USABLE] = "usable",       [TAMBO_CANDIDATE_PORT] = "port",
  [TAMBO_CANDIDATE_LOOPBACK] = "loopback",   [TAMBO_CANDIDATE_OWN] = "own",
  [TAMBO_CANDIDATE_MULTICAST] = "multicast", [TAMBO_CANDIDATE_PUBLIC] = "public",
  [TAMBO_CANDIDATE_SCOPE] = "scope",         [TAMBO_CANDIDATE_CROWDED] = "crowded",
};

const char *
tambo_candidate_verdict_to_word (TamboCandidateVerdict verdict)
{
  return words[verdict];
}

static gboolean
is_group (GInetAddress *address)
{
  static const guint8 broadcast[4] = { 255, 255, 255, 255 };

  if (g_inet_address_get_is_any (address) || g_inet_address_get_is_multicast (address))
    return TRUE;

  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 &&
         memcmp (g_inet_address_to_bytes (address), broadcast, sizeof broadcast) == 0;
}

/* GInetAddress calls fec0::/10 site-local and knows nothing of fc00::/7; it is the other way round
 * since 2004. */
static gboolean
is_of_a_site (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_is_link_local (address))
    return TRUE;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_get_is_site_local (address);

  return (bytes[0] & 0xfe) == 0xfc;
}

static gboolean
is_own (GInetAddress *address, GPtrArray *own)
{
  for (guint i = 0; own != NULL && i < own->len; i++)
    {
      if (g_inet_address_equal (address, g_ptr_array_index (own, i)))
        return TRUE;
    }

  return FALSE;
}

/**
 * tambo_candidate_judge:
 *
 * Everything that was heard was said by a stranger. What passes here is worth one attempt at a
 * pinned connection.
 */
TamboCandidateVerdict
tambo_candidate_judge (GInetSocketAddress *candidate, const TamboCandidateRules *rules)
{
  GInetAddress *address = g_inet_socket_address_get_address (candidate);
  guint16 port = g_inet_socket_address_get_port (candidate);

  if (port < FIRST_USER_PORT)
    return TAMBO_CANDIDATE_PORT;
  if (is_group (address))
    return TAMBO_CANDIDATE_MULTICAST;
  if (g_inet_address_get_is_loopback (address))
    {
      if (!rules->allow_loopback)
        return TAMBO_CANDIDATE_LOOPBACK;
      if (port == rules->own_port)
        return TAMBO_CANDIDATE_OWN;
    }
  else if (is_own (address, rules->own))
    return TAMBO_CANDIDATE_OWN;
  else if (!is_of_a_site (address))
    return TAMBO_CANDIDATE_PUBLIC;
  else if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
           g_inet_address_get_is_link_local (address) &&
           g_inet_socket_address_get_scope_id (candidate) == 0)
    return TAMBO_CANDIDATE_SCOPE;
  if (rules->n_unknown >= TAMBO_CANDIDATES_MAX_UNKNOWN)
    return TAMBO_CANDIDATE_CROWDED;

  return TAMBO_CANDIDATE_USABLE;
}

/* TXT as it is on the wire: strings, each after its length. Only the one string `v=1` is ours. */
gboolean
tambo_candidate_txt_is_ours (const guint8 *txt, gsize length)
{
  static const guint8 ours[] = { 3, 'v', '=', '1' };

  return length == sizeof ours && memcmp (txt, ours, sizeof ours) == 0;
}

/**
 * tambo_candidate_list_own_addresses:
 *
 * Returns: (transfer full) (element-type GInetAddress): the addresses of this machine now
 */
GPtrArray *
tambo_candidate_list_own_addresses (void)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_object_unref);
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) != 0)
    return g_steal_pointer (&own);

  for (struct ifaddrs *i = all; i != NULL; i = i->ifa_next)
    {
      g_autoptr (GSocketAddress) native = NULL;
      gsize size;

      if (i->ifa_addr == NULL)
        continue;
      if (i->ifa_addr->sa_family == AF_INET)
        size = sizeof (struct sockaddr_in);
      else if (i->ifa_addr->sa_family == AF_INET6)
        size = sizeof (struct sockaddr_in6);
      else
        continue;

      native = g_socket_address_new_from_native (i->ifa_addr, size);
      if (G_IS_INET_SOCKET_ADDRESS (native))
        g_ptr_array_add (own,
                         g_object_ref (
                             g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (native))));
    }
  freeifaddrs (all);

  return g_steal_pointer (&own);
}
