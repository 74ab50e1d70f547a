/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/replies/reply-view.h"

#include "kiosk/replies/reply.h"
#include "kiosk/session/locale.h"
#include "kiosk/widgets/pictogram.h"

#include <glib/gi18n-lib.h>

/**
 * TamboReplyView:
 *
 * One reply of a clinic: its text in the language and direction it was written in, its advice in
 * the language of the person, with a picture for each part.
 */
struct _TamboReplyView
{
  GtkWidget parent_instance;

  TamboReply *reply; /* (owned) (nullable) */
  char *language;    /* (owned) */

  /* Template children. */
  GtkBox *box;
  GtkLabel *heading;
  GtkLabel *text;
  GtkWidget *advice;
  GtkWidget *action_row;
  GtkWidget *urgency_row;
  GtkWidget *contact_row;
  GtkWidget *back_row;
  GtkLabel *action;
  GtkLabel *urgency;
  GtkLabel *contact;
  GtkLabel *back;
};

G_DEFINE_FINAL_TYPE (TamboReplyView, tambo_reply_view, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REPLY = 1,
  PROP_LANGUAGE,
} TamboReplyViewProperty;

static GParamSpec *properties[PROP_LANGUAGE + 1];

static const char *const action_words[] = {
  [TAMBO_ADVICE_ACTION_SELF_CARE] = N_ ("You can look after this yourself"),
  [TAMBO_ADVICE_ACTION_MEDICINE] = N_ ("You need a medicine"),
  [TAMBO_ADVICE_ACTION_TEST] = N_ ("You need a test"),
  [TAMBO_ADVICE_ACTION_BE_SEEN] = N_ ("Somebody should examine you"),
  [TAMBO_ADVICE_ACTION_EMERGENCY] = N_ ("This is an emergency: get help at once"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (action_words) == TAMBO_ADVICE_N_ACTIONS);

static const char *const urgency_words[] = {
  [TAMBO_ADVICE_URGENCY_NONE] = N_ ("There is no hurry"),
  [TAMBO_ADVICE_URGENCY_WEEKS] = N_ ("In the next weeks"),
  [TAMBO_ADVICE_URGENCY_DAYS] = N_ ("In the next days"),
  [TAMBO_ADVICE_URGENCY_TODAY] = N_ ("Today"),
  [TAMBO_ADVICE_URGENCY_NOW] = N_ ("Now, at once"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (urgency_words) == TAMBO_ADVICE_N_URGENCIES);

static const char *const contact_words[] = {
  [TAMBO_ADVICE_CONTACT_NOBODY] = NULL,
  [TAMBO_ADVICE_CONTACT_NURSE] = N_ ("See a nurse"),
  [TAMBO_ADVICE_CONTACT_DOCTOR] = N_ ("See a doctor"),
  [TAMBO_ADVICE_CONTACT_MIDWIFE] = N_ ("See a midwife"),
  [TAMBO_ADVICE_CONTACT_PHARMACIST] = N_ ("Ask a pharmacist"),
  [TAMBO_ADVICE_CONTACT_DENTIST] = N_ ("See a dentist"),
  [TAMBO_ADVICE_CONTACT_COUNSELLOR] = N_ ("Talk to a counsellor"),
  [TAMBO_ADVICE_CONTACT_SOCIAL_WORKER] = N_ ("Talk to a social worker"),
  [TAMBO_ADVICE_CONTACT_HOSPITAL] = N_ ("Go to a hospital"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (contact_words) == TAMBO_ADVICE_N_CONTACTS);

static void
show_row (GtkWidget *row, GtkLabel *label, const char *words)
{
  gtk_widget_set_visible (row, words != NULL);
  gtk_label_set_label (label, words != NULL ? words : "");
}

static void
show_advice (TamboReplyView *self, TamboAnswer *answer)
{
  const char *contact = contact_words[tambo_answer_get_contact (answer)];
  guint days = tambo_answer_get_come_back_days (answer);
  g_autofree char *back = NULL;

  if (days > 0)
    back = g_strdup_printf (ngettext ("Come back in %u day", "Come back in %u days", days), days);

  show_row (self->action_row, self->action, _ (action_words[tambo_answer_get_action (answer)]));
  show_row (self->urgency_row, self->urgency, _ (urgency_words[tambo_answer_get_urgency (answer)]));
  show_row (self->contact_row, self->contact, contact != NULL ? _ (contact) : NULL);
  show_row (self->back_row, self->back, back);
}

/* The direction comes from the language that the text is in, never from the text. */
static void
show_text (TamboReplyView *self, const char *text, const char *language)
{
  gtk_widget_set_direction (GTK_WIDGET (self->text),
                            tambo_locale_is_rtl (language) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_label_set_label (self->text, text);
}

static void
update (TamboReplyView *self)
{
  TamboAnswer *answer = NULL;
  g_autofree char *clinic = NULL;
  g_autofree char *heading = NULL;

  if (self->reply == NULL || self->language == NULL)
    return;

  clinic = tambo_reply_dup_clinic_name (self->reply, self->language);
  answer = tambo_reply_get_answer (self->reply);
  gtk_widget_set_visible (self->advice, answer != NULL);
  if (answer == NULL)
    {
      /* Translators: %s is the name of a clinic. */
      heading = g_strdup_printf (_ ("%s has your question"), clinic);
      show_text (self,
                 _ ("A health worker will read it. There is no answer yet: come back later with "
                    "the same code. If you feel worse, do not wait: ask the staff for help."),
                 self->language);
    }
  else
    {
      /* Translators: %s is the name of a clinic. */
      heading = g_strdup_printf (_ ("Answer from %s"), clinic);
      show_text (self, tambo_answer_get_text (answer), tambo_answer_get_language (answer));
      show_advice (self, answer);
    }

  gtk_label_set_label (self->heading, heading);
}

static void
tambo_reply_view_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboReplyView *self = TAMBO_REPLY_VIEW (object);

  switch ((TamboReplyViewProperty) property_id)
    {
    case PROP_REPLY:
      g_value_set_object (value, self->reply);
      break;

    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_reply_view_set_property (GObject *object,
                               guint property_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  TamboReplyView *self = TAMBO_REPLY_VIEW (object);

  switch ((TamboReplyViewProperty) property_id)
    {
    case PROP_REPLY:
      g_set_object (&self->reply, g_value_get_object (value));
      update (self);
      break;

    case PROP_LANGUAGE:
      g_free (self->language);
      self->language = g_value_dup_string (value);
      update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_reply_view_dispose (GObject *object)
{
  TamboReplyView *self = TAMBO_REPLY_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_REPLY_VIEW);
  g_clear_object (&self->reply);

  G_OBJECT_CLASS (tambo_reply_view_parent_class)->dispose (object);
}

static void
tambo_reply_view_finalize (GObject *object)
{
  g_free (TAMBO_REPLY_VIEW (object)->language);

  G_OBJECT_CLASS (tambo_reply_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/replies/reply-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, box);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, heading);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, text);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, advice);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, action_row);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, urgency_row);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, contact_row);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, back_row);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, action);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, urgency);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, contact);
  gtk_widget_class_bind_template_child (widget_class, TamboReplyView, back);
}

static void
tambo_reply_view_class_init (TamboReplyViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_reply_view_get_property;
  object_class->set_property = tambo_reply_view_set_property;
  object_class->dispose = tambo_reply_view_dispose;
  object_class->finalize = tambo_reply_view_finalize;

  properties[PROP_REPLY] = g_param_spec_object ("reply", NULL, NULL, TAMBO_TYPE_REPLY, flags);
  properties[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);

  gtk_widget_class_set_css_name (widget_class, "replyview");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
tambo_reply_view_init (TamboReplyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
