/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/card.h"

#include "kiosk/widgets/pictogram.h"

/**
 * TamboCard:
 *
 * A way on: a pictogram on its tint, and words under it.
 */
struct _TamboCard
{
  GtkButton parent_instance;

  char *pictogram; /* (owned) (nullable) */
  char *tint;      /* (owned) (nullable) a style class: leaf, clay, sun, sky or plum */
  char *words;     /* (owned) (nullable) */

  /* Template children. */
  GtkWidget *picture;
};

G_DEFINE_FINAL_TYPE (TamboCard, tambo_card, GTK_TYPE_BUTTON)

typedef enum
{
  PROP_PICTOGRAM = 1,
  PROP_TINT,
  PROP_WORDS,
} TamboCardProperty;

static GParamSpec *properties[PROP_WORDS + 1];

static void
set_tint (TamboCard *self, const char *tint)
{
  if (self->tint != NULL)
    gtk_widget_remove_css_class (self->picture, self->tint);
  g_free (self->tint);
  self->tint = g_strdup (tint);
  if (tint != NULL)
    gtk_widget_add_css_class (self->picture, tint);
}

static void
tambo_card_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboCard *self = TAMBO_CARD (object);

  switch ((TamboCardProperty) property_id)
    {
    case PROP_PICTOGRAM:
      g_value_set_string (value, self->pictogram);
      break;

    case PROP_TINT:
      g_value_set_string (value, self->tint);
      break;

    case PROP_WORDS:
      g_value_set_string (value, self->words);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_card_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  TamboCard *self = TAMBO_CARD (object);

  switch ((TamboCardProperty) property_id)
    {
    case PROP_PICTOGRAM:
      g_free (self->pictogram);
      self->pictogram = g_value_dup_string (value);
      break;

    case PROP_TINT:
      set_tint (self, g_value_get_string (value));
      break;

    case PROP_WORDS:
      g_free (self->words);
      self->words = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->words != NULL ? self->words : "",
                                      -1);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_CARD);

  G_OBJECT_CLASS (tambo_card_parent_class)->dispose (object);
}

static void
tambo_card_finalize (GObject *object)
{
  TamboCard *self = TAMBO_CARD (object);

  g_free (self->pictogram);
  g_free (self->tint);
  g_free (self->words);

  G_OBJECT_CLASS (tambo_card_parent_class)->finalize (object);
}

static void
tambo_card_class_init (TamboCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_card_get_property;
  object_class->set_property = tambo_card_set_property;
  object_class->dispose = tambo_card_dispose;
  object_class->finalize = tambo_card_finalize;

  properties[PROP_PICTOGRAM] = g_param_spec_string ("pictogram", NULL, NULL, NULL, flags);
  properties[PROP_TINT] = g_param_spec_string ("tint", NULL, NULL, NULL, flags);
  properties[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/tambo/kiosk/widgets/card.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboCard, picture);
}

static void
tambo_card_init (TamboCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
}

/**
 * tambo_card_new:
 * @pictogram: a file of kiosk/style/pictograms, without its ending
 * @tint: leaf, clay, sun, sky or plum
 * @label: the words
 *
 * Returns: (transfer floating): a new card
 */
GtkWidget *
tambo_card_new (const char *pictogram, const char *tint, const char *label)
{
  return g_object_new (TAMBO_TYPE_CARD, "pictogram", pictogram, "tint", tint, "words", label, NULL);
}
