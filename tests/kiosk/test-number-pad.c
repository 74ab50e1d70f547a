/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/number-pad.h"

/* A pad in a window. */
typedef struct
{
  TamboNumberPad *pad; /* (unowned) by @window */
  GtkWindow *window;   /* (owned) by GTK until destroyed */
  guint edits;
} Fixture;

static void
on_edited (Fixture *fixture)
{
  fixture->edits++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->pad = TAMBO_NUMBER_PAD (tambo_number_pad_new ());
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->pad));
  g_signal_connect_swapped (fixture->pad, "edited", G_CALLBACK (on_edited), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

static void
touch (Fixture *fixture, char digit)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->pad), "pad.digit", "y", (guchar) digit);
}

static void
touch_plain (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->pad), action, NULL);
}

static void
test_types_digits (Fixture *fixture, gconstpointer data)
{
  touch (fixture, '2');
  touch (fixture, '0');
  touch (fixture, '5');

  g_assert_cmpstr (tambo_number_pad_get_digits (fixture->pad), ==, "205");
  g_assert_cmpuint (fixture->edits, ==, 3);
}

static void
test_erases_last (Fixture *fixture, gconstpointer data)
{
  touch (fixture, '2');
  touch (fixture, '0');
  touch_plain (fixture, "pad.erase");

  g_assert_cmpstr (tambo_number_pad_get_digits (fixture->pad), ==, "2");
}

static void
test_erasing_nothing_does_nothing (Fixture *fixture, gconstpointer data)
{
  touch_plain (fixture, "pad.erase");

  g_assert_cmpstr (tambo_number_pad_get_digits (fixture->pad), ==, "");
  g_assert_cmpuint (fixture->edits, ==, 0);
}

static void
test_full_pad_takes_no_more (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->pad, "max-digits", 2, NULL);
  touch (fixture, '1');
  touch (fixture, '2');
  touch (fixture, '3');

  g_assert_cmpstr (tambo_number_pad_get_digits (fixture->pad), ==, "12");
}

static void
test_one_point (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->pad, "decimal", TRUE, NULL);
  touch_plain (fixture, "pad.point");
  touch (fixture, '3');
  touch_plain (fixture, "pad.point");
  touch_plain (fixture, "pad.point");
  touch (fixture, '5');

  g_assert_cmpstr (tambo_number_pad_get_digits (fixture->pad), ==, "3.5");
}

static gboolean
has_label (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, label))
      return TRUE;

  return FALSE;
}

static void
test_keys_in_the_language (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->pad, "numerals", "ar-SY", NULL);
  touch (fixture, '7');

  g_assert_true (has_label (GTK_WIDGET (fixture->pad), "٧"));
  g_assert_false (has_label (GTK_WIDGET (fixture->pad), "7"));
  g_assert_cmpstr (tambo_number_pad_get_digits (fixture->pad), ==, "7");

  g_object_set (fixture->pad, "numerals", "fr", NULL);
  g_assert_true (has_label (GTK_WIDGET (fixture->pad), "7"));
}

static void
test_setting_is_not_editing (Fixture *fixture, gconstpointer data)
{
  tambo_number_pad_set_digits (fixture->pad, "42");

  g_assert_cmpstr (tambo_number_pad_get_digits (fixture->pad), ==, "42");
  g_assert_cmpuint (fixture->edits, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

#define add_test(path, func) \
  g_test_add ("/kiosk/number-pad/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("types-digits", test_types_digits);
  add_test ("erases-last", test_erases_last);
  add_test ("erasing-nothing-does-nothing", test_erasing_nothing_does_nothing);
  add_test ("full-pad-takes-no-more", test_full_pad_takes_no_more);
  add_test ("one-point", test_one_point);
  add_test ("keys-in-the-language", test_keys_in_the_language);
  add_test ("setting-is-not-editing", test_setting_is_not_editing);
#undef add_test

  return g_test_run ();
}
