/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/app/application.h"

#include "content/base/limits.h"
#include "kiosk/app/window.h"
#include "kiosk/session/language.h"
#include "kiosk/session/locale.h"
#include "kiosk/usb/folder-port.h"
#include "kiosk/widgets/local-decoder.h"
#include "kiosk/widgets/theme.h"

/* Of a 7-inch screen of 800 pixels: what sizes are reckoned by when nothing else is known. */
#define USUAL_PX_PER_MM 5.25

/**
 * TamboApplication:
 *
 * Puts the kiosk together: bus, trust, library, session, theme and the window.
 */
struct _TamboApplication
{
  GtkApplication parent_instance;

  TamboConfig *config; /* (owned) */
  char *config_folder; /* (owned) */
  char *state_folder;  /* (owned) */
  char *pin_path;      /* (owned) */
  char *locale_folder; /* (owned) */
  int width;           /* of the window; 0 for the whole screen */
  int height;          /* likewise */

  TamboParts parts;  /* (owned) what is in it */
  TamboTheme *theme; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboApplication, tambo_application, GTK_TYPE_APPLICATION)

static gboolean
covers (PangoFontset *fonts, const char *sample)
{
  for (const char *at = sample; *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autoptr (GObject) font = G_OBJECT (pango_fontset_get_font (fonts, g_utf8_get_char (at)));

      if (font == NULL || !pango_font_has_char (PANGO_FONT (font), g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

/* A language is offered when its strings are complete and there are letters to write it with. */
static gboolean
can_show (TamboApplication *self, TamboLanguage *language, PangoContext *context)
{
  const char *tag = tambo_language_get_tag (language);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string ("Noto Sans");
  g_autoptr (GObject) fonts = NULL;

  if (!tambo_locale_has (self->locale_folder, tag))
    return FALSE;

  fonts = G_OBJECT (pango_font_map_load_fontset (pango_context_get_font_map (context),
                                                 context,
                                                 description,
                                                 pango_language_from_string (tag)));

  return covers (PANGO_FONTSET (fonts), tambo_language_get_sample (language));
}

/* Those that the configuration offers, in its order, as far as they can be shown here. */
static GListModel *
list_languages (TamboApplication *self, PangoContext *context)
{
  g_autoptr (GListModel) all = tambo_language_list_all ();
  GListStore *offered = g_list_store_new (TAMBO_TYPE_LANGUAGE);

  for (guint i = 0; self->config->languages[i] != NULL; i++)
    for (guint j = 0; j < g_list_model_get_n_items (all); j++)
      {
        g_autoptr (TamboLanguage) language = g_list_model_get_item (all, j);

        if (!g_str_equal (tambo_language_get_tag (language), self->config->languages[i]))
          continue;

        if (can_show (self, language, context))
          g_list_store_append (offered, language);
        else
          g_warning ("Language %s is not offered: its strings or its font are missing",
                     self->config->languages[i]);
      }

  return G_LIST_MODEL (offered);
}

static double
get_px_per_mm (TamboApplication *self, GdkDisplay *display)
{
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (gdk_display_get_monitors (display), 0);
  GdkRectangle geometry = { 0 };

  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &geometry);

  if (self->config->width_mm > 0)
    return (self->width > 0 ? self->width : MAX (geometry.width, 1)) / self->config->width_mm;

  if (self->width == 0 && monitor != NULL && gdk_monitor_get_width_mm (monitor) > 50)
    return (double) geometry.width / gdk_monitor_get_width_mm (monitor);

  return USUAL_PX_PER_MM;
}

static GBytes *
read_first_root (TamboApplication *self)
{
  g_autofree char *path = g_build_filename (self->config_folder, "root.json", NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, &error))
    {
      g_warning ("There is no root of trust, so no packs and no clinics: %s", error->message);
      return NULL;
    }

  return g_bytes_new_take (data, size);
}

static void
make_trust (TamboApplication *self)
{
  g_autofree char *floor_path = g_build_filename (self->state_folder, "trust-floor", NULL);
  g_autoptr (GBytes) root = read_first_root (self);
  g_autoptr (GError) error = NULL;

  if (root == NULL)
    return;

  self->parts.trust = tambo_kiosk_trust_new (self->parts.client, root, floor_path, &error);
  if (self->parts.trust == NULL)
    {
      g_warning ("The root of trust cannot be used: %s", error->message);
      return;
    }

  self->parts.library = tambo_library_new (self->parts.client, self->parts.trust);
}

static void
make_stick_desk (TamboApplication *self)
{
  g_autoptr (TamboStickPort) port = NULL;

  if (self->config->stick_folder == NULL)
    return;

  port = tambo_folder_port_new (self->config->stick_folder);
  self->parts.stick_desk = tambo_stick_desk_new (port, self->parts.client);
}

static void
make_parts (TamboApplication *self, GdkDisplay *display)
{
  g_autoptr (GtkWidget) probe = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboLanguage) first = NULL;

  bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  if (bus == NULL)
    g_warning ("There is no system bus, so no mesh: %s", error->message);

  self->parts.pin_path = self->pin_path;
  self->parts.code_attempts = tambo_attempts_new ();
  self->parts.pin_attempts = tambo_attempts_new ();
  self->parts.languages = list_languages (self, gtk_widget_get_pango_context (probe));
  first = g_list_model_get_item (self->parts.languages, 0);
  self->parts.session = tambo_session_new (first != NULL ? tambo_language_get_tag (first) : "en");
  self->parts.client = tambo_mesh_client_new (bus);
  make_trust (self);
  make_stick_desk (self);
  self->parts.sound_sink = self->config->sound_sink;
  self->parts.decoder = tambo_local_decoder_new ();
  self->parts.speech = tambo_speech_new (self->parts.decoder, self->parts.sound_sink);
  self->theme = tambo_theme_new (display, self->parts.session, get_px_per_mm (self, display));
}

static void
tambo_application_activate (GApplication *application)
{
  TamboApplication *self = TAMBO_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      make_parts (self, gdk_display_get_default ());
      window = tambo_window_new (GTK_APPLICATION (self), &self->parts, self->config);
      if (self->width > 0)
        gtk_window_set_default_size (window, self->width, self->height);
      else
        gtk_window_fullscreen (window);
    }

  gtk_window_present (window);
}

static void
tambo_application_shutdown (GApplication *application)
{
  TamboApplication *self = TAMBO_APPLICATION (application);

  g_clear_object (&self->theme);
  g_clear_object (&self->parts.speech);
  g_clear_object (&self->parts.stick_desk);
  g_clear_object (&self->parts.decoder);
  g_clear_object (&self->parts.library);
  g_clear_object (&self->parts.trust);
  g_clear_object (&self->parts.client);
  g_clear_object (&self->parts.languages);
  g_clear_object (&self->parts.session);
  g_clear_object (&self->parts.code_attempts);
  g_clear_object (&self->parts.pin_attempts);

  G_APPLICATION_CLASS (tambo_application_parent_class)->shutdown (application);
}

static void
tambo_application_finalize (GObject *object)
{
  TamboApplication *self = TAMBO_APPLICATION (object);

  g_clear_pointer (&self->config, tambo_config_free);
  g_free (self->config_folder);
  g_free (self->state_folder);
  g_free (self->pin_path);
  g_free (self->locale_folder);

  G_OBJECT_CLASS (tambo_application_parent_class)->finalize (object);
}

static void
tambo_application_class_init (TamboApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_application_finalize;
  G_APPLICATION_CLASS (klass)->activate = tambo_application_activate;
  G_APPLICATION_CLASS (klass)->shutdown = tambo_application_shutdown;
}

static void
tambo_application_init (TamboApplication *self)
{
}

/**
 * tambo_application_new:
 * @config: (transfer full): the configuration
 * @places: where things are
 *
 * Returns: (transfer full): the application; it shows its window when it is run
 */
TamboApplication *
tambo_application_new (TamboConfig *config, const TamboPlaces *places)
{
  TamboApplication *self = NULL;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (places != NULL, NULL);

  /* Two kiosks may run side by side, as in the demo; and there may be no session bus. */
  self = g_object_new (TAMBO_TYPE_APPLICATION,
                       "application-id",
                       "org.tambo.Kiosk",
                       "flags",
                       G_APPLICATION_NON_UNIQUE,
                       NULL);
  self->config = config;
  self->config_folder = g_strdup (places->config);
  self->state_folder = g_strdup (places->state);
  self->pin_path = g_build_filename (places->state, "pin", NULL);
  self->locale_folder = g_strdup (places->locale);

  return self;
}

/* A window of this size instead of the whole screen, for the demo. */
void
tambo_application_set_window_size (TamboApplication *self, int width, int height)
{
  g_return_if_fail (TAMBO_IS_APPLICATION (self));
  g_return_if_fail (width > 0 && height > 0);

  self->width = width;
  self->height = height;
}
