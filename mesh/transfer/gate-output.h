/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Hears how many bytes a peer took; @owner is whose gate it is. */
typedef void (*TamboGateWrote) (gpointer owner, gsize size);

#define TAMBO_TYPE_GATE_OUTPUT (tambo_gate_output_get_type ())
G_DECLARE_FINAL_TYPE (TamboGateOutput, tambo_gate_output, TAMBO, GATE_OUTPUT, GOutputStream)

GOutputStream *tambo_gate_output_new (GOutputStream *base, TamboGateWrote wrote, gpointer owner);
void tambo_gate_output_detach (TamboGateOutput *self);

G_END_DECLS
