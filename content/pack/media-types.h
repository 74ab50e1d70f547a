/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* The media types of the files in a pack; those of the artifact are in manifest.h.
 * content/README.md says which files make which item. */
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

/* The roles that a config gives to its files. */
#define TAMBO_ROLE_PICTURE "picture"
#define TAMBO_ROLE_VOICE "voice"
#define TAMBO_ROLE_SUBTITLES "subtitles"
#define TAMBO_ROLE_TEXT "text"
#define TAMBO_ROLE_FORM "form"
#define TAMBO_ROLE_PLACES "places"
#define TAMBO_ROLE_POSTER "poster"
