/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_LEAFLET_MAX_SIZE (256 * 1024)
#define TAMBO_LEAFLET_MAX_PAGES 24

/**
 * TamboLeafletPage:
 * @title: (owned)
 * @text: (owned): plain, paragraphs end with `\n`
 * @picture: (owned) (nullable): the title of a file of the pack
 * @audio: (owned) (nullable): likewise, the page read by a person
 */
typedef struct
{
  char *title;
  char *text;
  char *picture;
  char *audio;
} TamboLeafletPage;

#define TAMBO_TYPE_LEAFLET (tambo_leaflet_get_type ())
G_DECLARE_FINAL_TYPE (TamboLeaflet, tambo_leaflet, TAMBO, LEAFLET, GObject)

TamboLeaflet *tambo_leaflet_new_from_bytes (GBytes *bytes, GError **error);

guint tambo_leaflet_get_n_pages (TamboLeaflet *self);
const TamboLeafletPage *tambo_leaflet_get_page (TamboLeaflet *self, guint i);

G_END_DECLS
