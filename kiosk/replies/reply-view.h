/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_REPLY_VIEW (tambo_reply_view_get_type ())
G_DECLARE_FINAL_TYPE (TamboReplyView, tambo_reply_view, TAMBO, REPLY_VIEW, GtkWidget)

/* Properties: "reply" (TamboReply, nullable) and "language" (BCP 47, of the person). */

G_END_DECLS
