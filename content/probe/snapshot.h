/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/probe/wire.h"

G_BEGIN_DECLS

/* Decodes one picture, and puts it into a memory file that nobody can change any more; -1 if
 * there is none. */
int tambo_snapshot_run (const TamboWireRequest *request, int fd, TamboWireReply *reply);

G_END_DECLS
