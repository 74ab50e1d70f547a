/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/leaflet/leaflet-screen.h"

#include "content/pack/leaflet.h"
#include "content/pack/media-types.h"
#include "kiosk/widgets/blob-picture.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/split.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the session keeps of this screen: the name of the leaflet, a blank, and the page. */
#define KEPT_NAME "leaflet"

/* A page read by a person. */
#define MAX_AUDIO (2 * 1024 * 1024)

/**
 * TamboLeafletScreen:
 *
 * One page of a leaflet: a picture, a text, and big arrows. The page stays when the language
 * changes.
 */
struct _TamboLeafletScreen
{
  GtkWidget parent_instance;

  TamboSession *session;  /* (owned) */
  TamboLibraryItem *item; /* (owned) */
  TamboBlobSource *blobs; /* (owned) */
  TamboLeaflet *leaflet;  /* (owned) (nullable) */
  guint page;
  GBytes *recording;        /* (owned) (nullable) of the page */
  GCancellable *call;       /* (owned) */
  GCancellable *audio_call; /* (owned) (nullable) */

  /* Template children. */
  GtkWidget *split;
  TamboBlobPicture *picture;
  GtkLabel *title;
  GtkLabel *text;
  GtkLabel *number;
};

static void tambo_leaflet_screen_screen_init (TamboScreenInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboLeafletScreen,
                               tambo_leaflet_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN,
                                                      tambo_leaflet_screen_screen_init))

static void
keep_page (TamboLeafletScreen *self)
{
  g_autofree char *text = g_strdup_printf ("%s %u",
                                           tambo_library_item_get_name (self->item),
                                           self->page);
  g_autoptr (GtkStringObject) kept = gtk_string_object_new (text);

  tambo_session_keep (self->session, KEPT_NAME, kept);
}

static guint
recall_page (TamboSession *session, TamboLibraryItem *item)
{
  GtkStringObject *kept = tambo_session_get_kept (session, KEPT_NAME);
  const char *name = tambo_library_item_get_name (item);
  const char *text;

  if (kept == NULL)
    return 0;

  text = gtk_string_object_get_string (kept);
  if (!g_str_has_prefix (text, name) || text[strlen (name)] != ' ')
    return 0;

  return (guint) g_ascii_strtoull (text + strlen (name), NULL, 10);
}

static void
on_audio_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboLeafletScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = tambo_blob_source_read_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (bytes != NULL)
    self->recording = g_steal_pointer (&bytes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("Recorded page: %s", error->message);
}

/* Returns: (transfer none) (nullable): @title is a path in the pack, and only compared. */
static const TamboLayer *
find_layer (TamboLeafletScreen *self, const char *title)
{
  TamboPack *pack = tambo_library_item_get_pack (self->item);

  return title != NULL ? tambo_manifest_find_title (tambo_pack_get_manifest (pack), title) : NULL;
}

static void
load_audio (TamboLeafletScreen *self, const TamboLayer *layer)
{
  g_cancellable_cancel (self->audio_call);
  g_clear_object (&self->audio_call);
  g_clear_pointer (&self->recording, g_bytes_unref);
  if (layer == NULL)
    return;

  self->audio_call = g_cancellable_new ();
  tambo_blob_source_read_async (self->blobs,
                                layer->digest,
                                MAX_AUDIO,
                                self->audio_call,
                                on_audio_read_ready,
                                g_object_ref (self));
}

static void
show_page (TamboLeafletScreen *self)
{
  const guint n_pages = tambo_leaflet_get_n_pages (self->leaflet);
  const TamboLeafletPage *page;
  g_autofree char *number = NULL;

  self->page = MIN (self->page, n_pages - 1);
  page = tambo_leaflet_get_page (self->leaflet, self->page);
  /* Translators: which page of how many */
  number = g_strdup_printf (_ ("%u of %u"), self->page + 1, n_pages);

  gtk_label_set_label (self->title, page->title);
  gtk_label_set_label (self->text, page->text);
  gtk_label_set_label (self->number, number);
  tambo_blob_picture_show (self->picture, self->blobs, find_layer (self, page->picture), 0);
  load_audio (self, find_layer (self, page->audio));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "leaflet.previous", self->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "leaflet.next", self->page + 1 < n_pages);
  keep_page (self);
}

static void
show_failure (TamboLeafletScreen *self)
{
  gtk_label_set_label (self->title, _ ("This leaflet cannot be shown."));
  gtk_label_set_label (self->text, _ ("It may be damaged. The others still work."));
}

static void
on_text_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboLeafletScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = tambo_blob_source_read_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (bytes != NULL)
    self->leaflet = tambo_leaflet_new_from_bytes (bytes, &error);

  if (self->leaflet != NULL)
    {
      show_page (self);
      return;
    }

  g_info ("Leaflet: %s", error->message);
  show_failure (self);
}

static void
load_text (TamboLeafletScreen *self)
{
  const TamboPackEntry *entry = tambo_pack_find (tambo_library_item_get_pack (self->item),
                                                 tambo_library_item_get_item (self->item)->id,
                                                 TAMBO_ROLE_TEXT,
                                                 0,
                                                 tambo_session_get_language (self->session));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "leaflet.previous", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "leaflet.next", FALSE);
  if (entry == NULL)
    {
      gtk_label_set_label (self->title, _ ("This leaflet is not in your language yet."));
      return;
    }

  tambo_blob_source_read_async (self->blobs,
                                entry->layer->digest,
                                TAMBO_LEAFLET_MAX_SIZE,
                                self->call,
                                on_text_read_ready,
                                g_object_ref (self));
}

static void
turn (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboLeafletScreen *self = TAMBO_LEAFLET_SCREEN (widget);

  if (g_str_equal (action, "leaflet.next"))
    self->page++;
  else
    self->page--;
  show_page (self);
}

static GPtrArray *
tambo_leaflet_screen_list_segments (TamboScreen *screen)
{
  TamboLeafletScreen *self = TAMBO_LEAFLET_SCREEN (screen);
  g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func (g_object_unref);
  TamboSegment *text;

  /* A recording is of the whole page. */
  if (self->recording == NULL)
    g_ptr_array_add (segments,
                     tambo_segment_new (gtk_label_get_text (self->title),
                                        GTK_WIDGET (self->title)));
  text = tambo_segment_new (gtk_label_get_text (self->text), GTK_WIDGET (self->text));
  tambo_segment_set_recording (text, self->recording);
  g_ptr_array_add (segments, text);

  return g_steal_pointer (&segments);
}

static void
tambo_leaflet_screen_screen_init (TamboScreenInterface *iface)
{
  iface->list_segments = tambo_leaflet_screen_list_segments;
}

static void
tambo_leaflet_screen_dispose (GObject *object)
{
  TamboLeafletScreen *self = TAMBO_LEAFLET_SCREEN (object);

  g_cancellable_cancel (self->call);
  g_cancellable_cancel (self->audio_call);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_LEAFLET_SCREEN);
  g_clear_object (&self->session);
  g_clear_object (&self->item);
  g_clear_object (&self->blobs);
  g_clear_object (&self->leaflet);

  G_OBJECT_CLASS (tambo_leaflet_screen_parent_class)->dispose (object);
}

static void
tambo_leaflet_screen_finalize (GObject *object)
{
  TamboLeafletScreen *self = TAMBO_LEAFLET_SCREEN (object);

  g_clear_object (&self->call);
  g_clear_object (&self->audio_call);
  g_clear_pointer (&self->recording, g_bytes_unref);

  G_OBJECT_CLASS (tambo_leaflet_screen_parent_class)->finalize (object);
}

static void
tambo_leaflet_screen_class_init (TamboLeafletScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_leaflet_screen_dispose;
  object_class->finalize = tambo_leaflet_screen_finalize;

  g_type_ensure (TAMBO_TYPE_BLOB_PICTURE);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_SPLIT);

  gtk_widget_class_set_css_name (widget_class, "leafletscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "leaflet.previous", NULL, turn);
  gtk_widget_class_install_action (widget_class, "leaflet.next", NULL, turn);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/leaflet/leaflet-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboLeafletScreen, number);
  gtk_widget_class_bind_template_child (widget_class, TamboLeafletScreen, picture);
  gtk_widget_class_bind_template_child (widget_class, TamboLeafletScreen, split);
  gtk_widget_class_bind_template_child (widget_class, TamboLeafletScreen, text);
  gtk_widget_class_bind_template_child (widget_class, TamboLeafletScreen, title);
}

static void
tambo_leaflet_screen_init (TamboLeafletScreen *self)
{
  self->call = g_cancellable_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "screen");
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_leaflet_screen_new:
 * @item: a leaflet
 *
 * Returns: (transfer floating): a new screen, at the page where this session left it
 */
GtkWidget *
tambo_leaflet_screen_new (TamboSession *session, TamboLibraryItem *item, TamboBlobSource *blobs)
{
  TamboLeafletScreen *self;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (item), NULL);
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (blobs), NULL);

  self = g_object_new (TAMBO_TYPE_LEAFLET_SCREEN, NULL);
  self->session = g_object_ref (session);
  self->item = g_object_ref (item);
  self->blobs = g_object_ref (blobs);
  self->page = recall_page (session, item);
  load_text (self);

  return GTK_WIDGET (self);
}
