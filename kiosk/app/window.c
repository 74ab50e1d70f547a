/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/app/window.h"

#include "kiosk/app/routes.h"
#include "kiosk/app/trail.h"
#include "kiosk/session/idle.h"
#include "kiosk/session/locale.h"
#include "kiosk/widgets/bar.h"
#include "kiosk/widgets/presence-ring.h"
#include "kiosk/widgets/screen.h"

#define TICK_MS 250

/**
 * TamboWindow:
 *
 * Shows one screen at a time under the bar, decides what opens, and ends the session when nobody
 * is there. Screens come and go; what must stay is in the session.
 */
struct _TamboWindow
{
  GtkApplicationWindow parent_instance;

  TamboParts parts;
  TamboTrail *trail; /* (owned) */
  GtkWidget *screen; /* (unowned) child of @host */
  TamboIdle idle;
  guint tick; /* (owned) source id, while somebody is there */

  /* Template children. */
  TamboBar *bar;
  GtkBox *host;
  TamboPresenceRing *ring;
};

G_DEFINE_FINAL_TYPE (TamboWindow, tambo_window, GTK_TYPE_APPLICATION_WINDOW)

static void show_screen (TamboWindow *self);

static gint64
get_now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
start_at (TamboWindow *self, const char *route)
{
  tambo_trail_start (self->trail, route);
  show_screen (self);
}

static void
go (TamboWindow *self, const char *route, const char *parameter)
{
  tambo_trail_go (self->trail, route, parameter);
  show_screen (self);
}

static void
update_ring (TamboWindow *self)
{
  gboolean asking = self->idle.state == TAMBO_IDLE_ASKING;

  gtk_widget_set_visible (GTK_WIDGET (self->ring), asking);
  if (asking)
    {
      gint64 left = tambo_idle_get_left_ms (&self->idle, get_now_ms ());

      tambo_presence_ring_set_left (self->ring,
                                    (double) left / self->idle.ring_ms,
                                    (guint) ((left + 999) / 1000));
    }
}

/* Reads the screen aloud, each thing in its order while it lights up. */
static void
speak (TamboWindow *self)
{
  g_autoptr (GPtrArray) segments = NULL;

  if (!TAMBO_IS_SCREEN (self->screen))
    return;

  segments = tambo_screen_list_segments (TAMBO_SCREEN (self->screen));
  tambo_speech_say (self->parts.speech, segments, tambo_session_get_language (self->parts.session));
}

static void
end_session (TamboWindow *self, const char *route)
{
  if (TAMBO_IS_SCREEN (self->screen))
    tambo_screen_stop (TAMBO_SCREEN (self->screen));

  tambo_idle_handle (&self->idle, TAMBO_IDLE_EVENT_END, get_now_ms ());
  g_clear_handle_id (&self->tick, g_source_remove);
  update_ring (self);
  start_at (self, route);
  tambo_session_wipe (self->parts.session);
}

static gboolean
on_tick (gpointer user_data)
{
  TamboWindow *self = user_data;
  gint64 now = get_now_ms ();

  if (TAMBO_IS_SCREEN (self->screen) && tambo_screen_is_playing (TAMBO_SCREEN (self->screen)))
    tambo_idle_handle (&self->idle, TAMBO_IDLE_EVENT_PRESENCE, now);

  if (tambo_idle_pass_time (&self->idle, now) == TAMBO_IDLE_DO_WIPE)
    {
      self->tick = 0;
      end_session (self, "attract");
      return G_SOURCE_REMOVE;
    }

  update_ring (self);

  return G_SOURCE_CONTINUE;
}

static void
begin_session (TamboWindow *self)
{
  tambo_idle_handle (&self->idle, TAMBO_IDLE_EVENT_BEGIN, get_now_ms ());
  if (self->tick == 0)
    self->tick = g_timeout_add (TICK_MS, on_tick, self);
}

/* Sees every event before anybody else, and lets it pass: but the touch that answers "are you
 * still there?" does nothing more. */
static gboolean
on_window_event (TamboWindow *self, GdkEvent *event, GtkEventController *controller)
{
  GdkEventType type = gdk_event_get_event_type (event);
  TamboIdleEffect effect;

  if (type != GDK_BUTTON_PRESS && type != GDK_TOUCH_BEGIN && type != GDK_KEY_PRESS &&
      type != GDK_MOTION_NOTIFY && type != GDK_SCROLL)
    return GDK_EVENT_PROPAGATE;

  effect = tambo_idle_handle (&self->idle, TAMBO_IDLE_EVENT_PRESENCE, get_now_ms ());
  if (effect != TAMBO_IDLE_DO_STOP_ASK)
    return GDK_EVENT_PROPAGATE;

  update_ring (self);

  return type != GDK_MOTION_NOTIFY;
}

static void
show_screen (TamboWindow *self)
{
  const TamboRoute *route = tambo_route_find (tambo_trail_get_route (self->trail));
  GtkWidget *screen = NULL;

  g_return_if_fail (route != NULL);

  tambo_speech_stop (self->parts.speech);
  if (TAMBO_IS_SCREEN (self->screen))
    tambo_screen_stop (TAMBO_SCREEN (self->screen));

  screen = route->build (&self->parts, tambo_trail_get_parameter (self->trail));
  gtk_widget_set_hexpand (screen, TRUE);
  gtk_widget_set_vexpand (screen, TRUE);

  if (self->screen != NULL)
    gtk_box_remove (self->host, self->screen);
  gtk_box_append (self->host, screen);
  self->screen = screen;

  gtk_widget_set_visible (GTK_WIDGET (self->bar), !route->is_away);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "kiosk.home",
                                 !g_str_equal (route->name, "home"));
  if (!route->is_away && tambo_session_get_read_aloud (self->parts.session))
    speak (self);
}

/* The bar and the ring are few: they are built again rather than told every word. */
static void
rebuild_frame (TamboWindow *self)
{
  GtkWidget *box = gtk_widget_get_parent (GTK_WIDGET (self->bar));
  GtkWidget *overlay = gtk_widget_get_parent (GTK_WIDGET (self->ring));
  GtkWidget *bar = tambo_bar_new ();

  gtk_widget_set_visible (bar, gtk_widget_get_visible (GTK_WIDGET (self->bar)));
  gtk_box_insert_child_after (GTK_BOX (box), bar, GTK_WIDGET (self->bar));
  gtk_box_remove (GTK_BOX (box), GTK_WIDGET (self->bar));
  self->bar = TAMBO_BAR (bar);

  gtk_overlay_remove_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->ring));
  self->ring = g_object_new (TAMBO_TYPE_PRESENCE_RING, NULL);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->ring));
  update_ring (self);
}

static void
on_session_notify_language (TamboWindow *self)
{
  const char *language = tambo_session_get_language (self->parts.session);

  tambo_locale_use (language);
  gtk_widget_set_default_direction (tambo_locale_is_rtl (language) ? GTK_TEXT_DIR_RTL
                                                                   : GTK_TEXT_DIR_LTR);
  rebuild_frame (self);

  if (!TAMBO_IS_SCREEN (self->screen) || !tambo_screen_relabel (TAMBO_SCREEN (self->screen)))
    show_screen (self);
}

static void
on_begin (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboWindow *self = TAMBO_WINDOW (widget);

  begin_session (self);
  start_at (self, "language");
}

static void
on_home (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboWindow *self = TAMBO_WINDOW (widget);

  tambo_session_set_is_staff (self->parts.session, FALSE);
  start_at (self, "home");
}

static void
on_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboWindow *self = TAMBO_WINDOW (widget);

  if (TAMBO_IS_SCREEN (self->screen) && tambo_screen_go_back (TAMBO_SCREEN (self->screen)))
    return;

  if (tambo_trail_back (self->trail))
    show_screen (self);
  else
    start_at (self,
              g_str_equal (tambo_trail_get_route (self->trail), "home") ? "language" : "home");
}

/* From the top, also when it is being read already. */
static void
on_speak (GtkWidget *widget, const char *name, GVariant *parameter)
{
  speak (TAMBO_WINDOW (widget));
}

static void
on_read_to_me (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboWindow *self = TAMBO_WINDOW (widget);
  gboolean read_aloud = !tambo_session_get_read_aloud (self->parts.session);

  tambo_session_set_read_aloud (self->parts.session, read_aloud);
  if (read_aloud)
    speak (self);
  else
    tambo_speech_stop (self->parts.speech);
}

/* For each route that a plain action opens: "kiosk.watch" opens "watch". */
static void
on_go (GtkWidget *widget, const char *name, GVariant *parameter)
{
  /* Staff come without a touch on "begin", and may forget to leave, too. */
  begin_session (TAMBO_WINDOW (widget));
  go (TAMBO_WINDOW (widget), name + strlen ("kiosk."), NULL);
}

static void
on_open_item (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (TAMBO_WINDOW (widget), "item", g_variant_get_string (parameter, NULL));
}

static void
on_set_language (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboWindow *self = TAMBO_WINDOW (widget);
  gboolean first = tambo_trail_get_length (self->trail) == 1;

  if (g_str_equal (tambo_trail_get_route (self->trail), "language"))
    {
      /* Chosen: go on to where the person came from, and only then change every word. */
      if (first)
        tambo_trail_start (self->trail, "home");
      else
        tambo_trail_back (self->trail);
      show_screen (self);
    }
  tambo_session_set_language (self->parts.session, g_variant_get_string (parameter, NULL));
}

static void
on_text_size (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboWindow *self = TAMBO_WINDOW (widget);
  TamboTextSize size = tambo_session_get_text_size (self->parts.session);

  tambo_session_set_text_size (self->parts.session, (size + 1) % TAMBO_N_TEXT_SIZES);
}

static void
on_high_contrast (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TamboWindow *self = TAMBO_WINDOW (widget);

  tambo_session_set_high_contrast (self->parts.session,
                                   !tambo_session_get_high_contrast (self->parts.session));
}

static void
on_hide_now (GtkWidget *widget, const char *name, GVariant *parameter)
{
  end_session (TAMBO_WINDOW (widget), "clock");
}

static void
on_leave (GtkWidget *widget, const char *name, GVariant *parameter)
{
  end_session (TAMBO_WINDOW (widget), "attract");
}

static void
tambo_window_dispose (GObject *object)
{
  TamboWindow *self = TAMBO_WINDOW (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->parts.session != NULL)
    g_signal_handlers_disconnect_by_data (self->parts.session, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_WINDOW);
  g_clear_object (&self->parts.session);
  g_clear_object (&self->parts.languages);
  g_clear_object (&self->parts.client);
  g_clear_object (&self->parts.trust);
  g_clear_object (&self->parts.library);
  g_clear_object (&self->parts.code_attempts);
  g_clear_object (&self->parts.pin_attempts);
  g_clear_object (&self->parts.stick_desk);
  g_clear_object (&self->parts.decoder);
  g_clear_object (&self->parts.speech);

  G_OBJECT_CLASS (tambo_window_parent_class)->dispose (object);
}

static void
tambo_window_finalize (GObject *object)
{
  TamboWindow *self = TAMBO_WINDOW (object);

  g_clear_pointer (&self->trail, tambo_trail_free);

  G_OBJECT_CLASS (tambo_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const plain[] = {
    "kiosk.language", "kiosk.watch",  "kiosk.check", "kiosk.ask",
    "kiosk.replies",  "kiosk.places", "kiosk.staff", "kiosk.stick",
  };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    gtk_widget_class_install_action (widget_class, plain[i], NULL, on_go);

  gtk_widget_class_install_action (widget_class, "kiosk.begin", NULL, on_begin);
  gtk_widget_class_install_action (widget_class, "kiosk.leave", NULL, on_leave);
  gtk_widget_class_install_action (widget_class, "kiosk.home", NULL, on_home);
  gtk_widget_class_install_action (widget_class, "kiosk.back", NULL, on_back);
  gtk_widget_class_install_action (widget_class, "kiosk.open-item", "s", on_open_item);
  gtk_widget_class_install_action (widget_class, "kiosk.set-language", "s", on_set_language);
  gtk_widget_class_install_action (widget_class, "kiosk.speak", NULL, on_speak);
  gtk_widget_class_install_action (widget_class, "kiosk.read-to-me", NULL, on_read_to_me);
  gtk_widget_class_install_action (widget_class, "kiosk.text-size", NULL, on_text_size);
  gtk_widget_class_install_action (widget_class, "kiosk.high-contrast", NULL, on_high_contrast);
  gtk_widget_class_install_action (widget_class, "kiosk.hide-now", NULL, on_hide_now);
}

static void
tambo_window_class_init (TamboWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tambo_window_dispose;
  object_class->finalize = tambo_window_finalize;

  g_type_ensure (TAMBO_TYPE_BAR);
  g_type_ensure (TAMBO_TYPE_PRESENCE_RING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/tambo/kiosk/app/window.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, TamboWindow, host);
  gtk_widget_class_bind_template_child (widget_class, TamboWindow, ring);
  install_actions (widget_class);
}

static void
tambo_window_init (TamboWindow *self)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "event", G_CALLBACK (on_window_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  self->trail = tambo_trail_new ("attract");
}

/**
 * tambo_window_new:
 * @application: the application
 * @parts: what screens are made of; copied
 * @config: how long nobody may touch anything
 *
 * Returns: (transfer none): a window that shows the attract screen
 */
GtkWindow *
tambo_window_new (GtkApplication *application, const TamboParts *parts, const TamboConfig *config)
{
  TamboWindow *self = NULL;

  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (parts != NULL, NULL);
  g_return_val_if_fail (config != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_WINDOW, "application", application, NULL);
  self->parts = *parts;
  g_object_ref (self->parts.session);
  g_object_ref (self->parts.languages);
  g_object_ref (self->parts.client);
  g_object_ref (self->parts.code_attempts);
  g_object_ref (self->parts.pin_attempts);
  g_object_ref (self->parts.decoder);
  g_object_ref (self->parts.speech);
  if (self->parts.trust != NULL)
    g_object_ref (self->parts.trust);
  if (self->parts.library != NULL)
    g_object_ref (self->parts.library);
  if (self->parts.stick_desk != NULL)
    g_object_ref (self->parts.stick_desk);

  self->idle.quiet_ms = config->quiet_seconds * 1000;
  self->idle.ring_ms = config->ring_seconds * 1000;

  g_signal_connect_swapped (self->parts.session,
                            "notify::language",
                            G_CALLBACK (on_session_notify_language),
                            self);
  on_session_notify_language (self);

  return GTK_WINDOW (self);
}

/* Opens a screen by its route, as an action would. */
void
tambo_window_open (TamboWindow *self, const char *route, const char *parameter)
{
  g_return_if_fail (TAMBO_IS_WINDOW (self));
  g_return_if_fail (route != NULL);

  go (self, route, parameter);
}

/* For tests and for logs: what is shown. */
const char *
tambo_window_get_route (TamboWindow *self)
{
  g_return_val_if_fail (TAMBO_IS_WINDOW (self), NULL);

  return tambo_trail_get_route (self->trail);
}

GtkWidget *
tambo_window_get_screen (TamboWindow *self)
{
  g_return_val_if_fail (TAMBO_IS_WINDOW (self), NULL);

  return self->screen;
}
