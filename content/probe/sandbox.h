/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/probe/medium.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where systemd listens for those who want something decoded. */
#define TAMBO_DECODE_SOCKET "/run/tambo/decode"

#define TAMBO_TYPE_SANDBOX (tambo_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (TamboSandbox, tambo_sandbox, TAMBO, SANDBOX, GObject)

TamboSandbox *tambo_sandbox_new (void);
TamboSandbox *tambo_sandbox_new_for_program (const char *program);
TamboSandbox *tambo_sandbox_new_for_socket (const char *path);

void tambo_sandbox_set_cpu_ms (TamboSandbox *self, guint64 cpu_ms);

/* Both block, for as long as the limits allow: in a worker thread. %TAMBO_ERROR_DECODER_MISSING
 * if nothing here can make a sandbox; what is wrong with a medium is a verdict, no error. */
gboolean tambo_sandbox_probe (TamboSandbox *self,
                              int fd,
                              TamboMediumKind kind,
                              guint64 duration_ms,
                              TamboMedium *out_medium,
                              GCancellable *cancellable,
                              GError **error);
GBytes *tambo_sandbox_take_picture (TamboSandbox *self,
                                    int fd,
                                    TamboMediumKind kind,
                                    guint64 at_ms,
                                    TamboMedium *out_medium,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
