/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-engine.h"
#include "content/forms/form-session.h"
#include "content/forms/questionnaire-private.h"

G_BEGIN_DECLS

/* Private to the session's own files. */

struct _TamboFormSession
{
  GObject parent_instance;

  TamboQuestionnaire *questionnaire; /* (owned) */
  TamboFormEngine *engine;           /* (owned) */
  char *language;                    /* (owned) */
  char **asked_in;                   /* (owned): languages in which items were answered */
  GDateTime *now;                    /* (owned) */
  gboolean can_type;

  GPtrArray *all_steps;   /* (owned) (element-type TamboFormStep): %NULL for what is never asked */
  GListStore *steps;      /* (owned) (element-type TamboFormStep) */
  GListStore *alerts;     /* (owned) (element-type TamboFormAlert) */
  TamboFormStep *current; /* (owned) (nullable) */
};

void tambo_form_session_make_steps (TamboFormSession *self);
void tambo_form_session_sync (TamboFormSession *self);
gboolean tambo_form_session_find_position (TamboFormSession *self,
                                           TamboFormStep *step,
                                           guint *out_position);
void tambo_form_session_raise (TamboFormSession *self, TamboFormAlert *alert);

G_END_DECLS
