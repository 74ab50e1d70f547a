/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/key-ring.h"

#include "content/base/file.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define KEYS_FOLDER "keys"

struct _TamboKeyRing
{
  char *folder;    /* (owned) */
  GPtrArray *keys; /* (owned) (element-type TamboSigningKey) */
  TamboSeal *seal; /* (owned) (nullable) */
};

static TamboKeyRing *
ring_new (const char *folder)
{
  TamboKeyRing *self = g_new0 (TamboKeyRing, 1);

  self->folder = g_build_filename (folder, KEYS_FOLDER, NULL);
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_signing_key_free);

  return self;
}

TamboKeyRing *
tambo_key_ring_new (const char *folder, const char *passphrase, GError **error)
{
  g_autoptr (TamboKeyRing) self = ring_new (folder);

  g_return_val_if_fail (sodium_init () >= 0, NULL);

  if (g_file_test (self->folder, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "“%s” holds keys already", folder);
      return NULL;
    }

  self->seal = passphrase != NULL ? tambo_seal_new (passphrase, error) : NULL;
  if (passphrase != NULL && self->seal == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
load_keys (TamboKeyRing *self, int fd, const char *passphrase, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, error);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      TamboSigningKey *key;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      key = tambo_signing_key_load (fd, name, passphrase, &self->seal, error);
      if (key == NULL)
        return FALSE;
      g_ptr_array_add (self->keys, key);
    }

  return dir != NULL;
}

TamboKeyRing *
tambo_key_ring_open (const char *folder, const char *passphrase, GError **error)
{
  g_autoptr (TamboKeyRing) self = ring_new (folder);
  gboolean loaded;
  int fd;

  g_return_val_if_fail (sodium_init () >= 0, NULL);

  fd = tambo_file_open_folder (self->folder, FALSE, error);
  if (fd < 0)
    return NULL;

  loaded = load_keys (self, fd, passphrase, error);
  close (fd);

  return loaded ? g_steal_pointer (&self) : NULL;
}

void
tambo_key_ring_free (TamboKeyRing *self)
{
  g_clear_pointer (&self->seal, tambo_seal_free);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self);
}

static char *
choose_file (int fd, const char *file)
{
  char *name = g_strconcat (file, ".json", NULL);

  for (guint i = 2; faccessat (fd, name, F_OK, 0) == 0; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u.json", file, i);
    }

  return name;
}

/* Returns: (transfer none): the new key */
TamboSigningKey *
tambo_key_ring_create (TamboKeyRing *self, const char *file, const char *name, GError **error)
{
  g_autoptr (TamboSigningKey) key = tambo_signing_key_new (name);
  g_autofree char *path = NULL;
  gboolean saved;
  int fd = tambo_file_open_folder (self->folder, TRUE, error);

  if (fd < 0)
    return NULL;

  path = choose_file (fd, file);
  saved = tambo_signing_key_save (key, fd, path, self->seal, error);
  close (fd);
  if (!saved)
    return NULL;

  g_ptr_array_add (self->keys, g_steal_pointer (&key));

  return self->keys->pdata[self->keys->len - 1];
}

GPtrArray *
tambo_key_ring_get_keys (TamboKeyRing *self)
{
  return self->keys;
}

GPtrArray *
tambo_key_ring_list_for (TamboKeyRing *self, TamboRoleKeys *keys)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->keys->len; i++)
    if (tambo_role_keys_has (keys, tambo_signing_key_get_id (self->keys->pdata[i])))
      g_ptr_array_add (found, self->keys->pdata[i]);

  return found;
}
