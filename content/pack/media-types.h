/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* The media types of what a pack holds. content/README.md says which files make which item. */
#define TAMBO_MEDIA_TYPE_MANIFEST "application/vnd.oci.image.manifest.v1+json"
#define TAMBO_MEDIA_TYPE_PACK "application/vnd.tambo.pack.v1+json"
#define TAMBO_MEDIA_TYPE_LEAVES "application/vnd.tambo.leaves.v1"

#define TAMBO_MEDIA_TYPE_PICTURE_TRACK "video/webm"
#define TAMBO_MEDIA_TYPE_VOICE "audio/ogg"
#define TAMBO_MEDIA_TYPE_SUBTITLES "text/vtt"
#define TAMBO_MEDIA_TYPE_PNG "image/png"
#define TAMBO_MEDIA_TYPE_JPEG "image/jpeg"
#define TAMBO_MEDIA_TYPE_LEAFLET "application/vnd.tambo.leaflet.v1+json"
#define TAMBO_MEDIA_TYPE_QUESTIONNAIRE "application/fhir+json"
#define TAMBO_MEDIA_TYPE_PLACES "application/vnd.tambo.places.v1+json"

/* The language-less picture that stands for an item: 640 × 360, PNG, titled ITEM/poster.png. */
#define TAMBO_POSTER_NAME "poster.png"
#define TAMBO_POSTER_WIDTH 640
#define TAMBO_POSTER_HEIGHT 360
