/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/screening-screen.h"

#include "kiosk/screening/flow.h"
#include "kiosk/screening/pages.h"
#include "kiosk/screening/question-page.h"
#include "kiosk/screening/review-page.h"
#include "kiosk/widgets/room-layout.h"
#include "kiosk/widgets/screen.h"

/* How long an answer is shown before the next question comes. */
#define CONFIRM_MS 800

/* How many questions pass before the answers are shown. */
#define REVIEW_EVERY 8

/**
 * TamboScreeningScreen:
 *
 * Leads one person through one check: why, the questions, help at once where a rule says so, the
 * answers again, and how it ends. What happens next is in flow.c; what was answered is in the form
 * session, which outlives this screen.
 */
struct _TamboScreeningScreen
{
  GtkWidget parent_instance;

  TamboFormSession *form; /* (owned) */
  TamboSession *session;  /* (owned) (nullable) */
  char *pack_digest;      /* (owned) (nullable) */
  TamboScreeningState state;
  TamboFormAlert *alert; /* (owned) (nullable): what the help page is about */
  GtkWidget *page;       /* (unowned): our only child */
  guint timeout;
  guint n_since_review;
  gboolean is_changing; /* on the way back to the review */
};

static void tambo_screening_screen_screen_init (TamboScreenInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboScreeningScreen,
                               tambo_screening_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN,
                                                      tambo_screening_screen_screen_init))

static GtkWidget *
make_question (TamboScreeningScreen *self)
{
  GListModel *steps = tambo_form_session_get_steps (self->form);
  TamboFormStep *current = tambo_form_session_get_current (self->form);
  guint position = 0;

  (void) g_list_store_find (G_LIST_STORE (steps), current, &position);

  return tambo_question_page_new (current,
                                  tambo_form_session_get_language (self->form),
                                  position,
                                  g_list_model_get_n_items (steps));
}

static GtkWidget *
make_page (TamboScreeningScreen *self)
{
  switch (self->state)
    {
    case TAMBO_SCREENING_QUESTION:
    case TAMBO_SCREENING_CONFIRM:
      return make_question (self);

    case TAMBO_SCREENING_HELP:
      return tambo_screening_make_help (self->form, self->alert);

    case TAMBO_SCREENING_REVIEW:
      return tambo_review_page_new (self->form);

    case TAMBO_SCREENING_RESULT:
      return tambo_screening_make_result (self->form);

    case TAMBO_SCREENING_START:
    default:
      return tambo_screening_make_start (self->form);
    }
}

static void
show_page (TamboScreeningScreen *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->page, gtk_widget_unparent);
  self->page = make_page (self);
  gtk_widget_set_parent (self->page, GTK_WIDGET (self));
}

static void
move (TamboScreeningScreen *self, TamboScreeningEvent event)
{
  if (tambo_screening_move (&self->state, event))
    show_page (self);
}

/* The first question without an answer: one that a changed answer has opened. */
static TamboFormStep *
find_open (TamboScreeningScreen *self)
{
  GListModel *steps = tambo_form_session_get_steps (self->form);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (TamboFormStep) step = g_list_model_get_item (steps, i);

      if (tambo_form_item_is_question (tambo_form_step_get_item (step)) &&
          tambo_form_step_get_state (step) == TAMBO_FORM_STEP_OPEN)
        return step;
    }

  return NULL;
}

static void
advance (TamboScreeningScreen *self)
{
  if (self->is_changing)
    tambo_form_session_set_current (self->form, find_open (self));
  else
    tambo_form_session_advance (self->form);

  self->n_since_review++;
  if (tambo_form_session_get_current (self->form) != NULL &&
      (self->n_since_review < REVIEW_EVERY || self->is_changing))
    {
      move (self, TAMBO_SCREENING_EVENT_NEXT);
      return;
    }

  self->is_changing = FALSE;
  self->n_since_review = 0;
  move (self, TAMBO_SCREENING_EVENT_REVIEW);
}

static gboolean
on_timeout (gpointer user_data)
{
  TamboScreeningScreen *self = user_data;

  self->timeout = 0;
  advance (self);

  return G_SOURCE_REMOVE;
}

static const char *
get_link_id (TamboScreeningScreen *self)
{
  return tambo_form_step_get_link_id (tambo_form_session_get_current (self->form));
}

/* Whether a question is on the screen, so that an answer means it. */
static gboolean
is_asking (TamboScreeningScreen *self)
{
  return self->state == TAMBO_SCREENING_QUESTION || self->state == TAMBO_SCREENING_CONFIRM;
}

/* The first of several alerts is the most urgent. */
static void
on_form_alert (TamboScreeningScreen *self, TamboFormAlert *alert)
{
  if (self->alert == NULL)
    self->alert = g_object_ref (alert);
}

/* After an answer of one touch. */
static void
settle_answer (TamboScreeningScreen *self)
{
  if (self->alert != NULL)
    {
      move (self, TAMBO_SCREENING_EVENT_ALERT);
      return;
    }
  if (!tambo_question_page_is_settled_by_one_touch (tambo_form_session_get_current (self->form)))
    return;

  if (tambo_screening_move (&self->state, TAMBO_SCREENING_EVENT_CHOOSE))
    {
      g_clear_handle_id (&self->timeout, g_source_remove);
      self->timeout = g_timeout_add (CONFIRM_MS, on_timeout, self);
      tambo_question_page_set_confirming (TAMBO_QUESTION_PAGE (self->page), TRUE);
    }
}

static void
on_begin (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);

  if (tambo_form_session_get_current (self->form) != NULL)
    move (self, TAMBO_SCREENING_EVENT_BEGIN);
}

static void
on_answer (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);

  if (!is_asking (self))
    return;

  g_clear_object (&self->alert);
  if (tambo_form_session_answer_boolean (self->form,
                                         get_link_id (self),
                                         g_variant_get_boolean (parameter),
                                         NULL))
    settle_answer (self);
}

static void
on_choose (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);
  guint option = g_variant_get_uint32 (parameter);
  TamboFormStep *step;
  gboolean chosen;

  if (!is_asking (self))
    return;

  step = tambo_form_session_get_current (self->form);
  chosen = !tambo_form_item_is_repeating (tambo_form_step_get_item (step)) ||
           !tambo_form_step_has_option (step, option);
  g_clear_object (&self->alert);
  if (tambo_form_session_answer_option (self->form, get_link_id (self), option, chosen, NULL))
    settle_answer (self);
}

static void
go_on_or_help (TamboScreeningScreen *self)
{
  if (self->alert != NULL)
    move (self, TAMBO_SCREENING_EVENT_ALERT);
  else
    advance (self);
}

static void
on_number (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);
  const char *digits = g_variant_get_string (parameter, NULL);

  if (!is_asking (self))
    return;

  g_clear_object (&self->alert);
  if (tambo_form_session_answer_number (self->form, get_link_id (self), digits, NULL))
    go_on_or_help (self);
  else
    tambo_question_page_refuse (TAMBO_QUESTION_PAGE (self->page));
}

static void
on_skip (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);

  if (!is_asking (self))
    return;

  g_clear_object (&self->alert);
  if (tambo_form_session_skip (self->form, get_link_id (self), NULL))
    go_on_or_help (self);
}

static void
on_undo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);

  if (self->state != TAMBO_SCREENING_CONFIRM)
    return;

  g_clear_handle_id (&self->timeout, g_source_remove);
  (void) tambo_form_session_clear (self->form, get_link_id (self), NULL);
  (void) tambo_screening_move (&self->state, TAMBO_SCREENING_EVENT_UNDO);
  tambo_question_page_set_confirming (TAMBO_QUESTION_PAGE (self->page), FALSE);
}

static void
on_next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);

  if (is_asking (self))
    advance (self);
}

/* From the help page to the next question; from the review to the next, or to the end. */
static void
on_go_on (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);

  if (self->state == TAMBO_SCREENING_HELP)
    advance (self);
  else if (tambo_form_session_get_current (self->form) == NULL)
    move (self, TAMBO_SCREENING_EVENT_FINISH);
  else
    move (self, TAMBO_SCREENING_EVENT_NEXT);
}

static void
on_change (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);
  TamboFormStep *step = tambo_form_session_find_step (self->form,
                                                      g_variant_get_string (parameter, NULL));

  if (step == NULL || self->state != TAMBO_SCREENING_REVIEW)
    return;

  self->is_changing = TRUE;
  tambo_form_session_set_current (self->form, step);
  move (self, TAMBO_SCREENING_EVENT_CHANGE);
}

static void
attach_check (TamboScreeningScreen *self)
{
  TamboQuestionnaire *form = tambo_form_session_get_questionnaire (self->form);
  const char *language = tambo_form_session_get_language (self->form);
  g_autoptr (GBytes) response = tambo_form_session_to_response (self->form, self->pack_digest);
  g_autoptr (TamboFormResult) result = tambo_form_session_dup_result (self->form);
  g_autofree char *score = tambo_form_session_dup_score (self->form);
  g_autoptr (TamboConsultCheck) check = NULL;
  g_autoptr (GError) error = NULL;

  check = tambo_consult_check_new (response,
                                   tambo_questionnaire_get_title (form, language),
                                   result == NULL ? NULL
                                                  : tambo_screening_get_band_word (
                                                        tambo_form_result_get_band (result)),
                                   result == NULL ? NULL : tambo_form_result_get_words (result),
                                   score,
                                   &error);
  if (check == NULL)
    g_warning ("The answers of a check cannot be attached: %s", error->message);
  else
    tambo_session_attach_check (self->session, check);
}

static void
on_ask (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (widget);

  if (self->session != NULL)
    attach_check (self);
  gtk_widget_activate_action (widget, "kiosk.ask", NULL);
}

static gboolean
tambo_screening_screen_go_back (TamboScreen *screen)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (screen);

  switch (self->state)
    {
    case TAMBO_SCREENING_QUESTION:
    case TAMBO_SCREENING_CONFIRM:
      self->is_changing = FALSE;
      if (!tambo_form_session_go_back (self->form))
        self->state = TAMBO_SCREENING_START;
      else
        self->state = TAMBO_SCREENING_QUESTION;
      break;

    case TAMBO_SCREENING_HELP:
      self->state = TAMBO_SCREENING_QUESTION;
      break;

    case TAMBO_SCREENING_REVIEW:
      (void) tambo_form_session_go_back (self->form);
      self->state = TAMBO_SCREENING_QUESTION;
      break;

    case TAMBO_SCREENING_RESULT:
      self->state = TAMBO_SCREENING_REVIEW;
      break;

    case TAMBO_SCREENING_START:
    default:
      return FALSE;
    }

  show_page (self);
  return TRUE;
}

/* The form keeps its language where it has no safety texts in the new one. */
static void
take_language (TamboScreeningScreen *self)
{
  const char *const *offered = tambo_questionnaire_get_languages (
      tambo_form_session_get_questionnaire (self->form));
  const char *language = self->session == NULL ? NULL : tambo_session_get_language (self->session);

  if (language != NULL && g_strv_contains (offered, language))
    tambo_form_session_set_language (self->form, language);
}

static gboolean
tambo_screening_screen_relabel (TamboScreen *screen)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (screen);

  take_language (self);
  if (self->state == TAMBO_SCREENING_CONFIRM)
    self->state = TAMBO_SCREENING_QUESTION;
  show_page (self);

  return TRUE;
}

static void
tambo_screening_screen_stop (TamboScreen *screen)
{
  g_clear_handle_id (&TAMBO_SCREENING_SCREEN (screen)->timeout, g_source_remove);
}

static void
tambo_screening_screen_screen_init (TamboScreenInterface *iface)
{
  iface->go_back = tambo_screening_screen_go_back;
  iface->relabel = tambo_screening_screen_relabel;
  iface->stop = tambo_screening_screen_stop;
}

static void
tambo_screening_screen_dispose (GObject *object)
{
  TamboScreeningScreen *self = TAMBO_SCREENING_SCREEN (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->page, gtk_widget_unparent);
  g_clear_object (&self->alert);
  g_clear_object (&self->form);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tambo_screening_screen_parent_class)->dispose (object);
}

static void
tambo_screening_screen_finalize (GObject *object)
{
  g_free (TAMBO_SCREENING_SCREEN (object)->pack_digest);

  G_OBJECT_CLASS (tambo_screening_screen_parent_class)->finalize (object);
}

static void
tambo_screening_screen_class_init (TamboScreeningScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_screening_screen_dispose;
  object_class->finalize = tambo_screening_screen_finalize;

  gtk_widget_class_set_css_name (widget_class, "screeningscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, TAMBO_TYPE_ROOM_LAYOUT);
  gtk_widget_class_install_action (widget_class, "check.begin", NULL, on_begin);
  gtk_widget_class_install_action (widget_class, "check.answer", "b", on_answer);
  gtk_widget_class_install_action (widget_class, "check.choose", "u", on_choose);
  gtk_widget_class_install_action (widget_class, "check.number", "s", on_number);
  gtk_widget_class_install_action (widget_class, "check.skip", NULL, on_skip);
  gtk_widget_class_install_action (widget_class, "check.undo", NULL, on_undo);
  gtk_widget_class_install_action (widget_class, "check.next", NULL, on_next);
  gtk_widget_class_install_action (widget_class, "check.go-on", NULL, on_go_on);
  gtk_widget_class_install_action (widget_class, "check.change", "s", on_change);
  gtk_widget_class_install_action (widget_class, "check.ask", NULL, on_ask);
}

static void
tambo_screening_screen_init (TamboScreeningScreen *self)
{
}

/* A check that was left, for another screen or another language, goes on where it was. */
static TamboScreeningState
find_state (TamboScreeningScreen *self)
{
  GListModel *steps = tambo_form_session_get_steps (self->form);
  g_autoptr (TamboFormStep) first = g_list_model_get_item (steps, 0);

  if (first == NULL)
    return TAMBO_SCREENING_START;
  if (tambo_form_session_get_current (self->form) == NULL)
    return TAMBO_SCREENING_RESULT;

  return tambo_form_session_get_current (self->form) == first &&
                 tambo_form_step_get_state (first) == TAMBO_FORM_STEP_OPEN
             ? TAMBO_SCREENING_START
             : TAMBO_SCREENING_QUESTION;
}

/**
 * tambo_screening_screen_new:
 * @form: the check, with whatever was answered already
 * @session: (nullable): whose language is followed, and to which the check is attached when a
 *   health worker is asked
 * @pack_digest: (nullable): of the pack that the form came in
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_screening_screen_new (TamboFormSession *form, TamboSession *session, const char *pack_digest)
{
  TamboScreeningScreen *self;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (form), NULL);

  self = g_object_new (TAMBO_TYPE_SCREENING_SCREEN, NULL);
  self->form = g_object_ref (form);
  self->session = session == NULL ? NULL : g_object_ref (session);
  self->pack_digest = g_strdup (pack_digest);
  g_signal_connect_object (form, "alert", G_CALLBACK (on_form_alert), self, G_CONNECT_SWAPPED);
  take_language (self);
  self->state = find_state (self);
  show_page (self);

  return GTK_WIDGET (self);
}

TamboFormSession *
tambo_screening_screen_get_form (TamboScreeningScreen *self)
{
  g_return_val_if_fail (TAMBO_IS_SCREENING_SCREEN (self), NULL);

  return self->form;
}
