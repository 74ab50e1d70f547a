/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_SEGMENT (tambo_segment_get_type ())
G_DECLARE_FINAL_TYPE (TamboSegment, tambo_segment, TAMBO, SEGMENT, GObject)

TamboSegment *tambo_segment_new (const char *text, GtkWidget *widget);

GPtrArray *tambo_segment_list_labels (GtkWidget *widget);

void tambo_segment_set_language (TamboSegment *self, const char *language);
void tambo_segment_set_recording (TamboSegment *self, GBytes *recording);

const char *tambo_segment_get_text (TamboSegment *self);
const char *tambo_segment_get_language (TamboSegment *self);
GtkWidget *tambo_segment_get_widget (TamboSegment *self);
GBytes *tambo_segment_get_recording (TamboSegment *self);

G_END_DECLS
