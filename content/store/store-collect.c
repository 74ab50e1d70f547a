/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/base/digest.h"
#include "content/base/file.h"
#include "content/store/store-internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEX_LENGTH (2 * TAMBO_DIGEST_SIZE)

/* The digest that a file of ours is named for; %NULL for what is not ours. */
static char *
digest_of_name (const char *name)
{
  g_autofree char *hex = g_strndup (name, HEX_LENGTH);
  g_autofree char *digest = g_strconcat ("sha256:", hex, NULL);
  const char *rest = strlen (name) >= HEX_LENGTH ? name + HEX_LENGTH : NULL;

  if (rest == NULL || !tambo_digest_is_valid (digest) ||
      (*rest != '\0' && !g_str_equal (rest, TAMBO_STORE_PART_SUFFIX) &&
       !g_str_equal (rest, TAMBO_STORE_BITS_SUFFIX)))
    return NULL;

  return g_steal_pointer (&digest);
}

/* One sweep, with the mutex held. */
typedef struct
{
  TamboStore *store;  /* (unowned) */
  GHashTable *in_use; /* (unowned) */
  guint64 freed;
  guint n_busy;
} Collection;

static GStrv
list_names (int folder_fd, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  int fd = openat (folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;

  if (folder == NULL)
    {
      tambo_file_set_error (error, errno, "Listing a folder");
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  while ((entry = readdir (folder)) != NULL)
    g_strv_builder_add (names, entry->d_name);
  closedir (folder);

  return g_strv_builder_end (names);
}

/* Whether anybody has the file open: a film that runs, a leaf on its way to a peer. The kernel
 * grants a lease for writing only if nobody has; where it knows no leases, nobody is asked, and
 * who has the file open keeps what he has. */
static gboolean
is_open (int folder_fd, const char *name)
{
  int fd = openat (folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean open;

  if (fd < 0)
    return FALSE;

  /* Who opens it meanwhile waits for the close below; that we are told so must not end us. */
  (void) fcntl (fd, F_SETSIG, SIGURG);
  open = fcntl (fd, F_SETLEASE, F_WRLCK) != 0 && errno == EAGAIN;
  close (fd);

  return open;
}

static void
collect_file (Collection *collection, int folder_fd, const char *name)
{
  TamboStore *self = collection->store;
  g_autofree char *digest = digest_of_name (name);
  g_autoptr (TamboStaging) held = NULL;
  struct stat info;

  if (digest == NULL || g_hash_table_contains (collection->in_use, digest) ||
      g_hash_table_contains (self->claims, digest))
    return;

  held = tambo_store_find_staging_locked (self, digest);
  if (held != NULL || is_open (folder_fd, name))
    {
      collection->n_busy++;
      return;
    }

  if (fstatat (folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
      unlinkat (folder_fd, name, 0) == 0)
    collection->freed += (guint64) info.st_blocks * 512;
}

static gboolean
collect_folder (Collection *collection, int folder_fd, GError **error)
{
  g_auto (GStrv) names = list_names (folder_fd, error);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    collect_file (collection, folder_fd, names[i]);

  return names != NULL;
}

/**
 * tambo_store_collect:
 * @self: a #TamboStore
 * @in_use: (element-type utf8 gpointer): digests that stay
 * @out_freed: (out) (optional): bytes that are free now
 * @out_n_busy: (out) (optional): blobs that somebody has open; the next collection takes them
 * @error: return location for a #GError
 *
 * Deletes every blob, and every staged one that nobody holds, whose digest is not a key of
 * @in_use, that nobody claims and nobody has open.
 */
gboolean
tambo_store_collect (TamboStore *self,
                     GHashTable *in_use,
                     guint64 *out_freed,
                     guint *out_n_busy,
                     GError **error)
{
  Collection collection = { .store = self, .in_use = in_use };
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);
  g_return_val_if_fail (in_use != NULL, FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  if (!collect_folder (&collection, self->folders.blobs_fd, error) ||
      !collect_folder (&collection, self->folders.staging_fd, error))
    return FALSE;

  if (out_freed != NULL)
    *out_freed = collection.freed;
  if (out_n_busy != NULL)
    *out_n_busy = collection.n_busy;

  return TRUE;
}

GStrv
tambo_store_list (TamboStore *self, GError **error)
{
  g_autoptr (GStrvBuilder) digests = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (TAMBO_IS_STORE (self), NULL);

  names = list_names (self->folders.blobs_fd, error);
  if (names == NULL)
    return NULL;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *digest = digest_of_name (names[i]);

      if (digest != NULL && strlen (names[i]) == HEX_LENGTH)
        g_strv_builder_add (digests, digest);
    }

  return g_strv_builder_end (digests);
}
