/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/probe/wire.h"

G_BEGIN_DECLS

/* Decodes a medium from one end to the other, as fast as it goes, and moves in it. */
void tambo_prober_run (const TamboWireRequest *request, int fd, TamboWireReply *reply);

G_END_DECLS
