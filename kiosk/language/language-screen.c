/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/language/language-screen.h"

#include "kiosk/session/language.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/screen.h"

/* So many names can be large and still stand side by side. */
#define FEW_LANGUAGES 4

/**
 * TamboLanguageScreen:
 *
 * The languages that this kiosk can show, each by its own name in its own script.
 */
struct _TamboLanguageScreen
{
  GtkWidget parent_instance;

  /* Template children. */
  GtkWidget *root;
  TamboPages *pages;
  GtkWidget *read;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboLanguageScreen,
                               tambo_language_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN, NULL))

static void
tambo_language_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_LANGUAGE_SCREEN);

  G_OBJECT_CLASS (tambo_language_screen_parent_class)->dispose (object);
}

static void
tambo_language_screen_class_init (TamboLanguageScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_language_screen_dispose;

  g_type_ensure (TAMBO_TYPE_PAGES);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_css_name (widget_class, "languagescreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/language/language-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboLanguageScreen, root);
  gtk_widget_class_bind_template_child (widget_class, TamboLanguageScreen, pages);
  gtk_widget_class_bind_template_child (widget_class, TamboLanguageScreen, read);
}

static void
tambo_language_screen_init (TamboLanguageScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_read_aloud (TamboSession *session, GParamSpec *pspec, TamboLanguageScreen *self)
{
  if (tambo_session_get_read_aloud (session))
    gtk_widget_add_css_class (self->read, "selected");
  else
    gtk_widget_remove_css_class (self->read, "selected");
}

static GtkWidget *
make_card (TamboLanguage *language, const char *current, gboolean is_large)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (tambo_language_get_name (language));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tambo_language_get_name (language),
                                  -1);
  if (is_large)
    gtk_widget_add_css_class (label, "large");
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "kiosk.set-language");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button),
                                    "s",
                                    tambo_language_get_tag (language));
  gtk_widget_add_css_class (button, "card");
  if (g_str_equal (tambo_language_get_tag (language), current))
    gtk_widget_add_css_class (button, "selected");

  return button;
}

/**
 * tambo_language_screen_new:
 * @languages: a list of #TamboLanguage
 * @session: what was chosen before
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_language_screen_new (GListModel *languages, TamboSession *session)
{
  TamboLanguageScreen *self = NULL;
  guint n_languages;

  g_return_val_if_fail (G_IS_LIST_MODEL (languages), NULL);
  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);

  n_languages = g_list_model_get_n_items (languages);
  self = g_object_new (TAMBO_TYPE_LANGUAGE_SCREEN, NULL);
  for (guint i = 0; i < n_languages; i++)
    {
      g_autoptr (TamboLanguage) language = g_list_model_get_item (languages, i);

      tambo_pages_append (self->pages,
                          make_card (language,
                                     tambo_session_get_language (session),
                                     n_languages <= FEW_LANGUAGES));
    }

  g_signal_connect_object (session,
                           "notify::read-aloud",
                           G_CALLBACK (show_read_aloud),
                           self,
                           G_CONNECT_DEFAULT);
  show_read_aloud (session, NULL, self);

  return GTK_WIDGET (self);
}
