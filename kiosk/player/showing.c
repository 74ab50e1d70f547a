/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/player/showing.h"

#include "content/pack/captions.h"
#include "content/pack/media-types.h"

/**
 * TamboShowing:
 *
 * One film that is being shown: opens its picture, and the voice and the subtitles of the
 * language that is wanted. Without a voice in it, the pack's first language that has one is heard.
 * May be stopped, which lets the film go, and started again at the same moment.
 */
struct _TamboShowing
{
  GObject parent_instance;

  TamboLibraryItem *item;  /* (owned) */
  TamboBlobSource *blobs;  /* (owned) */
  TamboPlayer *player;     /* (owned) */
  char *language;          /* (owned) that is wanted */
  char *voice_language;    /* (owned) (nullable) that is heard */
  char *caption;           /* (owned) */
  TamboCaptions *captions; /* (owned) (nullable) */
  gboolean captions_shown;
  gint64 position;     /* microseconds: where it was stopped */
  gboolean is_playing; /* when it was stopped, or is to be at first */

  GCancellable *picture_call;  /* (owned) (nullable) */
  GCancellable *voice_call;    /* (owned) (nullable) */
  GCancellable *captions_call; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboShowing, tambo_showing, G_TYPE_OBJECT)

typedef enum
{
  PROP_PLAYER = 1,
  PROP_CAPTION,
  PROP_CAPTIONS_SHOWN,
  PROP_VOICE_LANGUAGE,
} TamboShowingProperty;

static GParamSpec *properties[PROP_VOICE_LANGUAGE + 1];

/* What was asked before is not wanted any more. */
static void
renew_call (GCancellable **call)
{
  g_cancellable_cancel (*call);
  g_clear_object (call);
  *call = g_cancellable_new ();
}

/* Returns: (transfer none) (nullable): the file's digest. */
static const char *
find_file (TamboShowing *self, const char *role, const char *language)
{
  const TamboPackEntry *entry = tambo_pack_find (tambo_library_item_get_pack (self->item),
                                                 tambo_library_item_get_item (self->item)->id,
                                                 role,
                                                 0,
                                                 language);

  return entry != NULL ? entry->layer->digest : NULL;
}

static const char *const *
list_languages (TamboShowing *self)
{
  return tambo_pack_config_get_languages (
      tambo_pack_get_config (tambo_library_item_get_pack (self->item)));
}

/* Returns: (transfer none) (nullable): the language whose voice stands in for @language. */
static const char *
choose_voice (TamboShowing *self, const char *language)
{
  if (find_file (self, TAMBO_ROLE_VOICE, language) != NULL)
    return language;

  for (const char *const *other = list_languages (self); *other != NULL; other++)
    {
      if (find_file (self, TAMBO_ROLE_VOICE, *other) != NULL)
        return *other;
    }

  return NULL;
}

static void
update_caption (TamboShowing *self)
{
  g_autofree char *caption = NULL;

  if (self->captions != NULL && self->captions_shown)
    caption = tambo_captions_dup_text_at (self->captions, tambo_player_get_position (self->player));
  else
    caption = g_strdup ("");

  if (g_str_equal (caption, self->caption))
    return;

  g_free (self->caption);
  self->caption = g_steal_pointer (&caption);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAPTION]);
}

static void
set_voice_language (TamboShowing *self, const char *language)
{
  if (g_strcmp0 (self->voice_language, language) == 0)
    return;

  g_free (self->voice_language);
  self->voice_language = g_strdup (language);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VOICE_LANGUAGE]);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
on_voice_open_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboShowing) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;

  stream = tambo_blob_source_open_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (is_cancelled (error))
    return;

  if (stream == NULL)
    {
      g_info ("Voice of a film: %s", error->message);
      set_voice_language (self, NULL);
    }

  tambo_player_set_voice (self->player, stream);
}

/* @language: (nullable) */
static void
open_voice (TamboShowing *self, const char *language)
{
  renew_call (&self->voice_call);
  set_voice_language (self, language);
  if (language == NULL)
    {
      tambo_player_set_voice (self->player, NULL);
      return;
    }

  tambo_blob_source_open_async (self->blobs,
                                find_file (self, TAMBO_ROLE_VOICE, language),
                                self->voice_call,
                                on_voice_open_ready,
                                g_object_ref (self));
}

static void
on_captions_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboShowing) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = tambo_blob_source_read_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (is_cancelled (error))
    return;

  if (bytes != NULL)
    self->captions = tambo_captions_new_from_bytes (bytes, &error);
  if (self->captions == NULL)
    g_info ("Subtitles of a film: %s", error->message);
  update_caption (self);
}

static void
open_captions (TamboShowing *self)
{
  const char *digest = find_file (self, TAMBO_ROLE_SUBTITLES, self->language);

  renew_call (&self->captions_call);
  g_clear_object (&self->captions);
  update_caption (self);
  if (digest == NULL)
    return;

  tambo_blob_source_read_async (self->blobs,
                                digest,
                                TAMBO_CAPTIONS_MAX_SIZE,
                                self->captions_call,
                                on_captions_read_ready,
                                g_object_ref (self));
}

static void
on_picture_open_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboShowing) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;

  stream = tambo_blob_source_open_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (is_cancelled (error))
    return;

  if (stream == NULL)
    {
      /* An empty file fails as a damaged one does, and is shown so. */
      g_info ("Picture of a film: %s", error->message);
      stream = g_memory_input_stream_new ();
    }

  tambo_player_open (self->player, stream);
  if (self->position > 0)
    tambo_player_seek (self->player, self->position);
  if (self->is_playing)
    tambo_player_play (self->player);
  open_voice (self, choose_voice (self, self->language));
}

static void
open_picture (TamboShowing *self)
{
  const char *digest = find_file (self, TAMBO_ROLE_PICTURE, NULL);

  if (digest == NULL)
    {
      g_autoptr (GInputStream) nothing = g_memory_input_stream_new ();

      tambo_player_open (self->player, nothing);
      return;
    }

  renew_call (&self->picture_call);
  tambo_blob_source_open_async (self->blobs,
                                digest,
                                self->picture_call,
                                on_picture_open_ready,
                                g_object_ref (self));
}

static void
tambo_showing_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboShowing *self = TAMBO_SHOWING (object);

  switch ((TamboShowingProperty) property_id)
    {
    case PROP_PLAYER:
      g_value_set_object (value, self->player);
      break;

    case PROP_CAPTION:
      g_value_set_string (value, self->caption);
      break;

    case PROP_CAPTIONS_SHOWN:
      g_value_set_boolean (value, self->captions_shown);
      break;

    case PROP_VOICE_LANGUAGE:
      g_value_set_string (value, self->voice_language);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_showing_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  TamboShowing *self = TAMBO_SHOWING (object);

  switch ((TamboShowingProperty) property_id)
    {
    case PROP_CAPTIONS_SHOWN:
      self->captions_shown = g_value_get_boolean (value);
      update_caption (self);
      break;

    case PROP_PLAYER:
    case PROP_CAPTION:
    case PROP_VOICE_LANGUAGE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_showing_dispose (GObject *object)
{
  TamboShowing *self = TAMBO_SHOWING (object);

  if (self->player != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->player, self);
      tambo_showing_stop (self);
    }
  g_clear_object (&self->picture_call);
  g_clear_object (&self->voice_call);
  g_clear_object (&self->captions_call);
  g_clear_object (&self->player);
  g_clear_object (&self->item);
  g_clear_object (&self->blobs);
  g_clear_object (&self->captions);

  G_OBJECT_CLASS (tambo_showing_parent_class)->dispose (object);
}

static void
tambo_showing_finalize (GObject *object)
{
  TamboShowing *self = TAMBO_SHOWING (object);

  g_clear_pointer (&self->language, g_free);
  g_clear_pointer (&self->voice_language, g_free);
  g_clear_pointer (&self->caption, g_free);

  G_OBJECT_CLASS (tambo_showing_parent_class)->finalize (object);
}

static void
tambo_showing_class_init (TamboShowingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_showing_get_property;
  object_class->set_property = tambo_showing_set_property;
  object_class->dispose = tambo_showing_dispose;
  object_class->finalize = tambo_showing_finalize;

  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, TAMBO_TYPE_PLAYER, shown);
  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, "", shown);
  properties[PROP_CAPTIONS_SHOWN] =
      g_param_spec_boolean ("captions-shown", NULL, NULL, TRUE, shown | G_PARAM_WRITABLE);
  properties[PROP_VOICE_LANGUAGE] = g_param_spec_string ("voice-language", NULL, NULL, NULL, shown);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_showing_init (TamboShowing *self)
{
  self->caption = g_strdup ("");
  self->captions_shown = TRUE;
  self->is_playing = TRUE;
}

/**
 * tambo_showing_new:
 * @item: a film
 * @player: is used for nothing else, as long as this lives
 *
 * Returns: (transfer full): a film that will play from its start
 */
TamboShowing *
tambo_showing_new (TamboLibraryItem *item, TamboBlobSource *blobs, TamboPlayer *player)
{
  TamboShowing *self;

  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (item), NULL);
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (blobs), NULL);
  g_return_val_if_fail (TAMBO_IS_PLAYER (player), NULL);

  self = g_object_new (TAMBO_TYPE_SHOWING, NULL);
  self->item = g_object_ref (item);
  self->blobs = g_object_ref (blobs);
  self->player = g_object_ref (player);
  g_signal_connect_swapped (player, "notify::position", G_CALLBACK (update_caption), self);

  return self;
}

/**
 * tambo_showing_start:
 * @language: BCP 47, for voice and subtitles
 *
 * Shows the film, from where it was stopped.
 */
void
tambo_showing_start (TamboShowing *self, const char *language)
{
  g_return_if_fail (TAMBO_IS_SHOWING (self));
  g_return_if_fail (language != NULL);

  g_free (self->language);
  self->language = g_strdup (language);
  open_picture (self);
  open_captions (self);
}

void
tambo_showing_stop (TamboShowing *self)
{
  g_return_if_fail (TAMBO_IS_SHOWING (self));

  g_cancellable_cancel (self->picture_call);
  g_cancellable_cancel (self->voice_call);
  g_cancellable_cancel (self->captions_call);
  if (tambo_player_get_state (self->player) == TAMBO_PLAYER_STATE_EMPTY)
    return;

  self->position = tambo_player_get_position (self->player);
  self->is_playing = tambo_player_state_is_playing (tambo_player_get_state (self->player));
  tambo_player_close (self->player);
}

/* Voice and subtitles change at once; what plays, plays on. */
void
tambo_showing_set_language (TamboShowing *self, const char *language)
{
  const char *voice;

  g_return_if_fail (TAMBO_IS_SHOWING (self));
  g_return_if_fail (language != NULL);

  if (g_strcmp0 (self->language, language) == 0)
    return;

  g_free (self->language);
  self->language = g_strdup (language);
  voice = choose_voice (self, language);
  if (g_strcmp0 (voice, self->voice_language) != 0)
    open_voice (self, voice);
  open_captions (self);
}

/* The next language that this film speaks; the subtitles stay. */
void
tambo_showing_next_voice (TamboShowing *self)
{
  const char *const *languages;
  guint n;
  guint current = 0;

  g_return_if_fail (TAMBO_IS_SHOWING (self));

  languages = list_languages (self);
  n = g_strv_length ((char **) languages);
  for (guint i = 0; i < n; i++)
    {
      if (g_strcmp0 (languages[i], self->voice_language) == 0)
        current = i;
    }

  for (guint i = 1; i < n; i++)
    {
      const char *next = languages[(current + i) % n];

      if (find_file (self, TAMBO_ROLE_VOICE, next) != NULL)
        {
          open_voice (self, next);
          return;
        }
    }
}

/* Returns: (transfer none) */
TamboLibraryItem *
tambo_showing_get_item (TamboShowing *self)
{
  g_return_val_if_fail (TAMBO_IS_SHOWING (self), NULL);

  return self->item;
}

/* Returns: (transfer none) */
TamboPlayer *
tambo_showing_get_player (TamboShowing *self)
{
  g_return_val_if_fail (TAMBO_IS_SHOWING (self), NULL);

  return self->player;
}

/* Returns: (nullable): %NULL when no voice is to be heard. */
const char *
tambo_showing_get_voice_language (TamboShowing *self)
{
  g_return_val_if_fail (TAMBO_IS_SHOWING (self), NULL);

  return self->voice_language;
}
