/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/room-layout.h"

/* In heights of the text, so that large text on a large glass counts as small. */
#define ROOMY_WIDTH 24
#define ROOMY_HEIGHT 16

/**
 * TamboRoomLayout:
 *
 * Each child fills the widget, which has the style class “roomy” while it is so large that the
 * style may be generous. Without the class it is to fit on the small glass.
 */
struct _TamboRoomLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TamboRoomLayout, tambo_room_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
get_text_height (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);

  return pango_font_description_get_size (pango_context_get_font_description (context)) /
         PANGO_SCALE;
}

static void
tambo_room_layout_measure (GtkLayoutManager *layout,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, for_size, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

/* The style that a new class brings is worked out before the next frame. */
static void
tambo_room_layout_allocate (GtkLayoutManager *layout,
                            GtkWidget *widget,
                            int width,
                            int height,
                            int baseline)
{
  const int text = get_text_height (widget);

  if (width >= ROOMY_WIDTH * text && height >= ROOMY_HEIGHT * text)
    gtk_widget_add_css_class (widget, "roomy");
  else
    gtk_widget_remove_css_class (widget, "roomy");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
tambo_room_layout_class_init (TamboRoomLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = tambo_room_layout_measure;
  layout_class->allocate = tambo_room_layout_allocate;
}

static void
tambo_room_layout_init (TamboRoomLayout *self)
{
}
