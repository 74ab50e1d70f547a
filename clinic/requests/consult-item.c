/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/consult-item.h"

/**
 * TamboConsultItem:
 *
 * A message of a person as the clinic holds it, opened: what was asked, since when it waits, and
 * what was answered.
 */
struct _TamboConsultItem
{
  GObject parent_instance;

  char *id;              /* (owned): of the message, hexadecimal */
  TamboMessage *message; /* (owned) */
  TamboRequest *request; /* (owned) (nullable): %NULL if it is a voice part */
  gint64 arrived;
  TamboConsultState state;
  GListStore *answers; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboConsultItem, tambo_consult_item, G_TYPE_OBJECT)

static void
tambo_consult_item_finalize (GObject *object)
{
  TamboConsultItem *self = TAMBO_CONSULT_ITEM (object);

  g_free (self->id);
  g_clear_object (&self->message);
  g_clear_object (&self->request);
  g_object_unref (self->answers);

  G_OBJECT_CLASS (tambo_consult_item_parent_class)->finalize (object);
}

static void
tambo_consult_item_class_init (TamboConsultItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_consult_item_finalize;
}

static void
tambo_consult_item_init (TamboConsultItem *self)
{
  self->answers = g_list_store_new (TAMBO_TYPE_ANSWER);
}

/**
 * tambo_consult_item_new:
 * @content: of an envelope
 * @arrived: when it came, in seconds since 1970
 * @state: how far it is
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the item, or %NULL with %TAMBO_ERROR_CONSULT_FORMAT or an error of
 *   JSON set
 */
TamboConsultItem *
tambo_consult_item_new (GBytes *content, gint64 arrived, TamboConsultState state, GError **error)
{
  g_autoptr (TamboConsultItem) self = NULL;

  g_return_val_if_fail (content != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (TAMBO_TYPE_CONSULT_ITEM, NULL);
  self->arrived = arrived;
  self->state = state;
  self->message = tambo_message_new_from_bytes (content, error);
  if (self->message == NULL)
    return NULL;

  self->id = tambo_message_get_id_hex (self->message);
  if (tambo_message_get_kind (self->message) == TAMBO_MESSAGE_VOICE_PART)
    return g_steal_pointer (&self);

  self->request = tambo_request_new_from_bytes (tambo_message_get_body (self->message), error);
  if (self->request == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/* Returns: (transfer none): 32 hexadecimal digits */
const char *
tambo_consult_item_get_id (TamboConsultItem *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (self), NULL);

  return self->id;
}

/* Returns: (transfer none) */
TamboMessage *
tambo_consult_item_get_message (TamboConsultItem *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (self), NULL);

  return self->message;
}

/* Returns: (transfer none) (nullable): %NULL if it is a voice part */
TamboRequest *
tambo_consult_item_get_request (TamboConsultItem *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (self), NULL);

  return self->request;
}

gint64
tambo_consult_item_get_arrived (TamboConsultItem *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (self), 0);

  return self->arrived;
}

TamboConsultState
tambo_consult_item_get_state (TamboConsultItem *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (self), TAMBO_CONSULT_NEW);

  return self->state;
}

/* Returns: (transfer none) (element-type TamboAnswer): in the order in which they were written */
GListModel *
tambo_consult_item_get_answers (TamboConsultItem *self)
{
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (self), NULL);

  return G_LIST_MODEL (self->answers);
}

void
tambo_consult_item_set_state (TamboConsultItem *self, TamboConsultState state)
{
  g_return_if_fail (TAMBO_IS_CONSULT_ITEM (self));

  self->state = state;
}

void
tambo_consult_item_add_answer (TamboConsultItem *self, TamboAnswer *answer)
{
  g_return_if_fail (TAMBO_IS_CONSULT_ITEM (self));
  g_return_if_fail (TAMBO_IS_ANSWER (answer));

  g_list_store_append (self->answers, answer);
}
