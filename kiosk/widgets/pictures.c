/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "kiosk/widgets/pictures.h"

#include "content/base/file.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* More at once would take the machine from who plays a film. */
#define MAX_AT_ONCE 2

/**
 * TamboPictures:
 *
 * Makes textures of pictures and films that come from elsewhere. They are decoded in a sandbox,
 * and here only shown. Nothing is kept: what somebody looked at is not to be found later.
 */
struct _TamboPictures
{
  GObject parent_instance;

  TamboSandbox *sandbox; /* (owned) */
  GThreadPool *pool;     /* (owned): of tasks, which they own */
};

G_DEFINE_FINAL_TYPE (TamboPictures, tambo_pictures, G_TYPE_OBJECT)

typedef struct
{
  GBytes *medium; /* (owned) */
  TamboMediumKind kind;
  guint64 at_ms;
} Decode;

static void
decode_free (gpointer pointer)
{
  Decode *decode = pointer;

  g_bytes_unref (decode->medium);
  g_free (decode);
}

static int
make_fd (GBytes *bytes, GError **error)
{
  int fd = memfd_create ("medium", MFD_CLOEXEC);

  if (fd < 0)
    {
      tambo_file_set_error (error, errno, "Making a file in memory");
      return -1;
    }
  if (tambo_file_write_fd (fd, 0, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return fd;

  close (fd);

  return -1;
}

/* In a thread of the pool. */
static void
decode_in_thread (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  TamboPictures *self = g_task_get_source_object (task);
  Decode *decode = g_task_get_task_data (task);
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };
  int fd = -1;

  if (g_task_return_error_if_cancelled (task))
    return;

  fd = make_fd (decode->medium, &error);
  if (fd >= 0)
    {
      pixels = tambo_sandbox_take_picture (self->sandbox,
                                           fd,
                                           decode->kind,
                                           decode->at_ms,
                                           &medium,
                                           g_task_get_cancellable (task),
                                           &error);
      close (fd);
    }
  if (pixels == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task,
                         gdk_memory_texture_new ((int) medium.width,
                                                 (int) medium.height,
                                                 GDK_MEMORY_R8G8B8A8,
                                                 pixels,
                                                 (gsize) medium.width * 4),
                         g_object_unref);
}

static void
tambo_pictures_finalize (GObject *object)
{
  TamboPictures *self = TAMBO_PICTURES (object);

  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_clear_object (&self->sandbox);

  G_OBJECT_CLASS (tambo_pictures_parent_class)->finalize (object);
}

static void
tambo_pictures_class_init (TamboPicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pictures_finalize;
}

static void
tambo_pictures_init (TamboPictures *self)
{
  self->pool = g_thread_pool_new (decode_in_thread, NULL, MAX_AT_ONCE, FALSE, NULL);
}

TamboPictures *
tambo_pictures_new (TamboSandbox *sandbox)
{
  TamboPictures *self = g_object_new (TAMBO_TYPE_PICTURES, NULL);

  self->sandbox = g_object_ref (sandbox);

  return self;
}

/**
 * tambo_pictures_decode_async:
 * @medium: a PNG, a JPEG or a film, whole
 * @at_ms: which picture of a film
 */
void
tambo_pictures_decode_async (TamboPictures *self,
                             GBytes *medium,
                             TamboMediumKind kind,
                             guint64 at_ms,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  Decode *decode;

  g_return_if_fail (TAMBO_IS_PICTURES (self));
  g_return_if_fail (medium != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  decode = g_new0 (Decode, 1);
  decode->medium = g_bytes_ref (medium);
  decode->kind = kind;
  decode->at_ms = at_ms;
  g_task_set_source_tag (task, tambo_pictures_decode_async);
  g_task_set_task_data (task, decode, decode_free);
  g_thread_pool_push (self->pool, task, NULL);
}

GdkTexture *
tambo_pictures_decode_finish (TamboPictures *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
