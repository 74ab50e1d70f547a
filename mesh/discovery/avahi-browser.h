/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <avahi-client/client.h>
#include <glib-object.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_AVAHI_BROWSER (tambo_avahi_browser_get_type ())
G_DECLARE_FINAL_TYPE (TamboAvahiBrowser, tambo_avahi_browser, TAMBO, AVAHI_BROWSER, GObject)

TamboAvahiBrowser *tambo_avahi_browser_new (void);

void tambo_avahi_browser_attach (TamboAvahiBrowser *self, AvahiClient *client);
void tambo_avahi_browser_detach (TamboAvahiBrowser *self);

G_END_DECLS
