/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/script.h"
#include "content/author/timeline.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_VOICE (tambo_voice_get_type ())
G_DECLARE_FINAL_TYPE (TamboVoice, tambo_voice, TAMBO, VOICE, GObject)

TamboVoice *tambo_voice_new (const char *language, TamboScript *script, gboolean is_unvoiced);

const char *tambo_voice_get_language (TamboVoice *self);
TamboScript *tambo_voice_get_script (TamboVoice *self);
gboolean tambo_voice_is_heard (TamboVoice *self);
gboolean tambo_voice_is_stand_in (TamboVoice *self);

gboolean tambo_voice_load_scene (TamboVoice *self, GFile *folder, guint scene, GError **error);
guint64 tambo_voice_get_line_samples (TamboVoice *self, guint scene, guint line);
guint64 tambo_voice_get_recorded_samples (TamboVoice *self, guint scene);
GBytes *tambo_voice_mix (TamboVoice *self, TamboTimeline *timeline);
gboolean tambo_voice_write_sound (TamboVoice *self,
                                  GBytes *film,
                                  GFile *out,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean tambo_voice_write_subtitles (TamboVoice *self,
                                      TamboTimeline *timeline,
                                      GFile *out,
                                      GError **error);

G_END_DECLS
