/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/question.h"

#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/split.h"

/**
 * TamboQuestion:
 *
 * One question with what a person should know to answer it, and the answers: all of one size,
 * beside it or below.
 */
struct _TamboQuestion
{
  GtkWidget parent_instance;

  /* Template children. */
  GtkWidget *root;
  GtkBox *answers;
  GtkBox *lines;
  TamboPictogram *picture;
  GtkLabel *title;
};

G_DEFINE_FINAL_TYPE (TamboQuestion, tambo_question, GTK_TYPE_WIDGET)

static void
tambo_question_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_QUESTION);

  G_OBJECT_CLASS (tambo_question_parent_class)->dispose (object);
}

static void
tambo_question_class_init (TamboQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_question_dispose;

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_SPLIT);

  gtk_widget_class_set_css_name (widget_class, "question");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/widgets/question.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboQuestion, answers);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestion, lines);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestion, picture);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestion, root);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestion, title);
}

static void
tambo_question_init (TamboQuestion *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_question_new:
 * @pictogram: beside the title
 * @tint: leaf, clay, sun, sky or plum
 * @title: the question
 *
 * Returns: (transfer floating): a new question without answers
 */
GtkWidget *
tambo_question_new (const char *pictogram, const char *tint, const char *title)
{
  TamboQuestion *self = NULL;

  g_return_val_if_fail (pictogram != NULL, NULL);
  g_return_val_if_fail (tint != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_QUESTION, NULL);
  tambo_pictogram_set_name (self->picture, pictogram);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), tint);
  gtk_label_set_text (self->title, title);

  return GTK_WIDGET (self);
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);

  return label;
}

/* Something to know: a picture, and words. */
void
tambo_question_add_line (TamboQuestion *self, const char *pictogram, const char *text)
{
  GtkWidget *label = NULL;
  GtkWidget *line = NULL;
  GtkWidget *picture = NULL;

  g_return_if_fail (TAMBO_IS_QUESTION (self));
  g_return_if_fail (pictogram != NULL);
  g_return_if_fail (text != NULL);

  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (line, "near");
  picture = tambo_pictogram_new (pictogram);
  gtk_widget_set_valign (picture, GTK_ALIGN_START);
  gtk_widget_add_css_class (picture, "small");
  gtk_widget_add_css_class (picture, "soft");
  gtk_box_append (GTK_BOX (line), picture);
  label = make_label (text);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (self->lines, line);
}

/**
 * tambo_question_add_answer:
 * @self: a question
 * @pictogram: beside the words
 * @label: the words
 * @style_class: yes, no, primary or quiet
 * @action: what a touch activates
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
tambo_question_add_answer (TamboQuestion *self,
                           const char *pictogram,
                           const char *label,
                           const char *style_class,
                           const char *action)
{
  GtkWidget *button = NULL;
  GtkWidget *box = NULL;

  g_return_val_if_fail (TAMBO_IS_QUESTION (self), NULL);
  g_return_val_if_fail (label != NULL, NULL);

  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (box, "near");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), tambo_pictogram_new (pictogram));
  gtk_box_append (GTK_BOX (box), make_label (label));

  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, style_class);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  gtk_box_append (self->answers, button);

  return button;
}
