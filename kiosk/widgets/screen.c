/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/screen.h"

G_DEFINE_INTERFACE (TamboScreen, tambo_screen, GTK_TYPE_WIDGET)

static gboolean
return_false (TamboScreen *self)
{
  return FALSE;
}

static void
do_nothing (TamboScreen *self)
{
}

static void
add_labels (GPtrArray *labels, GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return;

  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    {
      g_ptr_array_add (labels, g_object_ref (widget));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_labels (labels, child);
}

static GPtrArray *
list_labels (TamboScreen *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_object_unref);

  add_labels (labels, GTK_WIDGET (self));

  return g_steal_pointer (&labels);
}

static void
tambo_screen_default_init (TamboScreenInterface *iface)
{
  iface->go_back = return_false;
  iface->relabel = return_false;
  iface->is_playing = return_false;
  iface->stop = do_nothing;
  iface->list_spoken = list_labels;
}

gboolean
tambo_screen_go_back (TamboScreen *self)
{
  g_return_val_if_fail (TAMBO_IS_SCREEN (self), FALSE);

  return TAMBO_SCREEN_GET_IFACE (self)->go_back (self);
}

gboolean
tambo_screen_relabel (TamboScreen *self)
{
  g_return_val_if_fail (TAMBO_IS_SCREEN (self), FALSE);

  return TAMBO_SCREEN_GET_IFACE (self)->relabel (self);
}

gboolean
tambo_screen_is_playing (TamboScreen *self)
{
  g_return_val_if_fail (TAMBO_IS_SCREEN (self), FALSE);

  return TAMBO_SCREEN_GET_IFACE (self)->is_playing (self);
}

void
tambo_screen_stop (TamboScreen *self)
{
  g_return_if_fail (TAMBO_IS_SCREEN (self));

  TAMBO_SCREEN_GET_IFACE (self)->stop (self);
}

/**
 * tambo_screen_list_spoken:
 * @self: a screen
 *
 * Returns: (transfer full) (element-type GtkWidget): what to read aloud, in order
 */
GPtrArray *
tambo_screen_list_spoken (TamboScreen *self)
{
  g_return_val_if_fail (TAMBO_IS_SCREEN (self), NULL);

  return TAMBO_SCREEN_GET_IFACE (self)->list_spoken (self);
}
