/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboMeshJob:
 *
 * Work of the daemon that takes longer than a call, as the kiosk sees it. Emits `changed` as it
 * goes on, and a last time at its end. A daemon that falls ends it, too.
 */
#define TAMBO_TYPE_MESH_JOB (tambo_mesh_job_get_type ())
G_DECLARE_FINAL_TYPE (TamboMeshJob, tambo_mesh_job, TAMBO, MESH_JOB, GObject)

TamboMeshJob *tambo_mesh_job_new (GDBusConnection *connection, const char *path);

gboolean tambo_mesh_job_is_running (TamboMeshJob *self);
void tambo_mesh_job_get_progress (TamboMeshJob *self,
                                  guint64 *out_done,
                                  guint64 *out_total,
                                  guint *out_files_done,
                                  guint *out_files_total);
/* (nullable) (transfer none): why it ended before its end; G_IO_ERROR_CANCELLED if it was. */
const GError *tambo_mesh_job_get_error (TamboMeshJob *self);
void tambo_mesh_job_cancel (TamboMeshJob *self);

G_END_DECLS
