/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboOutgoing:
 *
 * Files that a delegate signed and that no snapshot names yet, with their small targets: a folder
 * `outgoing/`, in which each lies under its title.
 */
typedef struct _TamboOutgoing TamboOutgoing;

TamboOutgoing *tambo_outgoing_open (const char *folder, GError **error);
void tambo_outgoing_free (TamboOutgoing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboOutgoing, tambo_outgoing_free)

/* (transfer none) (element-type utf8 GBytes): by title. */
GHashTable *tambo_outgoing_get_files (TamboOutgoing *self);
/* (transfer none) (nullable): the newest file of @role. */
GBytes *tambo_outgoing_find (TamboOutgoing *self, const char *role, guint64 *out_version);
gboolean tambo_outgoing_put (TamboOutgoing *self, const char *title, GBytes *bytes, GError **error);
/* Removes the files of @role up to @version. */
void tambo_outgoing_forget (TamboOutgoing *self, const char *role, guint64 version);

/* Whether @title is `<version>.<role>.json`. */
gboolean tambo_title_parse (const char *title, char **out_role, guint64 *out_version);
/* (transfer none) (nullable): the newest file of @role among @files. */
GBytes *tambo_titles_find_newest (GHashTable *files, const char *role, guint64 *out_version);

G_END_DECLS
