/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/replies/replies-screen.h"

#include "content/consult/code.h"
#include "kiosk/replies/reply-view.h"
#include "kiosk/widgets/number-pad.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/split.h"

#include <string.h>

#define KEPT_AS "replies"

/**
 * TamboRepliesScreen:
 *
 * Takes a code and shows what it opens. The reader, and with it what was found, is kept in the
 * session, so that the language may change; the digits are not.
 */
struct _TamboRepliesScreen
{
  GtkWidget parent_instance;

  TamboReplyReader *reader; /* (owned) */
  char *language;           /* (owned) */

  /* Template children. */
  GtkStack *stack;
  GtkLabel *digits;
  TamboNumberPad *pad;
  TamboReplyView *view;
  GtkSingleSelection *selection;
};

static void tambo_replies_screen_iface_init (TamboScreenInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboRepliesScreen,
                               tambo_replies_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN,
                                                      tambo_replies_screen_iface_init))

typedef enum
{
  PROP_READER = 1,
  PROP_LANGUAGE,
} TamboRepliesScreenProperty;

static GParamSpec *properties[PROP_LANGUAGE + 1];

/* For the template: LLL SSSS SSSS SSSS SSSS C, with a dot for each digit that is to come. */
static char *
group_digits (TamboRepliesScreen *self, const char *digits)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < TAMBO_CODE_N_DIGITS; i++)
    {
      if (i == 3 || i == 7 || i == 11 || i == 15 || i == 19)
        g_string_append_c (text, ' ');
      if (i < length)
        g_string_append_c (text, digits[i]);
      else
        g_string_append (text, "·");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* For the template. */
static gboolean
is_many (TamboRepliesScreen *self, guint n_items)
{
  return n_items > 1;
}

static void
update_actions (TamboRepliesScreen *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint n_replies = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = gtk_single_selection_get_selected (self->selection);
  gboolean full = strlen (tambo_number_pad_get_digits (self->pad)) == TAMBO_CODE_N_DIGITS;

  gtk_widget_action_set_enabled (widget, "replies.open", full);
  gtk_widget_action_set_enabled (widget, "replies.newer", n_replies > 1 && selected > 0);
  gtk_widget_action_set_enabled (widget, "replies.older", selected + 1 < n_replies);
}

static void
on_pad_edited (TamboRepliesScreen *self, TamboNumberPad *pad)
{
  update_actions (self);
}

static void
open_code (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboRepliesScreen *self = TAMBO_REPLIES_SCREEN (widget);

  tambo_reply_reader_open (self->reader, tambo_number_pad_get_digits (self->pad));
}

static void
start_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tambo_reply_reader_start_again (TAMBO_REPLIES_SCREEN (widget)->reader);
}

static void
turn (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboRepliesScreen *self = TAMBO_REPLIES_SCREEN (widget);
  guint selected = gtk_single_selection_get_selected (self->selection);

  selected = g_str_equal (action, "replies.newer") ? selected - 1 : selected + 1;
  gtk_single_selection_set_selected (self->selection, selected);
  update_actions (self);
}

static void
on_reader_notify_state (TamboRepliesScreen *self)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (TAMBO_TYPE_READER_STATE);
  TamboReaderState state = tambo_reply_reader_get_state (self->reader);

  gtk_stack_set_visible_child_name (self->stack,
                                    g_enum_get_value (states, (int) state)->value_nick);

  /* A code that found something, or did not, is not left on the screen. */
  if (state == TAMBO_READER_FOUND || state == TAMBO_READER_NOTHING)
    tambo_number_pad_set_digits (self->pad, "");

  /* The selection stayed with what was found first, which need not be the newest. */
  if (state == TAMBO_READER_FOUND)
    gtk_single_selection_set_selected (self->selection, 0);

  update_actions (self);
}

static gboolean
tambo_replies_screen_go_back (TamboScreen *screen)
{
  TamboRepliesScreen *self = TAMBO_REPLIES_SCREEN (screen);

  switch (tambo_reply_reader_get_state (self->reader))
    {
    case TAMBO_READER_FOUND:
    case TAMBO_READER_NOTHING:
    case TAMBO_READER_BROKEN:
      tambo_reply_reader_start_again (self->reader);
      return TRUE;

    case TAMBO_READER_ENTRY:
    case TAMBO_READER_WORKING:
    case TAMBO_READER_PAUSED:
    default:
      return FALSE;
    }
}

static void
tambo_replies_screen_iface_init (TamboScreenInterface *iface)
{
  iface->go_back = tambo_replies_screen_go_back;
}

static void
tambo_replies_screen_get_property (GObject *object,
                                   guint property_id,
                                   GValue *value,
                                   GParamSpec *pspec)
{
  TamboRepliesScreen *self = TAMBO_REPLIES_SCREEN (object);

  switch ((TamboRepliesScreenProperty) property_id)
    {
    case PROP_READER:
      g_value_set_object (value, self->reader);
      break;

    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_replies_screen_set_property (GObject *object,
                                   guint property_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  TamboRepliesScreen *self = TAMBO_REPLIES_SCREEN (object);

  switch ((TamboRepliesScreenProperty) property_id)
    {
    case PROP_READER:
      self->reader = g_value_dup_object (value);
      break;

    case PROP_LANGUAGE:
      self->language = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_replies_screen_constructed (GObject *object)
{
  TamboRepliesScreen *self = TAMBO_REPLIES_SCREEN (object);

  G_OBJECT_CLASS (tambo_replies_screen_parent_class)->constructed (object);

  g_signal_connect_object (self->reader,
                           "notify::state",
                           G_CALLBACK (on_reader_notify_state),
                           self,
                           G_CONNECT_SWAPPED);
  on_reader_notify_state (self);
}

static void
tambo_replies_screen_dispose (GObject *object)
{
  TamboRepliesScreen *self = TAMBO_REPLIES_SCREEN (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_REPLIES_SCREEN);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (tambo_replies_screen_parent_class)->dispose (object);
}

static void
tambo_replies_screen_finalize (GObject *object)
{
  g_free (TAMBO_REPLIES_SCREEN (object)->language);

  G_OBJECT_CLASS (tambo_replies_screen_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/replies/replies-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboRepliesScreen, stack);
  gtk_widget_class_bind_template_child (widget_class, TamboRepliesScreen, digits);
  gtk_widget_class_bind_template_child (widget_class, TamboRepliesScreen, pad);
  gtk_widget_class_bind_template_child (widget_class, TamboRepliesScreen, view);
  gtk_widget_class_bind_template_child (widget_class, TamboRepliesScreen, selection);
  gtk_widget_class_bind_template_callback (widget_class, group_digits);
  gtk_widget_class_bind_template_callback (widget_class, is_many);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_edited);
}

static void
tambo_replies_screen_class_init (TamboRepliesScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_replies_screen_get_property;
  object_class->set_property = tambo_replies_screen_set_property;
  object_class->constructed = tambo_replies_screen_constructed;
  object_class->dispose = tambo_replies_screen_dispose;
  object_class->finalize = tambo_replies_screen_finalize;

  properties[PROP_READER] =
      g_param_spec_object ("reader", NULL, NULL, TAMBO_TYPE_REPLY_READER, flags);
  properties[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, "en", flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TAMBO_TYPE_NUMBER_PAD);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_REPLY_VIEW);
  g_type_ensure (TAMBO_TYPE_SPLIT);

  gtk_widget_class_install_action (widget_class, "replies.open", NULL, open_code);
  gtk_widget_class_install_action (widget_class, "replies.again", NULL, start_again);
  gtk_widget_class_install_action (widget_class, "replies.newer", NULL, turn);
  gtk_widget_class_install_action (widget_class, "replies.older", NULL, turn);

  gtk_widget_class_set_css_name (widget_class, "repliesscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
tambo_replies_screen_init (TamboRepliesScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Digits run from left to right in every script. */
  gtk_widget_set_direction (GTK_WIDGET (self->digits), GTK_TEXT_DIR_LTR);
}

/**
 * tambo_replies_screen_new:
 * @session: the person's session
 * @client: the daemon
 * @trust: (nullable): who the clinics are
 * @attempts: the kiosk's count of codes in vain
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_replies_screen_new (TamboSession *session,
                          TamboMeshClient *client,
                          TamboKioskTrust *trust,
                          TamboAttempts *attempts)
{
  g_autoptr (TamboReplyReader) reader = NULL;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);

  g_set_object (&reader, tambo_session_get_kept (session, KEPT_AS));
  if (reader == NULL)
    {
      reader = tambo_reply_reader_new (client, trust, attempts);
      tambo_session_keep (session, KEPT_AS, reader);
    }

  return g_object_new (TAMBO_TYPE_REPLIES_SCREEN,
                       "reader",
                       reader,
                       "language",
                       tambo_session_get_language (session),
                       NULL);
}
