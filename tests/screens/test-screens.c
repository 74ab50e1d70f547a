/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/media-types.h"
#include "kiosk/app/routes.h"
#include "kiosk/app/window.h"
#include "kiosk/screening/screening-screen.h"
#include "kiosk/session/language.h"
#include "kiosk/session/locale.h"
#include "kiosk/widgets/local-decoder.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/theme.h"
#include "tests/support/daemon.h"
#include "tests/support/forms.h"
#include "tests/support/photo.h"

#define PACK "org.tambo.test"
#define SMALLEST_MM 15.0

/* The screens that people have: width in pixels, height, width in millimetres. */
static const struct
{
  const char *name;
  int width;
  int height;
  double width_mm;
} sizes[] = {
  { "small", 800, 480, 152.4 },
  { "usual", 1280, 720, 223 },
  { "tall", 600, 1024, 90.4 },
};

/* Every screen of the kiosk, looked at in every language and on every glass. */
typedef struct
{
  TamboTestPack *pack;     /* (owned) */
  TamboTestDaemon *daemon; /* (owned) */
  TamboParts parts;        /* (owned) what is in it */
  char *pin_path;          /* (owned) */
} Fixture;

static const struct
{
  const char *item;
  TamboItemKind kind;
  const char *titles[3];
} items[] = {
  { "film", TAMBO_ITEM_VIDEO, { "A cough that lasts", "Une toux qui dure", "سعال يطول" } },
  { "leaflet",
    TAMBO_ITEM_LEAFLET,
    { "Cough: what to do", "Toux : que faire", "السعال: ماذا تفعل" } },
  { "check", TAMBO_ITEM_QUESTIONNAIRE, { "Cough check", "Bilan de la toux", "فحص السعال" } },
  { "places", TAMBO_ITEM_PLACES, { "Places", "Lieux", "أماكن" } },
};

/* Questions of the check, one of each shape: three cards, yes and no under a heading, a number,
 * cards in pages, words of several lines. */
static const char *const questions[] = { "who", "breath", "days", "with-cough", "weight" };

static void
wait_for_items (Fixture *fixture)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->parts.library)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) form = tambo_test_read_cough ();
  g_autoptr (GBytes) root = NULL;
  g_autofree char *floor_path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->pack = tambo_test_pack_new (PACK);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    tambo_test_pack_add_item (fixture->pack, items[i].kind, items[i].item, items[i].titles);
  tambo_test_pack_add_file (fixture->pack,
                            "check",
                            TAMBO_ROLE_FORM,
                            0,
                            NULL,
                            "forms/cough.json",
                            TAMBO_MEDIA_TYPE_QUESTIONNAIRE,
                            form);

  fixture->daemon = tambo_test_daemon_new ();
  tambo_test_daemon_add_pack (fixture->daemon, fixture->pack);
  tambo_test_daemon_add_clinic (fixture->daemon, "north", "North Clinic");
  tambo_test_daemon_publish (fixture->daemon);

  root = tambo_test_daemon_get_root (fixture->daemon);
  floor_path = g_build_filename (tambo_test_daemon_get_folder (fixture->daemon),
                                 "trust-floor",
                                 NULL);
  fixture->parts.session = tambo_session_new ("en");
  fixture->parts.languages = tambo_language_list_all ();
  fixture->parts.client = tambo_mesh_client_new (tambo_test_daemon_get_client (fixture->daemon));
  fixture->parts.trust = tambo_kiosk_trust_new (fixture->parts.client, root, floor_path, &error);
  g_assert_no_error (error);
  fixture->parts.library = tambo_library_new (fixture->parts.client, fixture->parts.trust);
  fixture->parts.code_attempts = tambo_attempts_new ();
  fixture->parts.pin_attempts = tambo_attempts_new ();
  fixture->pin_path = g_build_filename (tambo_test_daemon_get_folder (fixture->daemon),
                                        "pin",
                                        NULL);
  fixture->parts.pin_path = fixture->pin_path;
  fixture->parts.decoder = tambo_local_decoder_new ();
  fixture->parts.speech = tambo_speech_new (fixture->parts.decoder, "fakesink");
  fixture->parts.sound_sink = "fakesink";
  wait_for_items (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->parts.session);
  g_clear_object (&fixture->parts.languages);
  g_clear_object (&fixture->parts.speech);
  g_clear_object (&fixture->parts.decoder);
  g_assert_finalize_object (fixture->parts.code_attempts);
  g_assert_finalize_object (fixture->parts.pin_attempts);
  g_free (fixture->pin_path);
  g_assert_finalize_object (fixture->parts.library);
  g_assert_finalize_object (fixture->parts.trust);
  g_assert_finalize_object (fixture->parts.client);
  tambo_test_daemon_free (fixture->daemon);
  tambo_test_pack_free (fixture->pack);
}

static gboolean
is_shown (GtkWidget *widget)
{
  return gtk_widget_get_visible (widget) && gtk_widget_get_child_visible (widget);
}

/* Words that are drawn past the edge of what is to be touched. */
static gboolean
sticks_out (GtkWidget *widget)
{
  GtkWidget *button = gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  graphene_rect_t bounds;

  if (!GTK_IS_LABEL (widget) || button == NULL ||
      !gtk_widget_compute_bounds (widget, button, &bounds))
    return FALSE;

  return bounds.origin.x < -1 || bounds.origin.y < -1 ||
         bounds.origin.x + bounds.size.width > gtk_widget_get_width (button) + 1 ||
         bounds.origin.y + bounds.size.height > gtk_widget_get_height (button) + 1;
}

/* What a person could not read or touch is a finding; all are reported before the test fails. */
static guint
check_widget (GtkWidget *widget, GtkWidget *window, double px_per_mm, const char *where)
{
  guint n_findings = 0;
  graphene_rect_t bounds;
  const int smallest = (int) (SMALLEST_MM * px_per_mm);

  if (!is_shown (widget))
    return 0;

  if (!gtk_widget_compute_bounds (widget, window, &bounds))
    return 0;

  if (sticks_out (widget))
    {
      g_test_message ("%s: a %s sticks out of its button", where, G_OBJECT_TYPE_NAME (widget));
      n_findings++;
    }

  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    {
      PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
      int width;
      int height;

      pango_layout_get_pixel_size (layout, &width, &height);
      if (pango_layout_is_ellipsized (layout) || height > bounds.size.height + 1 ||
          width > bounds.size.width + 1)
        {
          g_test_message ("%s: “%s” is cut", where, gtk_label_get_text (GTK_LABEL (widget)));
          n_findings++;
        }
    }

  if ((GTK_IS_BUTTON (widget) || TAMBO_IS_PICTOGRAM (widget)) &&
      (bounds.size.width < 1 || bounds.size.height < 1))
    {
      g_test_message ("%s: a %s has no size", where, G_OBJECT_TYPE_NAME (widget));
      n_findings++;
    }

  if (GTK_IS_BUTTON (widget) && !gtk_widget_has_css_class (widget, "key") &&
      (bounds.size.width < smallest || bounds.size.height < smallest))
    {
      g_test_message ("%s: a button is only %.0f × %.0f pixels",
                      where,
                      bounds.size.width,
                      bounds.size.height);
      n_findings++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_findings += check_widget (child, window, px_per_mm, where);

  return n_findings;
}

static guint
check_size (GtkWidget *window, int width, int height, const char *where)
{
  int minimum_width;
  int minimum_height;

  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, width, &minimum_height, NULL, NULL, NULL);
  if (minimum_width <= width && minimum_height <= height)
    return 0;

  g_test_message ("%s: needs %d × %d pixels", where, minimum_width, minimum_height);

  return 1;
}

static const char *
get_parameter (const char *route)
{
  return g_str_equal (route, "item") ? PACK "/film" : NULL;
}

static guint
look (GtkWindow *window, guint size, const char *where)
{
  const double px_per_mm = sizes[size].width / sizes[size].width_mm;

  tambo_test_photograph (window, where);

  return check_size (GTK_WIDGET (window), sizes[size].width, sizes[size].height, where) +
         check_widget (GTK_WIDGET (window), GTK_WIDGET (window), px_per_mm, where);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);

  return found;
}

/* The check is read from its pack first. */
static TamboScreeningScreen *
wait_for_check (GtkWindow *window)
{
  GtkWidget *screen = NULL;

  while ((screen = find (GTK_WIDGET (window), TAMBO_TYPE_SCREENING_SCREEN)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return TAMBO_SCREENING_SCREEN (screen);
}

static guint
look_at_questions (GtkWindow *window, guint size, const char *where)
{
  TamboScreeningScreen *screen = wait_for_check (window);
  TamboFormSession *form = tambo_screening_screen_get_form (screen);
  guint n_findings = 0;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (screen), "check.begin", NULL));
  tambo_test_answer_all (form, "who=child cough=yes");
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%s", where, questions[i]);

      tambo_form_session_set_current (form, tambo_form_session_find_step (form, questions[i]));
      g_assert_true (tambo_screen_relabel (TAMBO_SCREEN (screen)));
      n_findings += look (window, size, name);
    }

  return n_findings;
}

static guint
look_at (Fixture *fixture, const TamboRoute *route, guint size, const char *language)
{
  const double px_per_mm = sizes[size].width / sizes[size].width_mm;
  g_autofree char *where = g_strdup_printf ("%s-%s-%s", route->name, language, sizes[size].name);
  g_autoptr (TamboTheme) theme = NULL;
  TamboConfig config = { .quiet_seconds = 60, .ring_seconds = 20 };
  GtkWindow *window = NULL;
  guint n_findings;

  tambo_session_wipe (fixture->parts.session);
  tambo_session_set_language (fixture->parts.session, language);
  theme = tambo_theme_new (gdk_display_get_default (), fixture->parts.session, px_per_mm);
  window = tambo_window_new (NULL, &fixture->parts, &config);
  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, sizes[size].width, sizes[size].height);
  tambo_window_open (TAMBO_WINDOW (window), route->name, get_parameter (route->name));
  if (g_str_equal (route->name, "check"))
    (void) wait_for_check (window);

  n_findings = look (window, size, where);
  if (g_str_equal (route->name, "check"))
    n_findings += look_at_questions (window, size, where);
  gtk_window_destroy (window);

  return n_findings;
}

static void
test_every_screen (Fixture *fixture, gconstpointer data)
{
  guint n_routes;
  const TamboRoute *routes = tambo_route_list (&n_routes);
  guint n_findings = 0;

  for (guint i = 0; i < n_routes; i++)
    for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
      for (guint j = 0; j < g_list_model_get_n_items (fixture->parts.languages); j++)
        {
          g_autoptr (TamboLanguage) language = g_list_model_get_item (fixture->parts.languages, j);

          n_findings += look_at (fixture, &routes[i], size, tambo_language_get_tag (language));
        }

  g_assert_cmpuint (n_findings, ==, 0);
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  tambo_locale_init (g_getenv ("TAMBO_LOCALE_DIR"));
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

  g_test_add ("/screens/every-screen-is-whole",
              Fixture,
              NULL,
              set_up,
              test_every_screen,
              tear_down);

  return g_test_run ();
}
