/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh-dbus.h"

G_BEGIN_DECLS

/**
 * TamboJob:
 *
 * Work that takes longer than a call, as org.tambo.Mesh1.Job shows it. A subclass does it and says
 * how far it is; whatever thread that is in, the bus hears of it a few times a second. Emits
 * `ended`.
 */
#define TAMBO_TYPE_JOB (tambo_job_get_type ())
G_DECLARE_DERIVABLE_TYPE (TamboJob, tambo_job, TAMBO, JOB, GObject)

/**
 * TamboJobClass:
 * @kind: what the bus calls it
 * @start: begins; every way ends in tambo_job_end()
 */
struct _TamboJobClass
{
  GObjectClass parent_class;

  const char *kind;
  void (*start) (TamboJob *self);
};

/**
 * TamboJobProgress:
 * @done: bytes
 * @total: bytes, as far as is known
 * @files_done: files
 * @files_total: files, as far as is known
 * @media_done: films, voices and pictures that were looked at
 * @media_total: likewise, as far as is known
 */
typedef struct
{
  guint64 done;
  guint64 total;
  guint files_done;
  guint files_total;
  guint media_done;
  guint media_total;
} TamboJobProgress;

void tambo_job_start (TamboJob *self);
void tambo_job_cancel (TamboJob *self);
gboolean tambo_job_is_running (TamboJob *self);
TamboDBusMesh1Job *tambo_job_get_object (TamboJob *self);

/* For subclasses. The first from any thread, the others from the main one. */
void tambo_job_report (TamboJob *self, const TamboJobProgress *progress);
GCancellable *tambo_job_get_cancellable (TamboJob *self);
void tambo_job_end (TamboJob *self, const GError *error);

G_END_DECLS
