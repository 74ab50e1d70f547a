/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/theme.h"

#define TOKENS "/org/tambo/kiosk/style/tokens.css"
#define CONTRAST "/org/tambo/kiosk/style/high-contrast.css"

/**
 * TamboTheme:
 *
 * Puts our style sheet on a display. Sizes in it are millimetres on the glass (mm) or follow the
 * text (rem): GTK works both out from the resolution and the font set here, so that one sheet
 * serves a 7-inch and a 15-inch screen and all text sizes.
 */
struct _TamboTheme
{
  GObject parent_instance;

  GdkDisplay *display;      /* (owned) */
  TamboSession *session;    /* (owned) */
  GtkCssProvider *tokens;   /* (owned) */
  GtkCssProvider *contrast; /* (owned) */
  double px_per_mm;
};

G_DEFINE_FINAL_TYPE (TamboTheme, tambo_theme, G_TYPE_OBJECT)

/* In points. The first gives capitals of 4 mm: those of Noto Sans are 0.714 of its size. */
static const int font_points[TAMBO_N_TEXT_SIZES] = { 16, 19, 23 };

static void
apply_text_size (TamboTheme *self)
{
  GtkSettings *settings = gtk_settings_get_for_display (self->display);
  g_autofree char *font =
      g_strdup_printf ("Noto Sans %d", font_points[tambo_session_get_text_size (self->session)]);

  g_object_set (settings,
                "gtk-xft-dpi",
                (int) (self->px_per_mm * 25.4 * 1024 + 0.5),
                "gtk-font-name",
                font,
                NULL);
}

static void
apply_contrast (TamboTheme *self)
{
  gtk_style_context_remove_provider_for_display (self->display,
                                                 GTK_STYLE_PROVIDER (self->contrast));
  if (tambo_session_get_high_contrast (self->session))
    gtk_style_context_add_provider_for_display (self->display,
                                                GTK_STYLE_PROVIDER (self->contrast),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

static void
tambo_theme_dispose (GObject *object)
{
  TamboTheme *self = TAMBO_THEME (object);

  if (self->display != NULL)
    {
      gtk_style_context_remove_provider_for_display (self->display,
                                                     GTK_STYLE_PROVIDER (self->tokens));
      gtk_style_context_remove_provider_for_display (self->display,
                                                     GTK_STYLE_PROVIDER (self->contrast));
    }
  g_clear_object (&self->tokens);
  g_clear_object (&self->contrast);
  g_clear_object (&self->session);
  g_clear_object (&self->display);

  G_OBJECT_CLASS (tambo_theme_parent_class)->dispose (object);
}

static void
tambo_theme_class_init (TamboThemeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tambo_theme_dispose;
}

static void
tambo_theme_init (TamboTheme *self)
{
  self->tokens = gtk_css_provider_new ();
  self->contrast = gtk_css_provider_new ();
}

/**
 * tambo_theme_new:
 * @display: the display to dress
 * @session: whose text size and contrast to follow
 * @px_per_mm: pixels to a millimetre of glass
 *
 * Returns: (transfer full): a theme, in force until it is freed
 */
TamboTheme *
tambo_theme_new (GdkDisplay *display, TamboSession *session, double px_per_mm)
{
  TamboTheme *self = NULL;

  g_return_val_if_fail (GDK_IS_DISPLAY (display), NULL);
  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (px_per_mm > 0, NULL);

  self = g_object_new (TAMBO_TYPE_THEME, NULL);
  self->display = g_object_ref (display);
  self->session = g_object_ref (session);
  self->px_per_mm = px_per_mm;

  g_object_set (gtk_settings_get_for_display (display), "gtk-theme-name", "Empty", NULL);
  gtk_css_provider_load_from_resource (self->tokens, TOKENS);
  gtk_css_provider_load_from_resource (self->contrast, CONTRAST);
  gtk_style_context_add_provider_for_display (display,
                                              GTK_STYLE_PROVIDER (self->tokens),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  apply_text_size (self);
  apply_contrast (self);
  g_signal_connect_object (session,
                           "notify::text-size",
                           G_CALLBACK (apply_text_size),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "notify::high-contrast",
                           G_CALLBACK (apply_contrast),
                           self,
                           G_CONNECT_SWAPPED);

  return self;
}

double
tambo_theme_get_px_per_mm (TamboTheme *self)
{
  g_return_val_if_fail (TAMBO_IS_THEME (self), 0);

  return self->px_per_mm;
}
