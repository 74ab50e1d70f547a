/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/frames.h"

#include <gst/video/video.h>

/* A frame that comes later than this is worth less than the next one. */
#define MAX_LATENESS (40 * GST_MSECOND)

/* The largest picture of a film, conventions of packs: 1280 × 720. */
#define SINK_CAPS \
  "video/x-raw, format=(string)BGRA, width=(int)[ 16, 1920 ], height=(int)[ 16, 1088 ]"

/**
 * TamboFrames:
 *
 * The frame of a film that is to be seen now, as a paintable. Frames come from the thread of a
 * sink, already at their time; the pixels are not copied, the texture keeps the sink's buffer.
 */
struct _TamboFrames
{
  GObject parent_instance;

  GdkTexture *texture; /* (owned) (nullable), main thread */

  GMutex mutex;
  GdkTexture *next; /* (owned) (nullable), under @mutex */
  gboolean waiting; /* whether show_next() is scheduled, under @mutex */
};

static void tambo_frames_paintable_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboFrames,
                               tambo_frames,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE,
                                                      tambo_frames_paintable_init))

/* A frame that is mapped for as long as its texture lives. */
typedef struct
{
  GstVideoFrame video;
} Mapped;

static void
mapped_free (gpointer data)
{
  Mapped *mapped = data;

  gst_video_frame_unmap (&mapped->video);
  g_free (mapped);
}

static GdkTexture *
make_texture (GstSample *sample)
{
  g_autoptr (GBytes) bytes = NULL;
  GstVideoInfo info;
  Mapped *mapped;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample)))
    return NULL;

  mapped = g_new0 (Mapped, 1);
  if (!gst_video_frame_map (&mapped->video, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    {
      g_free (mapped);
      return NULL;
    }

  bytes = g_bytes_new_with_free_func (GST_VIDEO_FRAME_PLANE_DATA (&mapped->video, 0),
                                      (gsize) info.height *
                                          GST_VIDEO_FRAME_PLANE_STRIDE (&mapped->video, 0),
                                      mapped_free,
                                      mapped);

  return gdk_memory_texture_new (info.width,
                                 info.height,
                                 GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                 bytes,
                                 (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&mapped->video, 0));
}

static void
set_texture (TamboFrames *self, GdkTexture *texture)
{
  const int old_width = gdk_paintable_get_intrinsic_width (GDK_PAINTABLE (self));
  const int old_height = gdk_paintable_get_intrinsic_height (GDK_PAINTABLE (self));

  g_set_object (&self->texture, texture);

  if (gdk_paintable_get_intrinsic_width (GDK_PAINTABLE (self)) != old_width ||
      gdk_paintable_get_intrinsic_height (GDK_PAINTABLE (self)) != old_height)
    gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

static gboolean
show_next (gpointer data)
{
  TamboFrames *self = data;
  g_autoptr (GdkTexture) texture = NULL;

  g_mutex_lock (&self->mutex);
  texture = g_steal_pointer (&self->next);
  self->waiting = FALSE;
  g_mutex_unlock (&self->mutex);

  if (texture != NULL)
    set_texture (self, texture);

  return G_SOURCE_REMOVE;
}

/* In the sink's thread. */
static void
take (TamboFrames *self, GstSample *sample)
{
  GdkTexture *texture = make_texture (sample);
  gboolean must_wake;

  if (texture == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_clear_object (&self->next);
  self->next = texture;
  must_wake = !self->waiting;
  self->waiting = TRUE;
  g_mutex_unlock (&self->mutex);

  if (must_wake)
    g_idle_add_full (G_PRIORITY_HIGH, show_next, g_object_ref (self), g_object_unref);
}

static GstFlowReturn
on_sink_new_sample (GstAppSink *sink, gpointer user_data)
{
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;

  take (user_data, sample);
  return GST_FLOW_OK;
}

/* While a film rests, the frame that it rests on is to be seen. */
static GstFlowReturn
on_sink_new_preroll (GstAppSink *sink, gpointer user_data)
{
  g_autoptr (GstSample) sample = gst_app_sink_pull_preroll (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;

  take (user_data, sample);
  return GST_FLOW_OK;
}

static void
tambo_frames_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  TamboFrames *self = TAMBO_FRAMES (paintable);

  if (self->texture != NULL)
    gdk_paintable_snapshot (GDK_PAINTABLE (self->texture), snapshot, width, height);
}

static GdkPaintable *
tambo_frames_get_current_image (GdkPaintable *paintable)
{
  TamboFrames *self = TAMBO_FRAMES (paintable);

  if (self->texture == NULL)
    return gdk_paintable_new_empty (0, 0);

  return g_object_ref (GDK_PAINTABLE (self->texture));
}

static int
tambo_frames_get_intrinsic_width (GdkPaintable *paintable)
{
  TamboFrames *self = TAMBO_FRAMES (paintable);

  return self->texture != NULL ? gdk_texture_get_width (self->texture) : 0;
}

static int
tambo_frames_get_intrinsic_height (GdkPaintable *paintable)
{
  TamboFrames *self = TAMBO_FRAMES (paintable);

  return self->texture != NULL ? gdk_texture_get_height (self->texture) : 0;
}

static void
tambo_frames_paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = tambo_frames_snapshot;
  iface->get_current_image = tambo_frames_get_current_image;
  iface->get_intrinsic_width = tambo_frames_get_intrinsic_width;
  iface->get_intrinsic_height = tambo_frames_get_intrinsic_height;
}

static void
tambo_frames_finalize (GObject *object)
{
  TamboFrames *self = TAMBO_FRAMES (object);

  g_clear_object (&self->texture);
  g_clear_object (&self->next);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (tambo_frames_parent_class)->finalize (object);
}

static void
tambo_frames_class_init (TamboFramesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_frames_finalize;
}

static void
tambo_frames_init (TamboFrames *self)
{
  g_mutex_init (&self->mutex);
}

TamboFrames *
tambo_frames_new (void)
{
  return g_object_new (TAMBO_TYPE_FRAMES, NULL);
}

/* Returns: (transfer floating): a sink that shows here what it is given. */
GstElement *
tambo_frames_make_sink (TamboFrames *self)
{
  static const GstAppSinkCallbacks callbacks = {
    .new_preroll = on_sink_new_preroll,
    .new_sample = on_sink_new_sample,
  };
  g_autoptr (GstCaps) caps = gst_caps_from_string (SINK_CAPS);
  GstElement *sink = gst_element_factory_make ("appsink", NULL);

  g_return_val_if_fail (TAMBO_IS_FRAMES (self), NULL);
  g_assert (sink != NULL);

  g_object_set (sink,
                "caps",
                caps,
                "max-buffers",
                1,
                "max-lateness",
                (gint64) MAX_LATENESS,
                "qos",
                TRUE,
                "sync",
                TRUE,
                "wait-on-eos",
                FALSE,
                NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink),
                              (GstAppSinkCallbacks *) &callbacks,
                              g_object_ref (self),
                              g_object_unref);

  return sink;
}

void
tambo_frames_clear (TamboFrames *self)
{
  g_return_if_fail (TAMBO_IS_FRAMES (self));

  g_mutex_lock (&self->mutex);
  g_clear_object (&self->next);
  g_mutex_unlock (&self->mutex);

  set_texture (self, NULL);
}
