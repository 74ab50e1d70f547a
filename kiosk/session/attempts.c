/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/attempts.h"

/**
 * TamboAttempts:
 *
 * How often a code was tried in vain at this kiosk, whoever tried: five times, then a pause.
 * It outlives sessions, so that hiding the screen gives no new tries. The time is passed in.
 */
struct _TamboAttempts
{
  GObject parent_instance;

  guint failed;
  gint64 pause_until_ms;
};

G_DEFINE_FINAL_TYPE (TamboAttempts, tambo_attempts, G_TYPE_OBJECT)

static void
tambo_attempts_class_init (TamboAttemptsClass *klass)
{
}

static void
tambo_attempts_init (TamboAttempts *self)
{
}

TamboAttempts *
tambo_attempts_new (void)
{
  return g_object_new (TAMBO_TYPE_ATTEMPTS, NULL);
}

/**
 * tambo_attempts_get_pause_ms:
 * @self: a #TamboAttempts
 * @now_ms: the time, of a clock that only goes forward
 *
 * Returns: how long no code may be tried yet; 0 for a try now
 */
gint64
tambo_attempts_get_pause_ms (TamboAttempts *self, gint64 now_ms)
{
  g_return_val_if_fail (TAMBO_IS_ATTEMPTS (self), 0);

  return MAX (0, self->pause_until_ms - now_ms);
}

void
tambo_attempts_fail (TamboAttempts *self, gint64 now_ms)
{
  g_return_if_fail (TAMBO_IS_ATTEMPTS (self));

  self->failed++;
  if (self->failed < TAMBO_ATTEMPTS_FREE)
    return;

  self->failed = 0;
  self->pause_until_ms = now_ms + TAMBO_ATTEMPTS_PAUSE_MS;
}

void
tambo_attempts_succeed (TamboAttempts *self)
{
  g_return_if_fail (TAMBO_IS_ATTEMPTS (self));

  self->failed = 0;
}
