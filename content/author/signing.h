/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/signer.h"

G_BEGIN_DECLS

/* What the commands that sign have in common: a deployment's folder, its passphrase, the time. */
gboolean tambo_signing_read_passphrase (const char *path, char **out_passphrase, GError **error);
TamboSigner *tambo_signing_open (const char *folder, const char *passphrase_path, GError **error);
gint64 tambo_signing_get_time (void);

G_END_DECLS
