/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/ctl/commands.h"

G_BEGIN_DECLS

/* A job of the daemon, until its end, with its progress on a terminal. Tells what went wrong.
 * Returns: (transfer full) (nullable): %NULL with @out_code set if it was not done */
TamboDBusMesh1Job *tambo_ctl_follow (const TamboCtl *self, const char *path, int *out_code);
void tambo_ctl_print_job (TamboDBusMesh1Job *job);

G_END_DECLS
