/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/bar.h"

#include "kiosk/widgets/pictogram.h"

/**
 * TamboBar:
 *
 * Home, Back, Language, Speaker and text size from the start edge, Hide now at the end edge, on
 * every screen in the same place. Two rows where the screen is narrow.
 */
struct _TamboBar
{
  GtkWidget parent_instance;

  gboolean narrow;

  /* Template children. */
  GtkBox *rows;
  GtkBox *ways;
  GtkBox *aids;
};

G_DEFINE_FINAL_TYPE (TamboBar, tambo_bar, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_NARROW = 1,
} TamboBarProperty;

static GParamSpec *properties[PROP_NARROW + 1];

static void
set_narrow (TamboBar *self, gboolean narrow)
{
  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->rows),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (self->ways, narrow);
  gtk_box_set_homogeneous (self->aids, narrow);
}

static void
tambo_bar_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboBar *self = TAMBO_BAR (object);

  switch ((TamboBarProperty) property_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_bar_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  TamboBar *self = TAMBO_BAR (object);

  switch ((TamboBarProperty) property_id)
    {
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_BAR);

  G_OBJECT_CLASS (tambo_bar_parent_class)->dispose (object);
}

static void
tambo_bar_class_init (TamboBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tambo_bar_get_property;
  object_class->set_property = tambo_bar_set_property;
  object_class->dispose = tambo_bar_dispose;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow",
                                                  NULL,
                                                  NULL,
                                                  FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_css_name (widget_class, "bar");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tambo/kiosk/widgets/bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboBar, aids);
  gtk_widget_class_bind_template_child (widget_class, TamboBar, rows);
  gtk_widget_class_bind_template_child (widget_class, TamboBar, ways);
}

static void
tambo_bar_init (TamboBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tambo_bar_new (void)
{
  return g_object_new (TAMBO_TYPE_BAR, NULL);
}
