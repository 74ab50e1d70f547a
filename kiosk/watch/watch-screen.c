/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/watch/watch-screen.h"

#include "content/pack/media-types.h"
#include "kiosk/mesh/library-item.h"
#include "kiosk/watch/item-card.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/screen.h"

/**
 * TamboWatchScreen:
 *
 * The films and leaflets that this language can hear or read, as picture cards. Cards come by
 * themselves when packs do.
 */
struct _TamboWatchScreen
{
  GtkWidget parent_instance;

  TamboSession *session;  /* (owned) */
  TamboBlobSource *blobs; /* (owned) */
  GListModel *items;      /* (owned) a GtkFilterListModel of TamboLibraryItem */

  /* Template children. */
  GtkWidget *root;
  TamboPages *pages;
  GtkWidget *empty;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboWatchScreen,
                               tambo_watch_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN, NULL))

static gboolean
has_file (TamboLibraryItem *item, const char *role, const char *language)
{
  return tambo_pack_find (tambo_library_item_get_pack (item),
                          tambo_library_item_get_item (item)->id,
                          role,
                          0,
                          language) != NULL;
}

/* Whether somebody of this language gets anything from it. */
static gboolean
is_for_language (gpointer object, gpointer user_data)
{
  TamboLibraryItem *item = object;
  const char *language = tambo_session_get_language (user_data);
  const TamboItemKind kind = tambo_library_item_get_kind (item);

  if (kind == TAMBO_ITEM_VIDEO)
    return has_file (item, TAMBO_ROLE_VOICE, language) ||
           has_file (item, TAMBO_ROLE_SUBTITLES, language);

  return kind == TAMBO_ITEM_LEAFLET && has_file (item, TAMBO_ROLE_TEXT, language);
}

static void
show_cards (TamboWatchScreen *self)
{
  const char *language = tambo_session_get_language (self->session);
  const guint n_items = g_list_model_get_n_items (self->items);

  tambo_pages_remove_all (self->pages);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TamboLibraryItem) item = g_list_model_get_item (self->items, i);

      tambo_pages_append (self->pages, tambo_item_card_new (item, self->blobs, language));
    }

  gtk_widget_set_visible (GTK_WIDGET (self->pages), n_items > 0);
  gtk_widget_set_visible (self->empty, n_items == 0);
}

static void
tambo_watch_screen_dispose (GObject *object)
{
  TamboWatchScreen *self = TAMBO_WATCH_SCREEN (object);

  if (self->items != NULL)
    g_signal_handlers_disconnect_by_data (self->items, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_WATCH_SCREEN);
  g_clear_object (&self->items);
  g_clear_object (&self->blobs);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tambo_watch_screen_parent_class)->dispose (object);
}

static void
tambo_watch_screen_class_init (TamboWatchScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_watch_screen_dispose;

  g_type_ensure (TAMBO_TYPE_PAGES);

  gtk_widget_class_set_css_name (widget_class, "watchscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/watch/watch-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboWatchScreen, empty);
  gtk_widget_class_bind_template_child (widget_class, TamboWatchScreen, pages);
  gtk_widget_class_bind_template_child (widget_class, TamboWatchScreen, root);
}

static void
tambo_watch_screen_init (TamboWatchScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_watch_screen_new:
 * @items: a list of #TamboLibraryItem, of any kind
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_watch_screen_new (TamboSession *session, GListModel *items, TamboBlobSource *blobs)
{
  TamboWatchScreen *self;
  GtkCustomFilter *filter;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (blobs), NULL);

  self = g_object_new (TAMBO_TYPE_WATCH_SCREEN, NULL);
  self->session = g_object_ref (session);
  self->blobs = g_object_ref (blobs);
  filter = gtk_custom_filter_new (is_for_language, g_object_ref (session), g_object_unref);
  self->items = G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (items), GTK_FILTER (filter)));
  g_signal_connect_swapped (self->items, "items-changed", G_CALLBACK (show_cards), self);
  show_cards (self);

  return GTK_WIDGET (self);
}
