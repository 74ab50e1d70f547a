/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/job.h"

G_BEGIN_DECLS

/**
 * TamboJobs:
 *
 * The work on the bus that takes longer than a call. What ended stays for a minute, for whoever
 * asks late. Emits `ended`.
 */
#define TAMBO_TYPE_JOBS (tambo_jobs_get_type ())
G_DECLARE_FINAL_TYPE (TamboJobs, tambo_jobs, TAMBO, JOBS, GObject)

TamboJobs *tambo_jobs_new (void);

char *tambo_jobs_start (TamboJobs *self,
                        GDBusConnection *connection,
                        TamboJob *job,
                        GError **error);
gboolean tambo_jobs_cancel (TamboJobs *self, const char *path);
void tambo_jobs_stop (TamboJobs *self);

G_END_DECLS
