/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/blob-picture.h"

#include "content/base/limits.h"
#include "content/pack/still.h"

/* A longer film has to bring its poster. */
#define MAX_FILM (64 * TAMBO_MIB)

/**
 * TamboBlobPicture:
 *
 * A picture from a pack: a still one, or one of a film. Nothing is shown until it is there, and
 * nothing if it is damaged: no picture stands alone, words are always beside it.
 */
struct _TamboBlobPicture
{
  GtkWidget parent_instance;

  GtkWidget *picture; /* (owned) */
  GCancellable *call; /* (owned) (nullable) */
  TamboMediumKind kind;
  guint64 at_ms;
};

G_DEFINE_FINAL_TYPE (TamboBlobPicture, tambo_blob_picture, GTK_TYPE_WIDGET)

static void
on_decode_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboBlobPicture) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  texture = tambo_pictures_decode_finish (TAMBO_PICTURES (object), result, &error);
  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("Picture: %s", error->message);
}

/* The header says it at once, and without a decoder. */
static gboolean
check_size (TamboBlobPicture *self, GBytes *bytes, GError **error)
{
  guint width;
  guint height;

  return self->kind == TAMBO_MEDIUM_WEBM || tambo_still_check (bytes, &width, &height, error);
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboBlobPicture) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = tambo_blob_source_read_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (bytes == NULL || !check_size (self, bytes, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("Picture: %s", error->message);
      return;
    }

  tambo_pictures_decode_async (tambo_blob_source_get_pictures (TAMBO_BLOB_SOURCE (object)),
                               bytes,
                               self->kind,
                               self->at_ms,
                               self->call,
                               on_decode_ready,
                               g_object_ref (self));
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
 * @layer: (nullable): the file; %NULL for none
 * @at_ms: which picture, if it is a film
 */
void
tambo_blob_picture_show (TamboBlobPicture *self,
                         TamboBlobSource *blobs,
                         const TamboLayer *layer,
                         guint64 at_ms)
{
  g_return_if_fail (TAMBO_IS_BLOB_PICTURE (self));
  g_return_if_fail (TAMBO_IS_BLOB_SOURCE (blobs));

  g_cancellable_cancel (self->call);
  g_clear_object (&self->call);
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), NULL);
  if (layer == NULL || !tambo_medium_kind_from_type (layer->media_type, &self->kind) ||
      self->kind == TAMBO_MEDIUM_OGG)
    return;

  self->at_ms = at_ms;
  self->call = g_cancellable_new ();
  tambo_blob_source_read_async (blobs,
                                layer->digest,
                                self->kind == TAMBO_MEDIUM_WEBM ? MAX_FILM : TAMBO_LIMIT_STILL,
                                self->call,
                                on_read_ready,
                                g_object_ref (self));
}
