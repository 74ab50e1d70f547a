/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <avahi-client/client.h>
#include <glib-object.h>

G_BEGIN_DECLS

/* What kiosks announce. It tells that a Tambo is here, and nothing more. */
#define TAMBO_AVAHI_SERVICE "_tambo._tcp"

#define TAMBO_TYPE_AVAHI_PUBLISHER (tambo_avahi_publisher_get_type ())
G_DECLARE_FINAL_TYPE (TamboAvahiPublisher, tambo_avahi_publisher, TAMBO, AVAHI_PUBLISHER, GObject)

TamboAvahiPublisher *tambo_avahi_publisher_new (void);

const char *tambo_avahi_publisher_get_name (TamboAvahiPublisher *self);
void tambo_avahi_publisher_set_port (TamboAvahiPublisher *self, guint16 port);
void tambo_avahi_publisher_attach (TamboAvahiPublisher *self, AvahiClient *client);
void tambo_avahi_publisher_detach (TamboAvahiPublisher *self);

G_END_DECLS
