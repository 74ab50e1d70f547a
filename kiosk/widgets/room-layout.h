/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_ROOM_LAYOUT (tambo_room_layout_get_type ())
G_DECLARE_FINAL_TYPE (TamboRoomLayout, tambo_room_layout, TAMBO, ROOM_LAYOUT, GtkLayoutManager)

G_END_DECLS
