/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/check.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TAMBO_TEXT_NORMAL,
  TAMBO_TEXT_LARGE,
  TAMBO_TEXT_LARGEST,
} TamboTextSize;

#define TAMBO_N_TEXT_SIZES (TAMBO_TEXT_LARGEST + 1)

#define TAMBO_TYPE_SESSION (tambo_session_get_type ())
G_DECLARE_FINAL_TYPE (TamboSession, tambo_session, TAMBO, SESSION, GObject)

TamboSession *tambo_session_new (const char *default_language);

const char *tambo_session_get_language (TamboSession *self);
void tambo_session_set_language (TamboSession *self, const char *language);
TamboTextSize tambo_session_get_text_size (TamboSession *self);
void tambo_session_set_text_size (TamboSession *self, TamboTextSize size);
gboolean tambo_session_get_read_aloud (TamboSession *self);
void tambo_session_set_read_aloud (TamboSession *self, gboolean read_aloud);
gboolean tambo_session_get_high_contrast (TamboSession *self);
void tambo_session_set_high_contrast (TamboSession *self, gboolean high_contrast);

gboolean tambo_session_get_is_staff (TamboSession *self);
void tambo_session_set_is_staff (TamboSession *self, gboolean is_staff);

void tambo_session_attach_check (TamboSession *self, TamboConsultCheck *check);
TamboConsultCheck *tambo_session_get_check (TamboSession *self);

void tambo_session_keep (TamboSession *self, const char *name, gpointer object);
gpointer tambo_session_get_kept (TamboSession *self, const char *name);

void tambo_session_wipe (TamboSession *self);

GBytes *tambo_session_new_secret (gconstpointer data, gsize size);

G_END_DECLS
