/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/job.h"
#include "mesh/daemon/mail.h"
#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/**
 * TamboExportJob:
 *
 * Writes packs of this kiosk, the trust metadata and the sealed letters into a folder that somebody
 * opened for us, for a kiosk or a clinic without a network.
 */
#define TAMBO_TYPE_EXPORT_JOB (tambo_export_job_get_type ())
G_DECLARE_FINAL_TYPE (TamboExportJob, tambo_export_job, TAMBO, EXPORT_JOB, TamboJob)

TamboJob *tambo_export_job_new (TamboShelf *shelf,
                                TamboMail *mail,
                                int folder_fd,
                                const char *const *packs,
                                GError **error);

G_END_DECLS
