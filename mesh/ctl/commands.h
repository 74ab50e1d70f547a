/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "mesh-dbus.h"

G_BEGIN_DECLS

/* Exit codes, as contracts have them for all tools. */
#define TAMBO_CTL_DONE 0
#define TAMBO_CTL_REFUSED 1
#define TAMBO_CTL_USAGE 2
#define TAMBO_CTL_IO 3

/**
 * TamboCtl:
 * @mesh: (unowned): the daemon
 * @json: for programs, not for people
 * @languages: (unowned) (nullable): given with --language
 *
 * What a command is given.
 */
typedef struct
{
  TamboDBusMesh1 *mesh;
  gboolean json;
  const char *const *languages;
} TamboCtl;

int tambo_ctl_status (const TamboCtl *self, const char *const *words);
int tambo_ctl_peers (const TamboCtl *self, const char *const *words);
int tambo_ctl_packs (const TamboCtl *self, const char *const *words);
int tambo_ctl_mailbox (const TamboCtl *self, const char *const *words);
int tambo_ctl_languages (const TamboCtl *self, const char *const *words);
int tambo_ctl_add_address (const TamboCtl *self, const char *const *words);
int tambo_ctl_install (const TamboCtl *self, const char *const *words);
int tambo_ctl_trust (const TamboCtl *self, const char *const *words);
int tambo_ctl_check (const TamboCtl *self, const char *const *words);
int tambo_ctl_rollback (const TamboCtl *self, const char *const *words);
int tambo_ctl_remove (const TamboCtl *self, const char *const *words);

int tambo_ctl_fail (const TamboCtl *self, GError *error);
char *tambo_ctl_format_age (gint64 seconds);
void tambo_ctl_print_hub (GVariant *hub);

G_END_DECLS
