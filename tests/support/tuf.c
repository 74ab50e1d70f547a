/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/tuf.h"

#include "content/trust/metadata.h"

#include <string.h>

#define DEPLOYMENT \
  "{\"id\":\"00112233445566778899aabbccddeeff\",\"argon2id\":{\"ops\":3,\"mem\":134217728}}"
#define ROSTER "{\"kiosks\":[{\"key\":\"" TAMBO_TEST_TUF_PIN "\",\"part\":\"kiosk\"}]}"

static const char *const names[] = { "root", "timestamp", "snapshot", "targets", "roster" };

TamboTestTuf *
tambo_test_tuf_new (void)
{
  TamboTestTuf *self = g_new0 (TamboTestTuf, 1);

  self->now = TAMBO_TEST_TUF_NOW;
  self->small =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  tambo_test_tuf_set_small (self, "deployment.json", DEPLOYMENT);
  tambo_test_tuf_set_small (self, "roster/north.json", ROSTER);

  for (guint i = 0; i < TAMBO_TEST_TUF_N_ROLES; i++)
    {
      TamboTestTufPart *part = &self->parts[i];

      /* The first key is the role's own; keys[3] keeps it for the end. */
      part->keys[0] = part->keys[3] = tambo_signing_key_new ("test");
      part->n_keys = 1;
      part->threshold = 1;
      part->version = i == TAMBO_TEST_TUF_ROOT ? 1 : 5;
      part->days = 30;
      tambo_test_tuf_sign_with (self, i, part->keys[0]);
      self->spare[i] = tambo_signing_key_new ("test");
    }

  return self;
}

void
tambo_test_tuf_free (TamboTestTuf *self)
{
  for (guint i = 0; i < TAMBO_TEST_TUF_N_ROLES; i++)
    {
      tambo_signing_key_free (self->parts[i].keys[3]);
      tambo_signing_key_free (self->spare[i]);
    }
  g_hash_table_unref (self->small);
  g_free (self);
}

/* The next version of all but the root. */
void
tambo_test_tuf_raise (TamboTestTuf *self, guint by)
{
  for (guint i = TAMBO_TEST_TUF_TIMESTAMP; i < TAMBO_TEST_TUF_N_ROLES; i++)
    self->parts[i].version += by;
}

/* %NULL: nobody signs. */
void
tambo_test_tuf_sign_with (TamboTestTuf *self, TamboTestTufRole role, TamboSigningKey *key)
{
  self->parts[role].signers[0] = key;
  self->parts[role].n_signers = key != NULL ? 1 : 0;
}

void
tambo_test_tuf_replace_key (TamboTestTuf *self, TamboTestTufRole role)
{
  self->parts[TAMBO_TEST_TUF_ROOT].version++;
  self->parts[role].keys[0] = self->spare[role];
  tambo_test_tuf_sign_with (self, role, self->spare[role]);
}

void
tambo_test_tuf_set_small (TamboTestTuf *self, const char *path, const char *text)
{
  g_hash_table_insert (self->small, g_strdup (path), g_bytes_new (text, strlen (text)));
}

/* Replaces the first @from in a file that is signed already. */
void
tambo_test_tuf_edit (GHashTable *files, const char *title, const char *from, const char *to)
{
  GBytes *bytes = g_hash_table_lookup (files, title);
  g_autofree char *text = NULL;
  char *found;
  GString *edited;

  g_assert_nonnull (bytes);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  found = strstr (text, from);
  g_assert_nonnull (found);

  edited = g_string_new_len (text, found - text);
  g_string_append_printf (edited, "%s%s", to, found + strlen (from));
  g_hash_table_insert (files, g_strdup (title), g_string_free_to_bytes (edited));
}

static char *
title_of (TamboTestTuf *self, TamboTestTufRole role)
{
  if (role == TAMBO_TEST_TUF_TIMESTAMP)
    return g_strdup ("timestamp.json");

  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%s.json", self->parts[role].version, names[role]);
}

static JsonObject *
begin (TamboTestTuf *self, TamboTestTufRole role)
{
  const TamboTestTufPart *part = &self->parts[role];
  const char *type = role == TAMBO_TEST_TUF_ROSTER ? "targets" : names[role];
  g_autofree char *expires = tambo_metadata_format_time (self->now + part->days * 86400);
  JsonObject *object = tambo_metadata_begin (type, part->version, self->now - part->age * 86400, 0);

  json_object_set_string_member (object, "expires", expires);

  return object;
}

static GBytes *
finish (TamboTestTuf *self, TamboTestTufRole role, JsonObject *object, GHashTable *files)
{
  const TamboTestTufPart *part = &self->parts[role];
  GBytes *bytes;

  if (part->bend != NULL)
    part->bend (object);

  bytes = tambo_metadata_sign (object, part->signers, part->n_signers);
  g_hash_table_insert (files, title_of (self, role), bytes);

  return bytes;
}

static void
add_keys (JsonObject *keys, const TamboTestTufPart *part)
{
  for (guint i = 0; i < part->n_keys; i++)
    json_object_set_object_member (keys,
                                   tambo_signing_key_get_id (part->keys[i]),
                                   tambo_signing_key_write_public (part->keys[i]));
}

static JsonObject *
write_role (const TamboTestTufPart *part)
{
  return tambo_metadata_write_role (part->keys, part->n_keys, part->threshold);
}

static void
write_root (TamboTestTuf *self, GHashTable *files)
{
  JsonObject *object = begin (self, TAMBO_TEST_TUF_ROOT);
  JsonObject *keys = json_object_new ();
  JsonObject *roles = json_object_new ();

  for (guint i = TAMBO_TEST_TUF_ROOT; i <= TAMBO_TEST_TUF_TARGETS; i++)
    {
      add_keys (keys, &self->parts[i]);
      json_object_set_object_member (roles, names[i], write_role (&self->parts[i]));
    }
  json_object_set_boolean_member (object, "consistent_snapshot", TRUE);
  json_object_set_object_member (object, "keys", keys);
  json_object_set_object_member (object, "roles", roles);

  finish (self, TAMBO_TEST_TUF_ROOT, object, files);
}

/* Rosters are the delegated role's, all others the targets'. */
static JsonObject *
write_files (TamboTestTuf *self, gboolean rosters)
{
  JsonObject *targets = json_object_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;

  g_hash_table_iter_init (&iter, self->small);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    if (g_str_has_prefix (path, "roster/") == rosters)
      json_object_set_object_member (targets, path, tambo_metadata_write_info (bytes, 0));

  return targets;
}

static JsonObject *
write_delegations (TamboTestTuf *self)
{
  const TamboTestTufPart *part = &self->parts[TAMBO_TEST_TUF_ROSTER];
  JsonObject *delegations = json_object_new ();
  JsonObject *keys = json_object_new ();
  JsonObject *role = write_role (part);
  JsonArray *roles = json_array_new ();
  JsonArray *paths = json_array_new ();

  add_keys (keys, part);
  json_array_add_string_element (paths, "roster/*");
  json_object_set_string_member (role, "name", "roster");
  json_object_set_boolean_member (role, "terminating", TRUE);
  json_object_set_array_member (role, "paths", paths);
  json_array_add_object_element (roles, role);
  json_object_set_object_member (delegations, "keys", keys);
  json_object_set_array_member (delegations, "roles", roles);

  return delegations;
}

static GBytes *
write_targets (TamboTestTuf *self, TamboTestTufRole role, GHashTable *files)
{
  JsonObject *object = begin (self, role);

  json_object_set_object_member (object,
                                 "targets",
                                 write_files (self, role == TAMBO_TEST_TUF_ROSTER));
  if (role == TAMBO_TEST_TUF_TARGETS)
    json_object_set_object_member (object, "delegations", write_delegations (self));

  return finish (self, role, object, files);
}

/* (transfer full) (element-type utf8 GBytes): all files, as the parts are now. */
GHashTable *
tambo_test_tuf_publish (TamboTestTuf *self)
{
  GHashTable *files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  const TamboTestTufPart *parts = self->parts;
  GBytes *targets = write_targets (self, TAMBO_TEST_TUF_TARGETS, files);
  GBytes *roster = write_targets (self, TAMBO_TEST_TUF_ROSTER, files);
  JsonObject *snapshot = begin (self, TAMBO_TEST_TUF_SNAPSHOT);
  JsonObject *timestamp = begin (self, TAMBO_TEST_TUF_TIMESTAMP);
  JsonObject *meta = json_object_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;

  write_root (self, files);

  json_object_set_object_member (meta,
                                 "targets.json",
                                 tambo_metadata_write_info (targets,
                                                            parts[TAMBO_TEST_TUF_TARGETS].version));
  json_object_set_object_member (meta,
                                 "roster.json",
                                 tambo_metadata_write_info (roster,
                                                            parts[TAMBO_TEST_TUF_ROSTER].version));
  json_object_set_object_member (snapshot, "meta", meta);
  bytes = finish (self, TAMBO_TEST_TUF_SNAPSHOT, snapshot, files);

  meta = json_object_new ();
  json_object_set_object_member (
      meta,
      "snapshot.json",
      tambo_metadata_write_info (bytes, parts[TAMBO_TEST_TUF_SNAPSHOT].version));
  json_object_set_object_member (timestamp, "meta", meta);
  finish (self, TAMBO_TEST_TUF_TIMESTAMP, timestamp, files);

  g_hash_table_iter_init (&iter, self->small);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    g_hash_table_insert (files, g_strdup (path), g_bytes_ref (bytes));

  return files;
}
