/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboStickReport:
 * @summary: (owned): how much, how long, how much room
 * @can_install: there is something to do, and room for it
 *
 * What is on a stick, in words for staff.
 */
typedef struct
{
  char *summary;
  gboolean can_install;
} TamboStickReport;

/* @found: (nullable): as Preview() says it. @lines: (element-type TamboStaffLine): filled. */
TamboStickReport *tambo_stick_report_new (GVariant *found, const char *language, GListStore *lines);
void tambo_stick_report_free (TamboStickReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboStickReport, tambo_stick_report_free)

/* (transfer full): the languages of all packs of the stick, each once. */
GStrv tambo_stick_report_list_languages (GVariant *found);

G_END_DECLS
