/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How many addresses that never answered may be kept at once. */
#define TAMBO_CANDIDATES_MAX_UNKNOWN 32

/* The longest TXT record that is looked at; ours has 4 bytes. */
#define TAMBO_CANDIDATE_MAX_TXT 64

typedef enum
{
  TAMBO_CANDIDATE_USABLE,
  TAMBO_CANDIDATE_PORT,      /* 0 or a system port */
  TAMBO_CANDIDATE_LOOPBACK,  /* this machine */
  TAMBO_CANDIDATE_OWN,       /* an address of ours */
  TAMBO_CANDIDATE_MULTICAST, /* a group, a broadcast, or no address at all */
  TAMBO_CANDIDATE_PUBLIC,    /* not of a site: 10/8, 172.16/12, 192.168/16, 169.254/16, fe80::/10,
                                fc00::/7 */
  TAMBO_CANDIDATE_SCOPE,     /* link-local IPv6 without a link */
  TAMBO_CANDIDATE_CROWDED,   /* too many unknown ones already */
} TamboCandidateVerdict;

/**
 * TamboCandidateRules:
 * @own: (element-type GInetAddress): our addresses
 * @own_port: where we listen
 * @n_unknown: how many candidates are kept that never answered
 * @allow_loopback: for demo and tests only
 */
typedef struct
{
  GPtrArray *own; /* (unowned) */
  guint16 own_port;
  guint n_unknown;
  gboolean allow_loopback;
} TamboCandidateRules;

TamboCandidateVerdict tambo_candidate_judge (GInetSocketAddress *candidate,
                                             const TamboCandidateRules *rules);
gboolean tambo_candidate_txt_is_ours (const guint8 *txt, gsize length);
const char *tambo_candidate_verdict_to_word (TamboCandidateVerdict verdict);

GPtrArray *tambo_candidate_list_own_addresses (void);

G_END_DECLS
