/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/review-page.h"

#include "kiosk/screening/pages.h"
#include "kiosk/widgets/pages.h"

/**
 * TamboReviewPage:
 *
 * What has been answered so far, each a touch away from being changed.
 */
struct _TamboReviewPage
{
  GtkWidget parent_instance;

  /* Template children. */
  GtkWidget *root;
  GtkWidget *go_on;
  TamboPages *pages;
};

G_DEFINE_FINAL_TYPE (TamboReviewPage, tambo_review_page, GTK_TYPE_WIDGET)

static void
tambo_review_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_REVIEW_PAGE);

  G_OBJECT_CLASS (tambo_review_page_parent_class)->dispose (object);
}

static void
tambo_review_page_class_init (TamboReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_review_page_dispose;

  g_type_ensure (TAMBO_TYPE_PAGES);

  gtk_widget_class_set_css_name (widget_class, "reviewpage");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/screening/review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboReviewPage, root);
  gtk_widget_class_bind_template_child (widget_class, TamboReviewPage, go_on);
  gtk_widget_class_bind_template_child (widget_class, TamboReviewPage, pages);
}

static void
tambo_review_page_init (TamboReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
make_label (const char *text, const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 9);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
  gtk_widget_add_css_class (label, style_class);

  return label;
}

static GtkWidget *
make_row (TamboFormStep *step)
{
  g_autofree char *answer = tambo_screening_describe (step);
  g_autofree char *question = NULL;
  g_autofree char *name = NULL;
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_object_get (step, "short-text", &question, NULL);
  name = g_strdup_printf ("%s: %s", question, answer);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), make_label (question, "soft"));
  gtk_box_append (GTK_BOX (box), make_label (answer, "strong"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "choice");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button),
                                    "s",
                                    tambo_form_step_get_link_id (step));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "check.change");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

/* Returns: (transfer floating): a new page, as things stand now */
GtkWidget *
tambo_review_page_new (TamboFormSession *form)
{
  TamboReviewPage *self = g_object_new (TAMBO_TYPE_REVIEW_PAGE, NULL);
  GListModel *steps = tambo_form_session_get_steps (form);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (TamboFormStep) step = g_list_model_get_item (steps, i);

      if (tambo_form_step_get_state (step) != TAMBO_FORM_STEP_OPEN)
        tambo_pages_append (self->pages, make_row (step));
    }

  return GTK_WIDGET (self);
}
