/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/mesh-job.h"

#include "kiosk/mesh/mesh-call.h"

#include <string.h>

#define BUS_NAME "org.tambo.Mesh1"
#define INTERFACE "org.tambo.Mesh1.Job"

struct _TamboMeshJob
{
  GObject parent_instance;

  GDBusConnection *connection; /* (owned) */
  char *path;                  /* (owned) */
  GDBusProxy *proxy;           /* (owned) (nullable): until it is ready */
  GCancellable *cancellable;   /* (owned) */
  GError *error;               /* (owned) (nullable) */
  gboolean has_ended;
};

G_DEFINE_FINAL_TYPE (TamboMeshJob, tambo_mesh_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* (nullable) */
static GVariant *
get_property (TamboMeshJob *self, const char *name, const char *type)
{
  g_autoptr (GVariant) value = NULL;

  if (self->proxy != NULL)
    value = g_dbus_proxy_get_cached_property (self->proxy, name);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE (type)))
    return NULL;

  return g_steal_pointer (&value);
}

/* `org.tambo.Error.Pack.Digest The message`, as an error again. */
static GError *
parse_error (const char *text)
{
  const char *blank = strchr (text, ' ');
  g_autofree char *name = NULL;
  GError *error;

  if (blank == NULL)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, text);

  name = g_strndup (text, blank - text);
  error = g_dbus_error_new_for_dbus_error (name, blank + 1);
  g_dbus_error_strip_remote_error (error);

  return error;
}

static void
end (TamboMeshJob *self, GError *error)
{
  if (self->has_ended)
    {
      g_clear_error (&error);
      return;
    }

  self->has_ended = TRUE;
  self->error = error;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
look (TamboMeshJob *self)
{
  g_autoptr (GVariant) state = get_property (self, "State", "s");
  g_autoptr (GVariant) text = get_property (self, "Error", "s");
  const char *word = state != NULL ? g_variant_get_string (state, NULL) : "running";

  if (self->has_ended)
    return;

  if (g_str_equal (word, "running"))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  else if (g_str_equal (word, "done"))
    end (self, NULL);
  else if (g_str_equal (word, "cancelled"))
    end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
  else
    end (self, parse_error (text != NULL ? g_variant_get_string (text, NULL) : "Failed"));
}

static void
on_proxy_properties_changed (TamboMeshJob *self)
{
  look (self);
}

static void
on_proxy_notify_owner (TamboMeshJob *self)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (self->proxy);

  if (owner == NULL)
    end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "The daemon ended"));
}

static void
on_proxy_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusProxy *proxy = g_dbus_proxy_new_finish (result, &error);
  TamboMeshJob *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (proxy == NULL)
    {
      end (self, g_steal_pointer (&error));
      return;
    }

  self->proxy = proxy;
  g_signal_connect_swapped (proxy,
                            "g-properties-changed",
                            G_CALLBACK (on_proxy_properties_changed),
                            self);
  g_signal_connect_swapped (proxy,
                            "notify::g-name-owner",
                            G_CALLBACK (on_proxy_notify_owner),
                            self);
  on_proxy_notify_owner (self);
  look (self);
}

static void
tambo_mesh_job_dispose (GObject *object)
{
  TamboMeshJob *self = TAMBO_MESH_JOB (object);

  g_cancellable_cancel (self->cancellable);
  if (self->proxy != NULL)
    g_signal_handlers_disconnect_by_data (self->proxy, self);
  g_clear_object (&self->proxy);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (tambo_mesh_job_parent_class)->dispose (object);
}

static void
tambo_mesh_job_finalize (GObject *object)
{
  TamboMeshJob *self = TAMBO_MESH_JOB (object);

  g_object_unref (self->cancellable);
  g_clear_error (&self->error);
  g_free (self->path);

  G_OBJECT_CLASS (tambo_mesh_job_parent_class)->finalize (object);
}

static void
tambo_mesh_job_class_init (TamboMeshJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tambo_mesh_job_dispose;
  G_OBJECT_CLASS (klass)->finalize = tambo_mesh_job_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          TAMBO_TYPE_MESH_JOB,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
tambo_mesh_job_init (TamboMeshJob *self)
{
  self->cancellable = g_cancellable_new ();
}

/* @path: what the daemon called it. */
TamboMeshJob *
tambo_mesh_job_new (GDBusConnection *connection, const char *path)
{
  TamboMeshJob *self = NULL;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_MESH_JOB, NULL);
  self->connection = g_object_ref (connection);
  self->path = g_strdup (path);
  g_dbus_proxy_new (connection,
                    G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                    NULL,
                    BUS_NAME,
                    path,
                    INTERFACE,
                    self->cancellable,
                    on_proxy_ready,
                    self);

  return self;
}

gboolean
tambo_mesh_job_is_running (TamboMeshJob *self)
{
  g_return_val_if_fail (TAMBO_IS_MESH_JOB (self), FALSE);

  return !self->has_ended;
}

/* Bytes and files; all 0 before the first word of it. */
void
tambo_mesh_job_get_progress (TamboMeshJob *self,
                             guint64 *out_done,
                             guint64 *out_total,
                             guint *out_files_done,
                             guint *out_files_total)
{
  g_autoptr (GVariant) done = NULL;
  g_autoptr (GVariant) total = NULL;
  g_autoptr (GVariant) files = NULL;

  g_return_if_fail (TAMBO_IS_MESH_JOB (self));

  done = get_property (self, "Done", "t");
  total = get_property (self, "Total", "t");
  files = get_property (self, "Files", "(uu)");
  *out_done = done != NULL ? g_variant_get_uint64 (done) : 0;
  *out_total = total != NULL ? g_variant_get_uint64 (total) : 0;
  *out_files_done = *out_files_total = 0;
  if (files != NULL)
    g_variant_get (files, "(uu)", out_files_done, out_files_total);
}

const GError *
tambo_mesh_job_get_error (TamboMeshJob *self)
{
  g_return_val_if_fail (TAMBO_IS_MESH_JOB (self), NULL);

  return self->error;
}

/* It ends a moment later. */
void
tambo_mesh_job_cancel (TamboMeshJob *self)
{
  g_return_if_fail (TAMBO_IS_MESH_JOB (self));

  tambo_mesh_call_start (self,
                         self->connection,
                         tambo_mesh_job_cancel,
                         "Cancel",
                         g_variant_new ("(o)", self->path),
                         "()",
                         NULL,
                         NULL,
                         NULL);
}
