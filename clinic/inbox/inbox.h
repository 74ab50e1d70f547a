/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/gateway.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_INBOX (tambo_inbox_get_type ())
G_DECLARE_FINAL_TYPE (TamboInbox, tambo_inbox, TAMBO, INBOX, GObject)

TamboInbox *tambo_inbox_new (TamboClinicStore *clinic,
                             TamboGateway *gateway,
                             const char *locale_dir);

gboolean tambo_inbox_listen (TamboInbox *self, guint port, GError **error);
gboolean tambo_inbox_listen_socket (TamboInbox *self, GSocket *socket, GError **error);
guint tambo_inbox_get_port (TamboInbox *self);

G_END_DECLS
