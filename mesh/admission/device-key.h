/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_DEVICE_KEY (tambo_device_key_get_type ())
G_DECLARE_FINAL_TYPE (TamboDeviceKey, tambo_device_key, TAMBO, DEVICE_KEY, GObject)

TamboDeviceKey *tambo_device_key_open (const char *path, GError **error);

GTlsCertificate *tambo_device_key_get_certificate (TamboDeviceKey *self);
const char *tambo_device_key_get_pin (TamboDeviceKey *self);

G_END_DECLS
