/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/attract/clock-screen.h"

#include "kiosk/widgets/clock-label.h"

/**
 * TamboClockScreen:
 *
 * What "Hide now" leaves: a clock, which could be anything. A touch leads to the attract screen.
 */
struct _TamboClockScreen
{
  GtkWidget parent_instance;

  /* Template children. */
  GtkWidget *root;
};

G_DEFINE_FINAL_TYPE (TamboClockScreen, tambo_clock_screen, GTK_TYPE_WIDGET)

static void
tambo_clock_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_CLOCK_SCREEN);

  G_OBJECT_CLASS (tambo_clock_screen_parent_class)->dispose (object);
}

static void
tambo_clock_screen_class_init (TamboClockScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_clock_screen_dispose;

  g_type_ensure (TAMBO_TYPE_CLOCK_LABEL);

  gtk_widget_class_set_css_name (widget_class, "clockscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/attract/clock-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboClockScreen, root);
}

static void
tambo_clock_screen_init (TamboClockScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tambo_clock_screen_new (void)
{
  return g_object_new (TAMBO_TYPE_CLOCK_SCREEN, NULL);
}
