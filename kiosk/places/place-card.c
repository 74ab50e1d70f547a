/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/places/place-card.h"

#include "kiosk/widgets/pictogram.h"

/* U+2066 and U+2069: what stands between is laid out for itself, from left to right. */
#define ISOLATE_LTR "\342\201\246%s\342\201\251"

/**
 * TamboPlaceCard:
 *
 * One place where help is to be found. What is not known is left out. The telephone number reads
 * from left to right in every language.
 */
struct _TamboPlaceCard
{
  GtkWidget parent_instance;

  /* Template children. */
  GtkWidget *root;
  TamboPictogram *kind;
  GtkWidget *demo;
  GtkLabel *name;
  GtkLabel *phone;
  GtkLabel *address;
  GtkLabel *hours;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (TamboPlaceCard, tambo_place_card, GTK_TYPE_WIDGET)

static const char *const pictograms[] = {
  [TAMBO_PLACE_CLINIC] = "clinic",     [TAMBO_PLACE_HOSPITAL] = "hospital",
  [TAMBO_PLACE_PHARMACY] = "pharmacy", [TAMBO_PLACE_HOTLINE] = "hotline",
  [TAMBO_PLACE_LEGAL] = "legal",       [TAMBO_PLACE_FOOD] = "food",
  [TAMBO_PLACE_SHELTER] = "shelter",   [TAMBO_PLACE_OTHER] = "places",
};

G_STATIC_ASSERT (G_N_ELEMENTS (pictograms) == TAMBO_N_PLACE_KINDS);

static void
tambo_place_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_PLACE_CARD);

  G_OBJECT_CLASS (tambo_place_card_parent_class)->dispose (object);
}

static void
tambo_place_card_class_init (TamboPlaceCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_place_card_dispose;

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_css_name (widget_class, "placecard");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/places/place-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, address);
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, demo);
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, hours);
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, kind);
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, name);
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, note);
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, phone);
  gtk_widget_class_bind_template_child (widget_class, TamboPlaceCard, root);
}

static void
tambo_place_card_init (TamboPlaceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_text (GtkLabel *label, TamboTexts *texts, const char *language)
{
  gtk_widget_set_visible (GTK_WIDGET (label), texts != NULL);
  if (texts != NULL)
    gtk_label_set_label (label, tambo_texts_choose (texts, language));
}

/* @place is not kept. */
GtkWidget *
tambo_place_card_new (const TamboPlace *place, const char *language)
{
  TamboPlaceCard *self;

  g_return_val_if_fail (place != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_PLACE_CARD, NULL);
  tambo_pictogram_set_name (self->kind, pictograms[place->kind]);
  gtk_widget_set_visible (self->demo, place->is_demo);
  show_text (self->name, place->name, language);
  show_text (self->address, place->address, language);
  show_text (self->hours, place->hours, language);
  show_text (self->note, place->note, language);
  gtk_widget_set_visible (GTK_WIDGET (self->phone), place->phone != NULL);
  if (place->phone != NULL)
    {
      g_autofree char *phone = g_strdup_printf (ISOLATE_LTR, place->phone);

      gtk_label_set_label (self->phone, phone);
    }

  return GTK_WIDGET (self);
}
