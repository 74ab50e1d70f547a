/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_INTERRUPT (tambo_interrupt_get_type ())
G_DECLARE_FINAL_TYPE (TamboInterrupt, tambo_interrupt, TAMBO, INTERRUPT, GObject)

TamboInterrupt *tambo_interrupt_new (void);
GCancellable *tambo_interrupt_get_cancellable (TamboInterrupt *self);

G_END_DECLS
