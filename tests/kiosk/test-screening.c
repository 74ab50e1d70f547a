/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/flow.h"
#include "kiosk/screening/option-card.h"
#include "kiosk/screening/question-page.h"
#include "kiosk/screening/review-page.h"
#include "kiosk/screening/screening-screen.h"
#include "kiosk/session/locale.h"
#include "kiosk/widgets/number-pad.h"
#include "kiosk/widgets/question.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/theme.h"
#include "tests/support/forms.h"
#include "tests/support/photo.h"

#define PX_PER_MM 5.25
#define SMALLEST 79 /* 15 mm */

/* A kiosk's glass with the cough check on it, and whoever would open other screens. */
typedef struct
{
  TamboSession *session;  /* (owned) */
  TamboTheme *theme;      /* (owned) */
  TamboFormSession *form; /* (owned) */
  GtkWindow *window;      /* (owned) */
  GtkWidget *screen;      /* (unowned) */
  guint n_asked;
  guint n_home;
} Fixture;

static void
on_ask (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ((Fixture *) user_data)->n_asked++;
}

static void
on_home (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ((Fixture *) user_data)->n_home++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const GActionEntry entries[] = {
    { .name = "ask", .activate = on_ask },
    { .name = "home", .activate = on_home },
    { .name = "places", .activate = on_home },
  };
  g_autoptr (TamboQuestionnaire) questionnaire = tambo_test_load_cough ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  fixture->session = tambo_session_new ("en");
  fixture->theme = tambo_theme_new (gdk_display_get_default (), fixture->session, PX_PER_MM);
  fixture->form = tambo_test_start_form (questionnaire);
  fixture->screen = tambo_screening_screen_new (fixture->form, fixture->session, "sha256:00");
  fixture->window = GTK_WINDOW (g_object_ref (gtk_window_new ()));
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "kiosk", G_ACTION_GROUP (group));
  gtk_window_set_decorated (fixture->window, FALSE);
  gtk_window_set_default_size (fixture->window, 800, 383);
  gtk_window_set_child (fixture->window, fixture->screen);
  tambo_test_settle (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->window);
  g_assert_finalize_object (fixture->theme);
  g_assert_finalize_object (fixture->form);
  g_assert_finalize_object (fixture->session);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static GtkWidget *
get_page (Fixture *fixture)
{
  return gtk_widget_get_first_child (fixture->screen);
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint *n)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_visible (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_visible (child) ? find (child, type, n) : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_card (Fixture *fixture, guint n)
{
  return find (get_page (fixture), TAMBO_TYPE_OPTION_CARD, &n);
}

/* The button that would activate @action, if it can be seen. */
static GtkWidget *
find_button (Fixture *fixture, const char *action)
{
  for (guint i = 0;; i++)
    {
      guint n = i;
      GtkWidget *button = find (get_page (fixture), GTK_TYPE_BUTTON, &n);

      if (button == NULL)
        return NULL;
      if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), action) == 0)
        return button;
    }
}

static void
touch (GtkWidget *button)
{
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* The way on below a question. */
static void
touch_next (Fixture *fixture)
{
  GtkWidget *last = NULL;

  for (guint i = 0;; i++)
    {
      guint n = i;
      GtkWidget *button = find (get_page (fixture), GTK_TYPE_BUTTON, &n);

      if (button == NULL)
        break;
      if (gtk_widget_has_css_class (button, "primary"))
        last = button;
    }
  touch (last);
}

static void
assert_at (Fixture *fixture, const char *link_id)
{
  TamboFormStep *step = tambo_form_session_get_current (fixture->form);

  g_assert_true (TAMBO_IS_QUESTION_PAGE (get_page (fixture)));
  g_assert_cmpstr (tambo_form_step_get_link_id (step), ==, link_id);
}

static void
wait_until_at (Fixture *fixture, const char *link_id)
{
  while (g_strcmp0 (tambo_form_step_get_link_id (tambo_form_session_get_current (fixture->form)),
                    link_id) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
begin (Fixture *fixture)
{
  touch (find_button (fixture, "check.begin"));
  assert_at (fixture, "who");
}

static void
test_confirm (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  touch (find_card (fixture, 0));

  /* Shown, and not gone on yet: it can be taken back. */
  assert_at (fixture, "who");
  g_assert_true (gtk_widget_has_css_class (find_card (fixture, 0), "selected"));
  g_assert_null (find_button (fixture, "check.skip"));
  touch (find_button (fixture, "check.undo"));
  g_assert_false (gtk_widget_has_css_class (find_card (fixture, 0), "selected"));
  g_assert_nonnull (find_button (fixture, "check.skip"));

  touch (find_card (fixture, 1));
  wait_until_at (fixture, "about-danger");
}

static void
answer_who (Fixture *fixture)
{
  begin (fixture);
  touch (find_card (fixture, 0));
  wait_until_at (fixture, "about-danger");
  touch_next (fixture);
  assert_at (fixture, "breath");
}

static void
test_safety_question (Fixture *fixture, gconstpointer data)
{
  gint64 end;

  answer_who (fixture);
  touch (find_card (fixture, 1));

  /* Longer than any other question would have stayed. */
  end = g_get_monotonic_time () + 1200 * G_TIME_SPAN_MILLISECOND;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  assert_at (fixture, "breath");
  g_assert_null (find_button (fixture, "check.undo"));

  touch_next (fixture);
  assert_at (fixture, "chest");
}

static void
test_alert (Fixture *fixture, gconstpointer data)
{
  answer_who (fixture);
  touch (find_card (fixture, 0));

  g_assert_true (TAMBO_IS_QUESTION (get_page (fixture)));
  g_assert_cmpstr (gtk_widget_get_name (get_page (fixture)), ==, "help");
  g_assert_nonnull (find_button (fixture, "kiosk.places"));
  tambo_test_photograph (fixture->window, "screening-help-en");

  touch (find_button (fixture, "kiosk.home"));
  g_assert_cmpuint (fixture->n_home, ==, 1);
  touch (find_button (fixture, "check.go-on"));
  assert_at (fixture, "chest");
}

static void
test_skip (Fixture *fixture, gconstpointer data)
{
  answer_who (fixture);

  /* Passed over is not No: the help is shown, for the case that it is so. */
  touch (find_button (fixture, "check.skip"));
  g_assert_cmpstr (gtk_widget_get_name (get_page (fixture)), ==, "help");
  touch (find_button (fixture, "check.go-on"));
  assert_at (fixture, "chest");
  g_assert_cmpint (tambo_form_step_get_state (
                       tambo_form_session_find_step (fixture->form, "breath")),
                   ==,
                   TAMBO_FORM_STEP_DECLINED);
}

static void
test_back (Fixture *fixture, gconstpointer data)
{
  TamboScreen *screen = TAMBO_SCREEN (fixture->screen);

  g_assert_false (tambo_screen_go_back (screen));
  answer_who (fixture);
  g_assert_true (tambo_screen_go_back (screen));
  assert_at (fixture, "about-danger");
  g_assert_true (tambo_screen_go_back (screen));
  assert_at (fixture, "who");
  g_assert_true (gtk_widget_has_css_class (find_card (fixture, 0), "selected"));
  g_assert_true (tambo_screen_go_back (screen));
  g_assert_nonnull (find_button (fixture, "check.begin"));
  g_assert_false (tambo_screen_go_back (screen));
}

/* Answers by touch up to @link_id, "no" or the first option, through any review. */
static void
go_to (Fixture *fixture, const char *link_id)
{
  for (;;)
    {
      TamboFormStep *step = tambo_form_session_get_current (fixture->form);
      TamboFormItemKind kind;

      if (TAMBO_IS_REVIEW_PAGE (get_page (fixture)))
        {
          if (link_id == NULL && step == NULL)
            return;
          touch (find_button (fixture, "check.go-on"));
          continue;
        }
      if (link_id != NULL && g_strcmp0 (tambo_form_step_get_link_id (step), link_id) == 0)
        return;

      kind = tambo_form_item_get_kind (tambo_form_step_get_item (step));
      if (kind == TAMBO_FORM_ITEM_BOOLEAN || kind == TAMBO_FORM_ITEM_CHOICE)
        touch (find_card (fixture, kind == TAMBO_FORM_ITEM_BOOLEAN ? 1 : 0));
      touch_next (fixture);
    }
}

static void
test_number (Fixture *fixture, gconstpointer data)
{
  guint first = 0;
  TamboNumberPad *pad;

  begin (fixture);
  go_to (fixture, "cough");
  touch (find_card (fixture, 0));
  wait_until_at (fixture, "days");

  pad = TAMBO_NUMBER_PAD (find (get_page (fixture), TAMBO_TYPE_NUMBER_PAD, &first));
  tambo_number_pad_set_digits (pad, "0");
  g_signal_emit_by_name (pad, "edited");
  touch_next (fixture);
  assert_at (fixture, "days");

  tambo_number_pad_set_digits (pad, "20");
  g_signal_emit_by_name (pad, "edited");
  tambo_test_photograph (fixture->window, "screening-days-en");
  touch_next (fixture);
  g_assert_cmpint (tambo_form_step_get_state (tambo_form_session_find_step (fixture->form, "days")),
                   ==,
                   TAMBO_FORM_STEP_ANSWERED);
}

static void
test_result (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  go_to (fixture, NULL);
  tambo_test_photograph (fixture->window, "screening-review-en");

  /* An answer is changed, and the review comes back at once. */
  gtk_widget_activate_action (get_page (fixture), "check.change", "s", "sweats");
  assert_at (fixture, "sweats");
  touch (find_card (fixture, 0));
  touch_next (fixture);
  g_assert_true (TAMBO_IS_REVIEW_PAGE (get_page (fixture)));

  touch (find_button (fixture, "check.go-on"));
  g_assert_cmpstr (gtk_widget_get_name (get_page (fixture)), ==, "result");
  tambo_test_photograph (fixture->window, "screening-result-en");

  touch (find_button (fixture, "check.ask"));
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_assert_cmpstr (tambo_consult_check_get_band (tambo_session_get_check (fixture->session)),
                   ==,
                   "soon");
  g_assert_cmpstr (tambo_consult_check_get_score (tambo_session_get_check (fixture->session)),
                   ==,
                   "1");
}

static void
test_resume (Fixture *fixture, gconstpointer data)
{
  answer_who (fixture);

  fixture->screen = tambo_screening_screen_new (fixture->form, fixture->session, NULL);
  gtk_window_set_child (fixture->window, fixture->screen);
  assert_at (fixture, "breath");
}

static guint
find_small_buttons (GtkWidget *widget)
{
  guint n = GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
            (gtk_widget_get_width (widget) < SMALLEST - 1 ||
             gtk_widget_get_height (widget) < SMALLEST - 1);

  if (n > 0 &&
      (gtk_widget_has_css_class (widget, "key") || gtk_widget_has_css_class (widget, "turn") ||
       !gtk_widget_get_child_visible (widget)))
    n = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += find_small_buttons (child);

  return n;
}

/* Each step, in each language: drawn, and with nothing too small to touch. */
static void
test_languages (Fixture *fixture, gconstpointer data)
{
  static const char *const languages[] = { "en", "fr", "ar" };
  GListModel *steps = tambo_form_session_get_steps (fixture->form);
  guint n_small = 0;

  begin (fixture);
  tambo_test_answer_all (fixture->form, "who=child cough=yes");
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (TamboFormStep) step = g_list_model_get_item (steps, i);

      tambo_form_session_set_current (fixture->form, step);
      for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
        {
          g_autofree char *name = g_strdup_printf ("screening-%s-%s",
                                                   tambo_form_step_get_link_id (step),
                                                   languages[j]);
          int height;

          gtk_widget_set_default_direction (tambo_locale_is_rtl (languages[j]) ? GTK_TEXT_DIR_RTL
                                                                               : GTK_TEXT_DIR_LTR);
          tambo_session_set_language (fixture->session, languages[j]);
          g_assert_true (tambo_screen_relabel (TAMBO_SCREEN (fixture->screen)));
          g_assert_cmpstr (tambo_form_session_get_language (fixture->form), ==, languages[j]);
          tambo_test_photograph (fixture->window, name);
          gtk_widget_measure (fixture->screen,
                              GTK_ORIENTATION_VERTICAL,
                              800,
                              &height,
                              NULL,
                              NULL,
                              NULL);
          if (height > 383 || find_small_buttons (fixture->screen) > 0)
            {
              g_test_message ("%s: %d high, %u small",
                              name,
                              height,
                              find_small_buttons (fixture->screen));
              n_small++;
            }
        }
    }
  g_assert_cmpuint (n_small, ==, 0);
}

static void
test_flow (void)
{
  guint n_moves = 0;

  /* Whatever comes, only these happen. */
  for (int from = TAMBO_SCREENING_START; from <= TAMBO_SCREENING_RESULT; from++)
    for (int event = TAMBO_SCREENING_EVENT_BEGIN; event <= TAMBO_SCREENING_EVENT_RESTART; event++)
      {
        TamboScreeningState state = (TamboScreeningState) from;

        if (tambo_screening_move (&state, (TamboScreeningEvent) event))
          n_moves++;
        else
          g_assert_cmpint (state, ==, from);
        if (event == TAMBO_SCREENING_EVENT_ALERT && from >= TAMBO_SCREENING_QUESTION &&
            from <= TAMBO_SCREENING_HELP)
          g_assert_cmpint (state, ==, TAMBO_SCREENING_HELP);
        if (event == TAMBO_SCREENING_EVENT_FINISH && from != TAMBO_SCREENING_REVIEW)
          g_assert_cmpint (state, ==, from);
      }
  g_assert_cmpuint (n_moves, ==, 19);
}

int
main (int argc, char *argv[])
{
  tambo_locale_init (g_getenv ("TAMBO_LOCALE_DIR"));
  g_test_init (&argc, &argv, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

#define add_test(path, func) \
  g_test_add ("/kiosk/screening/" path, Fixture, NULL, set_up, func, tear_down)
  g_test_add_func ("/kiosk/screening/only-the-moves-in-the-table-happen", test_flow);
  add_test ("an-answer-is-shown-and-can-be-taken-back", test_confirm);
  add_test ("a-safety-question-is-never-left-by-itself", test_safety_question);
  add_test ("a-red-flag-interrupts-with-help", test_alert);
  add_test ("a-skipped-danger-sign-is-not-a-no", test_skip);
  add_test ("back-goes-step-by-step", test_back);
  add_test ("a-number-that-cannot-be-stays", test_number);
  add_test ("review-then-result-then-ask", test_result);
  add_test ("goes-on-where-it-was", test_resume);
  add_test ("every-step-fits-in-every-language", test_languages);

  return g_test_run ();
}
