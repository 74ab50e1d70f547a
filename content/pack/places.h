/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/texts.h"

G_BEGIN_DECLS

#define TAMBO_PLACES_MAX_SIZE (1024 * 1024)
#define TAMBO_PLACES_MAX 500

/* What a place is; one that this version does not know is %TAMBO_PLACE_OTHER. */
typedef enum
{
  TAMBO_PLACE_CLINIC,
  TAMBO_PLACE_HOSPITAL,
  TAMBO_PLACE_PHARMACY,
  TAMBO_PLACE_HOTLINE,
  TAMBO_PLACE_LEGAL,
  TAMBO_PLACE_FOOD,
  TAMBO_PLACE_SHELTER,
  TAMBO_PLACE_OTHER,
} TamboPlaceKind;

#define TAMBO_N_PLACE_KINDS (TAMBO_PLACE_OTHER + 1)

/**
 * TamboPlace:
 * @id: (owned)
 * @is_demo: the place does not exist
 * @name: (owned)
 * @phone: (owned) (nullable): as it is to be shown, left to right
 * @address: (owned) (nullable)
 * @hours: (owned) (nullable)
 * @note: (owned) (nullable)
 * @languages: (owned) (nullable): those that are spoken there
 */
typedef struct
{
  char *id;
  TamboPlaceKind kind;
  gboolean is_demo;
  TamboTexts *name;
  char *phone;
  TamboTexts *address;
  TamboTexts *hours;
  TamboTexts *note;
  GStrv languages;
} TamboPlace;

#define TAMBO_TYPE_PLACES (tambo_places_get_type ())
G_DECLARE_FINAL_TYPE (TamboPlaces, tambo_places, TAMBO, PLACES, GObject)

TamboPlaces *tambo_places_new_from_bytes (GBytes *bytes, GError **error);

guint tambo_places_get_n_places (TamboPlaces *self);
const TamboPlace *tambo_places_get_place (TamboPlaces *self, guint i);

const char *tambo_place_kind_to_word (TamboPlaceKind kind);

G_END_DECLS
