/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/connection.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

void tambo_file_body_send (SoupServerMessage *message,
                           TamboConnection *connection,
                           int fd,
                           guint64 offset,
                           guint64 length);

G_END_DECLS
