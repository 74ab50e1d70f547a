/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_MEDIA_TYPE_MANIFEST "application/vnd.oci.image.manifest.v1+json"
#define TAMBO_MEDIA_TYPE_PACK_CONFIG "application/vnd.tambo.pack.v1+json"
#define TAMBO_MEDIA_TYPE_LEAVES "application/vnd.tambo.leaves.v1"
#define TAMBO_MEDIA_TYPE_TRUST_CONFIG "application/vnd.tambo.trust.v1+json"
#define TAMBO_MEDIA_TYPE_LETTERS_CONFIG "application/vnd.tambo.letters.v1+json"
#define TAMBO_MEDIA_TYPE_TUF "application/vnd.tuf.metadata+json"

/**
 * TamboLayer:
 * @media_type: (owned): of the bytes
 * @digest: (owned): of the bytes
 * @size: of the bytes
 * @title: (owned) (nullable): the path in the author's folder; shown, never opened. %NULL for
 *   leaf lists
 * @language: (owned) (nullable): BCP 47; %NULL if every kiosk needs it
 * @item: (owned) (nullable): the id of the item of the pack that it belongs to
 * @leaves_of: (owned) (nullable): for a leaf list, the digest of its file
 *
 * One blob of an artifact: a file, or the leaf list of one.
 */
typedef struct
{
  char *media_type;
  char *digest;
  guint64 size;
  char *title;
  char *language;
  char *item;
  char *leaves_of;
} TamboLayer;

#define TAMBO_TYPE_MANIFEST (tambo_manifest_get_type ())
G_DECLARE_FINAL_TYPE (TamboManifest, tambo_manifest, TAMBO, MANIFEST, GObject)

TamboManifest *tambo_manifest_new_from_bytes (GBytes *bytes, GError **error);

GBytes *tambo_manifest_get_bytes (TamboManifest *self);
const char *tambo_manifest_get_digest (TamboManifest *self);
const char *tambo_manifest_get_config_type (TamboManifest *self);
const char *tambo_manifest_get_config_digest (TamboManifest *self);
guint64 tambo_manifest_get_config_size (TamboManifest *self);
guint tambo_manifest_get_version (TamboManifest *self);
guint tambo_manifest_get_n_layers (TamboManifest *self);
const TamboLayer *tambo_manifest_get_layer (TamboManifest *self, guint index);
const TamboLayer *tambo_manifest_find_title (TamboManifest *self, const char *title);
const TamboLayer *tambo_manifest_find_leaves (TamboManifest *self, const char *file_digest);

/**
 * TamboManifestBuilder:
 *
 * Collects layers in order of use and writes them as a manifest: the same calls give the same
 * bytes.
 */
typedef struct _TamboManifestBuilder TamboManifestBuilder;

TamboManifestBuilder *tambo_manifest_builder_new (const char *config_type,
                                                  GBytes *config,
                                                  guint version);
void tambo_manifest_builder_free (TamboManifestBuilder *self);
void tambo_manifest_builder_add (TamboManifestBuilder *self, const TamboLayer *layer);
GBytes *tambo_manifest_builder_write (TamboManifestBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboManifestBuilder, tambo_manifest_builder_free)

G_END_DECLS
