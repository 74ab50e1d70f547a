/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/usb/stick-port.h"

G_BEGIN_DECLS

/* A port that holds what a test says. */
#define TAMBO_TEST_TYPE_PORT (tambo_test_port_get_type ())
G_DECLARE_FINAL_TYPE (TamboTestPort, tambo_test_port, TAMBO_TEST, PORT, GObject)

/* @folder: what is on the stick. */
TamboTestPort *tambo_test_port_new (const char *folder);

void tambo_test_port_plug_in (TamboTestPort *self);
void tambo_test_port_pull_out (TamboTestPort *self);
/* Something that is refused with this code. */
void tambo_test_port_refuse (TamboTestPort *self, int code);
/* Letting go fails with this code; 0 it does not. */
void tambo_test_port_hold (TamboTestPort *self, int code);

gboolean tambo_test_port_is_open (TamboTestPort *self);
gboolean tambo_test_port_was_written (TamboTestPort *self);

G_END_DECLS
