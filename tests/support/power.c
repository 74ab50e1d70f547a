/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "tests/support/power.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

/* A file as it was when it was last synced. */
typedef struct
{
  int fd;
  ino_t inode;
  guint8 *bytes; /* (owned) */
  gsize size;
} Image;

typedef enum
{
  NAME_ADDED,
  NAME_MOVED,
  NAME_REMOVED,
} NameChange;

/* A change to a folder that is not synced yet. */
typedef struct
{
  NameChange change;
  char *path;   /* (owned): where the name is now, or was */
  char *from;   /* (owned) (nullable): where it was */
  char *grave;  /* (owned) (nullable): a link to what would be gone else */
  ino_t folder; /* whose sync makes it last */
} Name;

static struct
{
  gboolean armed;
  char *folder; /* (owned) */
  guint at;
  TamboTestCut cut;
  int error_number;
  int log_fd;
  guint64 *written; /* (unowned) (nullable) */
  guint count;
  guint n_graves;
  GRand *random;    /* (owned) */
  GPtrArray *files; /* (owned) (element-type Image) */
  GPtrArray *names; /* (owned) (element-type Name) */
} power;

static int
raw_openat (int folder, const char *path, int flags, mode_t mode)
{
  return (int) syscall (SYS_openat, folder, path, flags, mode);
}

/* Whether a path is the folder or below it; SQLite's index in memory is made anew after a crash. */
static gboolean
is_ours (const char *path)
{
  gsize length = strlen (power.folder);

  return strncmp (path, power.folder, length) == 0 &&
         (path[length] == '/' || path[length] == '\0') && !g_str_has_suffix (path, "-shm");
}

static char *
path_of_fd (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  char buffer[4096];
  gssize length = readlink (link, buffer, sizeof buffer - 1);

  if (length < 0)
    return NULL;
  buffer[length] = '\0';

  return is_ours (buffer) ? g_strdup (buffer) : NULL;
}

static char *
path_at (int folder, const char *name)
{
  g_autofree char *parent = NULL;
  g_autofree char *path = NULL;

  if (name[0] == '/')
    return is_ours (name) ? g_strdup (name) : NULL;
  if (folder == AT_FDCWD)
    return NULL;

  parent = path_of_fd (folder);

  return parent != NULL ? g_build_filename (parent, name, NULL) : NULL;
}

static ino_t
folder_of (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  struct stat info;

  return stat (parent, &info) == 0 ? info.st_ino : 0;
}

static void
write_all (int fd, const guint8 *bytes, gsize size, off_t offset)
{
  while (size > 0)
    {
      gssize n = syscall (SYS_pwrite64, fd, bytes, size, offset);

      if (n <= 0)
        return;
      bytes += n;
      size -= (gsize) n;
      offset += n;
    }
}

static guint8 *
read_all (int fd, gsize *out_size)
{
  struct stat info;
  guint8 *bytes;
  gsize done = 0;

  if (fstat (fd, &info) != 0)
    return NULL;
  bytes = g_malloc ((gsize) info.st_size + 1);
  while (done < (gsize) info.st_size)
    {
      gssize n = pread (fd, bytes + done, (gsize) info.st_size - done, (off_t) done);

      if (n <= 0)
        break;
      done += (gsize) n;
    }
  *out_size = done;

  return bytes;
}

/* Before a file changes for the first time since it was synced. */
static void
remember_file (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  struct stat info;
  Image *image;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return;
  for (guint i = 0; i < power.files->len; i++)
    if (((Image *) power.files->pdata[i])->inode == info.st_ino)
      return;

  image = g_new0 (Image, 1);
  image->inode = info.st_ino;
  image->fd = raw_openat (AT_FDCWD, link, O_RDWR | O_CLOEXEC, 0);
  image->bytes = read_all (image->fd, &image->size);
  g_ptr_array_add (power.files, image);
}

static void
restore_file (Image *image, gboolean torn)
{
  g_autofree guint8 *now = NULL;
  gsize size = 0;

  if (!torn)
    {
      write_all (image->fd, image->bytes, image->size, 0);
      (void) !syscall (SYS_ftruncate, image->fd, image->size);
      return;
    }

  now = read_all (image->fd, &size);
  for (gsize offset = 0; offset < MAX (size, image->size); offset += PAGE)
    {
      static const guint8 zeros[PAGE] = { 0 };
      gsize old = offset < image->size ? MIN (PAGE, image->size - offset) : 0;

      if (g_rand_boolean (power.random))
        continue;
      /* What was never written reads as zeros, if the size has grown all the same. */
      write_all (image->fd,
                 old > 0 ? image->bytes + offset : zeros,
                 old > 0 ? old : MIN (PAGE, size - offset),
                 (off_t) offset);
    }
  (void) !syscall (SYS_ftruncate, image->fd, g_rand_boolean (power.random) ? size : image->size);
}

static void
restore_name (const Name *name)
{
  if (name->change == NAME_ADDED)
    syscall (SYS_unlinkat, AT_FDCWD, name->path, 0);
  else if (name->change == NAME_MOVED)
    syscall (SYS_renameat, AT_FDCWD, name->path, AT_FDCWD, name->from);
  if (name->grave != NULL)
    syscall (SYS_linkat, AT_FDCWD, name->grave, AT_FDCWD, name->path, 0);
}

static void
die (void)
{
  guint kept = power.cut == TAMBO_TEST_CUT_KILL ? power.names->len : 0;

  if (power.cut == TAMBO_TEST_CUT_TORN)
    kept = (guint) g_rand_int_range (power.random, 0, (gint32) power.names->len + 1);
  for (guint i = 0; power.cut != TAMBO_TEST_CUT_KILL && i < power.files->len; i++)
    restore_file (power.files->pdata[i], power.cut == TAMBO_TEST_CUT_TORN);
  for (guint i = power.names->len; i > kept; i--)
    restore_name (power.names->pdata[i - 1]);
  syscall (SYS_kill, getpid (), SIGKILL);
}

/* Counts a change that is about to be made; whether it may be. @needs_room: a full disk matters. */
static gboolean
pass (const char *what, const char *path, gboolean needs_room)
{
  power.count++;
  if (power.log_fd >= 0)
    {
      g_autofree char *line =
          g_strdup_printf ("%u %s .%s\n", power.count, what, path + strlen (power.folder));

      (void) !syscall (SYS_write, power.log_fd, line, strlen (line));
    }
  if (power.at == 0 || power.count < power.at)
    return TRUE;
  if (power.error_number == 0)
    die ();
  if (!needs_room && power.error_number == ENOSPC)
    return TRUE;

  errno = power.error_number;

  return FALSE;
}

static char *
bury (const char *path)
{
  g_autofree char *grave = g_strdup_printf ("%s.graves/%u", power.folder, power.n_graves++);

  if (syscall (SYS_linkat, AT_FDCWD, path, AT_FDCWD, grave, 0) != 0)
    return NULL;

  return g_steal_pointer (&grave);
}

static void
remember_name (NameChange change, const char *path, const char *from, char *grave)
{
  Name *name = g_new0 (Name, 1);

  name->change = change;
  name->path = g_strdup (path);
  name->from = g_strdup (from);
  name->grave = grave;
  name->folder = folder_of (path);
  g_ptr_array_add (power.names, name);
}

static int
do_open (int folder, const char *path, int flags, mode_t mode)
{
  g_autofree char *ours = power.armed && (flags & (O_CREAT | O_TRUNC)) != 0 ? path_at (folder, path)
                                                                            : NULL;
  gboolean is_new = FALSE;
  int fd;

  if (ours != NULL && (flags & O_CREAT) != 0)
    {
      is_new = faccessat (folder, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
      if (is_new && !pass ("create", ours, TRUE))
        return -1;
    }
  if (ours != NULL && !is_new && (flags & O_TRUNC) != 0)
    {
      int old = raw_openat (folder, path, O_RDWR | O_CLOEXEC, 0);

      if (old >= 0)
        {
          remember_file (old);
          close (old);
        }
      if (!pass ("truncate", ours, FALSE))
        return -1;
    }
  fd = raw_openat (folder, path, flags, mode);
  if (fd >= 0 && is_new)
    remember_name (NAME_ADDED, ours, NULL, NULL);

  return fd;
}

#define OPEN_MODE(last)                     \
  mode_t mode = 0;                          \
  if ((flags & (O_CREAT | O_TMPFILE)) != 0) \
    {                                       \
      va_list args;                         \
      va_start (args, last);                \
      mode = (mode_t) va_arg (args, int);   \
      va_end (args);                        \
    }

/* Under the names that the C library gives them; with files of any size there are two of most. */
int power_open (const char *path, int flags, ...) __asm__("open");
int power_open64 (const char *path, int flags, ...) __asm__("open64");
int power_openat (int folder, const char *path, int flags, ...) __asm__("openat");
int power_openat64 (int folder, const char *path, int flags, ...) __asm__("openat64");
gssize power_write (int fd, const void *data, gsize size) __asm__("write");
gssize power_pwrite (int fd, const void *data, gsize size, off_t offset) __asm__("pwrite");
gssize power_pwrite64 (int fd, const void *data, gsize size, off_t offset) __asm__("pwrite64");
int power_ftruncate (int fd, off_t size) __asm__("ftruncate");
int power_ftruncate64 (int fd, off_t size) __asm__("ftruncate64");
int power_fallocate (int fd, off_t offset, off_t size) __asm__("posix_fallocate");
int power_fallocate64 (int fd, off_t offset, off_t size) __asm__("posix_fallocate64");
int power_fsync (int fd) __asm__("fsync");
int power_fdatasync (int fd) __asm__("fdatasync");
int power_rename (const char *from, const char *to) __asm__("rename");
int power_renameat (int from_folder,
                    const char *from,
                    int to_folder,
                    const char *to) __asm__("renameat");
int power_unlink (const char *path) __asm__("unlink");
int power_unlinkat (int folder, const char *path, int flags) __asm__("unlinkat");

int
power_open (const char *path, int flags, ...)
{
  OPEN_MODE (flags)

  return do_open (AT_FDCWD, path, flags, mode);
}

int
power_open64 (const char *path, int flags, ...)
{
  OPEN_MODE (flags)

  return do_open (AT_FDCWD, path, flags, mode);
}

int
power_openat (int folder, const char *path, int flags, ...)
{
  OPEN_MODE (flags)

  return do_open (folder, path, flags, mode);
}

int
power_openat64 (int folder, const char *path, int flags, ...)
{
  OPEN_MODE (flags)

  return do_open (folder, path, flags, mode);
}

/* Whether the content of a file may change now. */
static gboolean
may_change (int fd, const char *what, gsize size, gboolean needs_room)
{
  g_autofree char *path = power.armed ? path_of_fd (fd) : NULL;

  if (path == NULL)
    return TRUE;

  remember_file (fd);
  if (!pass (what, path, needs_room))
    return FALSE;
  if (power.written != NULL && g_str_has_suffix (path, ".part"))
    *power.written += size;

  return TRUE;
}

gssize
power_write (int fd, const void *data, gsize size)
{
  return may_change (fd, "write", size, TRUE) ? syscall (SYS_write, fd, data, size) : -1;
}

gssize
power_pwrite (int fd, const void *data, gsize size, off_t offset)
{
  return may_change (fd, "pwrite", size, TRUE) ? syscall (SYS_pwrite64, fd, data, size, offset)
                                               : -1;
}

gssize
power_pwrite64 (int fd, const void *data, gsize size, off_t offset)
{
  return power_pwrite (fd, data, size, offset);
}

int
power_ftruncate (int fd, off_t size)
{
  return may_change (fd, "ftruncate", 0, FALSE) ? (int) syscall (SYS_ftruncate, fd, size) : -1;
}

int
power_ftruncate64 (int fd, off_t size)
{
  return power_ftruncate (fd, size);
}

int
power_fallocate (int fd, off_t offset, off_t size)
{
  if (!may_change (fd, "fallocate", 0, TRUE))
    return errno;

  return syscall (SYS_fallocate, fd, 0, offset, size) == 0 ? 0 : errno;
}

int
power_fallocate64 (int fd, off_t offset, off_t size)
{
  return power_fallocate (fd, offset, size);
}

static void
image_free (gpointer pointer)
{
  Image *image = pointer;

  close (image->fd);
  g_free (image->bytes);
  g_free (image);
}

static void
name_free (gpointer pointer)
{
  Name *name = pointer;

  g_free (name->path);
  g_free (name->from);
  g_free (name->grave);
  g_free (name);
}

/* What is synced is there whatever happens. */
static void
settle (int fd)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return;
  for (guint i = power.files->len; i > 0; i--)
    if (((Image *) power.files->pdata[i - 1])->inode == info.st_ino)
      g_ptr_array_remove_index (power.files, i - 1);
  for (guint i = power.names->len; S_ISDIR (info.st_mode) && i > 0; i--)
    if (((Name *) power.names->pdata[i - 1])->folder == info.st_ino)
      g_ptr_array_remove_index (power.names, i - 1);
}

static int
sync_file (int fd, const char *what, long number)
{
  g_autofree char *path = power.armed ? path_of_fd (fd) : NULL;
  int result;

  if (path != NULL && !pass (what, path, FALSE))
    return -1;
  result = (int) syscall (number, fd);
  if (path != NULL && result == 0)
    settle (fd);

  return result;
}

int
power_fsync (int fd)
{
  return sync_file (fd, "fsync", SYS_fsync);
}

int
power_fdatasync (int fd)
{
  return sync_file (fd, "fdatasync", SYS_fdatasync);
}

int
power_renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  g_autofree char *source = power.armed ? path_at (from_folder, from) : NULL;
  g_autofree char *target = power.armed ? path_at (to_folder, to) : NULL;
  char *grave = NULL;
  int result;

  if (source != NULL && target != NULL)
    {
      if (!pass ("rename", target, FALSE))
        return -1;
      grave = bury (target);
    }
  result = (int) syscall (SYS_renameat, from_folder, from, to_folder, to);
  if (source != NULL && target != NULL && result == 0)
    remember_name (NAME_MOVED, target, source, grave);

  return result;
}

int
power_rename (const char *from, const char *to)
{
  return power_renameat (AT_FDCWD, from, AT_FDCWD, to);
}

int
power_unlinkat (int folder, const char *path, int flags)
{
  g_autofree char *ours = power.armed && flags == 0 ? path_at (folder, path) : NULL;
  char *grave = NULL;
  int result;

  if (ours != NULL && access (ours, F_OK) == 0)
    {
      if (!pass ("unlink", ours, FALSE))
        return -1;
      grave = bury (ours);
    }
  result = (int) syscall (SYS_unlinkat, folder, path, flags);
  if (grave != NULL && result == 0)
    remember_name (NAME_REMOVED, ours, NULL, grave);

  return result;
}

int
power_unlink (const char *path)
{
  return power_unlinkat (AT_FDCWD, path, 0);
}

void
tambo_test_power_arm (const char *folder,
                      guint at,
                      TamboTestCut cut,
                      guint32 seed,
                      int error_number,
                      int log_fd,
                      guint64 *written)
{
  g_autofree char *graves = g_strconcat (folder, ".graves", NULL);

  (void) g_mkdir_with_parents (graves, 0700);
  power.folder = g_strdup (folder);
  power.at = at;
  power.cut = cut;
  power.error_number = error_number;
  power.log_fd = log_fd;
  power.written = written;
  power.random = g_rand_new_with_seed (seed);
  power.files = g_ptr_array_new_with_free_func (image_free);
  power.names = g_ptr_array_new_with_free_func (name_free);
  power.armed = TRUE;
}

guint
tambo_test_power_get_count (void)
{
  return power.count;
}
