/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The questions of a #TamboPeerClient that are about envelopes. */

#include "mesh/transfer/peer-client-private.h"
#include "mesh/transfer/request-head.h"

void
tambo_peer_client_summarise_async (TamboPeerClient *self,
                                   TamboSummaryQuery *query,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GBytes) body = NULL;
  SoupMessage *message;

  g_return_if_fail (TAMBO_IS_PEER_CLIENT (self));
  g_return_if_fail (TAMBO_IS_SUMMARY_QUERY (query));

  body = tambo_summary_query_to_bytes (query);
  message = tambo_peer_client_new_message (self, SOUP_METHOD_POST, "/tambo/1/envelopes/summary");
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  tambo_peer_client_ask (tambo_peer_client_new_task (self,
                                                     tambo_peer_client_summarise_async,
                                                     message,
                                                     cancellable,
                                                     callback,
                                                     user_data),
                         (TamboExchangeRules){ .max_size = TAMBO_ANSWER_MAX_SMALL },
                         NULL);
}

TamboSummaryAnswer *
tambo_peer_client_summarise_finish (TamboPeerClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) answer =
      tambo_peer_client_finish (self, result, tambo_peer_client_summarise_async, error);

  return answer != NULL ? tambo_summary_answer_new_from_bytes (answer, error) : NULL;
}

void
tambo_peer_client_put_envelopes_async (TamboPeerClient *self,
                                       TamboEnvelopeBatch *batch,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GBytes) body = NULL;
  g_autofree char *ages = NULL;
  SoupMessage *message;

  g_return_if_fail (TAMBO_IS_PEER_CLIENT (self));
  g_return_if_fail (TAMBO_IS_ENVELOPE_BATCH (batch));

  body = tambo_envelope_batch_to_body (batch);
  ages = tambo_envelope_batch_format_ages (batch);
  message = tambo_peer_client_new_message (self, SOUP_METHOD_PUT, "/tambo/1/envelopes");
  soup_message_headers_append (soup_message_get_request_headers (message), TAMBO_AGE_HEADER, ages);
  soup_message_set_request_body_from_bytes (message, "application/octet-stream", body);
  g_object_set_data (G_OBJECT (message),
                     "tambo-n-items",
                     GUINT_TO_POINTER (tambo_envelope_batch_get_n_items (batch)));
  tambo_peer_client_ask (tambo_peer_client_new_task (self,
                                                     tambo_peer_client_put_envelopes_async,
                                                     message,
                                                     cancellable,
                                                     callback,
                                                     user_data),
                         (TamboExchangeRules){ .max_size = TAMBO_ANSWER_MAX_SMALL },
                         NULL);
}

/* (transfer full): a word for each envelope: `ok`, `duplicate` or that of an error. */
GStrv
tambo_peer_client_put_envelopes_finish (TamboPeerClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) answer =
      tambo_peer_client_finish (self, result, tambo_peer_client_put_envelopes_async, error);
  gpointer n_items;

  if (answer == NULL)
    return NULL;

  n_items = g_object_get_data (g_task_get_task_data (G_TASK (result)), "tambo-n-items");

  return tambo_envelope_results_parse (answer, GPOINTER_TO_UINT (n_items), error);
}

void
tambo_peer_client_get_envelope_async (TamboPeerClient *self,
                                      const char *id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (TAMBO_IS_PEER_CLIENT (self));
  g_return_if_fail (id != NULL);

  path = g_strconcat ("/tambo/1/envelopes/", id, NULL);
  tambo_peer_client_ask (tambo_peer_client_new_task (self,
                                                     tambo_peer_client_get_envelope_async,
                                                     tambo_peer_client_new_message (self,
                                                                                    SOUP_METHOD_GET,
                                                                                    path),
                                                     cancellable,
                                                     callback,
                                                     user_data),
                         (TamboExchangeRules){ .max_size = TAMBO_ENVELOPE_BATCH_MAX_SIZE },
                         NULL);
}

/* (transfer full): a batch of one, with its age. */
TamboEnvelopeBatch *
tambo_peer_client_get_envelope_finish (TamboPeerClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) answer =
      tambo_peer_client_finish (self, result, tambo_peer_client_get_envelope_async, error);
  SoupMessage *message;

  if (answer == NULL)
    return NULL;

  message = SOUP_MESSAGE (g_task_get_task_data (G_TASK (result)));

  return tambo_envelope_batch_new_from_body (
      answer,
      soup_message_headers_get_one (soup_message_get_response_headers (message), TAMBO_AGE_HEADER),
      error);
}
