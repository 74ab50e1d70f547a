/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TamboHubChallenge:
 * @has_basic: a user and a password will do
 * @realm: (owned) (nullable): where to get a bearer token; %NULL if none will do
 * @service: (owned) (nullable): for whom to get it
 * @scope: (owned) (nullable): for what to get it
 *
 * What a registry wants to see before it answers: WWW-Authenticate, as far as we can follow it.
 */
typedef struct
{
  gboolean has_basic;
  char *realm;
  char *service;
  char *scope;
} TamboHubChallenge;

gboolean tambo_hub_challenge_parse (TamboHubChallenge *self, const char *header);
void tambo_hub_challenge_clear (TamboHubChallenge *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TamboHubChallenge, tambo_hub_challenge_clear)

G_END_DECLS
