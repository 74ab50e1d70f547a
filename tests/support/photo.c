/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/photo.h"

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;
  return G_SOURCE_CONTINUE;
}

/* Until the window has its size and has been drawn a few times. */
void
tambo_test_settle (GtkWindow *window)
{
  guint n_frames = 0;
  guint id;

  gtk_window_present (window);
  id = gtk_widget_add_tick_callback (GTK_WIDGET (window), on_tick, &n_frames, NULL);
  while (n_frames < 4)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (GTK_WIDGET (window), id);
}

/* Saves what the window shows as NAME.png in $TAMBO_SCREENS, for people to look at; does nothing
 * but draw it without. */
void
tambo_test_photograph (GtkWindow *window, const char *name)
{
  const char *folder = g_getenv ("TAMBO_SCREENS");
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;
  GskRenderer *renderer;

  tambo_test_settle (window);
  gdk_paintable_snapshot (paintable,
                          snapshot,
                          gtk_widget_get_width (GTK_WIDGET (window)),
                          gtk_widget_get_height (GTK_WIDGET (window)));
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  g_assert_nonnull (texture);

  if (folder == NULL)
    return;

  path = g_strdup_printf ("%s/%s.png", folder, name);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
