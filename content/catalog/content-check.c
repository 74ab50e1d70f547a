/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/content-check.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/forms/questionnaire.h"
#include "content/pack/captions.h"
#include "content/pack/leaflet.h"
#include "content/pack/media-types.h"
#include "content/pack/places.h"
#include "content/pack/still.h"

#include <string.h>

static gboolean
check_form (GBytes *bytes, GError **error)
{
  g_autoptr (TamboQuestionnaire) form = tambo_questionnaire_new_from_bytes (bytes, error);

  return form != NULL;
}

static gboolean
check_captions (GBytes *bytes, GError **error)
{
  g_autoptr (TamboCaptions) captions = tambo_captions_new_from_bytes (bytes, error);

  return captions != NULL;
}

static gboolean
check_leaflet (GBytes *bytes, GError **error)
{
  g_autoptr (TamboLeaflet) leaflet = tambo_leaflet_new_from_bytes (bytes, error);

  return leaflet != NULL;
}

static gboolean
check_places (GBytes *bytes, GError **error)
{
  g_autoptr (TamboPlaces) places = tambo_places_new_from_bytes (bytes, error);

  return places != NULL;
}

static gboolean
check_still (GBytes *bytes, GError **error)
{
  guint width;
  guint height;

  return tambo_still_check (bytes, &width, &height, error);
}

/* What a file is told by: its part in the item, or its media type. */
static const struct
{
  const char *role;       /* (nullable) */
  const char *media_type; /* (nullable) */
  gsize max_size;
  gboolean (*check) (GBytes *bytes, GError **error);
} checks[] = {
  { TAMBO_ROLE_FORM, NULL, TAMBO_LIMIT_FORM, check_form },
  { TAMBO_ROLE_SUBTITLES, NULL, TAMBO_CAPTIONS_MAX_SIZE, check_captions },
  { TAMBO_ROLE_TEXT, NULL, TAMBO_LEAFLET_MAX_SIZE, check_leaflet },
  { TAMBO_ROLE_PLACES, NULL, TAMBO_PLACES_MAX_SIZE, check_places },
  { NULL, "image/png", TAMBO_LIMIT_STILL, check_still },
  { NULL, "image/jpeg", TAMBO_LIMIT_STILL, check_still },
};

static gboolean
applies (gsize check, const TamboPackEntry *entry)
{
  if (checks[check].role != NULL)
    return g_strcmp0 (entry->file->role, checks[check].role) == 0;

  return strcmp (entry->layer->media_type, checks[check].media_type) == 0;
}

static gboolean
check_entry (TamboStore *store, const TamboPackEntry *entry, gsize check, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (entry->layer->size > checks[check].max_size)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_TOO_LARGE,
                   "“%s” is too large for what it is",
                   entry->layer->title);
      return FALSE;
    }

  bytes = tambo_store_read (store, entry->layer->digest, checks[check].max_size, error);
  if (bytes == NULL || !checks[check].check (bytes, error))
    {
      g_prefix_error (error, "“%s”: ", entry->layer->title);
      return FALSE;
    }

  return TRUE;
}

gboolean
tambo_content_check (TamboStore *store,
                     TamboPack *pack,
                     const char *const *languages,
                     GError **error)
{
  g_return_val_if_fail (TAMBO_IS_STORE (store), FALSE);
  g_return_val_if_fail (TAMBO_IS_PACK (pack), FALSE);

  for (guint i = 0; i < tambo_pack_get_n_entries (pack); i++)
    {
      const TamboPackEntry *entry = tambo_pack_get_entry (pack, i);

      if (!tambo_language_is_wanted (entry->layer->language, languages))
        continue;
      for (gsize check = 0; check < G_N_ELEMENTS (checks); check++)
        if (applies (check, entry) && !check_entry (store, entry, check, error))
          return FALSE;
    }

  return TRUE;
}
