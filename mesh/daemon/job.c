/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/job.h"

#include "content/base/error.h"

#define PUBLISH_MS 250

typedef struct
{
  TamboDBusMesh1Job *object; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GMutex lock;
  TamboJobProgress progress; /* under @lock */
  guint publish_source;
  gboolean running;
} TamboJobPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TamboJob, tambo_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static TamboJobPrivate *
get_private (TamboJob *self)
{
  return tambo_job_get_instance_private (self);
}

static void
publish (TamboJob *self)
{
  TamboJobPrivate *priv = get_private (self);
  TamboJobProgress progress;

  g_mutex_lock (&priv->lock);
  progress = priv->progress;
  g_mutex_unlock (&priv->lock);

  tambo_dbus_mesh1_job_set_done (priv->object, progress.done);
  tambo_dbus_mesh1_job_set_total (priv->object, MAX (progress.done, progress.total));
  tambo_dbus_mesh1_job_set_files (priv->object,
                                  g_variant_new ("(uu)",
                                                 progress.files_done,
                                                 progress.files_total));
  tambo_dbus_mesh1_job_set_media (priv->object,
                                  g_variant_new ("(uu)",
                                                 progress.media_done,
                                                 progress.media_total));
}

static gboolean
on_publish (gpointer user_data)
{
  publish (user_data);

  return G_SOURCE_CONTINUE;
}

static void
tambo_job_finalize (GObject *object)
{
  TamboJobPrivate *priv = get_private (TAMBO_JOB (object));

  g_clear_handle_id (&priv->publish_source, g_source_remove);
  g_clear_object (&priv->object);
  g_clear_object (&priv->cancellable);
  g_mutex_clear (&priv->lock);

  G_OBJECT_CLASS (tambo_job_parent_class)->finalize (object);
}

static void
tambo_job_class_init (TamboJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_job_finalize;

  signals[SIGNAL_ENDED] = g_signal_new ("ended",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
}

static void
tambo_job_init (TamboJob *self)
{
  TamboJobPrivate *priv = get_private (self);

  g_mutex_init (&priv->lock);
  priv->cancellable = g_cancellable_new ();
  priv->object = tambo_dbus_mesh1_job_skeleton_new ();
  tambo_dbus_mesh1_job_set_state (priv->object, "running");
  tambo_dbus_mesh1_job_set_error (priv->object, "");
  tambo_dbus_mesh1_job_set_files (priv->object, g_variant_new ("(uu)", 0, 0));
  tambo_dbus_mesh1_job_set_media (priv->object, g_variant_new ("(uu)", 0, 0));
}

void
tambo_job_start (TamboJob *self)
{
  TamboJobPrivate *priv = get_private (self);

  g_return_if_fail (TAMBO_IS_JOB (self) && !priv->running);

  priv->running = TRUE;
  priv->publish_source = g_timeout_add (PUBLISH_MS, on_publish, self);
  tambo_dbus_mesh1_job_set_kind (priv->object, TAMBO_JOB_GET_CLASS (self)->kind);
  TAMBO_JOB_GET_CLASS (self)->start (self);
}

/* It ends a moment later. */
void
tambo_job_cancel (TamboJob *self)
{
  g_return_if_fail (TAMBO_IS_JOB (self));

  g_cancellable_cancel (get_private (self)->cancellable);
}

gboolean
tambo_job_is_running (TamboJob *self)
{
  g_return_val_if_fail (TAMBO_IS_JOB (self), FALSE);

  return get_private (self)->running;
}

TamboDBusMesh1Job *
tambo_job_get_object (TamboJob *self)
{
  g_return_val_if_fail (TAMBO_IS_JOB (self), NULL);

  return get_private (self)->object;
}

void
tambo_job_report (TamboJob *self, const TamboJobProgress *progress)
{
  TamboJobPrivate *priv = get_private (self);

  g_return_if_fail (TAMBO_IS_JOB (self));

  g_mutex_lock (&priv->lock);
  priv->progress = *progress;
  g_mutex_unlock (&priv->lock);
}

GCancellable *
tambo_job_get_cancellable (TamboJob *self)
{
  g_return_val_if_fail (TAMBO_IS_JOB (self), NULL);

  return get_private (self)->cancellable;
}

/* @error: (nullable): why it did not come to its end. */
void
tambo_job_end (TamboJob *self, const GError *error)
{
  TamboJobPrivate *priv = get_private (self);
  const char *state = "done";

  g_return_if_fail (TAMBO_IS_JOB (self) && priv->running);

  g_clear_handle_id (&priv->publish_source, g_source_remove);
  publish (self);
  if (error != NULL)
    {
      g_autofree char *name = g_dbus_error_encode_gerror (error);
      g_autofree char *text = g_strdup_printf ("%s %s", name, error->message);
      gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      state = cancelled ? "cancelled" : "failed";
      tambo_dbus_mesh1_job_set_error (priv->object, text);
      if (!cancelled)
        g_warning ("%s.failed %s", TAMBO_JOB_GET_CLASS (self)->kind, tambo_error_get_word (error));
    }
  else
    tambo_dbus_mesh1_job_set_total (priv->object, tambo_dbus_mesh1_job_get_done (priv->object));

  /* Who hears on the bus that it is over finds all done that follows from it. */
  priv->running = FALSE;
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
  tambo_dbus_mesh1_job_set_state (priv->object, state);
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (priv->object));
}
