/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/peer-backend.h"

G_BEGIN_DECLS

/* A backend that holds what a test puts into it. */
#define TAMBO_TEST_TYPE_BACKEND (tambo_test_backend_get_type ())
G_DECLARE_FINAL_TYPE (TamboTestBackend, tambo_test_backend, TAMBO_TEST, BACKEND, GObject)

TamboTestBackend *tambo_test_backend_new (void);

void tambo_test_backend_admit (TamboTestBackend *self, const char *pin);
void tambo_test_backend_revoke (TamboTestBackend *self, const char *pin);
void tambo_test_backend_add_file (TamboTestBackend *self, const char *digest, const char *path);
void tambo_test_backend_set_have (TamboTestBackend *self,
                                  const char *digest,
                                  guint64 gen,
                                  GBytes *bits);
void tambo_test_backend_add_manifest (TamboTestBackend *self,
                                      const char *name,
                                      const char *reference,
                                      const char *text);
guint tambo_test_backend_get_n_hellos (TamboTestBackend *self);
const char *tambo_test_backend_get_last_boot (TamboTestBackend *self);
TamboEnvelopeBatch *tambo_test_backend_get_last_batch (TamboTestBackend *self);

G_END_DECLS
