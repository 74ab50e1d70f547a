/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboConfig:
 * @languages: BCP 47 tags, in the order in which they are offered
 * @width_mm: the width of the glass; 0 to ask the monitor
 * @quiet_seconds: without a touch until "are you still there?"
 * @ring_seconds: until the session is wiped after that
 * @stick_folder: (nullable): a folder that stands for a stick, for tests and demonstrations
 * @sound_sink: (nullable): the element of GStreamer that sounds; %NULL to look for a device
 *
 * kiosk.conf.
 */
typedef struct
{
  char **languages; /* (owned) */
  double width_mm;
  guint quiet_seconds;
  guint ring_seconds;
  char *stick_folder; /* (owned) */
  char *sound_sink;   /* (owned) */
} TamboConfig;

TamboConfig *tambo_config_load (const char *path, GError **error);
void tambo_config_free (TamboConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboConfig, tambo_config_free)

G_END_DECLS
