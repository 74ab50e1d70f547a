/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/drawing.h"

#include "content/author/source-file.h"
#include "content/author/text-rules.h"
#include "content/base/error.h"

#include <librsvg/rsvg.h>
#include <math.h>

/**
 * TamboDrawing:
 *
 * An SVG file of the author's. What stands directly in <svg> are its layers: groups, each with an
 * id, from back to front; definitions and styles aside.
 */
struct _TamboDrawing
{
  GObject parent_instance;

  RsvgHandle *handle; /* (owned) */
  GPtrArray *layers;  /* (owned) (element-type utf8): ends with NULL */
  char *name;         /* (owned): for messages */
  double width, height;
};

G_DEFINE_FINAL_TYPE (TamboDrawing, tambo_drawing, G_TYPE_OBJECT)

typedef struct
{
  TamboDrawing *drawing; /* (unowned) */
  guint depth;
} Reading;

static gboolean
is_invisible (const char *element)
{
  const char *const names[] = { "defs", "desc", "metadata", "style", "title", NULL };

  return g_strv_contains (names, element);
}

static void
on_start_element (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  Reading *reading = user_data;
  const char *id = NULL;

  if (reading->depth++ != 1 || is_invisible (element))
    return;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "id"))
        id = values[i];
    }
  if (!g_str_equal (element, "g") || id == NULL || !tambo_text_is_word (id))
    g_set_error (error,
                 TAMBO_ERROR,
                 TAMBO_ERROR_PACK_FORMAT,
                 "%s: <%s> stands directly in <svg>; put it in a <g id=\"…\">, which is a layer",
                 reading->drawing->name,
                 element);
  else
    g_ptr_array_add (reading->drawing->layers, g_strdup (id));
}

static void
on_end_element (GMarkupParseContext *context,
                const char *element,
                gpointer user_data,
                GError **error)
{
  Reading *reading = user_data;

  reading->depth--;
}

static gboolean
read_layers (TamboDrawing *self, const char *text, gsize size, GError **error)
{
  const GMarkupParser parser = { .start_element = on_start_element, .end_element = on_end_element };
  Reading reading = { .drawing = self };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) local_error = NULL;

  context = g_markup_parse_context_new (&parser, 0, &reading, NULL);
  if (!g_markup_parse_context_parse (context, text, (gssize) size, &local_error) ||
      !g_markup_parse_context_end_parse (context, &local_error))
    {
      if (local_error->domain == TAMBO_ERROR)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error,
                     TAMBO_ERROR,
                     TAMBO_ERROR_PACK_FORMAT,
                     "%s: %s",
                     self->name,
                     local_error->message);
      return FALSE;
    }
  g_ptr_array_add (self->layers, NULL);

  return TRUE;
}

static gboolean
load (TamboDrawing *self, GFile *file, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GBytes) bytes = tambo_source_read (folder, self->name, error);
  gsize size = 0;
  const char *text = NULL;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &size);
  if (text == NULL || !read_layers (self, text, size, error))
    return FALSE;

  self->handle = rsvg_handle_new_from_gfile_sync (file, RSVG_HANDLE_FLAGS_NONE, NULL, &local_error);
  if (self->handle == NULL ||
      !rsvg_handle_get_intrinsic_size_in_pixels (self->handle, &self->width, &self->height))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "%s: %s",
                   self->name,
                   local_error != NULL ? local_error->message
                                       : "<svg> needs a width and a height in pixels");
      return FALSE;
    }

  return TRUE;
}

static void
tambo_drawing_finalize (GObject *object)
{
  TamboDrawing *self = TAMBO_DRAWING (object);

  g_clear_object (&self->handle);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (tambo_drawing_parent_class)->finalize (object);
}

static void
tambo_drawing_class_init (TamboDrawingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_drawing_finalize;
}

static void
tambo_drawing_init (TamboDrawing *self)
{
  self->layers = g_ptr_array_new_with_free_func (g_free);
}

TamboDrawing *
tambo_drawing_new_from_file (GFile *file, GError **error)
{
  g_autoptr (TamboDrawing) self = g_object_new (TAMBO_TYPE_DRAWING, NULL);

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self->name = g_file_get_basename (file);
  if (!load (self, file, error))
    return NULL;

  return g_steal_pointer (&self);
}

double
tambo_drawing_get_width (TamboDrawing *self)
{
  g_return_val_if_fail (TAMBO_IS_DRAWING (self), 0);

  return self->width;
}

double
tambo_drawing_get_height (TamboDrawing *self)
{
  g_return_val_if_fail (TAMBO_IS_DRAWING (self), 0);

  return self->height;
}

/**
 * tambo_drawing_get_layers:
 *
 * Returns: (transfer none) (array zero-terminated=1): ids, from back to front
 */
const char *const *
tambo_drawing_get_layers (TamboDrawing *self)
{
  g_return_val_if_fail (TAMBO_IS_DRAWING (self), NULL);

  return (const char *const *) self->layers->pdata;
}

static gboolean
refuse (TamboDrawing *self, const char *layer, const GError *cause, GError **error)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_FORMAT,
               "%s, layer %s: %s",
               self->name,
               layer,
               cause->message);
  return FALSE;
}

/**
 * tambo_drawing_render_layer:
 * @scale: pixels for each unit of the drawing
 * @out_sprite: (out caller-allocates): its surface is owned by the caller, and %NULL when the layer
 * is empty
 *
 * Renders the inked part of one layer, so that moving it later costs as little as it is small.
 */
gboolean
tambo_drawing_render_layer (TamboDrawing *self,
                            const char *layer,
                            double scale,
                            TamboSprite *out_sprite,
                            GError **error)
{
  const RsvgRectangle viewport = { 0, 0, self->width, self->height };
  g_autofree char *id = g_strconcat ("#", layer, NULL);
  g_autoptr (GError) local_error = NULL;
  TamboSprite sprite = { NULL };
  RsvgRectangle ink;
  cairo_t *cr = NULL;
  gboolean done;

  g_return_val_if_fail (TAMBO_IS_DRAWING (self), FALSE);

  if (!rsvg_handle_get_geometry_for_layer (self->handle, id, &viewport, &ink, NULL, &local_error))
    return refuse (self, layer, local_error, error);

  sprite.x = floor (ink.x) - 1;
  sprite.y = floor (ink.y) - 1;
  sprite.width = ceil (ink.width) + 3;
  sprite.height = ceil (ink.height) + 3;
  sprite.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                               (int) ceil (sprite.width * scale),
                                               (int) ceil (sprite.height * scale));
  cr = cairo_create (sprite.surface);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -sprite.x, -sprite.y);
  done = rsvg_handle_render_layer (self->handle, cr, id, &viewport, &local_error);
  cairo_destroy (cr);
  if (!done)
    {
      cairo_surface_destroy (sprite.surface);
      return refuse (self, layer, local_error, error);
    }

  *out_sprite = sprite;

  return TRUE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

GBytes *
tambo_surface_to_png (cairo_surface_t *surface)
{
  GByteArray *png = g_byte_array_new ();

  g_return_val_if_fail (surface != NULL, NULL);

  cairo_surface_write_to_png_stream (surface, append_bytes, png);

  return g_byte_array_free_to_bytes (png);
}

/* The whole drawing, scaled to cover @width × @height and cropped evenly where it is too long. */
GBytes *
tambo_drawing_render_png (TamboDrawing *self, int width, int height, GError **error)
{
  const double scale = MAX (width / self->width, height / self->height);
  const RsvgRectangle viewport = { (width - self->width * scale) / 2,
                                   (height - self->height * scale) / 2,
                                   self->width * scale,
                                   self->height * scale };
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;
  g_autoptr (GBytes) png = NULL;

  g_return_val_if_fail (TAMBO_IS_DRAWING (self), NULL);

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (surface);
  if (rsvg_handle_render_document (self->handle, cr, &viewport, error))
    png = tambo_surface_to_png (surface);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return g_steal_pointer (&png);
}
