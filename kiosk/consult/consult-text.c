/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-text.h"

#include "content/consult/message.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/touch-keyboard.h"

/**
 * TamboConsultText:
 *
 * The person's own words, typed on our keyboard. They go into the draft at every letter, so that
 * nothing is lost when the language changes.
 */
struct _TamboConsultText
{
  GtkWidget parent_instance;

  TamboConsultDraft *draft; /* (owned) */

  /* Template children. */
  GtkWidget *root;
  GtkTextBuffer *buffer;
  GtkWidget *hint;
  GtkBox *keys;
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (TamboConsultText, tambo_consult_text, GTK_TYPE_WIDGET)

/* Words beyond what a message may hold are not taken. */
static void
cut (GtkTextBuffer *buffer)
{
  GtkTextIter from;
  GtkTextIter to;

  if (gtk_text_buffer_get_char_count (buffer) <= TAMBO_MESSAGE_TEXT_MAX)
    return;

  gtk_text_buffer_get_iter_at_offset (buffer, &from, TAMBO_MESSAGE_TEXT_MAX);
  gtk_text_buffer_get_end_iter (buffer, &to);
  gtk_text_buffer_delete (buffer, &from, &to);
}

static void
on_buffer_changed (TamboConsultText *self)
{
  g_autofree char *text = NULL;

  if (self->draft == NULL)
    return;

  cut (self->buffer);
  g_object_get (self->buffer, "text", &text, NULL);
  tambo_consult_draft_set_text (self->draft, text);
  gtk_widget_set_visible (self->hint, *text == '\0');
  gtk_text_view_set_cursor_visible (self->view, *text != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "consult.next",
                                 tambo_consult_draft_has_content (self->draft));
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
}

static void
on_next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tambo_consult_draft_go_next (TAMBO_CONSULT_TEXT (widget)->draft);
}

static void
tambo_consult_text_dispose (GObject *object)
{
  TamboConsultText *self = TAMBO_CONSULT_TEXT (object);

  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_CONSULT_TEXT);

  G_OBJECT_CLASS (tambo_consult_text_parent_class)->dispose (object);
}

static void
tambo_consult_text_class_init (TamboConsultTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_consult_text_dispose;

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_css_name (widget_class, "consulttext");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "consult.next", NULL, on_next);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/consult/consult-text.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboConsultText, buffer);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultText, hint);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultText, keys);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultText, root);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultText, view);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed);
}

static void
tambo_consult_text_init (TamboConsultText *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_consult_text_new:
 * @draft: what is written into
 * @language: whose keyboard to show
 *
 * Returns: (transfer floating): a new step
 */
GtkWidget *
tambo_consult_text_new (TamboConsultDraft *draft, const char *language)
{
  TamboConsultText *self = NULL;
  GtkWidget *keyboard = NULL;

  g_return_val_if_fail (TAMBO_IS_CONSULT_DRAFT (draft), NULL);
  g_return_val_if_fail (language != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_CONSULT_TEXT, NULL);
  self->draft = g_object_ref (draft);
  gtk_text_buffer_set_text (self->buffer, tambo_consult_draft_get_text (draft), -1);
  on_buffer_changed (self);

  keyboard = tambo_touch_keyboard_new (language, self->buffer);
  gtk_widget_set_hexpand (keyboard, TRUE);
  gtk_box_append (self->keys, keyboard);

  return GTK_WIDGET (self);
}
