/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/option-card.h"

#include "kiosk/widgets/pictogram.h"

/**
 * TamboOptionCard:
 *
 * An answer to touch: its picture or shape, its words, and a mark once it is chosen. The whole card
 * is the target.
 */
struct _TamboOptionCard
{
  GtkButton parent_instance;

  GtkWidget *mark; /* (unowned) (nullable): beside the picture, once the card is chosen */

  /* Template children. */
  GtkBox *picture;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (TamboOptionCard, tambo_option_card, GTK_TYPE_BUTTON)

static void
tambo_option_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_OPTION_CARD);

  G_OBJECT_CLASS (tambo_option_card_parent_class)->dispose (object);
}

static void
tambo_option_card_class_init (TamboOptionCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_option_card_dispose;

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/screening/option-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboOptionCard, picture);
  gtk_widget_class_bind_template_child (widget_class, TamboOptionCard, words);
}

static void
tambo_option_card_init (TamboOptionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tambo_option_card_set_selected (self, FALSE);
}

/**
 * tambo_option_card_new:
 * @picture: (transfer floating): a pictogram or a shape
 * @words: the answer
 *
 * Returns: (transfer floating): a new card
 */
GtkWidget *
tambo_option_card_new (GtkWidget *picture, const char *words)
{
  TamboOptionCard *self = g_object_new (TAMBO_TYPE_OPTION_CARD, NULL);

  g_return_val_if_fail (words != NULL, NULL);

  self->mark = tambo_pictogram_new ("yes");
  gtk_widget_add_css_class (self->mark, "mark");
  gtk_widget_set_visible (self->mark, FALSE);
  gtk_box_append (self->picture, picture);
  gtk_box_append (self->picture, self->mark);
  gtk_label_set_text (self->words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);

  return GTK_WIDGET (self);
}

void
tambo_option_card_set_selected (TamboOptionCard *self, gboolean selected)
{
  g_return_if_fail (TAMBO_IS_OPTION_CARD (self));

  if (self->mark != NULL)
    gtk_widget_set_visible (self->mark, selected);
  if (selected)
    gtk_widget_add_css_class (GTK_WIDGET (self), "selected");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "selected");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_CHECKED,
                               selected ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                        : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}
