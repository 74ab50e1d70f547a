/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/number-pad.h"

#include "kiosk/widgets/pictogram.h"

#include <string.h>

#define N_DIGITS 10
#define DEFAULT_MAX_DIGITS 18
#define POINT '.'

/**
 * TamboNumberPad:
 *
 * Keys to touch a number with. What has been typed is kept in ASCII, whatever digits the keys
 * show; whoever uses the pad shows it.
 */
struct _TamboNumberPad
{
  GtkWidget parent_instance;

  GString *typed; /* (owned) */
  guint max_digits;
  gboolean decimal;
  char *numerals; /* (owned) (nullable): BCP 47 */

  GtkWidget *keys[N_DIGITS]; /* (unowned): children of grid */

  /* Template children. */
  GtkGrid *grid;
  GtkButton *point;
  GtkButton *erase;
};

G_DEFINE_FINAL_TYPE (TamboNumberPad, tambo_number_pad, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_DIGITS = 1,
  PROP_MAX_DIGITS,
  PROP_DECIMAL,
  PROP_NUMERALS,
} TamboNumberPadProperty;

static GParamSpec *properties[PROP_NUMERALS + 1];

enum
{
  SIGNAL_EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Languages that are usually written with digits of their own: CLDR's default numbering systems. */
static const struct
{
  const char *language;
  gunichar zero;
} own_digits[] = {
  { "ar", 0x0660 }, { "ckb", 0x0660 }, { "fa", 0x06f0 }, { "ps", 0x06f0 }, { "ur", 0x06f0 },
};

static gunichar
zero_of (const char *language)
{
  for (gsize i = 0; language != NULL && i < G_N_ELEMENTS (own_digits); i++)
    {
      const char *own = own_digits[i].language;
      gsize length = strlen (own);

      if (strncmp (language, own, length) == 0 && strchr ("-", language[length]) != NULL)
        return own_digits[i].zero;
    }

  return '0';
}

static guint
count_digits (TamboNumberPad *self)
{
  return (guint) self->typed->len - (strchr (self->typed->str, POINT) != NULL ? 1 : 0);
}

static void
update_keys (TamboNumberPad *self)
{
  gboolean full = count_digits (self) >= self->max_digits;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pad.digit", !full);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pad.erase", self->typed->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "pad.point",
                                 !full && self->typed->len > 0 &&
                                     strchr (self->typed->str, POINT) == NULL);
}

static void
update_labels (TamboNumberPad *self)
{
  gunichar zero = zero_of (self->numerals);

  for (guint digit = 0; digit < N_DIGITS; digit++)
    {
      char text[7] = { 0 };

      g_unichar_to_utf8 (zero + digit, text);
      gtk_button_set_label (GTK_BUTTON (self->keys[digit]), text);
    }
}

static void
change (TamboNumberPad *self)
{
  update_keys (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIGITS]);
}

static void
type_digit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboNumberPad *self = TAMBO_NUMBER_PAD (widget);

  g_string_append_c (self->typed, (char) g_variant_get_byte (parameter));
  change (self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
type_point (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboNumberPad *self = TAMBO_NUMBER_PAD (widget);

  g_string_append_c (self->typed, POINT);
  change (self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
erase_last (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboNumberPad *self = TAMBO_NUMBER_PAD (widget);

  g_string_truncate (self->typed, self->typed->len - 1);
  change (self);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
tambo_number_pad_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboNumberPad *self = TAMBO_NUMBER_PAD (object);

  switch ((TamboNumberPadProperty) property_id)
    {
    case PROP_DIGITS:
      g_value_set_string (value, self->typed->str);
      break;

    case PROP_MAX_DIGITS:
      g_value_set_uint (value, self->max_digits);
      break;

    case PROP_DECIMAL:
      g_value_set_boolean (value, self->decimal);
      break;

    case PROP_NUMERALS:
      g_value_set_string (value, self->numerals);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_number_pad_set_property (GObject *object,
                               guint property_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  TamboNumberPad *self = TAMBO_NUMBER_PAD (object);

  switch ((TamboNumberPadProperty) property_id)
    {
    case PROP_DIGITS:
      tambo_number_pad_set_digits (self, g_value_get_string (value));
      break;

    case PROP_MAX_DIGITS:
      self->max_digits = g_value_get_uint (value);
      update_keys (self);
      break;

    case PROP_DECIMAL:
      self->decimal = g_value_get_boolean (value);
      gtk_widget_set_visible (GTK_WIDGET (self->point), self->decimal);
      break;

    case PROP_NUMERALS:
      g_free (self->numerals);
      self->numerals = g_value_dup_string (value);
      update_labels (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_number_pad_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_NUMBER_PAD);

  G_OBJECT_CLASS (tambo_number_pad_parent_class)->dispose (object);
}

static void
tambo_number_pad_finalize (GObject *object)
{
  TamboNumberPad *self = TAMBO_NUMBER_PAD (object);

  /* What was typed may be a code. */
  memset (self->typed->str, 0, self->typed->allocated_len);
  g_string_free (self->typed, TRUE);
  g_free (self->numerals);

  G_OBJECT_CLASS (tambo_number_pad_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_DIGITS] = g_param_spec_string ("digits", NULL, NULL, "", flags);
  properties[PROP_MAX_DIGITS] = g_param_spec_uint ("max-digits",
                                                   NULL,
                                                   NULL,
                                                   1,
                                                   TAMBO_NUMBER_PAD_MOST_DIGITS,
                                                   DEFAULT_MAX_DIGITS,
                                                   flags);
  properties[PROP_DECIMAL] = g_param_spec_boolean ("decimal", NULL, NULL, FALSE, flags);
  properties[PROP_NUMERALS] = g_param_spec_string ("numerals", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_number_pad_class_init (TamboNumberPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tambo_number_pad_get_property;
  object_class->set_property = tambo_number_pad_set_property;
  object_class->dispose = tambo_number_pad_dispose;
  object_class->finalize = tambo_number_pad_finalize;

  install_properties (object_class);

  /**
   * TamboNumberPad::edited:
   * @self: the pad
   *
   * Somebody touched a key that changed what is typed.
   */
  signals[SIGNAL_EDITED] = g_signal_new ("edited",
                                         TAMBO_TYPE_NUMBER_PAD,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_install_action (widget_class, "pad.digit", "y", type_digit);
  gtk_widget_class_install_action (widget_class, "pad.point", NULL, type_point);
  gtk_widget_class_install_action (widget_class, "pad.erase", NULL, erase_last);

  gtk_widget_class_set_css_name (widget_class, "numberpad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/widgets/number-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboNumberPad, grid);
  gtk_widget_class_bind_template_child (widget_class, TamboNumberPad, point);
  gtk_widget_class_bind_template_child (widget_class, TamboNumberPad, erase);
}

static void
add_key (TamboNumberPad *self, guint digit)
{
  GtkWidget *key = gtk_button_new ();
  guint place = digit == 0 ? N_DIGITS : digit - 1; /* 1 is first, 0 below 8 */

  gtk_widget_add_css_class (key, "key");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (key), "pad.digit");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (key), "y", (guchar) ('0' + digit));
  gtk_grid_attach (self->grid, key, (int) (place % 3), (int) (place / 3), 1, 1);
  self->keys[digit] = key;
}

static void
tambo_number_pad_init (TamboNumberPad *self)
{
  self->typed = g_string_sized_new (2 * TAMBO_NUMBER_PAD_MOST_DIGITS);
  self->max_digits = DEFAULT_MAX_DIGITS;
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Digits run from left to right in every script. */
  gtk_widget_set_direction (GTK_WIDGET (self->grid), GTK_TEXT_DIR_LTR);
  for (guint digit = 0; digit < N_DIGITS; digit++)
    add_key (self, digit);

  update_labels (self);
  update_keys (self);
}

GtkWidget *
tambo_number_pad_new (void)
{
  return g_object_new (TAMBO_TYPE_NUMBER_PAD, NULL);
}

const char *
tambo_number_pad_get_digits (TamboNumberPad *self)
{
  g_return_val_if_fail (TAMBO_IS_NUMBER_PAD (self), NULL);

  return self->typed->str;
}

/* Shows keys for what is there already; "edited" is not emitted. */
void
tambo_number_pad_set_digits (TamboNumberPad *self, const char *digits)
{
  g_return_if_fail (TAMBO_IS_NUMBER_PAD (self));

  if (digits == NULL)
    digits = "";
  if (g_str_equal (self->typed->str, digits))
    return;

  g_string_assign (self->typed, digits);
  change (self);
}
