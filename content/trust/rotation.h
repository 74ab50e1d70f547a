/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/key-ring.h"

G_BEGIN_DECLS

/**
 * TamboRotation:
 *
 * The next root, while it collects signatures: by enough keys of the root before it and by enough
 * of its own. Written to a file it travels from laptop to laptop, with the root before it inside.
 * Once somebody signed, nothing but signatures is added.
 */
typedef struct _TamboRotation TamboRotation;

/* @root: the newest trusted. @days until the next one runs out. */
TamboRotation *tambo_rotation_new (GBytes *root, gint64 now, guint days, GError **error);
TamboRotation *tambo_rotation_new_from_bytes (GBytes *bytes, GError **error);
void tambo_rotation_free (TamboRotation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboRotation, tambo_rotation_free)

gboolean tambo_rotation_add_key (TamboRotation *self,
                                 const char *role,
                                 const TamboPublicKey *key,
                                 GError **error);
/* @key: its name, its id or how its id begins. */
gboolean tambo_rotation_remove_key (TamboRotation *self,
                                    const char *role,
                                    const char *key,
                                    GError **error);
gboolean tambo_rotation_has_key (TamboRotation *self, const char *role, const char *id);
gboolean tambo_rotation_set_threshold (TamboRotation *self,
                                       const char *role,
                                       guint threshold,
                                       GError **error);

/* Before anybody signs it. */
gboolean tambo_rotation_check (TamboRotation *self, GError **error);
/* Adds the signatures of all keys that count. Returns how many were new. */
guint tambo_rotation_sign (TamboRotation *self, TamboKeyRing *ring);
gboolean tambo_rotation_is_complete (TamboRotation *self);
/* (transfer full): for people: what it changes, and who has still to sign. */
char *tambo_rotation_describe (TamboRotation *self);

guint64 tambo_rotation_get_version (TamboRotation *self);
/* (transfer full): the root that came before, as the file says. */
GBytes *tambo_rotation_get_previous (TamboRotation *self);
/* The file that travels. */
GBytes *tambo_rotation_write (TamboRotation *self);
/* The root alone, as kiosks get it. */
GBytes *tambo_rotation_write_root (TamboRotation *self);

G_END_DECLS
