/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/attract/attract-screen.h"

#include "kiosk/session/language.h"
#include "kiosk/widgets/clock-label.h"
#include "kiosk/widgets/pictogram.h"

#define WORDS_SECONDS 3
#define STAFF_TOUCHES 5
#define STAFF_US (4 * G_USEC_PER_SEC) /* in which they come */

/**
 * TamboAttractScreen:
 *
 * Invites whoever comes by, in every language in turn; a touch begins. Five touches on the clock
 * ask for the staff screen; so does the mark that a stick is here.
 */
struct _TamboAttractScreen
{
  GtkWidget parent_instance;

  guint tick;            /* (owned) source id, while mapped */
  guint n_touches;       /* on the clock */
  gint64 first_touch_us; /* when the first of them was */

  /* Template children. */
  GtkWidget *root;
  GtkStack *words;
  GtkWidget *stick;
};

G_DEFINE_FINAL_TYPE (TamboAttractScreen, tambo_attract_screen, GTK_TYPE_WIDGET)

static gboolean
show_next_words (gpointer user_data)
{
  TamboAttractScreen *self = user_data;
  GtkWidget *child = gtk_stack_get_visible_child (self->words);

  if (child != NULL)
    child = gtk_widget_get_next_sibling (child);
  if (child == NULL)
    child = gtk_widget_get_first_child (GTK_WIDGET (self->words));
  if (child != NULL)
    gtk_stack_set_visible_child (self->words, child);

  return G_SOURCE_CONTINUE;
}

static void
add_words (TamboAttractScreen *self, TamboLanguage *language)
{
  GtkWidget *label = gtk_label_new (tambo_language_get_begin (language));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_stack_add_child (self->words, label);
}

static void
on_clock_clicked (TamboAttractScreen *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->n_touches == 0 || now - self->first_touch_us > STAFF_US)
    {
      self->n_touches = 0;
      self->first_touch_us = now;
    }

  if (++self->n_touches < STAFF_TOUCHES)
    return;

  self->n_touches = 0;
  gtk_widget_activate_action (GTK_WIDGET (self), "kiosk.staff", NULL);
}

static void
on_desk_changed (TamboStickDesk *desk, TamboAttractScreen *self)
{
  gtk_widget_set_visible (self->stick, tambo_stick_desk_get_step (desk) != TAMBO_STICK_STEP_NONE);
}

static void
tambo_attract_screen_map (GtkWidget *widget)
{
  TamboAttractScreen *self = TAMBO_ATTRACT_SCREEN (widget);

  GTK_WIDGET_CLASS (tambo_attract_screen_parent_class)->map (widget);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (WORDS_SECONDS, show_next_words, self);
}

static void
tambo_attract_screen_unmap (GtkWidget *widget)
{
  TamboAttractScreen *self = TAMBO_ATTRACT_SCREEN (widget);

  g_clear_handle_id (&self->tick, g_source_remove);
  GTK_WIDGET_CLASS (tambo_attract_screen_parent_class)->unmap (widget);
}

static void
tambo_attract_screen_dispose (GObject *object)
{
  TamboAttractScreen *self = TAMBO_ATTRACT_SCREEN (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_ATTRACT_SCREEN);

  G_OBJECT_CLASS (tambo_attract_screen_parent_class)->dispose (object);
}

static void
tambo_attract_screen_class_init (TamboAttractScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_attract_screen_dispose;
  widget_class->map = tambo_attract_screen_map;
  widget_class->unmap = tambo_attract_screen_unmap;

  g_type_ensure (TAMBO_TYPE_CLOCK_LABEL);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_css_name (widget_class, "attractscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/attract/attract-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboAttractScreen, root);
  gtk_widget_class_bind_template_child (widget_class, TamboAttractScreen, words);
  gtk_widget_class_bind_template_child (widget_class, TamboAttractScreen, stick);
  gtk_widget_class_bind_template_callback (widget_class, on_clock_clicked);
}

static void
tambo_attract_screen_init (TamboAttractScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_attract_screen_new:
 * @languages: a list of #TamboLanguage
 * @desk: (nullable): says whether a stick is here
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_attract_screen_new (GListModel *languages, TamboStickDesk *desk)
{
  TamboAttractScreen *self = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (languages), NULL);

  self = g_object_new (TAMBO_TYPE_ATTRACT_SCREEN, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (languages); i++)
    {
      g_autoptr (TamboLanguage) language = g_list_model_get_item (languages, i);

      add_words (self, language);
    }

  if (desk != NULL)
    {
      g_signal_connect_object (desk,
                               "changed",
                               G_CALLBACK (on_desk_changed),
                               self,
                               G_CONNECT_DEFAULT);
      on_desk_changed (desk, self);
    }

  return GTK_WIDGET (self);
}
