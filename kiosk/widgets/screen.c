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

static GPtrArray *
list_labels (TamboScreen *self)
{
  return tambo_segment_list_labels (GTK_WIDGET (self));
}

static void
tambo_screen_default_init (TamboScreenInterface *iface)
{
  iface->go_back = return_false;
  iface->relabel = return_false;
  iface->is_playing = return_false;
  iface->stop = do_nothing;
  iface->list_segments = list_labels;
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
 * tambo_screen_list_segments:
 * @self: a screen
 *
 * Returns: (transfer full) (element-type TamboSegment): what to read aloud, in order
 */
GPtrArray *
tambo_screen_list_segments (TamboScreen *self)
{
  g_return_val_if_fail (TAMBO_IS_SCREEN (self), NULL);

  return TAMBO_SCREEN_GET_IFACE (self)->list_segments (self);
}
