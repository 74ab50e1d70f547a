/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/watch/item-card.h"

#include "content/pack/media-types.h"
#include "kiosk/widgets/blob-picture.h"
#include "kiosk/widgets/pictogram.h"

/**
 * TamboItemCard:
 *
 * A film or a leaflet as a card: its poster, what it is, and its title. A touch opens it.
 */
struct _TamboItemCard
{
  GtkButton parent_instance;

  /* Template children. */
  TamboPictogram *kind;
  TamboBlobPicture *poster;
  GtkLabel *title;
};

G_DEFINE_FINAL_TYPE (TamboItemCard, tambo_item_card, GTK_TYPE_BUTTON)

static void
tambo_item_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_ITEM_CARD);

  G_OBJECT_CLASS (tambo_item_card_parent_class)->dispose (object);
}

static void
tambo_item_card_class_init (TamboItemCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_item_card_dispose;

  g_type_ensure (TAMBO_TYPE_BLOB_PICTURE);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/tambo/kiosk/watch/item-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboItemCard, kind);
  gtk_widget_class_bind_template_child (widget_class, TamboItemCard, poster);
  gtk_widget_class_bind_template_child (widget_class, TamboItemCard, title);
}

static void
tambo_item_card_init (TamboItemCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const TamboPackEntry *
find (TamboLibraryItem *item, const char *role)
{
  return tambo_pack_find (tambo_library_item_get_pack (item),
                          tambo_library_item_get_item (item)->id,
                          role,
                          0,
                          NULL);
}

/* The first picture of a film is often black. */
static void
show_picture (TamboItemCard *self, TamboBlobSource *blobs, const TamboPackEntry *entry)
{
  tambo_blob_picture_show (self->poster,
                           blobs,
                           entry != NULL ? entry->layer : NULL,
                           entry != NULL ? entry->file->duration_ms / 10 : 0);
}

GtkWidget *
tambo_item_card_new (TamboLibraryItem *item, TamboBlobSource *blobs, const char *language)
{
  TamboItemCard *self;
  const TamboPackEntry *poster;
  const gboolean is_film = tambo_library_item_get_kind (item) == TAMBO_ITEM_VIDEO;

  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (item), NULL);
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (blobs), NULL);

  self = g_object_new (TAMBO_TYPE_ITEM_CARD, NULL);
  poster = find (item, TAMBO_ROLE_POSTER);
  show_picture (self, blobs, poster != NULL || !is_film ? poster : find (item, TAMBO_ROLE_PICTURE));
  tambo_pictogram_set_name (self->kind, is_film ? "play" : "leaflet");
  if (poster == NULL)
    {
      gtk_widget_set_halign (GTK_WIDGET (self->kind), GTK_ALIGN_CENTER);
      gtk_widget_set_valign (GTK_WIDGET (self->kind), GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (GTK_WIDGET (self->kind), "large");
    }
  gtk_label_set_label (self->title, tambo_library_item_get_title (item, language));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", tambo_library_item_get_name (item));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "kiosk.open-item");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tambo_library_item_get_title (item, language),
                                  -1);

  return GTK_WIDGET (self);
}
