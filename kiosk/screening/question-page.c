/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/question-page.h"

#include "kiosk/screening/dots.h"
#include "kiosk/screening/option-card.h"
#include "kiosk/screening/shape.h"
#include "kiosk/widgets/number-pad.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/split.h"

#include <glib/gi18n-lib.h>

#define MOST_IN_A_ROW 3

/**
 * TamboQuestionPage:
 *
 * One question and the ways to answer it. Touches activate check.answer, check.choose,
 * check.number, check.skip, check.undo and check.next; the screen around it decides. Pages are
 * made anew for each question and each language.
 */
struct _TamboQuestionPage
{
  GtkWidget parent_instance;

  TamboFormStep *step; /* (owned) */
  char *language;      /* (owned) */
  GPtrArray *cards;    /* (owned) (element-type TamboOptionCard) unowned, in the order of options */
  gboolean confirming;
  gboolean in_a_row; /* so few cards that all stand beside each other */

  /* Template children. */
  GtkWidget *root;
  GtkButton *next;
  GtkButton *skip;
  GtkButton *undo;
  GtkBox *row;
  GtkLabel *heading;
  GtkLabel *help;
  GtkLabel *notice;
  GtkLabel *number;
  GtkLabel *text;
  TamboDots *dots;
  TamboNumberPad *pad;
  TamboPages *pages;
};

G_DEFINE_FINAL_TYPE (TamboQuestionPage, tambo_question_page, GTK_TYPE_WIDGET)

static TamboFormItemKind
get_kind (TamboFormStep *step)
{
  return tambo_form_item_get_kind (tambo_form_step_get_item (step));
}

static gboolean
is_number (TamboFormStep *step)
{
  return get_kind (step) == TAMBO_FORM_ITEM_INTEGER || get_kind (step) == TAMBO_FORM_ITEM_DECIMAL;
}

/* A safety question is never left by itself, and neither is one with several answers. */
gboolean
tambo_question_page_is_settled_by_one_touch (TamboFormStep *step)
{
  TamboFormItem *item = tambo_form_step_get_item (step);

  return (get_kind (step) == TAMBO_FORM_ITEM_BOOLEAN ||
          (get_kind (step) == TAMBO_FORM_ITEM_CHOICE && !tambo_form_item_is_repeating (item))) &&
         !tambo_form_item_is_safety_question (item);
}

static void
set_words (GtkLabel *label, const char *words)
{
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
  gtk_label_set_text (label, words == NULL ? "" : words);
}

static void
fill_button (GtkButton *button, const char *pictogram, const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "near");
  gtk_box_append (GTK_BOX (box), tambo_pictogram_new (pictogram));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (button, box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words,
                                  -1);
}

/* What can be gone on from: an answer, a skip, a number that is there, or nothing to answer. */
static void
update_buttons (TamboQuestionPage *self)
{
  gboolean is_question = tambo_form_item_is_question (tambo_form_step_get_item (self->step));
  gboolean answered = tambo_form_step_get_state (self->step) != TAMBO_FORM_STEP_OPEN;
  gboolean typed = is_number (self->step) && *tambo_number_pad_get_digits (self->pad) != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->skip), is_question && !self->confirming);
  gtk_widget_set_visible (GTK_WIDGET (self->undo), self->confirming);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), !is_question || answered || typed);
}

static void
update_cards (TamboQuestionPage *self)
{
  gboolean value;

  for (guint i = 0; i < self->cards->len; i++)
    {
      gboolean selected = tambo_form_step_has_option (self->step, i);

      if (get_kind (self->step) == TAMBO_FORM_ITEM_BOOLEAN)
        selected = tambo_form_step_get_boolean (self->step, &value) && value == (i == 0);
      tambo_option_card_set_selected (g_ptr_array_index (self->cards, i), selected);
    }
}

static void
on_step_changed (TamboQuestionPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  update_cards (self);
  update_buttons (self);
}

static void
show_number (TamboQuestionPage *self)
{
  const char *unit = tambo_form_item_get_unit (tambo_form_step_get_item (self->step),
                                               self->language);
  const char *digits = tambo_number_pad_get_digits (self->pad);
  g_autofree char *words = g_strdup_printf ("%s %s",
                                            *digits == '\0' ? "–" : digits,
                                            unit == NULL ? "" : unit);

  gtk_label_set_text (self->number, words);
}

static void
on_pad_edited (TamboQuestionPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  show_number (self);
  update_buttons (self);
}

static void
on_next_clicked (TamboQuestionPage *self)
{
  if (is_number (self->step) && *tambo_number_pad_get_digits (self->pad) != '\0')
    gtk_widget_activate_action (GTK_WIDGET (self),
                                "check.number",
                                "s",
                                tambo_number_pad_get_digits (self->pad));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "check.next", NULL);
}

static GtkWidget *
make_picture (const char *pictogram, guint shape)
{
  return pictogram != NULL ? tambo_pictogram_new (pictogram) : tambo_shape_new (shape);
}

static void
add_card (TamboQuestionPage *self, const char *pictogram, const char *words)
{
  guint number = self->cards->len;
  GtkWidget *card = tambo_option_card_new (make_picture (pictogram, number), words);

  if (get_kind (self->step) == TAMBO_FORM_ITEM_BOOLEAN)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (card), "b", number == 0);
  else
    gtk_actionable_set_action_target (GTK_ACTIONABLE (card), "u", number);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (card),
                                  get_kind (self->step) == TAMBO_FORM_ITEM_BOOLEAN
                                      ? "check.answer"
                                      : "check.choose");
  g_ptr_array_add (self->cards, card);
  if (self->in_a_row)
    gtk_box_append (self->row, card);
  else
    tambo_pages_append (self->pages, card);
}

/* Few stand in a row; more have pages, as many on each as fit. */
static void
add_cards (TamboQuestionPage *self)
{
  GListModel *options = tambo_form_item_get_options (tambo_form_step_get_item (self->step));

  self->in_a_row = g_list_model_get_n_items (options) <= MOST_IN_A_ROW;
  gtk_widget_set_visible (GTK_WIDGET (self->row), self->in_a_row);
  gtk_widget_set_visible (GTK_WIDGET (self->pages), !self->in_a_row);
  if (get_kind (self->step) == TAMBO_FORM_ITEM_BOOLEAN)
    {
      add_card (self, "yes", _ ("Yes"));
      add_card (self, "no", _ ("No"));
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (options, i);
      const char *words = tambo_form_option_get_text (option, self->language);

      add_card (self, NULL, words == NULL ? "" : words);
    }
}

static void
show_pad (TamboQuestionPage *self)
{
  gboolean decimal = get_kind (self->step) == TAMBO_FORM_ITEM_DECIMAL;
  g_autofree char *digits = tambo_form_step_dup_digits (self->step);

  g_object_set (self->pad,
                "decimal",
                decimal,
                "max-digits",
                decimal ? 12 : 6,
                "numerals",
                self->language,
                NULL);
  tambo_number_pad_set_digits (self->pad, digits);
  gtk_widget_set_visible (GTK_WIDGET (self->pad), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->number), TRUE);
  show_number (self);
}

static void
tambo_question_page_dispose (GObject *object)
{
  TamboQuestionPage *self = TAMBO_QUESTION_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_QUESTION_PAGE);
  g_clear_object (&self->step);
  g_clear_pointer (&self->cards, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_question_page_parent_class)->dispose (object);
}

static void
tambo_question_page_finalize (GObject *object)
{
  g_free (TAMBO_QUESTION_PAGE (object)->language);

  G_OBJECT_CLASS (tambo_question_page_parent_class)->finalize (object);
}

static void
tambo_question_page_class_init (TamboQuestionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_question_page_dispose;
  object_class->finalize = tambo_question_page_finalize;

  g_type_ensure (TAMBO_TYPE_DOTS);
  g_type_ensure (TAMBO_TYPE_NUMBER_PAD);
  g_type_ensure (TAMBO_TYPE_PAGES);
  g_type_ensure (TAMBO_TYPE_SPLIT);

  gtk_widget_class_set_css_name (widget_class, "questionpage");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/screening/question-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, root);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, next);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, skip);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, undo);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, row);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, help);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, text);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, dots);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, number);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, pad);
  gtk_widget_class_bind_template_child (widget_class, TamboQuestionPage, pages);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_edited);
}

static void
tambo_question_page_init (TamboQuestionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cards = g_ptr_array_new ();
}

/**
 * tambo_question_page_new:
 * @step: what is asked
 * @language: the language that @step speaks
 * @position: of the step, from 0
 * @n_steps: how many there are
 *
 * Returns: (transfer floating): a new page
 */
GtkWidget *
tambo_question_page_new (TamboFormStep *step, const char *language, guint position, guint n_steps)
{
  TamboQuestionPage *self = g_object_new (TAMBO_TYPE_QUESTION_PAGE, NULL);

  self->step = g_object_ref (step);
  self->language = g_strdup (language);
  tambo_dots_set (self->dots, position, n_steps);
  set_words (self->heading,
             tambo_form_item_is_repeating (tambo_form_step_get_item (step))
                 ? _ ("More than one answer is possible")
                 : tambo_form_step_get_heading (step));
  set_words (self->text, tambo_form_step_get_text (step));
  set_words (self->help, tambo_form_step_get_help (step));
  fill_button (self->skip, "hand", _ ("I’d rather not say"));
  fill_button (self->undo, "return", _ ("Change the answer"));
  fill_button (self->next, "forward", _ ("Next"));

  if (is_number (step))
    show_pad (self);
  else if (tambo_form_item_is_question (tambo_form_step_get_item (step)))
    add_cards (self);

  g_signal_connect_object (step, "notify", G_CALLBACK (on_step_changed), self, G_CONNECT_SWAPPED);
  on_step_changed (self);

  return GTK_WIDGET (self);
}

/* The moment in which an answer is shown and can be taken back. */
void
tambo_question_page_set_confirming (TamboQuestionPage *self, gboolean confirming)
{
  g_return_if_fail (TAMBO_IS_QUESTION_PAGE (self));

  self->confirming = confirming;
  update_buttons (self);
}

/* Says that a number cannot be right. */
void
tambo_question_page_refuse (TamboQuestionPage *self)
{
  g_return_if_fail (TAMBO_IS_QUESTION_PAGE (self));

  set_words (self->notice, _ ("This number cannot be right. Please look at it again."));
}
