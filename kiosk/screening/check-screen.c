/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/check-screen.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "kiosk/mesh/blob-read.h"
#include "kiosk/screening/screening-screen.h"
#include "kiosk/widgets/card.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/screen.h"

/**
 * TamboCheckScreen:
 *
 * The checks in the library to choose from; one alone is opened at once. An opened check is read
 * from its pack, verified, and led through by a #TamboScreeningScreen; its answers are kept in the
 * session, so that it goes on after another screen or another language.
 */
struct _TamboCheckScreen
{
  GtkWidget parent_instance;

  TamboSession *session;     /* (owned) */
  TamboLibrary *library;     /* (owned) (nullable) */
  TamboMeshClient *client;   /* (owned) */
  TamboLibraryItem *item;    /* (owned) (nullable): the one opened */
  GCancellable *cancellable; /* (owned) */
  GtkWidget *screening;      /* (unowned) (nullable): in the stack */
  gboolean has_choice;       /* there are others to go back to */

  /* Template children. */
  GtkStack *stack;
  TamboPages *pages;
};

static void tambo_check_screen_screen_init (TamboScreenInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboCheckScreen,
                               tambo_check_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN,
                                                      tambo_check_screen_screen_init))

static char *
make_key (TamboCheckScreen *self)
{
  return g_strconcat ("check:", tambo_library_item_get_name (self->item), NULL);
}

static const char *
get_pack_digest (TamboCheckScreen *self)
{
  TamboPack *pack = tambo_library_item_get_pack (self->item);

  return tambo_manifest_get_digest (tambo_pack_get_manifest (pack));
}

static void
show_form (TamboCheckScreen *self, TamboFormSession *form)
{
  self->screening = tambo_screening_screen_new (form, self->session, get_pack_digest (self));
  gtk_stack_add_named (self->stack, self->screening, "screening");
  gtk_stack_set_visible_child (self->stack, self->screening);
}

static void
fail (TamboCheckScreen *self, GError *error)
{
  g_warning ("A check cannot be opened: %s: %s", tambo_error_get_word (error), error->message);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

/* In the person's language if the form has all its safety texts in it, else in one that it has. */
static const char *
choose_language (TamboCheckScreen *self, TamboQuestionnaire *questionnaire)
{
  const char *const *offered = tambo_questionnaire_get_languages (questionnaire);
  const char *wanted = tambo_session_get_language (self->session);

  if (g_strv_contains (offered, wanted) || offered[0] == NULL)
    return wanted;

  return g_strv_contains (offered, "en") ? "en" : offered[0];
}

static void
on_blob_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboCheckScreen) self = user_data;
  g_autoptr (TamboQuestionnaire) questionnaire = NULL;
  g_autoptr (TamboFormSession) form = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *key = NULL;

  bytes = tambo_blob_read_finish (TAMBO_MESH_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes != NULL)
    questionnaire = tambo_questionnaire_new_from_bytes (bytes, &error);
  if (questionnaire == NULL)
    {
      fail (self, error);
      return;
    }

  form = tambo_form_session_new (questionnaire, choose_language (self, questionnaire), now);
  key = make_key (self);
  tambo_session_keep (self->session, key, form);
  show_form (self, form);
}

static void
open_item (TamboCheckScreen *self, TamboLibraryItem *item)
{
  const TamboPackEntry *entry = tambo_pack_find (tambo_library_item_get_pack (item),
                                                 tambo_library_item_get_item (item)->id,
                                                 "form",
                                                 0,
                                                 NULL);
  g_autofree char *key = NULL;
  TamboFormSession *kept;

  g_set_object (&self->item, item);
  key = make_key (self);
  kept = tambo_session_get_kept (self->session, key);
  if (kept != NULL)
    {
      show_form (self, kept);
      return;
    }
  if (entry == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, "loading");
  tambo_blob_read_async (self->client,
                         entry->layer->digest,
                         TAMBO_LIMIT_FORM,
                         self->cancellable,
                         on_blob_ready,
                         g_object_ref (self));
}

/* Returns: (transfer full) (nullable): the only check there is; %NULL if there are more or none */
static TamboLibraryItem *
list_checks (TamboCheckScreen *self)
{
  const char *language = tambo_session_get_language (self->session);
  g_autoptr (TamboLibraryItem) only = NULL;
  guint n_checks = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->library)); i++)
    {
      g_autoptr (TamboLibraryItem) item = g_list_model_get_item (G_LIST_MODEL (self->library), i);
      GtkWidget *card;

      if (tambo_library_item_get_kind (item) != TAMBO_ITEM_QUESTIONNAIRE)
        continue;
      card = tambo_card_new ("check", "sun", tambo_library_item_get_title (item, language));
      gtk_actionable_set_action_target (GTK_ACTIONABLE (card),
                                        "s",
                                        tambo_library_item_get_name (item));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (card), "check.open");
      tambo_pages_append (self->pages, card);
      g_set_object (&only, item);
      n_checks++;
    }

  self->has_choice = n_checks > 1;
  return n_checks == 1 ? g_steal_pointer (&only) : NULL;
}

static void
on_open (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboCheckScreen *self = TAMBO_CHECK_SCREEN (widget);
  TamboLibraryItem *item = tambo_library_find_item (self->library,
                                                    g_variant_get_string (parameter, NULL));

  if (item != NULL)
    open_item (self, item);
}

/* From the start of a check to the others, if there are others. */
static gboolean
tambo_check_screen_go_back (TamboScreen *screen)
{
  TamboCheckScreen *self = TAMBO_CHECK_SCREEN (screen);

  if (self->screening == NULL)
    return FALSE;
  if (tambo_screen_go_back (TAMBO_SCREEN (self->screening)))
    return TRUE;
  if (!self->has_choice)
    return FALSE;

  gtk_stack_set_visible_child_name (self->stack, "choose");
  gtk_stack_remove (self->stack, self->screening);
  self->screening = NULL;
  return TRUE;
}

static gboolean
tambo_check_screen_relabel (TamboScreen *screen)
{
  TamboCheckScreen *self = TAMBO_CHECK_SCREEN (screen);

  return self->screening != NULL && tambo_screen_relabel (TAMBO_SCREEN (self->screening));
}

static void
tambo_check_screen_stop (TamboScreen *screen)
{
  TamboCheckScreen *self = TAMBO_CHECK_SCREEN (screen);

  g_cancellable_cancel (self->cancellable);
  if (self->screening != NULL)
    tambo_screen_stop (TAMBO_SCREEN (self->screening));
}

static void
tambo_check_screen_screen_init (TamboScreenInterface *iface)
{
  iface->go_back = tambo_check_screen_go_back;
  iface->relabel = tambo_check_screen_relabel;
  iface->stop = tambo_check_screen_stop;
}

static void
tambo_check_screen_dispose (GObject *object)
{
  TamboCheckScreen *self = TAMBO_CHECK_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_CHECK_SCREEN);
  self->screening = NULL;
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  g_clear_object (&self->library);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (tambo_check_screen_parent_class)->dispose (object);
}

static void
tambo_check_screen_finalize (GObject *object)
{
  g_clear_object (&TAMBO_CHECK_SCREEN (object)->cancellable);

  G_OBJECT_CLASS (tambo_check_screen_parent_class)->finalize (object);
}

static void
tambo_check_screen_class_init (TamboCheckScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_check_screen_dispose;
  object_class->finalize = tambo_check_screen_finalize;

  g_type_ensure (TAMBO_TYPE_PAGES);

  gtk_widget_class_set_css_name (widget_class, "checkscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/screening/check-screen.ui");
  gtk_widget_class_install_action (widget_class, "check.open", "s", on_open);
  gtk_widget_class_bind_template_child (widget_class, TamboCheckScreen, stack);
  gtk_widget_class_bind_template_child (widget_class, TamboCheckScreen, pages);
}

static void
tambo_check_screen_init (TamboCheckScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/**
 * tambo_check_screen_new:
 * @session: what the person has done
 * @library: (nullable): where the checks are
 * @client: reads them
 * @item: (nullable): the name of the check to open; %NULL to choose
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_check_screen_new (TamboSession *session,
                        TamboLibrary *library,
                        TamboMeshClient *client,
                        const char *item)
{
  g_autoptr (TamboLibraryItem) opened = NULL;
  TamboCheckScreen *self;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);

  self = g_object_new (TAMBO_TYPE_CHECK_SCREEN, NULL);
  self->session = g_object_ref (session);
  self->client = g_object_ref (client);
  self->library = library == NULL ? NULL : g_object_ref (library);

  if (library != NULL && item != NULL)
    {
      TamboLibraryItem *found = tambo_library_find_item (library, item);

      opened = found == NULL ? NULL : g_object_ref (found);
    }
  else if (library != NULL)
    opened = list_checks (self);

  if (opened != NULL)
    open_item (self, opened);
  else if (item != NULL)
    gtk_stack_set_visible_child_name (self->stack, "failed");

  return GTK_WIDGET (self);
}
