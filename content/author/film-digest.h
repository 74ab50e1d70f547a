/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/digest.h"

G_BEGIN_DECLS

/* Of what a film, or a track of it, is made: the same digest, the same bytes. */
TamboHasher *tambo_film_digest_new (void);
gboolean tambo_film_digest_add_file (TamboHasher *hasher,
                                     GFile *folder,
                                     const char *name,
                                     GError **error);
char *tambo_film_digest_folder (GFile *folder, const char *const *languages, GError **error);
char *tambo_film_digest_sound (GBytes *sound);

G_END_DECLS
