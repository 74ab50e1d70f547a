/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json.h"
#include "tests/support/trust.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No fuzzer finds a signature, so that one is made for whatever it says: the first byte chooses a
 * role (root 2, timestamp, snapshot, targets, roster), the rest is JSON whose members replace those
 * of its file before it is signed. What somebody with a stolen key could try. */
static JsonObject *members;

static void
bend (JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (members);

  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (object,
                            l->data,
                            tambo_json_copy (json_object_get_member (members, l->data)));
}

static JsonObject *
parse (const guint8 *data, gsize size, TamboJson **out_json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GBytes) canonical = NULL;

  *out_json = tambo_json_parse (bytes, 65536, NULL);
  if (*out_json == NULL)
    return NULL;

  canonical = tambo_json_write_canonical (tambo_json_get_root (*out_json), NULL);

  return canonical != NULL ? tambo_json_get_root_object (*out_json, NULL) : NULL;
}

static TamboTrust *
new_kiosk (TamboTestTuf *tuf)
{
  g_autoptr (GHashTable) files = tambo_test_tuf_publish (tuf);
  TamboTrust *trust = tambo_trust_new (g_hash_table_lookup (files, "1.root.json"), NULL);

  g_assert (trust != NULL);
  g_assert (tambo_trust_update (trust, files, TAMBO_TEST_TUF_NOW, NULL));

  return trust;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (TamboTestTuf) tuf = NULL;
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GPtrArray) packs = NULL;
  g_autoptr (GError) error = NULL;
  TamboTestTufRole role;

  if (size < 2)
    return 0;

  role = data[0] % TAMBO_TEST_TUF_N_ROLES;
  members = parse (data + 1, size - 1, &json);
  if (members == NULL)
    return 0;

  tuf = tambo_test_tuf_new ();
  trust = new_kiosk (tuf);
  tambo_test_tuf_raise (tuf, 1);
  tuf->parts[TAMBO_TEST_TUF_ROOT].version = role == TAMBO_TEST_TUF_ROOT ? 2 : 1;
  tuf->parts[role].bend = bend;
  files = tambo_test_tuf_publish (tuf);

  if (tambo_trust_update (trust, files, TAMBO_TEST_TUF_NOW, &error))
    g_assert (error == NULL);
  else
    g_assert (error != NULL && tambo_trust_get_version (trust) == 5);
  packs = tambo_trust_list_packs (trust);

  return 0;
}
