/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/manifest.h"

G_BEGIN_DECLS

/* How trust metadata travels: an artifact `trust:metadata` with one layer a file, titled by its
 * name. Nothing in it is trusted before tambo_trust_update() says so. */

/* @files: (element-type utf8 GBytes). @out_blobs: (element-type utf8 GBytes): config and layers by
 * digest. Returns the manifest's bytes. */
GBytes *tambo_trust_artifact_write (GHashTable *files, GHashTable **out_blobs);

/* Checks that a manifest is a trust artifact and within the limits. */
gboolean tambo_trust_artifact_check (TamboManifest *manifest, GError **error);

G_END_DECLS
