/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/pack-desk.h"
#include "kiosk/usb/stick-port.h"
#include "kiosk/usb/stick-step.h"

G_BEGIN_DECLS

/**
 * TamboStickDesk:
 *
 * What staff do with a stick, from plugging it in to taking it out. It lives as long as the kiosk:
 * a page that shows it may be left, and the work goes on. Nothing on a stick is read before they
 * ask. Emits `changed`.
 */
#define TAMBO_TYPE_STICK_DESK (tambo_stick_desk_get_type ())
G_DECLARE_FINAL_TYPE (TamboStickDesk, tambo_stick_desk, TAMBO, STICK_DESK, GObject)

TamboStickDesk *tambo_stick_desk_new (TamboStickPort *port, TamboMeshClient *client);

TamboStickStep tambo_stick_desk_get_step (TamboStickDesk *self);
/* (nullable): aa{sv} as Preview() says it; %NULL if there are no packs on it. */
GVariant *tambo_stick_desk_get_found (TamboStickDesk *self);
/* The languages that are to be had. */
const char *const *tambo_stick_desk_get_languages (TamboStickDesk *self);
/* (nullable): under way, or what was last. */
TamboMeshJob *tambo_stick_desk_get_job (TamboStickDesk *self);
gboolean tambo_stick_desk_is_saving (TamboStickDesk *self);
/* (nullable): why it is refused, or why the last work ended. */
const GError *tambo_stick_desk_get_error (TamboStickDesk *self);
/* Seconds that the work under way will still take; -1 nobody knows yet. */
gint64 tambo_stick_desk_get_seconds_left (TamboStickDesk *self);

void tambo_stick_desk_look (TamboStickDesk *self);
void tambo_stick_desk_choose_languages (TamboStickDesk *self, const char *const *languages);
void tambo_stick_desk_install (TamboStickDesk *self);
void tambo_stick_desk_save (TamboStickDesk *self);
void tambo_stick_desk_cancel (TamboStickDesk *self);
void tambo_stick_desk_leave (TamboStickDesk *self);

G_END_DECLS
