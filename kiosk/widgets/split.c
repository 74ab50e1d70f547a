/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/split.h"

/**
 * TamboSplit:
 *
 * Two children: side by side in a wide screen that has the room, one over the other otherwise. The
 * second gets what it needs; the first, a picture, what is left, or all when the second is hidden.
 * Properties "main" and "aside".
 */
struct _TamboSplit
{
  GtkWidget parent_instance;

  GtkWidget *main;  /* (owned) (nullable) */
  GtkWidget *aside; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboSplit, tambo_split, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_MAIN = 1,
  PROP_ASIDE,
} TamboSplitProperty;

static GParamSpec *properties[PROP_ASIDE + 1];

/* Between the two, in text lines' heights, as the style's own spacing is not to be asked for. */
static int
get_gap (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);

  return pango_font_description_get_size (pango_context_get_font_description (context)) /
         PANGO_SCALE;
}

static gboolean
has_aside (TamboSplit *self)
{
  return self->aside != NULL && gtk_widget_should_layout (self->aside);
}

/* The least that both ways need: which one it is shows only when there is a size. */
static void
tambo_split_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  TamboSplit *self = TAMBO_SPLIT (widget);
  int main_minimum = 0;
  int main_natural = 0;
  int aside_minimum = 0;
  int aside_natural = 0;

  if (self->main != NULL)
    gtk_widget_measure (self->main, orientation, -1, &main_minimum, &main_natural, NULL, NULL);
  if (has_aside (self))
    gtk_widget_measure (self->aside, orientation, -1, &aside_minimum, &aside_natural, NULL, NULL);

  *minimum = MAX (main_minimum, aside_minimum);
  *natural = main_natural + get_gap (widget) + aside_natural;
}

static void
tambo_split_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TamboSplit *self = TAMBO_SPLIT (widget);
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int gap = get_gap (widget);
  GtkAllocation main = { 0, 0, width, height };
  GtkAllocation aside = { 0, 0, width, height };
  int least;

  if (self->main == NULL)
    return;

  if (!has_aside (self))
    {
      gtk_widget_size_allocate (self->main, &main, -1);
      return;
    }

  gtk_widget_measure (self->main, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (self->aside,
                      GTK_ORIENTATION_HORIZONTAL,
                      height,
                      NULL,
                      &aside.width,
                      NULL,
                      NULL);
  if (width > height && width - aside.width - gap >= least)
    {
      main.width = MAX (width - aside.width - gap, 1);
      main.x = is_rtl ? aside.width + gap : 0;
      aside.x = is_rtl ? 0 : main.width + gap;
    }
  else
    {
      aside.width = width;
      gtk_widget_measure (self->aside,
                          GTK_ORIENTATION_VERTICAL,
                          width,
                          NULL,
                          &aside.height,
                          NULL,
                          NULL);
      main.height = MAX (height - aside.height - gap, 1);
      aside.y = main.height + gap;
    }

  gtk_widget_size_allocate (self->main, &main, -1);
  gtk_widget_size_allocate (self->aside, &aside, -1);
}

static void
set_child (TamboSplit *self, GtkWidget **field, GtkWidget *child)
{
  g_clear_pointer (field, gtk_widget_unparent);
  *field = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
tambo_split_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboSplit *self = TAMBO_SPLIT (object);

  switch ((TamboSplitProperty) property_id)
    {
    case PROP_MAIN:
      g_value_set_object (value, self->main);
      break;

    case PROP_ASIDE:
      g_value_set_object (value, self->aside);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_split_set_property (GObject *object,
                          guint property_id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  TamboSplit *self = TAMBO_SPLIT (object);

  switch ((TamboSplitProperty) property_id)
    {
    case PROP_MAIN:
      set_child (self, &self->main, g_value_get_object (value));
      break;

    case PROP_ASIDE:
      set_child (self, &self->aside, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_split_dispose (GObject *object)
{
  TamboSplit *self = TAMBO_SPLIT (object);

  g_clear_pointer (&self->main, gtk_widget_unparent);
  g_clear_pointer (&self->aside, gtk_widget_unparent);

  G_OBJECT_CLASS (tambo_split_parent_class)->dispose (object);
}

static void
tambo_split_class_init (TamboSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_split_get_property;
  object_class->set_property = tambo_split_set_property;
  object_class->dispose = tambo_split_dispose;
  widget_class->measure = tambo_split_measure;
  widget_class->size_allocate = tambo_split_size_allocate;

  properties[PROP_MAIN] = g_param_spec_object ("main", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_ASIDE] = g_param_spec_object ("aside", NULL, NULL, GTK_TYPE_WIDGET, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "split");
}

static void
tambo_split_init (TamboSplit *self)
{
}

GtkWidget *
tambo_split_new (void)
{
  return g_object_new (TAMBO_TYPE_SPLIT, NULL);
}
