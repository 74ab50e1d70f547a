/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/rotation.h"
#include "content/trust/trust-state.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* One role that delegates to itself as often as it likes. */
static void
resolve (TamboTargets *targets)
{
  g_autoptr (TamboRoleTree) tree = tambo_role_tree_new ();
  g_autoptr (GPtrArray) all = NULL;
  GPtrArray *delegations = tambo_targets_get_delegations (targets);

  tambo_role_tree_add (tree, "targets", targets);
  for (guint i = 0; i < delegations->len; i++)
    {
      const TamboDelegation *delegation = delegations->pdata[i];

      if (tambo_role_tree_find (tree, delegation->role) != NULL)
        tambo_role_tree_accept (tree, delegation);
      tambo_delegation_matches (delegation, "packs/org.example.a/1");
    }
  all = tambo_role_tree_resolve_all (tree);
}

/* Verifying needs a signature that no fuzzer finds, so that each parser is called by itself. */
static void
parse_metadata (GBytes *bytes)
{
  static const char *const types[] = { "root", "timestamp", "snapshot", "targets" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboMetadata) metadata = NULL;
      g_autoptr (TamboRoleKeys) keys = NULL;
      g_autoptr (TamboFileInfo) info = NULL;
      g_autoptr (TamboTargets) targets = NULL;

      metadata = tambo_metadata_new_from_bytes (bytes, types[i], 65536, &error);
      g_assert ((metadata == NULL) == (error != NULL));
      if (metadata == NULL)
        continue;

      keys = tambo_metadata_get_role_keys (metadata, "root", NULL);
      if (keys != NULL)
        tambo_metadata_verify (metadata, keys, NULL);
      info = tambo_metadata_find_meta (metadata, "snapshot.json", NULL);
      targets = tambo_targets_new ("targets", metadata, NULL);
      if (targets != NULL)
        resolve (g_steal_pointer (&targets));
    }
}

static void
parse_records (GBytes *bytes)
{
  g_autoptr (TamboDeployment) deployment = tambo_deployment_new_from_bytes (bytes, NULL);
  g_autoptr (GPtrArray) roster = tambo_roster_new_from_bytes (bytes, NULL);
  g_autoptr (TamboClinicRecord) clinic = tambo_clinic_record_new_from_bytes ("x", bytes, NULL);

  g_autoptr (TamboPublicKey) key = tambo_public_key_new_from_bytes (bytes, NULL);
  g_autoptr (TamboRotation) rotation = tambo_rotation_new_from_bytes (bytes, NULL);

  /* What was read can be written. */
  if (deployment != NULL)
    g_bytes_unref (tambo_deployment_write (deployment));
  if (roster != NULL)
    g_bytes_unref (tambo_roster_write (roster));
  if (clinic != NULL)
    g_bytes_unref (tambo_clinic_record_write (clinic));
  if (key != NULL)
    g_bytes_unref (tambo_public_key_write_file (key));
  if (rotation != NULL)
    {
      g_autofree char *text = tambo_rotation_describe (rotation);

      tambo_rotation_is_complete (rotation);
      g_bytes_unref (tambo_rotation_write (rotation));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TamboTrustState) state = NULL;
  g_autoptr (GError) error = NULL;

  state = tambo_trust_state_new (bytes, &error);
  g_assert ((state == NULL) == (error != NULL));
  parse_metadata (bytes);
  parse_records (bytes);

  return 0;
}
