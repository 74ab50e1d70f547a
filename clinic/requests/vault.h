/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_VAULT (tambo_vault_get_type ())
G_DECLARE_FINAL_TYPE (TamboVault, tambo_vault, TAMBO, VAULT, GObject)

TamboVault *tambo_vault_new (void);
TamboVault *tambo_vault_new_random (void);

GBytes *tambo_vault_wrap (TamboVault *self,
                          const char *passphrase,
                          guint64 opslimit,
                          gsize memlimit,
                          GError **error);

void tambo_vault_unlock_async (TamboVault *self,
                               GBytes *wrapped,
                               const char *passphrase,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean tambo_vault_unlock_finish (TamboVault *self, GAsyncResult *result, GError **error);
gboolean tambo_vault_is_open (TamboVault *self);

GBytes *tambo_vault_seal (TamboVault *self, const char *purpose, GBytes *plain);
GBytes *tambo_vault_unseal (TamboVault *self, const char *purpose, GBytes *sealed, GError **error);

G_END_DECLS
