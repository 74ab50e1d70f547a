/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/look.h"

#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/split.h"
#include "tests/support/photo.h"

/* What is to be touched is no smaller (kiosk-ui.md). */
#define SMALLEST_MM 15.0

double
tambo_test_glass_get_px_per_mm (const TamboTestGlass *glass)
{
  return glass->width / glass->width_mm;
}

static gboolean
is_shown (GtkWidget *widget)
{
  return gtk_widget_get_visible (widget) && gtk_widget_get_child_visible (widget);
}

/* Words that are drawn past the edge of what is to be touched. */
static gboolean
sticks_out (GtkWidget *widget)
{
  GtkWidget *button = gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  graphene_rect_t bounds;

  if (!GTK_IS_LABEL (widget) || button == NULL ||
      !gtk_widget_compute_bounds (widget, button, &bounds))
    return FALSE;

  return bounds.origin.x < -1 || bounds.origin.y < -1 ||
         bounds.origin.x + bounds.size.width > gtk_widget_get_width (button) + 1 ||
         bounds.origin.y + bounds.size.height > gtk_widget_get_height (button) + 1;
}

/* Whether anything in @widget is drawn into @area of @split; what scrolls stays where it is. */
static gboolean
reaches (GtkWidget *widget, GtkWidget *split, const graphene_rect_t *area)
{
  graphene_rect_t bounds;
  graphene_rect_t common;

  if (!is_shown (widget))
    return FALSE;
  if (gtk_widget_compute_bounds (widget, split, &bounds) &&
      graphene_rect_intersection (&bounds, area, &common) && common.size.width > 1 &&
      common.size.height > 1)
    return TRUE;
  if (GTK_IS_SCROLLED_WINDOW (widget))
    return FALSE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (reaches (child, split, area))
      return TRUE;

  return FALSE;
}

/* The two halves of a split that has too little room for them. */
static gboolean
overlap (GtkWidget *split)
{
  GtkWidget *first = gtk_widget_get_first_child (split);
  GtkWidget *second = first == NULL ? NULL : gtk_widget_get_next_sibling (first);
  graphene_rect_t area;

  return second != NULL && is_shown (second) && gtk_widget_compute_bounds (second, split, &area) &&
         reaches (first, split, &area);
}

/* What a person could not read or touch is a finding; all are reported before the test fails. */
static guint
check_widget (GtkWidget *widget, GtkWidget *window, double px_per_mm, const char *where)
{
  guint n_findings = 0;
  graphene_rect_t bounds;
  const int smallest = (int) (SMALLEST_MM * px_per_mm);

  if (!is_shown (widget))
    return 0;

  if (!gtk_widget_compute_bounds (widget, window, &bounds))
    return 0;

  if (sticks_out (widget))
    {
      g_test_message ("%s: a %s sticks out of its button", where, G_OBJECT_TYPE_NAME (widget));
      n_findings++;
    }

  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    {
      PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
      int width;
      int height;

      pango_layout_get_pixel_size (layout, &width, &height);
      if (pango_layout_is_ellipsized (layout) || height > bounds.size.height + 1 ||
          width > bounds.size.width + 1)
        {
          g_test_message ("%s: “%s” is cut", where, gtk_label_get_text (GTK_LABEL (widget)));
          n_findings++;
        }
    }

  if (TAMBO_IS_SPLIT (widget) && overlap (widget))
    {
      g_test_message ("%s: two halves of a screen overlap", where);
      n_findings++;
    }

  if ((GTK_IS_BUTTON (widget) || TAMBO_IS_PICTOGRAM (widget)) &&
      (bounds.size.width < 1 || bounds.size.height < 1))
    {
      g_test_message ("%s: a %s has no size", where, G_OBJECT_TYPE_NAME (widget));
      n_findings++;
    }

  if (GTK_IS_BUTTON (widget) && !gtk_widget_has_css_class (widget, "key") &&
      (bounds.size.width < smallest || bounds.size.height < smallest))
    {
      g_test_message ("%s: a button is only %.0f × %.0f pixels",
                      where,
                      bounds.size.width,
                      bounds.size.height);
      n_findings++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_findings += check_widget (child, window, px_per_mm, where);

  return n_findings;
}

static guint
check_size (GtkWidget *window, int width, int height, const char *where)
{
  int minimum_width;
  int minimum_height;

  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, width, &minimum_height, NULL, NULL, NULL);
  if (minimum_width <= width && minimum_height <= height)
    return 0;

  g_test_message ("%s: needs %d × %d pixels", where, minimum_width, minimum_height);

  return 1;
}

guint
tambo_test_look (GtkWindow *window, const TamboTestGlass *glass, const char *where)
{
  tambo_test_photograph (window, where);

  return check_size (GTK_WIDGET (window), glass->width, glass->height, where) +
         check_widget (GTK_WIDGET (window),
                       GTK_WIDGET (window),
                       tambo_test_glass_get_px_per_mm (glass),
                       where);
}
