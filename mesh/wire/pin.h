/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A pin names a device key: the SHA-256 of its SubjectPublicKeyInfo, 64 lower-case hexadecimal
 * digits. */
#define TAMBO_PIN_LENGTH 64

char *tambo_pin_for_certificate (GTlsCertificate *certificate);
gboolean tambo_pin_is_valid (const char *pin);
gboolean tambo_pin_equal (const char *a, const char *b);

G_END_DECLS
