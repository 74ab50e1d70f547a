/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/stick-screen.h"

#include "content/base/error.h"
#include "kiosk/session/language-names.h"
#include "kiosk/staff/staff-line.h"
#include "kiosk/staff/stick-report.h"
#include "kiosk/staff/stick-words.h"
#include "kiosk/widgets/pages.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/split.h"

#include <glib/gi18n-lib.h>

/**
 * TamboStickScreen:
 *
 * A stick, for staff: what is on it, what it would change, and copying from it or to it. It shows
 * what the desk knows, and asks it for more.
 */
struct _TamboStickScreen
{
  GtkWidget parent_instance;

  TamboStickDesk *desk; /* (owned) */
  char *language;       /* (owned) */
  GListStore *lines;    /* (owned) of TamboStaffLine */
  GPtrArray *checks;    /* (owned) (element-type GtkToggleButton): named for their language */
  gboolean is_choosing; /* the languages, instead of the offer */

  /* Template children. */
  GtkStack *stack;
  GtkLabel *doing;
  GtkLabel *summary;
  TamboPages *choices;
  GtkLabel *work;
  GtkProgressBar *progress;
  GtkLabel *amount;
  GtkLabel *left;
  TamboPictogram *sign;
  GtkLabel *title;
  GtkLabel *advice;
  GtkLabel *detail;
  GtkWidget *take_out;
  GtkWidget *again;
};

static void tambo_stick_screen_screen_init (TamboScreenInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboStickScreen,
                               tambo_stick_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN,
                                                      tambo_stick_screen_screen_init))

typedef enum
{
  PROP_LINES = 1,
} TamboStickScreenProperty;

static GParamSpec *properties[PROP_LINES + 1];

static void
show_busy (TamboStickScreen *self, const char *words)
{
  gtk_label_set_label (self->doing, words);
  gtk_stack_set_visible_child_name (self->stack, "busy");
}

static void
show_offer (TamboStickScreen *self)
{
  g_autoptr (TamboStickReport) report = NULL;
  GVariant *found = tambo_stick_desk_get_found (self->desk);

  report = tambo_stick_report_new (found, self->language, self->lines);
  gtk_label_set_label (self->summary, report->summary);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stick.install", report->can_install);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "stick.languages",
                                 g_list_model_get_n_items (G_LIST_MODEL (self->lines)) > 0);
  gtk_stack_set_visible_child_name (self->stack, "offer");
}

static void
show_work (TamboStickScreen *self)
{
  TamboMeshJob *job = tambo_stick_desk_get_job (self->desk);
  gboolean saving = tambo_stick_desk_is_saving (self->desk);
  gint64 seconds = tambo_stick_desk_get_seconds_left (self->desk);
  g_autofree char *done_text = NULL;
  g_autofree char *total_text = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *left = NULL;
  guint64 done = 0;
  guint64 total = 0;
  guint files_done = 0;
  guint files_total = 0;

  if (job != NULL)
    tambo_mesh_job_get_progress (job, &done, &total, &files_done, &files_total);
  done_text = tambo_stick_words_for_size (done);
  total_text = tambo_stick_words_for_size (total);
  /* Translators: two sizes and two numbers: "12 MB of 40 MB · 3 of 9 files". */
  amount = g_strdup_printf (_ ("%s of %s · %u of %u files"),
                            done_text,
                            total_text,
                            files_done,
                            files_total);
  left = seconds >= 0 ? tambo_stick_words_for_seconds (seconds) : g_strdup ("");

  gtk_label_set_label (self->work, saving ? _ ("Saving to the stick") : _ ("Copying to the kiosk"));
  gtk_label_set_label (self->amount, amount);
  gtk_label_set_label (self->left, left);
  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (double) done / (double) total : 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stick.cancel", job != NULL);
  gtk_stack_set_visible_child_name (self->stack, "working");
}

static void
show_message (TamboStickScreen *self, gboolean good, const TamboStickWords *words)
{
  static const char *const tints[] = { "clay", "leaf" };

  tambo_pictogram_set_name (self->sign, good ? "yes" : "warning");
  gtk_widget_remove_css_class (GTK_WIDGET (self->sign), tints[!good]);
  gtk_widget_add_css_class (GTK_WIDGET (self->sign), tints[good]);
  gtk_label_set_label (self->title, words->title);
  gtk_label_set_label (self->advice, words->advice);
  gtk_stack_set_visible_child_name (self->stack, "end");
}

/* The sentence in the language of staff; the word and the object for whoever they call. */
static void
show_detail (TamboStickScreen *self, const GError *error)
{
  gboolean tells = error != NULL && error->domain == TAMBO_ERROR;
  g_autofree char *detail = NULL;

  if (tells)
    detail = g_strdup_printf ("\xe2\x81\xa8%s: %s\xe2\x81\xa9",
                              tambo_error_get_word (error),
                              error->message);
  gtk_label_set_label (self->detail, tells ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), tells);
}

static void
show_end (TamboStickScreen *self)
{
  const GError *error = tambo_stick_desk_get_error (self->desk);
  gboolean busy = g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_STICK_BUSY);
  TamboStickWords words = { _ ("Done"), _ ("All that was chosen is on this kiosk now.") };

  if (error != NULL)
    words = tambo_stick_words_for_error (error);
  else if (tambo_stick_desk_is_saving (self->desk))
    words.advice = _ ("The packs of this kiosk and its sealed letters are on the stick.");
  show_message (self, error == NULL, &words);
  show_detail (self, error);
  gtk_widget_set_visible (self->take_out, !busy);
  gtk_widget_set_visible (self->again, TRUE);
}

static void
show_refusal (TamboStickScreen *self)
{
  const GError *error = tambo_stick_desk_get_error (self->desk);
  TamboStickWords words = tambo_stick_words_for_error (error);

  show_message (self, FALSE, &words);
  show_detail (self, NULL);
  gtk_widget_set_visible (self->take_out, TRUE);
  gtk_widget_set_visible (self->again, FALSE);
}

static void
show_step (TamboStickScreen *self)
{
  TamboStickStep step = tambo_stick_desk_get_step (self->desk);

  self->is_choosing = self->is_choosing && step == TAMBO_STICK_STEP_OFFER;
  switch (step)
    {
    case TAMBO_STICK_STEP_NONE:
      gtk_stack_set_visible_child_name (self->stack, "none");
      break;

    case TAMBO_STICK_STEP_REFUSED:
      show_refusal (self);
      break;

    case TAMBO_STICK_STEP_UNREAD:
    case TAMBO_STICK_STEP_READING:
      show_busy (self, _ ("Looking at the stick…"));
      break;

    case TAMBO_STICK_STEP_OFFER:
      if (!self->is_choosing)
        show_offer (self);
      break;

    case TAMBO_STICK_STEP_WORKING:
      show_work (self);
      break;

    case TAMBO_STICK_STEP_RELEASING:
      show_busy (self, _ ("One moment: do not take the stick out yet."));
      break;

    case TAMBO_STICK_STEP_ENDED:
    default:
      show_end (self);
    }
}

static void
on_desk_changed (TamboStickScreen *self)
{
  show_step (self);
  /* One that is plugged in while staff are here is looked at without another touch. */
  if (tambo_stick_desk_get_step (self->desk) == TAMBO_STICK_STEP_UNREAD)
    tambo_stick_desk_look (self->desk);
}

static void
on_look (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tambo_stick_desk_look (TAMBO_STICK_SCREEN (widget)->desk);
}

static void
on_install (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tambo_stick_desk_install (TAMBO_STICK_SCREEN (widget)->desk);
}

static void
on_save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tambo_stick_desk_save (TAMBO_STICK_SCREEN (widget)->desk);
}

static void
on_cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tambo_stick_desk_cancel (TAMBO_STICK_SCREEN (widget)->desk);
}

static void
update_use (TamboStickScreen *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    any = any || gtk_toggle_button_get_active (g_ptr_array_index (self->checks, i));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stick.use-languages", any);
}

/* A box to tick that is as large as a finger. */
static void
add_check (TamboStickScreen *self, const char *tag, gboolean active)
{
  g_autofree char *name = tambo_language_dup_own_name (tag);
  GtkWidget *check = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *tick = tambo_pictogram_new ("yes");
  GtkWidget *label = gtk_label_new (name);

  gtk_widget_set_name (check, tag);
  gtk_widget_add_css_class (check, "choice");
  gtk_widget_add_css_class (check, "check");
  gtk_widget_add_css_class (box, "near");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), tick);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (check), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (check), active);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_use), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, g_object_ref (check));
  tambo_pages_append (self->choices, check);
}

static void
on_languages (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboStickScreen *self = TAMBO_STICK_SCREEN (widget);
  const char *const *wanted = tambo_stick_desk_get_languages (self->desk);
  g_auto (GStrv) there = NULL;

  there = tambo_stick_report_list_languages (tambo_stick_desk_get_found (self->desk));
  g_ptr_array_set_size (self->checks, 0);
  tambo_pages_remove_all (self->choices);
  for (gsize i = 0; there[i] != NULL; i++)
    add_check (self, there[i], g_strv_contains (wanted, there[i]));
  /* Those of the shelter that the stick does not have stay, unless staff say otherwise. */
  for (gsize i = 0; wanted[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) there, wanted[i]))
      add_check (self, wanted[i], TRUE);
  self->is_choosing = TRUE;
  update_use (self);
  gtk_stack_set_visible_child_name (self->stack, "languages");
}

static void
on_use_languages (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboStickScreen *self = TAMBO_STICK_SCREEN (widget);
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();
  g_auto (GStrv) languages = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_toggle_button_get_active (g_ptr_array_index (self->checks, i)))
      g_strv_builder_add (chosen, gtk_widget_get_name (g_ptr_array_index (self->checks, i)));
  languages = g_strv_builder_end (chosen);
  self->is_choosing = FALSE;
  tambo_stick_desk_choose_languages (self->desk, (const char *const *) languages);
}

static gboolean
go_back (TamboScreen *screen)
{
  TamboStickScreen *self = TAMBO_STICK_SCREEN (screen);
  gboolean was_choosing = self->is_choosing;

  self->is_choosing = FALSE;
  if (was_choosing)
    show_step (self);

  return was_choosing;
}

/* Nobody is asked whether they are still there while they wait for a stick. */
static gboolean
is_working (TamboScreen *screen)
{
  return tambo_stick_desk_get_step (TAMBO_STICK_SCREEN (screen)->desk) == TAMBO_STICK_STEP_WORKING;
}

static void
stop (TamboScreen *screen)
{
  tambo_stick_desk_leave (TAMBO_STICK_SCREEN (screen)->desk);
}

static void
tambo_stick_screen_screen_init (TamboScreenInterface *iface)
{
  iface->go_back = go_back;
  iface->is_playing = is_working;
  iface->stop = stop;
}

static void
tambo_stick_screen_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  TamboStickScreen *self = TAMBO_STICK_SCREEN (object);

  switch ((TamboStickScreenProperty) property_id)
    {
    case PROP_LINES:
      g_value_set_object (value, self->lines);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_stick_screen_dispose (GObject *object)
{
  TamboStickScreen *self = TAMBO_STICK_SCREEN (object);

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_ptr_array_set_size (self->checks, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_STICK_SCREEN);
  g_clear_object (&self->desk);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (tambo_stick_screen_parent_class)->dispose (object);
}

static void
tambo_stick_screen_finalize (GObject *object)
{
  TamboStickScreen *self = TAMBO_STICK_SCREEN (object);

  g_ptr_array_unref (self->checks);
  g_free (self->language);

  G_OBJECT_CLASS (tambo_stick_screen_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, stack);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, doing);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, summary);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, choices);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, work);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, progress);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, amount);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, left);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, sign);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, title);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, advice);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, detail);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, take_out);
  gtk_widget_class_bind_template_child (widget_class, TamboStickScreen, again);
}

static void
tambo_stick_screen_class_init (TamboStickScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tambo_stick_screen_get_property;
  object_class->dispose = tambo_stick_screen_dispose;
  object_class->finalize = tambo_stick_screen_finalize;

  properties[PROP_LINES] = g_param_spec_object ("lines",
                                                NULL,
                                                NULL,
                                                G_TYPE_LIST_MODEL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TAMBO_TYPE_PAGES);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_SPLIT);
  g_type_ensure (TAMBO_TYPE_STAFF_LINE);

  gtk_widget_class_install_action (widget_class, "stick.look", NULL, on_look);
  gtk_widget_class_install_action (widget_class, "stick.install", NULL, on_install);
  gtk_widget_class_install_action (widget_class, "stick.save", NULL, on_save);
  gtk_widget_class_install_action (widget_class, "stick.cancel", NULL, on_cancel);
  gtk_widget_class_install_action (widget_class, "stick.languages", NULL, on_languages);
  gtk_widget_class_install_action (widget_class, "stick.use-languages", NULL, on_use_languages);

  gtk_widget_class_set_css_name (widget_class, "stickscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/staff/stick-screen.ui");
  bind_children (widget_class);
}

static void
tambo_stick_screen_init (TamboStickScreen *self)
{
  self->lines = g_list_store_new (TAMBO_TYPE_STAFF_LINE);
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_stick_screen_new:
 * @desk: what staff do with a stick
 * @language: the language of the session
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_stick_screen_new (TamboStickDesk *desk, const char *language)
{
  TamboStickScreen *self;

  g_return_val_if_fail (TAMBO_IS_STICK_DESK (desk), NULL);
  g_return_val_if_fail (language != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_STICK_SCREEN, NULL);
  self->desk = g_object_ref (desk);
  self->language = g_strdup (language);
  g_signal_connect_object (desk, "changed", G_CALLBACK (on_desk_changed), self, G_CONNECT_SWAPPED);
  on_desk_changed (self);

  return GTK_WIDGET (self);
}
