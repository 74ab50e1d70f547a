/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/pages.h"

#include "kiosk/widgets/pictogram.h"

#include <glib/gi18n-lib.h>

/* Between two things to touch, and the smallest of them, in millimetres. */
#define GAP_MM 8
#define SMALLEST_MM 15
#define BEST_RATIO 1.5 /* width to height of a card that is pleasant to look at */

/**
 * TamboPages:
 *
 * Cards of equal size, as many on a page as fit with the space that fingers need; big arrows turn
 * the page. Larger text or a smaller screen mean fewer cards a page, never smaller ones.
 */
struct _TamboPages
{
  GtkWidget parent_instance;

  GPtrArray *children; /* (unowned) by GTK, as children of ours */
  GtkWidget *previous; /* (unowned) likewise */
  GtkWidget *next;     /* (unowned) likewise */
  guint first;         /* the first child of the page */
  guint n_shown;       /* how many the page has, from the last allocation */
};

static void tambo_pages_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboPages,
                               tambo_pages,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      tambo_pages_buildable_init))

static GtkBuildableIface *parent_buildable;

typedef struct
{
  int columns;
  int rows;
  int width;  /* of a card */
  int height; /* of a card */
} Grid;

/* Millimetres come from the same resolution that the style sheet's do. */
static int
px_for_mm (GtkWidget *widget, double mm)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return (int) (mm * (dpi > 0 ? dpi / 1024.0 : 96.0) / 25.4 + 0.5);
}

static GPtrArray *
list_visible (TamboPages *self)
{
  GPtrArray *visible = g_ptr_array_new ();

  for (guint i = 0; i < self->children->len; i++)
    if (gtk_widget_get_visible (g_ptr_array_index (self->children, i)))
      g_ptr_array_add (visible, g_ptr_array_index (self->children, i));

  return visible;
}

static void
measure_cards (GPtrArray *cards,
               GtkOrientation orientation,
               int for_size,
               int *minimum,
               int *natural)
{
  *minimum = *natural = 0;

  for (guint i = 0; i < cards->len; i++)
    {
      int min;
      int nat;

      gtk_widget_measure (g_ptr_array_index (cards, i),
                          orientation,
                          for_size,
                          &min,
                          &nat,
                          NULL,
                          NULL);
      *minimum = MAX (*minimum, min);
      *natural = MAX (*natural, nat);
    }
}

/* How far a grid is from what one would draw by hand. */
static double
rate (const Grid *grid, guint n_cards)
{
  double ratio = (double) grid->width / MAX (1, grid->height);
  double off = ratio > BEST_RATIO ? ratio / BEST_RATIO : BEST_RATIO / ratio;
  int empty = grid->columns * grid->rows - (int) n_cards;

  return off + 0.15 * empty;
}

/* The grid with @columns in @width × @height; FALSE if its cards would be too small. */
static gboolean
lay_out (GPtrArray *cards, int columns, int width, int height, int gap, Grid *grid)
{
  int minimum;
  int natural;
  int rows;

  grid->columns = columns;
  grid->width = (width - (columns - 1) * gap) / columns;
  measure_cards (cards, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural);
  if (grid->width < minimum && columns > 1)
    return FALSE;

  measure_cards (cards, GTK_ORIENTATION_VERTICAL, MAX (grid->width, minimum), &minimum, &natural);
  rows = MAX (1, (height + gap) / (minimum + gap));
  grid->rows = MIN (rows, ((int) cards->len + columns - 1) / columns);
  grid->height = (height - (grid->rows - 1) * gap) / MAX (1, grid->rows);

  return columns == 1 || grid->height >= minimum;
}

/* The best grid for all cards; if none holds them all, the one that holds most. */
static Grid
choose_grid (GPtrArray *cards, int width, int height, int gap)
{
  Grid best = { 1, 1, width, height };
  gboolean best_holds_all = FALSE;

  for (int columns = 1; columns <= (int) cards->len; columns++)
    {
      Grid grid;
      gboolean holds_all;

      if (!lay_out (cards, columns, width, height, gap, &grid))
        break;

      holds_all = grid.columns * grid.rows >= (int) cards->len;
      if (holds_all && (!best_holds_all || rate (&grid, cards->len) < rate (&best, cards->len)))
        best = grid;
      else if (!holds_all && !best_holds_all &&
               grid.columns * grid.rows >= best.columns * best.rows)
        best = grid;
      best_holds_all = best_holds_all || holds_all;
    }

  return best;
}

static void
place (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
place_cards (TamboPages *self, GPtrArray *cards, const Grid *grid, int x, int width, int gap)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < cards->len; i++)
    {
      GtkWidget *card = g_ptr_array_index (cards, i);
      gboolean shown = i >= self->first && i < self->first + self->n_shown;
      int at = (int) i - (int) self->first;
      int column = at % grid->columns;
      int row = at / grid->columns;
      int left = column * (grid->width + gap);

      gtk_widget_set_child_visible (card, shown);
      if (!shown)
        continue;

      if (rtl)
        left = width - left - grid->width;
      place (card, x + left, row * (grid->height + gap), grid->width, grid->height);
    }
}

/* Arrows at both sides of the cards; where that leaves too little, in a row below them. */
static void
place_arrows (TamboPages *self, gboolean below, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int arrow = px_for_mm (widget, SMALLEST_MM);
  int side = below ? 2 * arrow : arrow;
  int top = below ? height - arrow : 0;
  int tall = below ? arrow : MAX (arrow, height);

  place (self->previous, rtl ? width - side : 0, top, side, tall);
  place (self->next, rtl ? 0 : width - side, top, side, tall);
}

static void
tambo_pages_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TamboPages *self = TAMBO_PAGES (widget);
  g_autoptr (GPtrArray) cards = list_visible (self);
  int gap = px_for_mm (widget, GAP_MM);
  int room = px_for_mm (widget, SMALLEST_MM) + gap;
  Grid grid = choose_grid (cards, width, height, gap);
  gboolean turning = grid.columns * grid.rows < (int) cards->len;
  int minimum;
  int natural;
  gboolean below;

  measure_cards (cards, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural);
  below = turning && (width < height || width - 2 * room < minimum);
  place_arrows (self, below, width, height);
  if (turning)
    {
      width -= below ? 0 : 2 * room;
      height -= below ? room : 0;
      grid = choose_grid (cards, width, height, gap);
    }

  self->n_shown = MAX (1, grid.columns * grid.rows);
  self->first -= self->first % self->n_shown;
  if (self->first >= cards->len)
    self->first = 0;

  gtk_widget_set_child_visible (self->previous, turning && self->first > 0);
  gtk_widget_set_child_visible (self->next, turning && self->first + self->n_shown < cards->len);
  place_cards (self, cards, &grid, turning && !below ? room : 0, width, gap);
}

/* At least one card and the arrows; at best all of them in a grid about as wide as high. */
static void
tambo_pages_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  TamboPages *self = TAMBO_PAGES (widget);
  g_autoptr (GPtrArray) cards = list_visible (self);
  int gap = px_for_mm (widget, GAP_MM);
  int arrow = px_for_mm (widget, SMALLEST_MM);

  measure_cards (cards, orientation, -1, minimum, natural);
  *minimum = MAX (*minimum, 4 * arrow + gap);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = MIN (*minimum, 2 * arrow + gap);
  *natural = MAX (*minimum, 2 * *natural + gap);
}

static GtkSizeRequestMode
tambo_pages_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
turn (TamboPages *self, int by)
{
  self->first = (guint) MAX (0, (int) self->first + by * (int) self->n_shown);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static GtkWidget *
make_arrow (TamboPages *self, const char *pictogram, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), tambo_pictogram_new (pictogram));
  gtk_widget_add_css_class (button, "quiet");
  gtk_widget_add_css_class (button, "turn");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));

  return button;
}

static void
on_previous_clicked (TamboPages *self)
{
  turn (self, -1);
}

static void
on_next_clicked (TamboPages *self)
{
  turn (self, 1);
}

static void
tambo_pages_buildable_add_child (GtkBuildable *buildable,
                                 GtkBuilder *builder,
                                 GObject *child,
                                 const char *type)
{
  if (GTK_IS_WIDGET (child))
    tambo_pages_append (TAMBO_PAGES (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
tambo_pages_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = tambo_pages_buildable_add_child;
}

static void
tambo_pages_dispose (GObject *object)
{
  TamboPages *self = TAMBO_PAGES (object);

  tambo_pages_remove_all (self);
  g_clear_pointer (&self->previous, gtk_widget_unparent);
  g_clear_pointer (&self->next, gtk_widget_unparent);

  G_OBJECT_CLASS (tambo_pages_parent_class)->dispose (object);
}

static void
tambo_pages_finalize (GObject *object)
{
  g_ptr_array_unref (TAMBO_PAGES (object)->children);

  G_OBJECT_CLASS (tambo_pages_parent_class)->finalize (object);
}

static void
tambo_pages_class_init (TamboPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_pages_dispose;
  object_class->finalize = tambo_pages_finalize;
  widget_class->get_request_mode = tambo_pages_get_request_mode;
  widget_class->measure = tambo_pages_measure;
  widget_class->size_allocate = tambo_pages_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "pages");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tambo_pages_init (TamboPages *self)
{
  self->children = g_ptr_array_new ();
  self->previous =
      make_arrow (self, "page-previous", _ ("Previous page"), G_CALLBACK (on_previous_clicked));
  self->next = make_arrow (self, "page-next", _ ("Next page"), G_CALLBACK (on_next_clicked));
}

GtkWidget *
tambo_pages_new (void)
{
  return g_object_new (TAMBO_TYPE_PAGES, NULL);
}

void
tambo_pages_append (TamboPages *self, GtkWidget *child)
{
  g_return_if_fail (TAMBO_IS_PAGES (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  g_ptr_array_add (self->children, child);
  gtk_widget_insert_before (child, GTK_WIDGET (self), self->next);
}

void
tambo_pages_remove_all (TamboPages *self)
{
  g_return_if_fail (TAMBO_IS_PAGES (self));

  for (guint i = 0; i < self->children->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->children, i));
  g_ptr_array_set_size (self->children, 0);
  self->first = 0;
}
