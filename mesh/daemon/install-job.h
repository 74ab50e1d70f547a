/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/job.h"
#include "mesh/daemon/mail.h"
#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/**
 * TamboInstallJob:
 *
 * Installs packs from an OCI image layout that somebody opened for us. All is copied first; only
 * then are its letters taken in, its metadata trusted and its packs shown, so that cancelling
 * leaves all as before.
 */
#define TAMBO_TYPE_INSTALL_JOB (tambo_install_job_get_type ())
G_DECLARE_FINAL_TYPE (TamboInstallJob, tambo_install_job, TAMBO, INSTALL_JOB, TamboJob)

TamboJob *tambo_install_job_new (TamboShelf *shelf,
                                 TamboMail *mail,
                                 int folder_fd,
                                 const char *const *packs,
                                 const char *const *languages,
                                 GError **error);

G_END_DECLS
