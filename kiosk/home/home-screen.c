/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/home/home-screen.h"

#include "kiosk/widgets/card.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/screen.h"

/**
 * TamboHomeScreen:
 *
 * What can be done here now, as cards: only what works is shown, and cards come by themselves when
 * packs do.
 */
struct _TamboHomeScreen
{
  GtkWidget parent_instance;

  TamboLibrary *library;  /* (owned) (nullable) */
  TamboKioskTrust *trust; /* (owned) (nullable) */

  /* Template children. */
  GtkWidget *root;
  GtkWidget *ask;
  GtkWidget *check;
  GtkWidget *empty;
  GtkWidget *places;
  GtkWidget *replies;
  GtkWidget *watch;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboHomeScreen,
                               tambo_home_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN, NULL))

static gboolean
has_kind (TamboHomeScreen *self, TamboItemKind kind)
{
  return self->library != NULL && tambo_library_has_kind (self->library, kind);
}

/* A clinic may be listed without a key that is in force today; then the screen says so itself. */
static gboolean
has_clinic (TamboHomeScreen *self)
{
  g_autoptr (GPtrArray) clinics = NULL;

  if (self->trust == NULL)
    return FALSE;

  clinics = tambo_trust_list_clinics (tambo_kiosk_trust_get_trust (self->trust));

  return clinics->len > 0;
}

static void
show_what_works (TamboHomeScreen *self)
{
  gboolean can_watch = has_kind (self, TAMBO_ITEM_VIDEO) || has_kind (self, TAMBO_ITEM_LEAFLET);
  gboolean can_ask = has_clinic (self);

  gtk_widget_set_visible (self->watch, can_watch);
  gtk_widget_set_visible (self->check, has_kind (self, TAMBO_ITEM_QUESTIONNAIRE));
  gtk_widget_set_visible (self->places, has_kind (self, TAMBO_ITEM_PLACES));
  gtk_widget_set_visible (self->ask, can_ask);
  gtk_widget_set_visible (self->replies, can_ask);
  gtk_widget_set_visible (self->empty, !can_watch && !can_ask);
}

static void
tambo_home_screen_dispose (GObject *object)
{
  TamboHomeScreen *self = TAMBO_HOME_SCREEN (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_HOME_SCREEN);
  g_clear_object (&self->library);
  g_clear_object (&self->trust);

  G_OBJECT_CLASS (tambo_home_screen_parent_class)->dispose (object);
}

static void
tambo_home_screen_class_init (TamboHomeScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_home_screen_dispose;

  g_type_ensure (TAMBO_TYPE_CARD);
  g_type_ensure (TAMBO_TYPE_PAGES);

  gtk_widget_class_set_css_name (widget_class, "homescreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/home/home-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboHomeScreen, root);
  gtk_widget_class_bind_template_child (widget_class, TamboHomeScreen, ask);
  gtk_widget_class_bind_template_child (widget_class, TamboHomeScreen, check);
  gtk_widget_class_bind_template_child (widget_class, TamboHomeScreen, empty);
  gtk_widget_class_bind_template_child (widget_class, TamboHomeScreen, places);
  gtk_widget_class_bind_template_child (widget_class, TamboHomeScreen, replies);
  gtk_widget_class_bind_template_child (widget_class, TamboHomeScreen, watch);
}

static void
tambo_home_screen_init (TamboHomeScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_home_screen_new:
 * @library: (nullable): what can be opened
 * @trust: (nullable): which clinics there are
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_home_screen_new (TamboLibrary *library, TamboKioskTrust *trust)
{
  TamboHomeScreen *self = g_object_new (TAMBO_TYPE_HOME_SCREEN, NULL);

  if (library != NULL)
    {
      self->library = g_object_ref (library);
      g_signal_connect_object (library,
                               "items-changed",
                               G_CALLBACK (show_what_works),
                               self,
                               G_CONNECT_SWAPPED);
    }
  if (trust != NULL)
    {
      self->trust = g_object_ref (trust);
      g_signal_connect_object (trust,
                               "changed",
                               G_CALLBACK (show_what_works),
                               self,
                               G_CONNECT_SWAPPED);
    }
  show_what_works (self);

  return GTK_WIDGET (self);
}
