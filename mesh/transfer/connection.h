/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/limits.h"
#include "mesh/transfer/request-head.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CONNECTION (tambo_connection_get_type ())
G_DECLARE_FINAL_TYPE (TamboConnection, tambo_connection, TAMBO, CONNECTION, GIOStream)

TamboConnection *tambo_connection_new (GIOStream *tls,
                                       GSocketConnection *raw,
                                       const char *pin,
                                       const TamboListenerLimits *limits);

const char *tambo_connection_get_pin (TamboConnection *self);
const TamboRequestHead *tambo_connection_get_head (TamboConnection *self);
void tambo_connection_answered (TamboConnection *self);
void tambo_connection_drop (TamboConnection *self);

G_END_DECLS
