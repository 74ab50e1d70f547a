/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rank of a peer as the one that asks the slow source for a run: the highest is its owner. */
guint64 tambo_owner_weigh (const char *pin, const char *digest, guint32 run);

G_END_DECLS
