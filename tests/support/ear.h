/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The name of the sound sink that hears. */
#define TAMBO_TEST_EAR "tambotestear"

/**
 * TamboTestNote:
 * @time: of the system clock, when the sink gave it out; nanoseconds
 * @hertz: how high it was
 */
typedef struct
{
  gint64 time;
  double hertz;
} TamboTestNote;

void tambo_test_ear_register (void);
void tambo_test_ear_forget (void);
gboolean tambo_test_ear_get_last (TamboTestNote *out_note);
gint64 tambo_test_ear_get_last_start (void);
GArray *tambo_test_ear_list_onsets (void);

G_END_DECLS
