/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/player/player-screen.h"

#include "kiosk/player/showing.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/split.h"

#include <glib/gi18n-lib.h>

#define SKIP (10 * G_USEC_PER_SEC)
#define VOLUME_STEP 0.2
#define RATE_STEP 0.25

/* What the session keeps of this screen, so that a film goes on where it was. */
#define KEPT_NAME "film"

/**
 * TamboPlayerScreen:
 *
 * A film with its controls. At its end it offers what comes next. When the language changes the
 * words are made again around the picture, which does not stop.
 */
struct _TamboPlayerScreen
{
  GtkWidget parent_instance;

  TamboSession *session; /* (owned) */
  TamboShowing *showing; /* (owned) */
  const char *page;      /* of the controls */
  gboolean is_stopped;   /* another screen may have taken the film up since */
  gboolean is_over;      /* the film has ended or failed: no controls */

  /* Template children. */
  GtkStack *aside;
  GtkLabel *caption;
  GtkWidget *end_check;
  GtkWidget *failure;
  GtkLabel *notice;
  GtkWidget *main_part;
  GtkWidget *split;
  GtkLabel *title;
};

typedef enum
{
  PROP_SHOWING = 1,
  PROP_TITLE,
  PROP_PAGE,
  PROP_CAPTIONS_SHOWN,
} TamboPlayerScreenProperty;

static GParamSpec *properties[PROP_CAPTIONS_SHOWN + 1];

static void tambo_player_screen_screen_init (TamboScreenInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboPlayerScreen,
                               tambo_player_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN,
                                                      tambo_player_screen_screen_init))

static TamboPlayer *
get_player (TamboPlayerScreen *self)
{
  return tambo_showing_get_player (self->showing);
}

/* For the template. */
static char *
page_for_playing (TamboPlayerScreen *self, gboolean is_playing)
{
  return g_strdup (is_playing ? "pause" : "play");
}

static gboolean
is_ended (TamboPlayerScreen *self, int state)
{
  return state == TAMBO_PLAYER_STATE_ENDED;
}

static gboolean
is_failed (TamboPlayerScreen *self, int state)
{
  return state == TAMBO_PLAYER_STATE_FAILED;
}

static gboolean
has_text (TamboPlayerScreen *self, const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
has_controls (TamboPlayerScreen *self, int state)
{
  return !is_ended (self, state) && !is_failed (self, state);
}

/* The last subtitle would lie under what comes next. */
static gboolean
shows_caption (TamboPlayerScreen *self, const char *caption, int state)
{
  return has_text (self, caption) && !is_ended (self, state);
}

static double
get_fraction (TamboPlayerScreen *self, gint64 position, gint64 duration)
{
  return duration > 0 ? CLAMP ((double) position / (double) duration, 0, 1) : 0;
}

static char *
write_rate (TamboPlayerScreen *self, double rate)
{
  /* Translators: how fast a film plays, as in “1.25×” */
  return g_strdup_printf (_ ("%.3g×"), rate);
}

static char *
write_voice (TamboPlayerScreen *self, const char *language)
{
  return language != NULL ? g_ascii_strup (language, -1) : g_strdup ("–");
}

static char *
write_notice (TamboPlayerScreen *self, int state, const char *language)
{
  if (state == TAMBO_VOICE_STATE_DAMAGED)
    return g_strdup (_ ("The voice cannot be played. Read the subtitles."));

  if (state == TAMBO_VOICE_STATE_NONE && language == NULL &&
      tambo_player_get_state (get_player (self)) != TAMBO_PLAYER_STATE_EMPTY)
    return g_strdup (_ ("This film has no voice. Read the subtitles."));

  return g_strdup ("");
}

static gboolean
has_notice (TamboPlayerScreen *self, int state, const char *language)
{
  g_autofree char *notice = write_notice (self, state, language);

  return has_text (self, notice);
}

/* The direction of a line is that of its language, whatever letter it starts with. */
static char *
direct_caption (TamboPlayerScreen *self, const char *caption)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const char *mark = is_rtl ? "\342\200\217" : "\342\200\216";
  g_autoptr (GString) text = g_string_new (caption);

  if (text->len == 0)
    return g_strdup ("");

  g_string_prepend (text, mark);
  for (const char *end = strchr (text->str, '\n'); end != NULL;)
    {
      const gssize after = end - text->str + 1;

      g_string_insert (text, after, mark);
      end = strchr (text->str + after, '\n');
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_page (TamboPlayerScreen *self, const char *page)
{
  self->page = page;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
toggle (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboPlayer *player = get_player (TAMBO_PLAYER_SCREEN (widget));

  if (tambo_player_state_is_playing (tambo_player_get_state (player)))
    tambo_player_pause (player);
  else
    tambo_player_play (player);
}

static void
skip_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboPlayer *player = get_player (TAMBO_PLAYER_SCREEN (widget));

  tambo_player_seek (player, tambo_player_get_position (player) - SKIP);
}

static void
skip_forward (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboPlayer *player = get_player (TAMBO_PLAYER_SCREEN (widget));

  tambo_player_seek (player, tambo_player_get_position (player) + SKIP);
}

static void
play_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboPlayer *player = get_player (TAMBO_PLAYER_SCREEN (widget));

  tambo_player_seek (player, 0);
  tambo_player_play (player);
}

static void
change_volume (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboPlayer *player = get_player (TAMBO_PLAYER_SCREEN (widget));
  const double step = g_str_equal (action, "player.louder") ? VOLUME_STEP : -VOLUME_STEP;

  tambo_player_set_volume (player, tambo_player_get_volume (player) + step);
}

static void
change_rate (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboPlayer *player = get_player (TAMBO_PLAYER_SCREEN (widget));
  const double step = g_str_equal (action, "player.faster") ? RATE_STEP : -RATE_STEP;

  tambo_player_set_rate (player, tambo_player_get_rate (player) + step);
}

static void
change_voice (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tambo_showing_next_voice (TAMBO_PLAYER_SCREEN (widget)->showing);
}

static void
turn_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_page (TAMBO_PLAYER_SCREEN (widget),
            g_str_equal (action, "player.more") ? "settings" : "controls");
}

/* The name of a control is its tooltip, which nobody sees on glass: one string serves those who
 * are read to and assistive technology. */
static void
name_controls (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    {
      const char *name = gtk_widget_get_tooltip_text (widget);

      if (name != NULL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        name,
                                        -1);
      gtk_widget_set_has_tooltip (widget, FALSE);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_controls (child);
}

/* The check that belongs to a film is the first of its pack. An action that takes a name is given
 * the name before it is set: GTK warns of one without. */
static void
offer_check (TamboPlayerScreen *self)
{
  TamboPack *pack = tambo_library_item_get_pack (tambo_showing_get_item (self->showing));
  TamboPackConfig *config = tambo_pack_get_config (pack);

  gtk_widget_set_visible (self->end_check, FALSE);
  for (guint i = 0; i < tambo_pack_config_get_n_items (config); i++)
    {
      const TamboPackItem *item = tambo_pack_config_get_item (config, i);

      if (item->kind == TAMBO_ITEM_QUESTIONNAIRE)
        {
          g_autofree char *name = g_strdup_printf ("%s/%s",
                                                   tambo_pack_config_get_id (config),
                                                   item->id);

          gtk_actionable_set_action_target (GTK_ACTIONABLE (self->end_check), "s", name);
          gtk_actionable_set_action_name (GTK_ACTIONABLE (self->end_check), "kiosk.open-item");
          gtk_widget_set_visible (self->end_check, TRUE);
          return;
        }
    }
}

/* Comes before the bindings. A widget that is hidden while it has the focus is never freed by
 * GTK 4.8, so the focus goes first. */
static void
on_player_state (TamboPlayerScreen *self, GParamSpec *pspec, TamboPlayer *player)
{
  const gboolean is_over = !has_controls (self, (int) tambo_player_get_state (player));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->is_over == is_over)
    return;

  self->is_over = is_over;
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
}

static void
build (TamboPlayerScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_controls (GTK_WIDGET (self->aside));
  offer_check (self);
}

static gboolean
tambo_player_screen_relabel (TamboScreen *screen)
{
  TamboPlayerScreen *self = TAMBO_PLAYER_SCREEN (screen);

  tambo_showing_set_language (self->showing, tambo_session_get_language (self->session));
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_PLAYER_SCREEN);
  build (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);

  return TRUE;
}

static gboolean
tambo_player_screen_is_playing (TamboScreen *screen)
{
  TamboPlayer *player = get_player (TAMBO_PLAYER_SCREEN (screen));

  return tambo_player_state_is_playing (tambo_player_get_state (player));
}

static void
tambo_player_screen_stop (TamboScreen *screen)
{
  TamboPlayerScreen *self = TAMBO_PLAYER_SCREEN (screen);

  if (!self->is_stopped)
    tambo_showing_stop (self->showing);
  self->is_stopped = TRUE;
}

static void
add_controls (GPtrArray *segments, GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_tooltip_text (widget) != NULL)
    {
      g_ptr_array_add (segments, tambo_segment_new (gtk_widget_get_tooltip_text (widget), widget));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_controls (segments, child);
}

/* What is read aloud would be lost under the film's own voice. */
static GPtrArray *
tambo_player_screen_list_segments (TamboScreen *screen)
{
  TamboPlayerScreen *self = TAMBO_PLAYER_SCREEN (screen);
  GPtrArray *segments = tambo_segment_list_labels (self->main_part);

  tambo_player_pause (get_player (self));
  add_controls (segments, GTK_WIDGET (self->aside));

  return segments;
}

static void
tambo_player_screen_screen_init (TamboScreenInterface *iface)
{
  iface->relabel = tambo_player_screen_relabel;
  iface->is_playing = tambo_player_screen_is_playing;
  iface->stop = tambo_player_screen_stop;
  iface->list_segments = tambo_player_screen_list_segments;
}

static void
tambo_player_screen_get_property (GObject *object,
                                  guint property_id,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  TamboPlayerScreen *self = TAMBO_PLAYER_SCREEN (object);

  switch ((TamboPlayerScreenProperty) property_id)
    {
    case PROP_SHOWING:
      g_value_set_object (value, self->showing);
      break;

    case PROP_TITLE:
      g_value_set_string (value,
                          tambo_library_item_get_title (tambo_showing_get_item (self->showing),
                                                        tambo_session_get_language (
                                                            self->session)));
      break;

    case PROP_PAGE:
      g_value_set_string (value, self->page);
      break;

    case PROP_CAPTIONS_SHOWN:
      g_object_get_property (G_OBJECT (self->showing), "captions-shown", value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_player_screen_set_property (GObject *object,
                                  guint property_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  TamboPlayerScreen *self = TAMBO_PLAYER_SCREEN (object);

  switch ((TamboPlayerScreenProperty) property_id)
    {
    case PROP_CAPTIONS_SHOWN:
      g_object_set_property (G_OBJECT (self->showing), "captions-shown", value);
      break;

    case PROP_SHOWING:
    case PROP_TITLE:
    case PROP_PAGE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_player_screen_dispose (GObject *object)
{
  TamboPlayerScreen *self = TAMBO_PLAYER_SCREEN (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_PLAYER_SCREEN);
  if (self->showing != NULL)
    tambo_player_screen_stop (TAMBO_SCREEN (self));
  g_clear_object (&self->showing);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tambo_player_screen_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "player.toggle", NULL, toggle);
  gtk_widget_class_install_action (widget_class, "player.back", NULL, skip_back);
  gtk_widget_class_install_action (widget_class, "player.forward", NULL, skip_forward);
  gtk_widget_class_install_action (widget_class, "player.again", NULL, play_again);
  gtk_widget_class_install_action (widget_class, "player.quieter", NULL, change_volume);
  gtk_widget_class_install_action (widget_class, "player.louder", NULL, change_volume);
  gtk_widget_class_install_action (widget_class, "player.slower", NULL, change_rate);
  gtk_widget_class_install_action (widget_class, "player.faster", NULL, change_rate);
  gtk_widget_class_install_action (widget_class, "player.voice", NULL, change_voice);
  gtk_widget_class_install_action (widget_class, "player.more", NULL, turn_page);
  gtk_widget_class_install_action (widget_class, "player.less", NULL, turn_page);
  gtk_widget_class_install_property_action (widget_class, "player.captions", "captions-shown");
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/player/player-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, aside);
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, caption);
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, end_check);
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, failure);
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, main_part);
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, split);
  gtk_widget_class_bind_template_child (widget_class, TamboPlayerScreen, title);
  gtk_widget_class_bind_template_callback (widget_class, direct_caption);
  gtk_widget_class_bind_template_callback (widget_class, get_fraction);
  gtk_widget_class_bind_template_callback (widget_class, has_controls);
  gtk_widget_class_bind_template_callback (widget_class, has_notice);
  gtk_widget_class_bind_template_callback (widget_class, is_ended);
  gtk_widget_class_bind_template_callback (widget_class, is_failed);
  gtk_widget_class_bind_template_callback (widget_class, page_for_playing);
  gtk_widget_class_bind_template_callback (widget_class, shows_caption);
  gtk_widget_class_bind_template_callback (widget_class, write_notice);
  gtk_widget_class_bind_template_callback (widget_class, write_rate);
  gtk_widget_class_bind_template_callback (widget_class, write_voice);
}

static void
tambo_player_screen_class_init (TamboPlayerScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_player_screen_get_property;
  object_class->set_property = tambo_player_screen_set_property;
  object_class->dispose = tambo_player_screen_dispose;

  properties[PROP_SHOWING] = g_param_spec_object ("showing", NULL, NULL, TAMBO_TYPE_SHOWING, shown);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, shown);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, "controls", shown);
  properties[PROP_CAPTIONS_SHOWN] =
      g_param_spec_boolean ("captions-shown", NULL, NULL, TRUE, shown | G_PARAM_WRITABLE);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_SPLIT);

  gtk_widget_class_set_css_name (widget_class, "playerscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  install_actions (widget_class);
  bind_template (widget_class);
}

static void
tambo_player_screen_init (TamboPlayerScreen *self)
{
  self->page = "controls";
  gtk_widget_add_css_class (GTK_WIDGET (self), "screen");
}

/* Returns: (transfer full): the film that was left, if it is this one, else a new one. */
static TamboShowing *
take_up (TamboSession *session,
         TamboLibraryItem *item,
         TamboBlobSource *blobs,
         TamboDecoder *decoder,
         const char *sound_sink)
{
  TamboShowing *kept = tambo_session_get_kept (session, KEPT_NAME);
  g_autoptr (TamboShowing) showing = NULL;
  g_autoptr (TamboPlayer) player = NULL;

  if (kept != NULL && g_str_equal (tambo_library_item_get_name (tambo_showing_get_item (kept)),
                                   tambo_library_item_get_name (item)))
    return g_object_ref (kept);

  player = tambo_player_new (decoder, sound_sink);
  showing = tambo_showing_new (item, blobs, player);
  tambo_session_keep (session, KEPT_NAME, showing);

  return g_steal_pointer (&showing);
}

/**
 * tambo_player_screen_new:
 * @item: a film
 * @sound_sink: (nullable): as for tambo_sound_sink_new()
 *
 * Plays the film, from where this session left it.
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_player_screen_new (TamboSession *session,
                         TamboLibraryItem *item,
                         TamboBlobSource *blobs,
                         TamboDecoder *decoder,
                         const char *sound_sink)
{
  TamboPlayerScreen *self;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (item), NULL);
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (blobs), NULL);
  g_return_val_if_fail (TAMBO_IS_DECODER (decoder), NULL);

  self = g_object_new (TAMBO_TYPE_PLAYER_SCREEN, NULL);
  self->session = g_object_ref (session);
  self->showing = take_up (session, item, blobs, decoder, sound_sink);
  g_signal_connect_object (get_player (self),
                           "notify::state",
                           G_CALLBACK (on_player_state),
                           self,
                           G_CONNECT_SWAPPED);
  build (self);
  tambo_showing_start (self->showing, tambo_session_get_language (session));

  return GTK_WIDGET (self);
}
