/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/hub.h"

#include <string.h>

static gboolean
take_leaf (guint64 offset, GBytes *bytes, gpointer user_data, GError **error)
{
  TamboTestHubLeaves *leaves = user_data;

  if (leaves->n_leaves > 0)
    g_assert_cmpuint (offset, ==, leaves->next);
  leaves->next = offset + g_bytes_get_size (bytes);
  leaves->n_leaves++;

  return TRUE;
}

TamboTestHub *
tambo_test_hub_new (const TamboTestHubAnswer *answers,
                    guint n_answers,
                    const TamboClientLimits *limits)
{
  TamboTestHub *self = g_new0 (TamboTestHub, 1);
  g_autofree char *url = NULL;
  g_autoptr (TamboRegistryAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->rogue = tambo_test_rogue_hub_new (answers, n_answers);
  url = g_strdup_printf ("http://127.0.0.1:%u/clinics",
                         tambo_test_rogue_hub_get_port (self->rogue));
  address = tambo_registry_address_parse (url, &error);
  g_assert_no_error (error);
  self->client = tambo_hub_client_new (address, "somebody", "secret", limits);

  return self;
}

void
tambo_test_hub_free (TamboTestHub *self)
{
  tambo_hub_client_close (self->client);
  tambo_test_wait_for_finalize (G_OBJECT (self->client));
  tambo_test_rogue_hub_close (self->rogue);
  tambo_test_wait_for_finalize (G_OBJECT (self->rogue));
  g_free (self);
}

TamboPull
tambo_test_hub_make_pull (TamboTestHub *self, TamboPullKind kind)
{
  TamboPull pull = {
    .kind = kind,
    .name = "tambo/packs/a",
    .reference = kind == TAMBO_PULL_MANIFEST ? "1" : TAMBO_TEST_BLOB,
  };

  if (kind == TAMBO_PULL_RUN)
    {
      pull.size = TAMBO_TEST_HUB_SIZE;
      pull.offset = TAMBO_LEAF_SIZE;
      pull.length = TAMBO_TEST_HUB_LENGTH;
      pull.leaf_func = take_leaf;
      pull.leaf_data = &self->leaves;
    }

  return pull;
}

GBytes *
tambo_test_hub_ask (TamboTestHub *self, TamboPullKind kind, GError **error)
{
  TamboPull pull = tambo_test_hub_make_pull (self, kind);

  self->leaves = (TamboTestHubLeaves){ 0 };

  return tambo_test_pull (TAMBO_PULL_SOURCE (self->client), &pull, error);
}

gboolean
tambo_test_hub_saw (TamboTestHub *self, guint index, const char *what)
{
  return strstr (tambo_test_rogue_hub_get_request (self->rogue, index), what) != NULL;
}
