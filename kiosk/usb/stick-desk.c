/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/usb/stick-desk.h"

#include "content/base/error.h"
#include "content/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Packs stand in a folder of their own, or in the root of a stick that has nothing else. */
#define FOLDER "tambo"
#define MARKER FOLDER "/index.json"

struct _TamboStickDesk
{
  GObject parent_instance;

  TamboStickPort *port;      /* (owned) */
  TamboMeshClient *client;   /* (owned) */
  GCancellable *cancellable; /* (owned): of opening and looking; another one each time */
  TamboStickStep step;
  int folder_fd;      /* (owned): of the packs; -1 while it is closed */
  gboolean is_open;   /* the port is to be told when we let go */
  GStrv languages;    /* (owned) (nullable): chosen by staff; those of the shelter else */
  GStrv usual;        /* (owned): those of the shelter */
  GVariant *found;    /* (owned) (nullable) */
  TamboMeshJob *job;  /* (owned) (nullable) */
  GError *error;      /* (owned) (nullable) */
  gboolean is_saving; /* else it installs */
  gint64 start_us;    /* of the job */
};

G_DEFINE_FINAL_TYPE (TamboStickDesk, tambo_stick_desk, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_changed (TamboStickDesk *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
handle (TamboStickDesk *self, TamboStickEvent event)
{
  TamboStickStep next = tambo_stick_step_next (self->step, event);

  if (next == self->step)
    return FALSE;

  self->step = next;

  return TRUE;
}

static void
close_folder (TamboStickDesk *self)
{
  if (self->folder_fd >= 0)
    close (self->folder_fd);
  self->folder_fd = -1;
}

static void
renew_cancellable (TamboStickDesk *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
on_release_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboStickDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  /* Whoever pulled it out does not need to hear that it may be pulled out. */
  if (!tambo_stick_port_release_finish (TAMBO_STICK_PORT (object), result, &error) &&
      tambo_stick_port_get_state (self->port) == TAMBO_STICK_PRESENT && self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (!handle (self, TAMBO_STICK_EVENT_LET_GO))
    return;

  if (tambo_stick_port_get_state (self->port) == TAMBO_STICK_ABSENT && self->error == NULL)
    handle (self, TAMBO_STICK_EVENT_GONE);
  emit_changed (self);
}

static void
let_go (TamboStickDesk *self)
{
  renew_cancellable (self);
  close_folder (self);
  if (self->is_open || self->step == TAMBO_STICK_STEP_RELEASING)
    tambo_stick_port_release_async (self->port, on_release_ready, g_object_ref (self));
  self->is_open = FALSE;
}

static void
end (TamboStickDesk *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  handle (self, TAMBO_STICK_EVENT_OVER);
  let_go (self);
  emit_changed (self);
}

static void
on_preview_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboStickDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) found = tambo_pack_desk_preview_finish (TAMBO_MESH_CLIENT (object),
                                                               result,
                                                               &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      end (self, g_steal_pointer (&error));
      return;
    }

  g_clear_pointer (&self->found, g_variant_unref);
  self->found = g_steal_pointer (&found);
  handle (self, TAMBO_STICK_EVENT_READ);
  emit_changed (self);
}

/* The folder of the packs, or the root. */
static int
open_packs (int root_fd, GError **error)
{
  int marker = tambo_file_open_inside (root_fd, MARKER, O_RDONLY, NULL);

  if (marker < 0)
    return tambo_file_open_inside (root_fd, ".", O_RDONLY | O_DIRECTORY, error);
  close (marker);

  return tambo_file_open_inside (root_fd, FOLDER, O_RDONLY | O_DIRECTORY, error);
}

static void
on_open_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboStickDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  int root_fd = tambo_stick_port_open_finish (TAMBO_STICK_PORT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (root_fd >= 0)
    {
      self->is_open = TRUE;
      close_folder (self);
      self->folder_fd = open_packs (root_fd, &error);
      close (root_fd);
    }
  if (self->folder_fd < 0)
    {
      end (self, g_steal_pointer (&error));
      return;
    }

  tambo_pack_desk_preview_async (self->client,
                                 self->folder_fd,
                                 tambo_stick_desk_get_languages (self),
                                 self->cancellable,
                                 on_preview_ready,
                                 g_object_ref (self));
}

static void
on_job_changed (TamboStickDesk *self, TamboMeshJob *job)
{
  const GError *error = tambo_mesh_job_get_error (job);

  if (tambo_mesh_job_is_running (job))
    {
      emit_changed (self);
      return;
    }

  g_signal_handlers_disconnect_by_data (job, self);
  if (error != NULL && tambo_stick_port_get_state (self->port) == TAMBO_STICK_ABSENT)
    {
      end (self,
           g_error_new_literal (TAMBO_ERROR, TAMBO_ERROR_STICK_UNREADABLE, "It was pulled out"));
      return;
    }
  if (error == NULL && !self->is_saving && self->languages != NULL)
    tambo_pack_desk_set_languages (self->client, (const char *const *) self->languages);
  end (self, error != NULL ? g_error_copy (error) : NULL);
}

static void
on_start_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboStickDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  self->job = tambo_pack_desk_start_finish (TAMBO_MESH_CLIENT (object), result, &error);
  if (self->job == NULL)
    {
      end (self, g_steal_pointer (&error));
      return;
    }

  g_signal_connect_swapped (self->job, "changed", G_CALLBACK (on_job_changed), self);
}

/* Made if it is missing. */
static int
open_target (int root_fd, GError **error)
{
  if (mkdirat (root_fd, FOLDER, 0755) != 0 && errno != EEXIST)
    {
      tambo_file_set_error (error, errno, "Making a folder");
      return -1;
    }

  return tambo_file_open_inside (root_fd, FOLDER, O_RDONLY | O_DIRECTORY, error);
}

static void
on_open_for_saving_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  static const char *const all[] = { "*", NULL };
  g_autoptr (TamboStickDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  int root_fd = tambo_stick_port_open_finish (TAMBO_STICK_PORT (object), result, &error);

  if (root_fd >= 0)
    {
      self->is_open = TRUE;
      self->folder_fd = open_target (root_fd, &error);
      close (root_fd);
    }
  if (self->folder_fd < 0)
    {
      end (self, g_steal_pointer (&error));
      return;
    }

  tambo_pack_desk_export_async (self->client,
                                self->folder_fd,
                                all,
                                NULL,
                                on_start_ready,
                                g_object_ref (self));
}

/* What the port says now. */
static void
follow_port (TamboStickDesk *self)
{
  static const TamboStickEvent events[] = {
    [TAMBO_STICK_ABSENT] = TAMBO_STICK_EVENT_GONE,
    [TAMBO_STICK_PRESENT] = TAMBO_STICK_EVENT_CAME,
    [TAMBO_STICK_REFUSED] = TAMBO_STICK_EVENT_REFUSED,
  };
  const GError *refusal = tambo_stick_port_get_refusal (self->port);

  if (!handle (self, events[tambo_stick_port_get_state (self->port)]))
    return;

  renew_cancellable (self);
  close_folder (self);
  self->is_open = FALSE;
  g_clear_pointer (&self->found, g_variant_unref);
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_error (&self->error);
  if (refusal != NULL)
    self->error = g_error_copy (refusal);
  emit_changed (self);
}

static void
on_port_changed (TamboStickDesk *self)
{
  follow_port (self);
}

static void
tambo_stick_desk_dispose (GObject *object)
{
  TamboStickDesk *self = TAMBO_STICK_DESK (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->port != NULL)
    g_signal_handlers_disconnect_by_data (self->port, self);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  close_folder (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->job);
  g_clear_object (&self->port);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (tambo_stick_desk_parent_class)->dispose (object);
}

static void
tambo_stick_desk_finalize (GObject *object)
{
  TamboStickDesk *self = TAMBO_STICK_DESK (object);

  g_clear_pointer (&self->found, g_variant_unref);
  g_strfreev (self->languages);
  g_strfreev (self->usual);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tambo_stick_desk_parent_class)->finalize (object);
}

static void
tambo_stick_desk_class_init (TamboStickDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tambo_stick_desk_dispose;
  G_OBJECT_CLASS (klass)->finalize = tambo_stick_desk_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          TAMBO_TYPE_STICK_DESK,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
tambo_stick_desk_init (TamboStickDesk *self)
{
  self->folder_fd = -1;
  self->cancellable = g_cancellable_new ();
}

TamboStickDesk *
tambo_stick_desk_new (TamboStickPort *port, TamboMeshClient *client)
{
  TamboStickDesk *self = NULL;

  g_return_val_if_fail (TAMBO_IS_STICK_PORT (port), NULL);
  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);

  self = g_object_new (TAMBO_TYPE_STICK_DESK, NULL);
  self->port = g_object_ref (port);
  self->client = g_object_ref (client);
  g_signal_connect_swapped (port, "changed", G_CALLBACK (on_port_changed), self);
  follow_port (self);

  return self;
}

TamboStickStep
tambo_stick_desk_get_step (TamboStickDesk *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_DESK (self), TAMBO_STICK_STEP_NONE);

  return self->step;
}

GVariant *
tambo_stick_desk_get_found (TamboStickDesk *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_DESK (self), NULL);

  return self->found;
}

const char *const *
tambo_stick_desk_get_languages (TamboStickDesk *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_DESK (self), NULL);

  if (self->languages != NULL)
    return (const char *const *) self->languages;

  g_strfreev (self->usual);
  self->usual = tambo_pack_desk_dup_languages (self->client);

  return (const char *const *) self->usual;
}

TamboMeshJob *
tambo_stick_desk_get_job (TamboStickDesk *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_DESK (self), NULL);

  return self->job;
}

gboolean
tambo_stick_desk_is_saving (TamboStickDesk *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_DESK (self), FALSE);

  return self->is_saving;
}

const GError *
tambo_stick_desk_get_error (TamboStickDesk *self)
{
  g_return_val_if_fail (TAMBO_IS_STICK_DESK (self), NULL);

  return self->error;
}

gint64
tambo_stick_desk_get_seconds_left (TamboStickDesk *self)
{
  gint64 passed = g_get_monotonic_time () - self->start_us;
  guint64 done = 0;
  guint64 total = 0;
  guint files;

  g_return_val_if_fail (TAMBO_IS_STICK_DESK (self), -1);

  if (self->job != NULL)
    tambo_mesh_job_get_progress (self->job, &done, &total, &files, &files);
  if (done == 0 || passed < G_USEC_PER_SEC)
    return -1;

  return (gint64) ((double) (total - MIN (done, total)) / (double) done * (double) passed /
                   G_USEC_PER_SEC);
}

/* Opens the stick and asks the daemon what is on it. */
void
tambo_stick_desk_look (TamboStickDesk *self)
{
  g_return_if_fail (TAMBO_IS_STICK_DESK (self));

  /* The last one may have been pulled out while its work ended. */
  follow_port (self);
  if (!handle (self, TAMBO_STICK_EVENT_LOOK))
    return;

  renew_cancellable (self);
  g_clear_error (&self->error);
  tambo_stick_port_open_async (self->port,
                               FALSE,
                               self->cancellable,
                               on_open_ready,
                               g_object_ref (self));
  emit_changed (self);
}

/* For this stick, and for the shelter once something was installed from it. */
void
tambo_stick_desk_choose_languages (TamboStickDesk *self, const char *const *languages)
{
  g_auto (GStrv) chosen = g_strdupv ((GStrv) languages);

  g_return_if_fail (TAMBO_IS_STICK_DESK (self));

  if (self->step != TAMBO_STICK_STEP_OFFER)
    return;

  g_strfreev (self->languages);
  self->languages = g_steal_pointer (&chosen);
  tambo_stick_desk_look (self);
}

static gboolean
begin (TamboStickDesk *self, gboolean saving)
{
  if (!handle (self, TAMBO_STICK_EVENT_START))
    return FALSE;

  self->is_saving = saving;
  self->start_us = g_get_monotonic_time ();
  g_clear_error (&self->error);
  g_clear_object (&self->job);
  emit_changed (self);

  return TRUE;
}

void
tambo_stick_desk_install (TamboStickDesk *self)
{
  static const char *const all[] = { "*", NULL };

  g_return_if_fail (TAMBO_IS_STICK_DESK (self));

  if (begin (self, FALSE))
    tambo_pack_desk_install_async (self->client,
                                   self->folder_fd,
                                   all,
                                   tambo_stick_desk_get_languages (self),
                                   NULL,
                                   on_start_ready,
                                   g_object_ref (self));
}

static void
on_release_before_saving_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboStickDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tambo_stick_port_release_finish (TAMBO_STICK_PORT (object), result, &error))
    {
      end (self, g_steal_pointer (&error));
      return;
    }

  tambo_stick_port_open_async (self->port,
                               TRUE,
                               NULL,
                               on_open_for_saving_ready,
                               g_object_ref (self));
}

/* It was opened for reading alone: it is opened again. */
void
tambo_stick_desk_save (TamboStickDesk *self)
{
  g_return_if_fail (TAMBO_IS_STICK_DESK (self));

  if (!begin (self, TRUE))
    return;

  close_folder (self);
  self->is_open = FALSE;
  tambo_stick_port_release_async (self->port, on_release_before_saving_ready, g_object_ref (self));
}

/* It ends a moment later. */
void
tambo_stick_desk_cancel (TamboStickDesk *self)
{
  g_return_if_fail (TAMBO_IS_STICK_DESK (self));

  if (self->step == TAMBO_STICK_STEP_WORKING && self->job != NULL)
    tambo_mesh_job_cancel (self->job);
}

/* Nobody looks at it any more. */
void
tambo_stick_desk_leave (TamboStickDesk *self)
{
  g_return_if_fail (TAMBO_IS_STICK_DESK (self));

  if (!handle (self, TAMBO_STICK_EVENT_LEAVE))
    return;

  let_go (self);
  emit_changed (self);
}
