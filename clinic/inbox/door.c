/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/door.h"

#include "clinic/inbox/throttle.h"
#include "content/base/error.h"

/**
 * TamboDoor:
 *
 * Where a passphrase opens the clinic: vault, keys and gateway, once, and stays open until the
 * program ends. Everybody who comes later must know the passphrase all the same, and whoever
 * guesses waits.
 */
struct _TamboDoor
{
  GObject parent_instance;

  TamboClinicStore *clinic;    /* (owned) */
  TamboGateway *gateway;       /* (owned) (nullable) */
  TamboVault *vault;           /* (owned) */
  TamboMessageStore *messages; /* (owned) */
  TamboIntake *intake;         /* (owned) (nullable): %NULL until it was opened */
  TamboThrottle throttle;
  gboolean is_opening;
};

G_DEFINE_FINAL_TYPE (TamboDoor, tambo_door, G_TYPE_OBJECT)

static void
tambo_door_finalize (GObject *object)
{
  TamboDoor *self = TAMBO_DOOR (object);

  g_clear_object (&self->intake);
  g_clear_object (&self->gateway);
  g_object_unref (self->messages);
  g_object_unref (self->vault);
  g_object_unref (self->clinic);

  G_OBJECT_CLASS (tambo_door_parent_class)->finalize (object);
}

static void
tambo_door_class_init (TamboDoorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_door_finalize;
}

static void
tambo_door_init (TamboDoor *self)
{
  self->vault = tambo_vault_new ();
}

TamboDoor *
tambo_door_new (TamboClinicStore *clinic, TamboGateway *gateway)
{
  TamboDoor *self;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (clinic), NULL);

  self = g_object_new (TAMBO_TYPE_DOOR, NULL);
  self->clinic = g_object_ref (clinic);
  self->gateway = gateway != NULL ? g_object_ref (gateway) : NULL;
  self->messages = tambo_message_store_new (clinic, self->vault);

  return self;
}

static gint64
get_now (void)
{
  return g_get_monotonic_time () / G_USEC_PER_SEC;
}

static gboolean
open_clinic (TamboDoor *self, GError **error)
{
  g_autoptr (TamboKeyring) keyring = NULL;

  if (self->intake != NULL)
    return TRUE;

  keyring = tambo_clinic_store_load_keyring (self->clinic, self->vault, error);
  if (keyring == NULL)
    return FALSE;

  self->intake = tambo_intake_new (self->clinic, self->messages, keyring);
  if (self->gateway != NULL)
    tambo_gateway_start (self->gateway, self->intake);

  return TRUE;
}

static void
on_unlock_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TamboDoor *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->is_opening = FALSE;
  if (!tambo_vault_unlock_finish (TAMBO_VAULT (object), result, &error) ||
      !open_clinic (self, &error))
    {
      if (g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_CLINIC_PASSPHRASE))
        tambo_throttle_fail (&self->throttle, get_now ());
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  tambo_throttle_succeed (&self->throttle);
  g_task_return_boolean (task, TRUE);
}

/**
 * tambo_door_open_async:
 * @passphrase: as it was typed
 *
 * Fails with %TAMBO_ERROR_CLINIC_PASSPHRASE, or with %G_IO_ERROR_BUSY when too many were wrong or
 * another is being tried right now.
 */
void
tambo_door_open_async (TamboDoor *self,
                       const char *passphrase,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TAMBO_IS_DOOR (self));
  g_return_if_fail (passphrase != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_door_open_async);
  if (self->is_opening || tambo_throttle_get_wait (&self->throttle, get_now ()) > 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "Too many tries");
      return;
    }

  self->is_opening = TRUE;
  tambo_vault_unlock_async (self->vault,
                            tambo_clinic_store_get_wrapped_vault (self->clinic),
                            passphrase,
                            cancellable,
                            on_unlock_ready,
                            g_steal_pointer (&task));
}

gboolean
tambo_door_open_finish (TamboDoor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_DOOR (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Returns: (transfer none): of use only once the door was opened */
TamboMessageStore *
tambo_door_get_messages (TamboDoor *self)
{
  g_return_val_if_fail (TAMBO_IS_DOOR (self), NULL);

  return self->messages;
}

/* Returns: (transfer none) (nullable): %NULL until the door was opened */
TamboIntake *
tambo_door_get_intake (TamboDoor *self)
{
  g_return_val_if_fail (TAMBO_IS_DOOR (self), NULL);

  return self->intake;
}
