/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/limits.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_HUB_AUTH (tambo_hub_auth_get_type ())
G_DECLARE_FINAL_TYPE (TamboHubAuth, tambo_hub_auth, TAMBO, HUB_AUTH, GObject)

TamboHubAuth *tambo_hub_auth_new (const char *user, const char *password);

char *tambo_hub_auth_get_header (TamboHubAuth *self, const char *repository);

void tambo_hub_auth_answer_async (TamboHubAuth *self,
                                  SoupSession *session,
                                  SoupMessage *refused,
                                  const char *repository,
                                  const TamboClientLimits *limits,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean tambo_hub_auth_answer_finish (TamboHubAuth *self, GAsyncResult *result, GError **error);

G_END_DECLS
