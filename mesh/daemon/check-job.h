/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/job.h"
#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/**
 * TamboCheckJob:
 *
 * Reads every blob of the store and throws those away that are not what their names say, so that
 * they are fetched again. It leaves half of the time to others.
 */
#define TAMBO_TYPE_CHECK_JOB (tambo_check_job_get_type ())
G_DECLARE_FINAL_TYPE (TamboCheckJob, tambo_check_job, TAMBO, CHECK_JOB, TamboJob)

TamboJob *tambo_check_job_new (TamboShelf *shelf);

G_END_DECLS
