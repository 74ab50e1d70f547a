/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/file.h"

#include "content/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void
tambo_file_set_error (GError **error, int error_number, const char *doing)
{
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (error_number),
               "%s: %s",
               doing,
               g_strerror (error_number));
}

/**
 * tambo_file_open_folder:
 * @path: (type filename): a folder of ours
 * @create: make it if it is missing, for its owner alone
 * @error: return location for a #GError
 *
 * Returns: a descriptor that the caller closes, or -1
 */
int
tambo_file_open_folder (const char *path, gboolean create, GError **error)
{
  int fd;

  g_return_val_if_fail (path != NULL, -1);

  if (create && g_mkdir_with_parents (path, 0700) != 0)
    {
      tambo_file_set_error (error, errno, "Making a folder");
      return -1;
    }

  fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    tambo_file_set_error (error, errno, "Opening a folder");

  return fd;
}

/**
 * tambo_file_open_inside:
 * @folder_fd: a folder that somebody else wrote
 * @path: in it
 * @flags: as of open(), besides those that keep it from blocking
 * @error: return location for a #GError
 *
 * Whatever the folder holds, nothing beside it is opened and no link is followed.
 *
 * Returns: a descriptor that the caller closes, or -1 with %TAMBO_ERROR_PACK_FORMAT or a
 *   %G_IO_ERROR set
 */
int
tambo_file_open_inside (int folder_fd, const char *path, int flags, GError **error)
{
  const struct open_how how = {
    .flags = (guint64) flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
  };
  int fd = (int) syscall (SYS_openat2, folder_fd, path, &how, sizeof how);

  if (fd >= 0)
    return fd;

  if (errno == ELOOP || errno == EXDEV)
    g_set_error (error,
                 TAMBO_ERROR,
                 TAMBO_ERROR_PACK_FORMAT,
                 "%s is a link or leads out of the folder",
                 path);
  else
    tambo_file_set_error (error, errno, path);

  return -1;
}

static gboolean
read_all (int fd, guint8 *buffer, gsize size, gsize *out_done, GError **error)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = read (fd, buffer + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          tambo_file_set_error (error, errno, "Reading a file");
          return FALSE;
        }
      if (n == 0)
        break;
      done += (gsize) n;
    }

  *out_done = done;

  return TRUE;
}

/**
 * tambo_file_read_fd:
 * @fd: open for reading; not closed
 * @max_size: refuse more than this, before reading it
 * @error: return location for a #GError
 *
 * Reads a regular file whole.
 *
 * Returns: (transfer full): its bytes; %G_IO_ERROR_NOT_REGULAR_FILE for a folder, pipe or device,
 *   %G_IO_ERROR_MESSAGE_TOO_LARGE if it is larger than @max_size
 */
GBytes *
tambo_file_read_fd (int fd, gsize max_size, GError **error)
{
  g_autofree guint8 *buffer = NULL;
  struct stat info;
  gsize done;

  if (fstat (fd, &info) != 0)
    {
      tambo_file_set_error (error, errno, "Looking at a file");
      return NULL;
    }

  if (!S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "Not a regular file");
      return NULL;
    }

  if (info.st_size < 0 || (guint64) info.st_size > max_size)
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_MESSAGE_TOO_LARGE,
                           "The file is too large");
      return NULL;
    }

  /* A file that grows meanwhile is read as far as it went at first. */
  buffer = g_malloc ((gsize) info.st_size + 1);
  if (!read_all (fd, buffer, (gsize) info.st_size, &done, error))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&buffer), done);
}

/* Reads a regular file of a folder of ours; see tambo_file_read_fd(). */
GBytes *
tambo_file_read_at (int folder_fd, const char *name, gsize max_size, GError **error)
{
  int fd = openat (folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  GBytes *bytes;

  if (fd < 0)
    {
      tambo_file_set_error (error, errno, "Opening a file");
      return NULL;
    }

  bytes = tambo_file_read_fd (fd, max_size, error);
  close (fd);

  return bytes;
}

/* All of it or an error; the descriptor's position stays. */
GBytes *
tambo_file_read_range (int fd, guint64 offset, gsize size, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (MAX (size, 1));
  gsize done = 0;

  while (done < size)
    {
      gssize n = pread (fd, buffer + done, size - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          tambo_file_set_error (error, n < 0 ? errno : EIO, "Reading a file");
          return NULL;
        }
      done += (gsize) n;
    }

  return g_bytes_new_take (g_steal_pointer (&buffer), size);
}

char *
tambo_file_read_first_line (const char *path, GError **error)
{
  char *text = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;

  text[strcspn (text, "\r\n")] = '\0';

  return text;
}

/* At an offset, all of it or an error; the descriptor's position stays. */
gboolean
tambo_file_write_fd (int fd, guint64 offset, const void *data, gsize size, GError **error)
{
  const guint8 *at = data;

  while (size > 0)
    {
      gssize n = pwrite (fd, at, size, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          tambo_file_set_error (error, errno, "Writing a file");
          return FALSE;
        }
      at += n;
      offset += (guint64) n;
      size -= (gsize) n;
    }

  return TRUE;
}

static gboolean
write_new (int folder_fd, const char *name, GBytes *bytes, int mode, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  int fd = openat (folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  gboolean written;

  if (fd < 0)
    {
      tambo_file_set_error (error, errno, "Creating a file");
      return FALSE;
    }

  written = tambo_file_write_fd (fd, 0, data, size, error);
  if (written && fsync (fd) != 0)
    {
      tambo_file_set_error (error, errno, "Writing a file");
      written = FALSE;
    }
  close (fd);

  return written;
}

/**
 * tambo_file_write_at:
 * @folder_fd: a folder of ours, in which only this process writes
 * @name: of the file, replaced if it is there
 * @bytes: its new content
 * @mode: permissions
 * @error: return location for a #GError
 *
 * Writes a file so that after a power cut it holds the old content or the new.
 */
gboolean
tambo_file_write_at (int folder_fd, const char *name, GBytes *bytes, int mode, GError **error)
{
  g_autofree char *other = g_strconcat (name, ".new", NULL);

  if (unlinkat (folder_fd, other, 0) != 0 && errno != ENOENT)
    {
      tambo_file_set_error (error, errno, "Creating a file");
      return FALSE;
    }

  if (!write_new (folder_fd, other, bytes, mode, error))
    {
      unlinkat (folder_fd, other, 0);
      return FALSE;
    }

  if (renameat (folder_fd, other, folder_fd, name) != 0)
    {
      tambo_file_set_error (error, errno, "Renaming a file");
      unlinkat (folder_fd, other, 0);
      return FALSE;
    }

  return tambo_file_sync_folder (folder_fd, error);
}

/* Makes names that were added or changed durable. */
gboolean
tambo_file_sync_folder (int folder_fd, GError **error)
{
  if (fsync (folder_fd) != 0)
    {
      tambo_file_set_error (error, errno, "Writing a folder");
      return FALSE;
    }

  return TRUE;
}
