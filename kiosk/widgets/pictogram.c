/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/pictogram.h"

#include <librsvg/rsvg.h>
#include <string.h>

#define FOLDER "/org/tambo/kiosk/style/pictograms"

/**
 * TamboPictogram:
 *
 * One of our own drawings (kiosk/style/pictograms), in the colour of the text around it. GTK's
 * symbolic icons recolour fills only, and ours are strokes. The size comes from the style. Those
 * that point along the line of reading are mirrored where that runs from right to left.
 */
struct _TamboPictogram
{
  GtkWidget parent_instance;

  char *name;         /* (owned) (nullable) */
  RsvgHandle *handle; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboPictogram, tambo_pictogram, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_PICTOGRAM = 1,
} TamboPictogramProperty;

static GParamSpec *properties[PROP_PICTOGRAM + 1];

static const char *const directional[] = {
  "back",         "forward", "page-next", "page-previous", "send", "skip-back",
  "skip-forward", "speaker", "write",     "backspace",     NULL,
};

static RsvgHandle *
load_drawing (const char *name)
{
  g_autofree char *path = g_strdup_printf (FOLDER "/%s.svg", name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  RsvgHandle *handle = NULL;
  gsize size;
  const guint8 *data = NULL;

  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL)
    {
      g_critical ("No pictogram “%s”: %s", name, error->message);
      return NULL;
    }

  data = g_bytes_get_data (bytes, &size);
  handle = rsvg_handle_new_from_data (data, size, &error);
  if (handle == NULL)
    g_critical ("Pictogram “%s”: %s", name, error->message);

  return handle;
}

static void
apply_colour (TamboPictogram *self)
{
  g_autofree char *colour = NULL;
  g_autofree char *css = NULL;
  GdkRGBA rgba;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &rgba);
  colour = g_strdup_printf ("rgb(%d,%d,%d)",
                            (int) (rgba.red * 255 + 0.5),
                            (int) (rgba.green * 255 + 0.5),
                            (int) (rgba.blue * 255 + 0.5));
  css = g_strdup_printf ("svg { color: %s; }", colour);
  rsvg_handle_set_stylesheet (self->handle, (const guint8 *) css, strlen (css), NULL);
}

static gboolean
is_mirrored (TamboPictogram *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL &&
         g_strv_contains (directional, self->name);
}

static void
tambo_pictogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TamboPictogram *self = TAMBO_PICTOGRAM (widget);
  float width = gtk_widget_get_width (widget);
  float height = gtk_widget_get_height (widget);
  RsvgRectangle viewport = { 0, 0, width, height };
  cairo_t *cr = NULL;

  if (self->handle == NULL || width <= 0 || height <= 0)
    return;

  apply_colour (self);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (is_mirrored (self))
    {
      cairo_translate (cr, width, 0);
      cairo_scale (cr, -1, 1);
    }
  rsvg_handle_render_document (self->handle, cr, &viewport, NULL);
  cairo_destroy (cr);
}

static void
tambo_pictogram_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboPictogram *self = TAMBO_PICTOGRAM (object);

  switch ((TamboPictogramProperty) property_id)
    {
    case PROP_PICTOGRAM:
      g_value_set_string (value, self->name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_pictogram_set_property (GObject *object,
                              guint property_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  TamboPictogram *self = TAMBO_PICTOGRAM (object);

  switch ((TamboPictogramProperty) property_id)
    {
    case PROP_PICTOGRAM:
      tambo_pictogram_set_name (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_pictogram_finalize (GObject *object)
{
  TamboPictogram *self = TAMBO_PICTOGRAM (object);

  g_clear_object (&self->handle);
  g_free (self->name);

  G_OBJECT_CLASS (tambo_pictogram_parent_class)->finalize (object);
}

static void
tambo_pictogram_class_init (TamboPictogramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tambo_pictogram_get_property;
  object_class->set_property = tambo_pictogram_set_property;
  object_class->finalize = tambo_pictogram_finalize;
  widget_class->snapshot = tambo_pictogram_snapshot;

  properties[PROP_PICTOGRAM] = g_param_spec_string ("pictogram",
                                                    NULL,
                                                    NULL,
                                                    NULL,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                        G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "pictogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tambo_pictogram_init (TamboPictogram *self)
{
}

/**
 * tambo_pictogram_new:
 * @name: (nullable): a file of kiosk/style/pictograms, without its ending
 *
 * Returns: (transfer floating): a new pictogram
 */
GtkWidget *
tambo_pictogram_new (const char *name)
{
  return g_object_new (TAMBO_TYPE_PICTOGRAM, "pictogram", name, NULL);
}

const char *
tambo_pictogram_get_name (TamboPictogram *self)
{
  g_return_val_if_fail (TAMBO_IS_PICTOGRAM (self), NULL);

  return self->name;
}

void
tambo_pictogram_set_name (TamboPictogram *self, const char *name)
{
  g_return_if_fail (TAMBO_IS_PICTOGRAM (self));

  if (g_strcmp0 (self->name, name) == 0)
    return;

  g_clear_object (&self->handle);
  g_free (self->name);
  self->name = g_strdup (name);
  if (name != NULL)
    self->handle = load_drawing (name);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PICTOGRAM]);
}
