/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/store/store.h"

G_BEGIN_DECLS

/**
 * TamboClaim:
 *
 * Blobs that somebody is about to need. As long as the claim lives, room is kept for those that
 * are not here, and collection passes all of them by. Any thread may free it.
 */
typedef struct _TamboClaim TamboClaim;

/* @wants: (element-type TamboWant). %TAMBO_ERROR_PACK_SPACE, and nothing claimed, unless all that
 * is not here yet fits above the floor, beside what others have claimed. */
TamboClaim *tambo_claim_new (TamboStore *store, GPtrArray *wants, GError **error);
void tambo_claim_free (TamboClaim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboClaim, tambo_claim_free)

G_END_DECLS
