/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/rotation.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/trust/metadata-writer.h"
#include "content/trust/metadata.h"

#include <string.h>

/* Beside `signed` and `signatures` of a root that travels: the root before it. */
#define PREVIOUS "x-tambo-previous"
#define MAX_FILE (2 * TAMBO_LIMIT_ROOT)
#define SHORT_ID 8

struct _TamboRotation
{
  GBytes *previous;      /* (owned): the file */
  TamboMetadata *old;    /* (owned): the same, parsed */
  JsonObject *next;      /* (owned): what is signed */
  JsonArray *signatures; /* (owned) */
};

static const char *const role_names[] = { "root", "timestamp", "snapshot", "targets" };

static gboolean
refuse (GError **error, const char *format, const char *word)
{
  g_autofree char *why = g_strdup_printf ("%s%s", format, word);

  g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, why);

  return FALSE;
}

void
tambo_rotation_free (TamboRotation *self)
{
  g_clear_pointer (&self->signatures, json_array_unref);
  g_clear_pointer (&self->next, json_object_unref);
  g_clear_pointer (&self->old, tambo_metadata_unref);
  g_clear_pointer (&self->previous, g_bytes_unref);
  g_free (self);
}

/* That it can be made sense of, whoever signed it. */
static gboolean
check_roles (TamboMetadata *root, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    {
      g_autoptr (TamboRoleKeys) keys = tambo_metadata_get_role_keys (root, role_names[i], error);

      if (keys == NULL)
        return FALSE;
    }

  return TRUE;
}

static TamboRotation *
rotation_new (GBytes *root, GError **error)
{
  g_autoptr (TamboRotation) self = g_new0 (TamboRotation, 1);

  self->signatures = json_array_new ();
  self->previous = g_bytes_ref (root);
  self->old = tambo_metadata_new_from_bytes (root, "root", TAMBO_LIMIT_ROOT, error);
  if (self->old == NULL || !check_roles (self->old, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
copy_member (TamboRotation *self, const char *name)
{
  JsonObject *old = tambo_metadata_get_signed (self->old);

  if (json_object_has_member (old, name))
    json_object_set_member (self->next, name, tambo_json_copy (json_object_get_member (old, name)));
}

TamboRotation *
tambo_rotation_new (GBytes *root, gint64 now, guint days, GError **error)
{
  g_autoptr (TamboRotation) self = rotation_new (root, error);

  if (self == NULL)
    return NULL;

  now = MAX (now, tambo_metadata_get_time (self->old));
  self->next = tambo_metadata_begin ("root", tambo_metadata_get_version (self->old) + 1, now, days);
  copy_member (self, "consistent_snapshot");
  copy_member (self, "keys");
  copy_member (self, "roles");
  copy_member (self, TAMBO_METADATA_NAMES);
  if (!json_object_has_member (self->next, TAMBO_METADATA_NAMES))
    json_object_set_object_member (self->next, TAMBO_METADATA_NAMES, json_object_new ());

  return g_steal_pointer (&self);
}

static GBytes *
node_to_bytes (JsonNode *node)
{
  return tambo_json_write_canonical (node, NULL);
}

static GBytes *
write_file (TamboRotation *self, gboolean with_previous)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (TamboJson) previous = NULL;
  JsonObject *file = json_object_new ();

  json_object_set_object_member (file, "signed", json_object_ref (self->next));
  json_object_set_array_member (file, "signatures", json_array_ref (self->signatures));
  if (with_previous)
    {
      previous = tambo_json_parse (self->previous, TAMBO_LIMIT_ROOT, NULL);
      json_object_set_member (file, PREVIOUS, tambo_json_copy (tambo_json_get_root (previous)));
    }
  json_node_take_object (node, file);

  return node_to_bytes (node);
}

GBytes *
tambo_rotation_write (TamboRotation *self)
{
  return write_file (self, TRUE);
}

GBytes *
tambo_rotation_write_root (TamboRotation *self)
{
  return write_file (self, FALSE);
}

GBytes *
tambo_rotation_get_previous (TamboRotation *self)
{
  return g_bytes_ref (self->previous);
}

guint64
tambo_rotation_get_version (TamboRotation *self)
{
  return tambo_metadata_get_version (self->old) + 1;
}

/* What travelled must be a root that could follow the one inside it; who signed is looked at when
 * it is asked for. */
TamboRotation *
tambo_rotation_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, MAX_FILE, error);
  JsonObject *file = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  g_autoptr (TamboRotation) self = NULL;
  g_autoptr (TamboMetadata) root = NULL;
  g_autoptr (JsonNode) copy = NULL;
  g_autoptr (GBytes) previous = NULL;
  g_autoptr (GBytes) written = NULL;
  JsonObject *ignored;
  JsonArray *signatures;

  if (file == NULL || !tambo_json_object_get_object (file, PREVIOUS, &ignored, error) ||
      !tambo_json_object_get_object (file, "signed", &ignored, error) ||
      !tambo_json_object_get_array (file, "signatures", &signatures, error))
    return NULL;

  previous = node_to_bytes (json_object_get_member (file, PREVIOUS));
  self = previous != NULL ? rotation_new (previous, error) : NULL;
  if (self == NULL)
    return NULL;

  copy = tambo_json_copy (json_object_get_member (file, "signed"));
  self->next = json_object_ref (json_node_get_object (copy));
  g_clear_pointer (&copy, json_node_unref);
  copy = tambo_json_copy (json_object_get_member (file, "signatures"));
  json_array_unref (self->signatures);
  self->signatures = json_array_ref (json_node_get_array (copy));

  written = tambo_rotation_write_root (self);
  root = tambo_metadata_new_from_bytes (written, "root", TAMBO_LIMIT_ROOT, error);
  if (root == NULL || !check_roles (root, error))
    return NULL;
  if (tambo_metadata_get_version (root) != tambo_rotation_get_version (self))
    {
      refuse (error, "The root is not the one after the root that came with it", "");
      return NULL;
    }

  return g_steal_pointer (&self);
}

static TamboMetadata *
parse_next (TamboRotation *self)
{
  g_autoptr (GBytes) bytes = tambo_rotation_write_root (self);

  return tambo_metadata_new_from_bytes (bytes, "root", TAMBO_LIMIT_ROOT, NULL);
}

static JsonObject *
find_role (JsonObject *root, const char *role, GError **error)
{
  JsonObject *roles;
  JsonObject *object = NULL;

  if (!tambo_json_object_get_object (root, "roles", &roles, error) ||
      !tambo_json_object_get_object (roles, role, &object, error))
    return NULL;

  return object;
}

/* Nothing but signatures is added to what somebody signed. */
static JsonObject *
find_role_to_change (TamboRotation *self, const char *role, GError **error)
{
  if (json_array_get_length (self->signatures) > 0)
    {
      refuse (error, "Somebody has signed this root; begin another one to change more", "");
      return NULL;
    }

  return find_role (self->next, role, error);
}

gboolean
tambo_rotation_add_key (TamboRotation *self,
                        const char *role,
                        const TamboPublicKey *key,
                        GError **error)
{
  JsonObject *object = find_role_to_change (self, role, error);
  JsonObject *names = json_object_get_object_member (self->next, TAMBO_METADATA_NAMES);
  JsonArray *ids;

  if (object == NULL)
    return FALSE;

  ids = json_object_get_array_member (object, "keyids");
  for (guint i = 0; i < json_array_get_length (ids); i++)
    if (strcmp (json_array_get_string_element (ids, i), key->id) == 0)
      return refuse (error, "That role has this key already: ", key->name);

  json_array_add_string_element (ids, key->id);
  json_object_set_object_member (json_object_get_object_member (self->next, "keys"),
                                 key->id,
                                 tambo_public_key_write (key));
  json_object_set_string_member (names, key->id, key->name);

  return TRUE;
}

static const char *
find_name (JsonObject *root, const char *id)
{
  JsonObject *names = NULL;
  const char *name = "?";

  if (tambo_json_object_find_object (root, TAMBO_METADATA_NAMES, &names, NULL) && names != NULL)
    tambo_json_object_find_string (names, id, &name, NULL);

  return name;
}

/* Keys that no role has any more would only be a riddle to whoever reads the root. */
static void
forget_unused (TamboRotation *self)
{
  JsonObject *keys = json_object_get_object_member (self->next, "keys");
  JsonObject *names = json_object_get_object_member (self->next, TAMBO_METADATA_NAMES);
  g_autoptr (GList) ids = json_object_get_members (keys);

  for (GList *l = ids; l != NULL; l = l->next)
    {
      gboolean used = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
        {
          JsonObject *role = find_role (self->next, role_names[i], NULL);
          JsonArray *members = json_object_get_array_member (role, "keyids");

          for (guint j = 0; j < json_array_get_length (members); j++)
            used |= strcmp (json_array_get_string_element (members, j), l->data) == 0;
        }
      if (!used)
        {
          json_object_remove_member (names, l->data);
          json_object_remove_member (keys, l->data);
        }
    }
}

gboolean
tambo_rotation_remove_key (TamboRotation *self, const char *role, const char *key, GError **error)
{
  JsonObject *object = find_role_to_change (self, role, error);
  JsonArray *ids;
  int found = -1;

  if (object == NULL)
    return FALSE;

  ids = json_object_get_array_member (object, "keyids");
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      const char *id = json_array_get_string_element (ids, i);

      if (strcmp (find_name (self->next, id), key) != 0 &&
          (strlen (key) < SHORT_ID || !g_str_has_prefix (id, key)))
        continue;
      if (found >= 0)
        return refuse (error, "More than one key of that role fits; say how its id begins: ", key);
      found = (int) i;
    }
  if (found < 0)
    return refuse (error, "That role has no such key: ", key);

  json_array_remove_element (ids, (guint) found);
  forget_unused (self);

  return TRUE;
}

gboolean
tambo_rotation_has_key (TamboRotation *self, const char *role, const char *id)
{
  g_autoptr (TamboMetadata) next = parse_next (self);
  g_autoptr (TamboRoleKeys) keys = NULL;

  keys = next != NULL ? tambo_metadata_get_role_keys (next, role, NULL) : NULL;

  return keys != NULL && tambo_role_keys_has (keys, id);
}

gboolean
tambo_rotation_set_threshold (TamboRotation *self,
                              const char *role,
                              guint threshold,
                              GError **error)
{
  JsonObject *object = find_role_to_change (self, role, error);

  if (object == NULL)
    return FALSE;

  json_object_set_int_member (object, "threshold", threshold);

  return TRUE;
}

/* Whether the key @id of @root has signed the next one. */
static gboolean
has_signed (TamboRotation *self, TamboMetadata *next, JsonObject *root, const char *id)
{
  JsonObject *keys = json_object_get_object_member (root, "keys");
  g_autoptr (JsonObject) role = json_object_new ();
  g_autoptr (TamboRoleKeys) one = NULL;
  JsonArray *ids = json_array_new ();

  json_array_add_string_element (ids, id);
  json_object_set_array_member (role, "keyids", ids);
  json_object_set_int_member (role, "threshold", 1);
  one = tambo_role_keys_new (keys, role, NULL);

  return one != NULL && tambo_metadata_verify (next, one, NULL);
}

/**
 * tambo_rotation_check:
 * @self: a #TamboRotation
 * @error: return location for a #GError
 *
 * Returns: whether all roles have as many keys as they need signatures, and root can be read
 */
gboolean
tambo_rotation_check (TamboRotation *self, GError **error)
{
  g_autoptr (GBytes) bytes = tambo_rotation_write_root (self);
  g_autoptr (TamboMetadata) next = NULL;

  next = tambo_metadata_new_from_bytes (bytes, "root", TAMBO_LIMIT_ROOT, error);

  return next != NULL && check_roles (next, error);
}

guint
tambo_rotation_sign (TamboRotation *self, TamboKeyRing *ring)
{
  g_autoptr (TamboMetadata) unsigned_next = parse_next (self);
  TamboMetadata *const roots[] = { self->old, unsigned_next };
  guint n_new = 0;

  if (unsigned_next == NULL || !check_roles (unsigned_next, NULL))
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_autoptr (TamboRoleKeys) role = tambo_metadata_get_role_keys (roots[i], "root", NULL);
      g_autoptr (GPtrArray) keys = tambo_key_ring_list_for (ring, role);

      for (guint j = 0; j < keys->len; j++)
        {
          g_autoptr (TamboMetadata) next = parse_next (self);
          const char *id = tambo_signing_key_get_id (keys->pdata[j]);

          if (has_signed (self, next, tambo_metadata_get_signed (roots[i]), id))
            continue;
          json_array_add_object_element (self->signatures,
                                         tambo_metadata_write_signature (self->next,
                                                                         keys->pdata[j]));
          n_new++;
        }
    }

  return n_new;
}

gboolean
tambo_rotation_is_complete (TamboRotation *self)
{
  g_autoptr (TamboMetadata) next = parse_next (self);
  g_autoptr (TamboRoleKeys) old_keys = NULL;
  g_autoptr (TamboRoleKeys) new_keys = NULL;

  if (next == NULL)
    return FALSE;
  old_keys = tambo_metadata_get_role_keys (self->old, "root", NULL);
  new_keys = tambo_metadata_get_role_keys (next, "root", NULL);

  return old_keys != NULL && new_keys != NULL && tambo_metadata_verify (next, old_keys, NULL) &&
         tambo_metadata_verify (next, new_keys, NULL);
}

/* "needs 2 of: founder (signed), amina, bo" */
static void
describe_signers (TamboRotation *self, GString *text, const char *which, JsonObject *root)
{
  g_autoptr (TamboMetadata) next = parse_next (self);
  JsonObject *role = find_role (root, "root", NULL);
  JsonArray *ids = json_object_get_array_member (role, "keyids");
  gint64 threshold = json_object_get_int_member (role, "threshold");
  guint n_signed = 0;
  g_autoptr (GString) waiting = g_string_new (NULL);

  g_string_append_printf (text, "%s needs %" G_GINT64_FORMAT " of:", which, threshold);
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      const char *id = json_array_get_string_element (ids, i);
      gboolean is_signed = next != NULL && has_signed (self, next, root, id);

      g_string_append_printf (text,
                              "%s %s %.*s%s",
                              i > 0 ? "," : "",
                              find_name (root, id),
                              SHORT_ID,
                              id,
                              is_signed ? " (signed)" : "");
      n_signed += is_signed;
      if (!is_signed)
        g_string_append_printf (waiting, " %s", find_name (root, id));
    }
  g_string_append_c (text, '\n');
  if (n_signed < threshold)
    g_string_append_printf (text,
                            "  still missing: %" G_GINT64_FORMAT " of%s\n",
                            threshold - n_signed,
                            waiting->str);
}

static void
describe_role (TamboRotation *self, GString *text, const char *name)
{
  JsonObject *old = find_role (tambo_metadata_get_signed (self->old), name, NULL);
  JsonObject *role = find_role (self->next, name, NULL);
  JsonArray *ids;

  if (role == NULL || old == NULL)
    return;

  ids = json_object_get_array_member (role, "keyids");
  g_string_append_printf (text,
                          "  %-9s %" G_GINT64_FORMAT " of",
                          name,
                          json_object_get_int_member (role, "threshold"));
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      const char *id = json_array_get_string_element (ids, i);
      JsonArray *before = json_object_get_array_member (old, "keyids");
      gboolean known = FALSE;

      for (guint j = 0; j < json_array_get_length (before); j++)
        known |= strcmp (json_array_get_string_element (before, j), id) == 0;
      g_string_append_printf (text,
                              " %s %.*s%s",
                              find_name (self->next, id),
                              SHORT_ID,
                              id,
                              known ? "" : " (new)");
    }
  g_string_append_c (text, '\n');
}

char *
tambo_rotation_describe (TamboRotation *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "Root %" G_GUINT64_FORMAT ", which says who signs what:\n",
                          tambo_rotation_get_version (self));
  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    describe_role (self, text, role_names[i]);
  describe_signers (self, text, "By the root before, it", tambo_metadata_get_signed (self->old));
  describe_signers (self, text, "By itself, it", self->next);
  g_string_append (text,
                   tambo_rotation_is_complete (self) ? "It is signed by all that are needed.\n"
                                                     : "It is not signed by enough keys yet.\n");

  return g_string_free (text, FALSE);
}
