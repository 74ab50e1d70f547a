/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/shelf.h"

#include "mesh-dbus.h"

G_BEGIN_DECLS

/**
 * TamboInstallJob:
 *
 * Installs packs from an OCI image layout that somebody opened for us: the metadata first, then
 * pack by pack. What it does stands in its bus object. Emits `ended`.
 */
#define TAMBO_TYPE_INSTALL_JOB (tambo_install_job_get_type ())
G_DECLARE_FINAL_TYPE (TamboInstallJob, tambo_install_job, TAMBO, INSTALL_JOB, GObject)

TamboInstallJob *tambo_install_job_new (TamboShelf *shelf,
                                        int folder_fd,
                                        const char *const *packs,
                                        const char *const *languages,
                                        GError **error);

void tambo_install_job_start (TamboInstallJob *self);
void tambo_install_job_cancel (TamboInstallJob *self);
gboolean tambo_install_job_is_running (TamboInstallJob *self);
TamboDBusMesh1Job *tambo_install_job_get_object (TamboInstallJob *self);

G_END_DECLS
