/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/wire/envelope-batch.h"
#include "mesh/wire/have.h"
#include "mesh/wire/hello.h"
#include "mesh/wire/summary-answer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboServedBlob:
 * @fd: open for reading; closed by who asked for it
 * @size: of the whole blob
 * @have: (nullable): the leaves that are real, %NULL if all are
 */
typedef struct
{
  int fd;
  guint64 size;
  GBytes *have;
} TamboServedBlob;

void tambo_served_blob_clear (TamboServedBlob *blob);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TamboServedBlob, tambo_served_blob_clear)

#define TAMBO_TYPE_PEER_BACKEND (tambo_peer_backend_get_type ())
G_DECLARE_INTERFACE (TamboPeerBackend, tambo_peer_backend, TAMBO, PEER_BACKEND, GObject)

/**
 * TamboPeerBackendInterface:
 * @admits: whether the key may speak with us now; asked at the handshake and for each request
 * @hello: takes what a peer says of itself, gives what we say of us
 * @get_manifest: (nullable): the bytes of a manifest, by repository and tag or digest; %NULL if not
 *   here. @out_digest is the `sha256:…` of them
 * @list_tags: (nullable): the tags of a repository, %NULL if it is not here
 * @open_blob: opens a blob that is here, whole or in part; %FALSE if nothing of it is
 * @get_have: (nullable): the leaves of a blob that are here
 * @summarise: what we hold below the nodes of a query that differ
 * @put_envelopes: takes envelopes in; what is accepted is durable when this returns. A word for
 *   each, see tambo_envelope_results_to_bytes(); %NULL if none could be looked at
 * @get_envelope: (nullable): the bytes of an envelope, and its age
 *
 * What the pull API serves. All are called in the main context and may not block for long.
 * Emits `have-changed` with a digest whenever more of a blob is there.
 */
struct _TamboPeerBackendInterface
{
  GTypeInterface parent_iface;

  gboolean (*admits) (TamboPeerBackend *self, const char *pin);
  TamboHello *(*hello) (TamboPeerBackend *self,
                        const char *pin,
                        GSocketAddress *address,
                        TamboHello *theirs);
  GBytes *(*get_manifest) (TamboPeerBackend *self,
                           const char *name,
                           const char *reference,
                           char **out_digest);
  GStrv (*list_tags) (TamboPeerBackend *self, const char *name);
  gboolean (*open_blob) (TamboPeerBackend *self, const char *digest, TamboServedBlob *out_blob);
  TamboHave *(*get_have) (TamboPeerBackend *self, const char *digest);
  TamboSummaryAnswer *(*summarise) (TamboPeerBackend *self,
                                    const char *pin,
                                    TamboSummaryQuery *query);
  GStrv (*put_envelopes) (TamboPeerBackend *self, const char *pin, TamboEnvelopeBatch *batch);
  GBytes *(*get_envelope) (TamboPeerBackend *self,
                           const char *pin,
                           const char *id,
                           guint64 *out_age_ms);
};

gboolean tambo_peer_backend_admits (TamboPeerBackend *self, const char *pin);
TamboHello *tambo_peer_backend_hello (TamboPeerBackend *self,
                                      const char *pin,
                                      GSocketAddress *address,
                                      TamboHello *theirs);
GBytes *tambo_peer_backend_get_manifest (TamboPeerBackend *self,
                                         const char *name,
                                         const char *reference,
                                         char **out_digest);
GStrv tambo_peer_backend_list_tags (TamboPeerBackend *self, const char *name);
gboolean tambo_peer_backend_open_blob (TamboPeerBackend *self,
                                       const char *digest,
                                       TamboServedBlob *out_blob);
TamboHave *tambo_peer_backend_get_have (TamboPeerBackend *self, const char *digest);
TamboSummaryAnswer *tambo_peer_backend_summarise (TamboPeerBackend *self,
                                                  const char *pin,
                                                  TamboSummaryQuery *query);
GStrv tambo_peer_backend_put_envelopes (TamboPeerBackend *self,
                                        const char *pin,
                                        TamboEnvelopeBatch *batch);
GBytes *tambo_peer_backend_get_envelope (TamboPeerBackend *self,
                                         const char *pin,
                                         const char *id,
                                         guint64 *out_age_ms);
void tambo_peer_backend_emit_have_changed (TamboPeerBackend *self, const char *digest);

G_END_DECLS
