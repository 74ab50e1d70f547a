/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"

G_BEGIN_DECLS

/* In characters: two lines of subtitles; a paragraph of a leaflet. */
#define TAMBO_SCRIPT_MAX_LINE 90
#define TAMBO_SCRIPT_MAX_PARAGRAPH 400

#define TAMBO_TYPE_SCRIPT (tambo_script_get_type ())
G_DECLARE_FINAL_TYPE (TamboScript, tambo_script, TAMBO, SCRIPT, GObject)

TamboScript *tambo_script_new_from_bytes (GBytes *bytes,
                                          const char *name,
                                          guint max_line,
                                          GError **error);
TamboScript *tambo_script_read (GBytes *bytes,
                                const char *name,
                                guint max_line,
                                TamboFindings *findings);

const char *tambo_script_get_name (TamboScript *self);
guint tambo_script_get_n_scenes (TamboScript *self);
const char *tambo_script_get_scene (TamboScript *self, guint scene);
const char *const *tambo_script_get_lines (TamboScript *self, guint scene);
gboolean tambo_script_compare_shape (TamboScript *self,
                                     TamboScript *other,
                                     TamboFindings *findings);
void tambo_script_check_language (TamboScript *self, const char *language, TamboFindings *findings);
gboolean tambo_script_check_same_shape (TamboScript *self, TamboScript *other, GError **error);

G_END_DECLS
