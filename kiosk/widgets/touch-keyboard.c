/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/touch-keyboard.h"

#include "kiosk/widgets/keymap.h"
#include "kiosk/widgets/pictogram.h"

#include <glib/gi18n-lib.h>

#define KEY_WIDTH_MM 8
#define GAP_MM 1

/**
 * TamboTouchKeyboard:
 *
 * Our own keyboard: keys of at least 8 × 12 mm in the order of the language, which are dealt out
 * over more rows where the screen is narrow. It writes into a text buffer.
 */
struct _TamboTouchKeyboard
{
  GtkWidget parent_instance;

  char *language;        /* (owned) */
  GtkTextBuffer *buffer; /* (owned) (nullable) */
  TamboKeymap *keymap;   /* (owned) */
  TamboLayerKind kind;
  guint max_columns; /* of the keys that stand now; 0 before the first allocation */
  guint rebuild;     /* (owned) source id */
  GtkWidget *rows;   /* (unowned) our child */
};

G_DEFINE_FINAL_TYPE (TamboTouchKeyboard, tambo_touch_keyboard, GTK_TYPE_WIDGET)

static void build (TamboTouchKeyboard *self);

static void
type_text (TamboTouchKeyboard *self, const char *text)
{
  if (self->buffer == NULL)
    return;

  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  if (self->kind == TAMBO_LAYER_CAPITALS)
    {
      self->kind = TAMBO_LAYER_LETTERS;
      build (self);
    }
}

static void
on_key_clicked (GtkButton *button, TamboTouchKeyboard *self)
{
  /* Building the keys anew frees the button that is being handled. */
  g_autofree char *text = g_strdup (g_object_get_data (G_OBJECT (button), "text"));

  type_text (self, text);
}

static void
on_backspace_clicked (GtkButton *button, TamboTouchKeyboard *self)
{
  GtkTextIter at;

  if (self->buffer == NULL || gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE))
    return;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, gtk_text_buffer_get_insert (self->buffer));
  gtk_text_buffer_backspace (self->buffer, &at, TRUE, TRUE);
}

static void
on_shift_clicked (GtkButton *button, TamboTouchKeyboard *self)
{
  self->kind = self->kind == TAMBO_LAYER_CAPITALS ? TAMBO_LAYER_LETTERS : TAMBO_LAYER_CAPITALS;
  build (self);
}

static void
on_symbols_clicked (GtkButton *button, TamboTouchKeyboard *self)
{
  self->kind = self->kind == TAMBO_LAYER_SYMBOLS ? TAMBO_LAYER_LETTERS : TAMBO_LAYER_SYMBOLS;
  build (self);
}

static GtkWidget *
add_button (TamboTouchKeyboard *self, GtkWidget *row, const char *name, gpointer on_clicked)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (button, "key");
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (row), button);

  return button;
}

static void
add_key (TamboTouchKeyboard *self, GtkWidget *row, const char *text)
{
  GtkWidget *button = add_button (self, row, text, on_key_clicked);
  /* A mark that stands over a letter needs something to stand over. */
  g_autofree char *shown = g_unichar_ismark (g_utf8_get_char (text)) ? g_strconcat ("◌", text, NULL)
                                                                     : g_strdup (text);

  gtk_button_set_label (GTK_BUTTON (button), shown);
  g_object_set_data_full (G_OBJECT (button), "text", g_strdup (text), g_free);
}

static void
add_special (TamboTouchKeyboard *self,
             GtkWidget *row,
             const char *name,
             const char *pictogram,
             gpointer on_clicked)
{
  GtkWidget *button = add_button (self, row, name, on_clicked);

  gtk_widget_add_css_class (button, "dark");
  gtk_button_set_child (GTK_BUTTON (button), tambo_pictogram_new (pictogram));
}

static GtkWidget *
add_row (TamboTouchKeyboard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  /* Keys stand where they stand on every keyboard, in scripts of both directions. */
  gtk_widget_set_direction (row, GTK_TEXT_DIR_LTR);
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_box_append (GTK_BOX (self->rows), row);

  return row;
}

/* Always at the end: what belongs to no letter. */
static void
add_last_row (TamboTouchKeyboard *self)
{
  GtkWidget *row = add_row (self);
  GtkWidget *toggle = NULL;
  GtkWidget *space = NULL;

  gtk_box_set_homogeneous (GTK_BOX (row), FALSE);
  add_special (self, row, _ ("Capital letters"), "shift", on_shift_clicked);
  toggle = add_button (self, row, _ ("Numbers and signs"), on_symbols_clicked);
  gtk_widget_add_css_class (toggle, "dark");
  gtk_button_set_label (GTK_BUTTON (toggle),
                        self->kind == TAMBO_LAYER_SYMBOLS ? C_ ("keyboard", "abc") : "123");
  add_key (self, row, tambo_keymap_get_comma (self->keymap));
  space = add_button (self, row, _ ("Space"), on_key_clicked);
  gtk_widget_add_css_class (space, "space");
  g_object_set_data_full (G_OBJECT (space), "text", g_strdup (" "), g_free);
  gtk_button_set_child (GTK_BUTTON (space), tambo_pictogram_new ("space"));
  add_key (self, row, tambo_keymap_get_stop (self->keymap));
  add_special (self, row, _ ("Delete the last letter"), "backspace", on_backspace_clicked);
}

static void
build (TamboTouchKeyboard *self)
{
  g_autoptr (GPtrArray) rows = tambo_keymap_list_rows (self->keymap, self->kind, self->max_columns);

  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_first_child (self->rows))
    gtk_box_remove (GTK_BOX (self->rows), row);

  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = add_row (self);

      for (GStrv key = g_ptr_array_index (rows, i); *key != NULL; key++)
        add_key (self, row, *key);
    }
  add_last_row (self);
}

static gboolean
on_rebuild (gpointer user_data)
{
  TamboTouchKeyboard *self = user_data;

  self->rebuild = 0;
  build (self);

  return G_SOURCE_REMOVE;
}

static guint
get_columns_for (TamboTouchKeyboard *self, int width)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);

  return (guint) MAX (4, (width * 25.4 * 1024 / dpi + GAP_MM) / (KEY_WIDTH_MM + GAP_MM));
}

static void
tambo_touch_keyboard_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TamboTouchKeyboard *self = TAMBO_TOUCH_KEYBOARD (widget);
  guint columns = get_columns_for (self, width);

  gtk_widget_size_allocate (self->rows, &(GtkAllocation){ 0, 0, width, height }, baseline);
  if (columns == self->max_columns || self->rebuild != 0)
    return;

  /* Children cannot be changed while they are given their places. */
  self->max_columns = columns;
  self->rebuild = g_idle_add_full (G_PRIORITY_HIGH, on_rebuild, self, NULL);
}

static void
tambo_touch_keyboard_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  TamboTouchKeyboard *self = TAMBO_TOUCH_KEYBOARD (widget);

  gtk_widget_measure (self->rows, orientation, -1, minimum, natural, NULL, NULL);

  /* Narrower is met by more rows. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, *natural / 2);
}

static void
tambo_touch_keyboard_dispose (GObject *object)
{
  TamboTouchKeyboard *self = TAMBO_TOUCH_KEYBOARD (object);

  g_clear_handle_id (&self->rebuild, g_source_remove);
  g_clear_pointer (&self->rows, gtk_widget_unparent);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (tambo_touch_keyboard_parent_class)->dispose (object);
}

static void
tambo_touch_keyboard_finalize (GObject *object)
{
  TamboTouchKeyboard *self = TAMBO_TOUCH_KEYBOARD (object);

  g_clear_pointer (&self->keymap, tambo_keymap_free);
  g_free (self->language);

  G_OBJECT_CLASS (tambo_touch_keyboard_parent_class)->finalize (object);
}

static void
tambo_touch_keyboard_class_init (TamboTouchKeyboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_touch_keyboard_dispose;
  object_class->finalize = tambo_touch_keyboard_finalize;
  widget_class->measure = tambo_touch_keyboard_measure;
  widget_class->size_allocate = tambo_touch_keyboard_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "touchkeyboard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tambo_touch_keyboard_init (TamboTouchKeyboard *self)
{
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->rows, GTK_WIDGET (self));
}

/**
 * tambo_touch_keyboard_new:
 * @language: whose letters
 * @buffer: (nullable): what is written into
 *
 * Returns: (transfer floating): a new keyboard
 */
GtkWidget *
tambo_touch_keyboard_new (const char *language, GtkTextBuffer *buffer)
{
  TamboTouchKeyboard *self = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_TOUCH_KEYBOARD, NULL);
  self->language = g_strdup (language);
  self->keymap = tambo_keymap_new (language);
  if (buffer != NULL)
    self->buffer = g_object_ref (buffer);
  build (self);

  return GTK_WIDGET (self);
}
