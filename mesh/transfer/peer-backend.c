/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/peer-backend.h"

#include <unistd.h>

G_DEFINE_INTERFACE (TamboPeerBackend, tambo_peer_backend, G_TYPE_OBJECT)

enum
{
  SIGNAL_HAVE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tambo_peer_backend_default_init (TamboPeerBackendInterface *iface)
{
  /**
   * TamboPeerBackend::have-changed:
   * @digest: of a blob of which more is here than before
   */
  signals[SIGNAL_HAVE_CHANGED] = g_signal_new ("have-changed",
                                               TAMBO_TYPE_PEER_BACKEND,
                                               G_SIGNAL_RUN_LAST,
                                               0,
                                               NULL,
                                               NULL,
                                               NULL,
                                               G_TYPE_NONE,
                                               1,
                                               G_TYPE_STRING);
}

void
tambo_served_blob_clear (TamboServedBlob *blob)
{
  if (blob->fd >= 0)
    close (blob->fd);
  blob->fd = -1;
  g_clear_pointer (&blob->have, g_bytes_unref);
}

gboolean
tambo_peer_backend_admits (TamboPeerBackend *self, const char *pin)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), FALSE);
  g_return_val_if_fail (pin != NULL, FALSE);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->admits (self, pin);
}

TamboHello *
tambo_peer_backend_hello (TamboPeerBackend *self,
                          const char *pin,
                          GSocketAddress *address,
                          TamboHello *theirs)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), NULL);
  g_return_val_if_fail (TAMBO_IS_HELLO (theirs), NULL);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->hello (self, pin, address, theirs);
}

GBytes *
tambo_peer_backend_get_manifest (TamboPeerBackend *self,
                                 const char *name,
                                 const char *reference,
                                 char **out_digest)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), NULL);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->get_manifest (self, name, reference, out_digest);
}

GStrv
tambo_peer_backend_list_tags (TamboPeerBackend *self, const char *name)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), NULL);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->list_tags (self, name);
}

gboolean
tambo_peer_backend_open_blob (TamboPeerBackend *self, const char *digest, TamboServedBlob *out_blob)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), FALSE);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->open_blob (self, digest, out_blob);
}

TamboHave *
tambo_peer_backend_get_have (TamboPeerBackend *self, const char *digest)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), NULL);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->get_have (self, digest);
}

TamboSummaryAnswer *
tambo_peer_backend_summarise (TamboPeerBackend *self, const char *pin, TamboSummaryQuery *query)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), NULL);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->summarise (self, pin, query);
}

GStrv
tambo_peer_backend_put_envelopes (TamboPeerBackend *self,
                                  const char *pin,
                                  TamboEnvelopeBatch *batch)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), NULL);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->put_envelopes (self, pin, batch);
}

GBytes *
tambo_peer_backend_get_envelope (TamboPeerBackend *self,
                                 const char *pin,
                                 const char *id,
                                 guint64 *out_age_ms)
{
  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (self), NULL);

  return TAMBO_PEER_BACKEND_GET_IFACE (self)->get_envelope (self, pin, id, out_age_ms);
}

void
tambo_peer_backend_emit_have_changed (TamboPeerBackend *self, const char *digest)
{
  g_return_if_fail (TAMBO_IS_PEER_BACKEND (self));
  g_return_if_fail (digest != NULL);

  g_signal_emit (self, signals[SIGNAL_HAVE_CHANGED], 0, digest);
}
