/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/probe/medium-source.h"

#include <errno.h>
#include <gst/base/gstbasesrc.h>
#include <unistd.h>

/**
 * TamboMediumSource:
 *
 * Gives out a file that was opened by somebody else. It needs no name, no offset of the
 * descriptor, and no call but pread().
 */
typedef struct
{
  GstBaseSrc parent_instance;

  int fd; /* (unowned) */
  guint64 size;
} TamboMediumSource;

typedef struct
{
  GstBaseSrcClass parent_class;
} TamboMediumSourceClass;

static GType tambo_medium_source_get_type (void);

G_DEFINE_TYPE (TamboMediumSource, tambo_medium_source, GST_TYPE_BASE_SRC)

static gboolean
tambo_medium_source_get_size (GstBaseSrc *source, guint64 *out_size)
{
  *out_size = ((TamboMediumSource *) source)->size;

  return TRUE;
}

static gboolean
tambo_medium_source_is_seekable (GstBaseSrc *source)
{
  return TRUE;
}

static GstFlowReturn
tambo_medium_source_fill (GstBaseSrc *source, guint64 offset, guint length, GstBuffer *buffer)
{
  TamboMediumSource *self = (TamboMediumSource *) source;
  GstMapInfo map;
  gsize done = 0;

  if (!gst_buffer_map (buffer, &map, GST_MAP_WRITE))
    return GST_FLOW_ERROR;

  while (done < length)
    {
      gssize n = pread (self->fd, map.data + done, length - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      done += (gsize) n;
    }
  gst_buffer_unmap (buffer, &map);
  if (done == 0 && length > 0)
    return GST_FLOW_EOS;

  gst_buffer_set_size (buffer, (gssize) done);
  GST_BUFFER_OFFSET (buffer) = offset;
  GST_BUFFER_OFFSET_END (buffer) = offset + done;

  return GST_FLOW_OK;
}

static void
tambo_medium_source_class_init (TamboMediumSourceClass *klass)
{
  static GstStaticPadTemplate template =
      GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *source_class = GST_BASE_SRC_CLASS (klass);

  source_class->get_size = tambo_medium_source_get_size;
  source_class->is_seekable = tambo_medium_source_is_seekable;
  source_class->fill = tambo_medium_source_fill;

  gst_element_class_add_static_pad_template (element_class, &template);
  gst_element_class_set_static_metadata (element_class,
                                         "Medium source",
                                         "Source",
                                         "Reads an open file",
                                         "The Tambo contributors");
}

static void
tambo_medium_source_init (TamboMediumSource *self)
{
  self->fd = -1;
}

/**
 * tambo_medium_source_new:
 * @fd: stays the caller's, and open for as long as the element lives
 *
 * Returns: (transfer floating): an element
 */
GstElement *
tambo_medium_source_new (int fd, guint64 size)
{
  TamboMediumSource *self = g_object_new (tambo_medium_source_get_type (), NULL);

  self->fd = fd;
  self->size = size;

  return GST_ELEMENT (self);
}
