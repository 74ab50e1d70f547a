/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/places/places-screen.h"

#include "content/pack/media-types.h"
#include "content/pack/places.h"
#include "kiosk/mesh/library-item.h"
#include "kiosk/places/place-card.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/screen.h"

/**
 * TamboPlacesScreen:
 *
 * Where help is to be found, from every pack that says so. The list is read when the screen
 * opens: packs rarely come just then, and cards must not move under a finger.
 */
struct _TamboPlacesScreen
{
  GtkWidget parent_instance;

  TamboSession *session; /* (owned) */
  GCancellable *call;    /* (owned) */
  guint n_pending;       /* files that are still being read */
  guint n_shown;

  /* Template children. */
  GtkWidget *root;
  TamboPages *pages;
  GtkWidget *empty;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboPlacesScreen,
                               tambo_places_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN, NULL))

static void
update_empty (TamboPlacesScreen *self)
{
  const gboolean is_empty = self->n_pending == 0 && self->n_shown == 0;

  gtk_widget_set_visible (self->empty, is_empty);
  gtk_widget_set_visible (GTK_WIDGET (self->pages), !is_empty);
}

static void
add_places (TamboPlacesScreen *self, TamboPlaces *places)
{
  const char *language = tambo_session_get_language (self->session);

  for (guint i = 0; i < tambo_places_get_n_places (places); i++)
    {
      tambo_pages_append (self->pages,
                          tambo_place_card_new (tambo_places_get_place (places, i), language));
      self->n_shown++;
    }
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboPlacesScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboPlaces) places = NULL;

  bytes = tambo_blob_source_read_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->n_pending--;
  if (bytes != NULL)
    places = tambo_places_new_from_bytes (bytes, &error);
  if (places != NULL)
    add_places (self, places);
  else
    g_info ("Places: %s", error->message);
  update_empty (self);
}

static void
read_places (TamboPlacesScreen *self, TamboLibraryItem *item, TamboBlobSource *blobs)
{
  const TamboPackEntry *entry;

  if (tambo_library_item_get_kind (item) != TAMBO_ITEM_PLACES)
    return;

  entry = tambo_pack_find (tambo_library_item_get_pack (item),
                           tambo_library_item_get_item (item)->id,
                           TAMBO_ROLE_PLACES,
                           0,
                           NULL);
  if (entry == NULL)
    return;

  self->n_pending++;
  tambo_blob_source_read_async (blobs,
                                entry->layer->digest,
                                TAMBO_PLACES_MAX_SIZE,
                                self->call,
                                on_read_ready,
                                g_object_ref (self));
}

static void
tambo_places_screen_dispose (GObject *object)
{
  TamboPlacesScreen *self = TAMBO_PLACES_SCREEN (object);

  g_cancellable_cancel (self->call);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_PLACES_SCREEN);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tambo_places_screen_parent_class)->dispose (object);
}

static void
tambo_places_screen_finalize (GObject *object)
{
  TamboPlacesScreen *self = TAMBO_PLACES_SCREEN (object);

  g_clear_object (&self->call);

  G_OBJECT_CLASS (tambo_places_screen_parent_class)->finalize (object);
}

static void
tambo_places_screen_class_init (TamboPlacesScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_places_screen_dispose;
  object_class->finalize = tambo_places_screen_finalize;

  g_type_ensure (TAMBO_TYPE_PAGES);

  gtk_widget_class_set_css_name (widget_class, "placesscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/places/places-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboPlacesScreen, empty);
  gtk_widget_class_bind_template_child (widget_class, TamboPlacesScreen, pages);
  gtk_widget_class_bind_template_child (widget_class, TamboPlacesScreen, root);
}

static void
tambo_places_screen_init (TamboPlacesScreen *self)
{
  self->call = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_places_screen_new:
 * @items: a list of #TamboLibraryItem, of any kind
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_places_screen_new (TamboSession *session, GListModel *items, TamboBlobSource *blobs)
{
  TamboPlacesScreen *self;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (blobs), NULL);

  self = g_object_new (TAMBO_TYPE_PLACES_SCREEN, NULL);
  self->session = g_object_ref (session);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TamboLibraryItem) item = g_list_model_get_item (items, i);

      read_places (self, item, blobs);
    }
  update_empty (self);

  return GTK_WIDGET (self);
}
