/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/signer.h"

G_BEGIN_DECLS

/* What the commands that sign have in common: a folder with keys, its passphrase, the time. */

/* Where the passphrase comes from: filled by the options below. Without either it is asked for at
 * the terminal, if there is one and the keys need it. */
typedef struct
{
  char *file;
  int fd;
} TamboPassphraseOptions;

extern TamboPassphraseOptions tambo_passphrase_options;

#define TAMBO_PASSPHRASE_OPTIONS                                           \
  { "passphrase-file",                                                     \
    0,                                                                     \
    0,                                                                     \
    G_OPTION_ARG_FILENAME,                                                 \
    &tambo_passphrase_options.file,                                        \
    "The first line of FILE seals or opens the keys",                      \
    "FILE" },                                                              \
  {                                                                        \
    "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &tambo_passphrase_options.fd, \
        "The same, from an open file descriptor", "N"                      \
  }

/* @out_passphrase: (nullable): to be given to tambo_signing_wipe(); %NULL for keys in the clear.
 * Asked for twice at a terminal. */
gboolean tambo_signing_choose_passphrase (char **out_passphrase, GError **error);
void tambo_signing_wipe (char *passphrase);

TamboSigner *tambo_signing_open (const char *folder, GError **error);
TamboKeyRing *tambo_signing_open_ring (const char *folder, GError **error);
/* Takes up what the layouts bring, and says what; joins the deployment of the first of @from if
 * @folder knows none yet. */
TamboSigner *tambo_signing_open_with (const char *folder,
                                      const char *const *from,
                                      const char *const *layouts,
                                      GError **error);
gboolean tambo_signing_publish (TamboSigner *signer, GError **error);

gint64 tambo_signing_get_time (void);
GBytes *tambo_signing_read_file (const char *path, GError **error);
TamboPublicKey *tambo_signing_read_key (const char *path, GError **error);
/* (transfer full) (element-type TamboPublicKey) */
GPtrArray *tambo_signing_read_keys (char **paths, GError **error);
/* %G_OPTION_ERROR. Always %FALSE. */
gboolean tambo_signing_misused (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
