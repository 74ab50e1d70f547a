/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/blob-picture.h"

#include "content/base/limits.h"
#include "content/pack/still.h"

/**
 * TamboBlobPicture:
 *
 * A still picture from a pack. Nothing is shown until it is there, and nothing if it is damaged:
 * no picture stands alone, words are always beside it.
 */
struct _TamboBlobPicture
{
  GtkWidget parent_instance;

  GtkWidget *picture; /* (owned) */
  GCancellable *call; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboBlobPicture, tambo_blob_picture, GTK_TYPE_WIDGET)

static void
decode (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GBytes *bytes = task_data;
  g_autoptr (GError) error = NULL;
  GdkTexture *texture;
  guint width;
  guint height;

  if (!tambo_still_check (bytes, &width, &height, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  texture = gdk_texture_new_from_bytes (bytes, &error);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_decode_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboBlobPicture *self = TAMBO_BLOB_PICTURE (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  texture = g_task_propagate_pointer (G_TASK (result), &error);
  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("Picture: %s", error->message);
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboBlobPicture) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GTask) task = NULL;

  bytes = tambo_blob_source_read_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (bytes == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("Picture: %s", error->message);
      return;
    }

  task = g_task_new (self, self->call, on_decode_ready, NULL);
  g_task_set_task_data (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, decode);
}

static void
tambo_blob_picture_dispose (GObject *object)
{
  TamboBlobPicture *self = TAMBO_BLOB_PICTURE (object);

  g_cancellable_cancel (self->call);
  g_clear_object (&self->call);
  g_clear_pointer (&self->picture, gtk_widget_unparent);

  G_OBJECT_CLASS (tambo_blob_picture_parent_class)->dispose (object);
}

static void
tambo_blob_picture_class_init (TamboBlobPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_blob_picture_dispose;

  gtk_widget_class_set_css_name (widget_class, "blobpicture");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tambo_blob_picture_init (TamboBlobPicture *self)
{
  self->picture = gtk_picture_new ();
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), TRUE);
  gtk_widget_set_parent (self->picture, GTK_WIDGET (self));
}

GtkWidget *
tambo_blob_picture_new (void)
{
  return g_object_new (TAMBO_TYPE_BLOB_PICTURE, NULL);
}

/**
 * tambo_blob_picture_show:
 * @digest: (nullable): of the picture; %NULL for none
 */
void
tambo_blob_picture_show (TamboBlobPicture *self, TamboBlobSource *blobs, const char *digest)
{
  g_return_if_fail (TAMBO_IS_BLOB_PICTURE (self));
  g_return_if_fail (TAMBO_IS_BLOB_SOURCE (blobs));

  g_cancellable_cancel (self->call);
  g_clear_object (&self->call);
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), NULL);
  if (digest == NULL)
    return;

  self->call = g_cancellable_new ();
  tambo_blob_source_read_async (blobs,
                                digest,
                                TAMBO_LIMIT_STILL,
                                self->call,
                                on_read_ready,
                                g_object_ref (self));
}
