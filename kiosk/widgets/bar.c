/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/bar.h"

#include "kiosk/widgets/pictogram.h"

/**
 * TamboBar:
 *
 * Home, Back and Language, then Speaker and text size, from the start edge, Hide now at the end
 * edge: on every screen in the same place. It takes two rows where one would be too narrow.
 */
struct _TamboBar
{
  GtkWidget parent_instance;

  /* Template children. */
  GtkWidget *ways;
  GtkWidget *aids;
};

G_DEFINE_FINAL_TYPE (TamboBar, tambo_bar, GTK_TYPE_WIDGET)

/* The space between two buttons of a group is the space between the groups, too. */
static int
get_gap (TamboBar *self)
{
  GtkWidget *first = gtk_widget_get_first_child (self->ways);
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  int one;
  int group;

  gtk_widget_measure (first, GTK_ORIENTATION_HORIZONTAL, -1, &one, NULL, NULL, NULL);
  gtk_widget_measure (self->ways, GTK_ORIENTATION_HORIZONTAL, -1, &group, NULL, NULL, NULL);

  return gtk_widget_get_next_sibling (second) == NULL ? group - 2 * one : (group - 3 * one) / 2;
}

static int
get_minimum (GtkWidget *group, GtkOrientation orientation)
{
  int minimum;

  gtk_widget_measure (group, orientation, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static int
get_width_of_one_row (TamboBar *self)
{
  return get_minimum (self->ways, GTK_ORIENTATION_HORIZONTAL) + get_gap (self) +
         get_minimum (self->aids, GTK_ORIENTATION_HORIZONTAL);
}

static void
tambo_bar_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  TamboBar *self = TAMBO_BAR (widget);
  int row = MAX (get_minimum (self->ways, orientation), get_minimum (self->aids, orientation));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = row;
      *natural = get_width_of_one_row (self);
      return;
    }

  if (for_size >= 0 && for_size < get_width_of_one_row (self))
    row = 2 * row + get_gap (self);
  *minimum = *natural = row;
}

static void
tambo_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TamboBar *self = TAMBO_BAR (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int ways = get_minimum (self->ways, GTK_ORIENTATION_HORIZONTAL);
  int row = get_minimum (self->ways, GTK_ORIENTATION_VERTICAL);
  int gap = get_gap (self);
  GtkAllocation first = { 0, 0, ways, height };
  GtkAllocation second = { ways + gap, 0, width - ways - gap, height };

  if (width < get_width_of_one_row (self))
    {
      first = (GtkAllocation){ 0, 0, width, row };
      second = (GtkAllocation){ 0, row + gap, width, row };
    }
  else if (rtl)
    {
      first.x = width - ways;
      second.x = 0;
    }

  gtk_widget_size_allocate (self->ways, &first, -1);
  gtk_widget_size_allocate (self->aids, &second, -1);
}

static GtkSizeRequestMode
tambo_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_bar_dispose;
  widget_class->get_request_mode = tambo_bar_get_request_mode;
  widget_class->measure = tambo_bar_measure;
  widget_class->size_allocate = tambo_bar_size_allocate;

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_css_name (widget_class, "bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tambo/kiosk/widgets/bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboBar, aids);
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
