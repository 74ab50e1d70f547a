/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/config.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "mesh/discovery/static-discovery.h"

#include <string.h>

/* Reads one key into its place. */
typedef gboolean (*ReadFunc) (TamboMeshConfig *self,
                              GKeyFile *file,
                              const char *group,
                              const char *key,
                              GError **error);

static gboolean
read_port (TamboMeshConfig *self,
           GKeyFile *file,
           const char *group,
           const char *key,
           GError **error)
{
  guint64 port = 0;
  g_autofree char *text = g_key_file_get_string (file, group, key, error);

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &port, error))
    return FALSE;

  self->port = (guint16) port;

  return TRUE;
}

static gboolean
read_boolean (gboolean *place, GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean value = g_key_file_get_boolean (file, group, key, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *place = value;

  return TRUE;
}

static gboolean
read_allow_loopback (TamboMeshConfig *self,
                     GKeyFile *file,
                     const char *group,
                     const char *key,
                     GError **error)
{
  return read_boolean (&self->allow_loopback, file, group, key, error);
}

static gboolean
read_avahi (TamboMeshConfig *self,
            GKeyFile *file,
            const char *group,
            const char *key,
            GError **error)
{
  return read_boolean (&self->avahi, file, group, key, error);
}

static gboolean
read_list (GStrv *place, GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_auto (GStrv) value = g_key_file_get_string_list (file, group, key, NULL, error);

  if (value == NULL)
    return FALSE;

  g_strfreev (*place);
  *place = g_steal_pointer (&value);

  return TRUE;
}

static gboolean
read_static_peers (TamboMeshConfig *self,
                   GKeyFile *file,
                   const char *group,
                   const char *key,
                   GError **error)
{
  if (!read_list (&self->static_peers, file, group, key, error))
    return FALSE;
  for (gsize i = 0; self->static_peers[i] != NULL; i++)
    {
      g_autoptr (GInetSocketAddress) address = tambo_static_discovery_parse (self->static_peers[i],
                                                                             error);

      if (address == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_languages (TamboMeshConfig *self,
                GKeyFile *file,
                const char *group,
                const char *key,
                GError **error)
{
  return read_list (&self->languages, file, group, key, error);
}

static gboolean
read_packs (TamboMeshConfig *self,
            GKeyFile *file,
            const char *group,
            const char *key,
            GError **error)
{
  return read_list (&self->packs, file, group, key, error);
}

static gboolean
read_space_floor (TamboMeshConfig *self,
                  GKeyFile *file,
                  const char *group,
                  const char *key,
                  GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, error);
  guint64 megabytes = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &megabytes, error))
    return FALSE;

  self->space_floor = megabytes * 1000 * 1000;

  return TRUE;
}

static gboolean
read_hub_url (TamboMeshConfig *self,
              GKeyFile *file,
              const char *group,
              const char *key,
              GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, error);
  TamboRegistryAddress *address;

  if (text == NULL)
    return FALSE;
  address = tambo_registry_address_parse (text, error);
  if (address == NULL)
    return FALSE;

  g_clear_pointer (&self->hub, tambo_registry_address_free);
  self->hub = address;

  return TRUE;
}

static gboolean
read_path (char **place, GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autofree char *path = g_key_file_get_string (file, group, key, error);

  if (path == NULL)
    return FALSE;
  if (!g_path_is_absolute (path))
    {
      g_set_error (error,
                   G_KEY_FILE_ERROR,
                   G_KEY_FILE_ERROR_INVALID_VALUE,
                   "“%s” does not begin with /",
                   path);
      return FALSE;
    }

  g_free (*place);
  *place = g_steal_pointer (&path);

  return TRUE;
}

static gboolean
read_hub_ca_file (TamboMeshConfig *self,
                  GKeyFile *file,
                  const char *group,
                  const char *key,
                  GError **error)
{
  return read_path (&self->hub_ca_file, file, group, key, error);
}

static gboolean
read_hub_user (TamboMeshConfig *self,
               GKeyFile *file,
               const char *group,
               const char *key,
               GError **error)
{
  g_free (self->hub_user);
  self->hub_user = g_key_file_get_string (file, group, key, error);

  return self->hub_user != NULL;
}

static gboolean
read_hub_password_file (TamboMeshConfig *self,
                        GKeyFile *file,
                        const char *group,
                        const char *key,
                        GError **error)
{
  return read_path (&self->hub_password_file, file, group, key, error);
}

static gboolean
read_seconds (guint *place, GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  double seconds = g_key_file_get_double (file, group, key, &local_error);

  if (local_error == NULL && !(seconds >= 0.01 && seconds <= 86400))
    g_set_error_literal (&local_error,
                         G_KEY_FILE_ERROR,
                         G_KEY_FILE_ERROR_INVALID_VALUE,
                         "not between 0.01 and 86400");
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *place = (guint) (seconds * 1000);

  return TRUE;
}

static gboolean
read_hello (TamboMeshConfig *self,
            GKeyFile *file,
            const char *group,
            const char *key,
            GError **error)
{
  return read_seconds (&self->hello_ms, file, group, key, error);
}

static gboolean
read_batch (TamboMeshConfig *self,
            GKeyFile *file,
            const char *group,
            const char *key,
            GError **error)
{
  return read_seconds (&self->batch_ms, file, group, key, error);
}

static gboolean
read_hub_seconds (TamboMeshConfig *self,
                  GKeyFile *file,
                  const char *group,
                  const char *key,
                  GError **error)
{
  return read_seconds (&self->hub_ms, file, group, key, error);
}

static gboolean
read_hub_grace (TamboMeshConfig *self,
                GKeyFile *file,
                const char *group,
                const char *key,
                GError **error)
{
  return read_seconds (&self->hub_grace_ms, file, group, key, error);
}

/* All keys. packaging/mesh.conf explains each. */
static const struct
{
  const char *group;
  const char *key;
  ReadFunc read;
} keys[] = {
  { "mesh", "port", read_port },
  { "mesh", "allow-loopback", read_allow_loopback },
  { "mesh", "avahi", read_avahi },
  { "mesh", "static-peers", read_static_peers },
  { "content", "languages", read_languages },
  { "content", "packs", read_packs },
  { "content", "keep-free-megabytes", read_space_floor },
  { "hub", "url", read_hub_url },
  { "hub", "ca-file", read_hub_ca_file },
  { "hub", "user", read_hub_user },
  { "hub", "password-file", read_hub_password_file },
  { "timing", "hello-seconds", read_hello },
  { "timing", "batch-seconds", read_batch },
  { "timing", "hub-seconds", read_hub_seconds },
  { "timing", "hub-grace-seconds", read_hub_grace },
};

static gboolean
read_key (TamboMeshConfig *self, GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (strcmp (keys[i].group, group) != 0 || strcmp (keys[i].key, key) != 0)
        continue;
      if (keys[i].read (self, file, group, key, &local_error))
        return TRUE;
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_CONFIG,
                   "mesh.conf: [%s] %s: %s",
                   group,
                   key,
                   local_error->message);
      return FALSE;
    }

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_CONFIG,
               "mesh.conf: there is no key “%s” in [%s]",
               key,
               group);

  return FALSE;
}

/* A group with a slip in its name says nothing wrong if it is empty, but is not what was meant. */
static gboolean
check_group (const char *group, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (strcmp (keys[i].group, group) == 0)
        return TRUE;
    }

  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG, "mesh.conf: there is no group [%s]", group);

  return FALSE;
}

static gboolean
read_file (TamboMeshConfig *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) names = NULL;

      if (!check_group (groups[i], error))
        return FALSE;
      names = g_key_file_get_keys (file, groups[i], NULL, error);
      if (names == NULL)
        return FALSE;
      for (gsize j = 0; names[j] != NULL; j++)
        {
          if (!read_key (self, file, groups[i], names[j], error))
            return FALSE;
        }
    }

  return TRUE;
}

/**
 * tambo_mesh_config_load:
 * @config_dir: without a `mesh.conf` in it all is as by default
 */
TamboMeshConfig *
tambo_mesh_config_load (const char *config_dir, const char *state_dir, GError **error)
{
  g_autoptr (TamboMeshConfig) self = g_new0 (TamboMeshConfig, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = g_build_filename (config_dir, "mesh.conf", NULL);

  self->config_dir = g_strdup (config_dir);
  self->state_dir = g_strdup (state_dir);
  self->port = TAMBO_MESH_PORT;
  self->avahi = TRUE;
  self->static_peers = g_new0 (char *, 1);
  self->languages = g_strsplit ("en;fr;ar", ";", -1);
  self->packs = g_strsplit ("*", ";", -1);
  self->space_floor = TAMBO_SPACE_FLOOR;
  self->hello_ms = 12 * 1000;
  self->batch_ms = 15 * 60 * 1000;
  self->hub_ms = 15 * 60 * 1000;
  self->hub_grace_ms = 15 * 1000;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&self);
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG, "mesh.conf: %s", local_error->message);
      return NULL;
    }
  if (!read_file (self, file, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tambo_mesh_config_free (TamboMeshConfig *self)
{
  g_free (self->config_dir);
  g_free (self->state_dir);
  g_strfreev (self->static_peers);
  g_strfreev (self->languages);
  g_strfreev (self->packs);
  g_clear_pointer (&self->hub, tambo_registry_address_free);
  g_free (self->hub_ca_file);
  g_free (self->hub_user);
  g_free (self->hub_password_file);
  g_free (self);
}

gboolean
tambo_mesh_config_takes_pack (const TamboMeshConfig *self, const char *id)
{
  return g_strv_contains ((const char *const *) self->packs, "*") ||
         g_strv_contains ((const char *const *) self->packs, id);
}

char *
tambo_mesh_config_get_state_path (const TamboMeshConfig *self, const char *name)
{
  return g_build_filename (self->state_dir, name, NULL);
}
