/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/session.h"

#include <sodium.h>
#include <string.h>

/**
 * TamboSession:
 *
 * What one person has done at the kiosk, in memory only. It is wiped when the person leaves or
 * hides the screen; every object kept in it lets its secrets go, and zeroes them, when it is
 * freed.
 */
struct _TamboSession
{
  GObject parent_instance;

  char *default_language; /* (owned) */
  char *language;         /* (owned) */
  TamboTextSize text_size;
  gboolean read_aloud;
  gboolean high_contrast;
  gboolean is_staff;

  TamboConsultCheck *check; /* (owned) (nullable) */
  GHashTable *kept;         /* (owned) name → GObject */
};

G_DEFINE_FINAL_TYPE (TamboSession, tambo_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_LANGUAGE = 1,
  PROP_TEXT_SIZE,
  PROP_READ_ALOUD,
  PROP_HIGH_CONTRAST,
  PROP_CHECK,
} TamboSessionProperty;

static GParamSpec *properties[PROP_CHECK + 1];

enum
{
  SIGNAL_WIPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  gsize size;
  guint8 data[];
} Secret;

static void
secret_free (gpointer data)
{
  Secret *secret = data;

  sodium_memzero (secret->data, secret->size);
  g_free (secret);
}

static void
tambo_session_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboSession *self = TAMBO_SESSION (object);

  switch ((TamboSessionProperty) property_id)
    {
    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;

    case PROP_TEXT_SIZE:
      g_value_set_uint (value, self->text_size);
      break;

    case PROP_READ_ALOUD:
      g_value_set_boolean (value, self->read_aloud);
      break;

    case PROP_HIGH_CONTRAST:
      g_value_set_boolean (value, self->high_contrast);
      break;

    case PROP_CHECK:
      g_value_set_object (value, self->check);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_session_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  TamboSession *self = TAMBO_SESSION (object);

  switch ((TamboSessionProperty) property_id)
    {
    case PROP_LANGUAGE:
      tambo_session_set_language (self, g_value_get_string (value));
      break;

    case PROP_TEXT_SIZE:
      tambo_session_set_text_size (self, g_value_get_uint (value));
      break;

    case PROP_READ_ALOUD:
      tambo_session_set_read_aloud (self, g_value_get_boolean (value));
      break;

    case PROP_HIGH_CONTRAST:
      tambo_session_set_high_contrast (self, g_value_get_boolean (value));
      break;

    case PROP_CHECK:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_session_dispose (GObject *object)
{
  TamboSession *self = TAMBO_SESSION (object);

  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_object (&self->check);

  G_OBJECT_CLASS (tambo_session_parent_class)->dispose (object);
}

static void
tambo_session_finalize (GObject *object)
{
  TamboSession *self = TAMBO_SESSION (object);

  g_free (self->default_language);
  g_free (self->language);

  G_OBJECT_CLASS (tambo_session_parent_class)->finalize (object);
}

static void
tambo_session_class_init (TamboSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_session_get_property;
  object_class->set_property = tambo_session_set_property;
  object_class->dispose = tambo_session_dispose;
  object_class->finalize = tambo_session_finalize;

  properties[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, "en", flags);
  properties[PROP_TEXT_SIZE] = g_param_spec_uint ("text-size",
                                                  NULL,
                                                  NULL,
                                                  TAMBO_TEXT_NORMAL,
                                                  TAMBO_TEXT_LARGEST,
                                                  TAMBO_TEXT_NORMAL,
                                                  flags);
  properties[PROP_READ_ALOUD] = g_param_spec_boolean ("read-aloud", NULL, NULL, FALSE, flags);
  properties[PROP_HIGH_CONTRAST] = g_param_spec_boolean ("high-contrast", NULL, NULL, FALSE, flags);
  properties[PROP_CHECK] = g_param_spec_object ("check",
                                                NULL,
                                                NULL,
                                                G_TYPE_OBJECT,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * TamboSession::wiped:
   * @self: the session
   *
   * Nothing of the person is left in @self. Whoever holds something of theirs elsewhere lets it
   * go now.
   */
  signals[SIGNAL_WIPED] = g_signal_new ("wiped",
                                        TAMBO_TYPE_SESSION,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
}

static void
tambo_session_init (TamboSession *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * tambo_session_new:
 * @default_language: the BCP 47 tag a new session starts in, and returns to when wiped
 *
 * Returns: (transfer full): a session of nobody yet
 */
TamboSession *
tambo_session_new (const char *default_language)
{
  TamboSession *self = NULL;

  g_return_val_if_fail (default_language != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_SESSION, NULL);
  self->default_language = g_strdup (default_language);
  self->language = g_strdup (default_language);

  return self;
}

const char *
tambo_session_get_language (TamboSession *self)
{
  g_return_val_if_fail (TAMBO_IS_SESSION (self), NULL);

  return self->language;
}

void
tambo_session_set_language (TamboSession *self, const char *language)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));
  g_return_if_fail (language != NULL);

  if (g_strcmp0 (self->language, language) == 0)
    return;

  g_free (self->language);
  self->language = g_strdup (language);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LANGUAGE]);
}

TamboTextSize
tambo_session_get_text_size (TamboSession *self)
{
  g_return_val_if_fail (TAMBO_IS_SESSION (self), TAMBO_TEXT_NORMAL);

  return self->text_size;
}

void
tambo_session_set_text_size (TamboSession *self, TamboTextSize size)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));
  g_return_if_fail (size < TAMBO_N_TEXT_SIZES);

  if (self->text_size == size)
    return;

  self->text_size = size;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT_SIZE]);
}

gboolean
tambo_session_get_read_aloud (TamboSession *self)
{
  g_return_val_if_fail (TAMBO_IS_SESSION (self), FALSE);

  return self->read_aloud;
}

void
tambo_session_set_read_aloud (TamboSession *self, gboolean read_aloud)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));

  read_aloud = !!read_aloud;
  if (self->read_aloud == read_aloud)
    return;

  self->read_aloud = read_aloud;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ALOUD]);
}

gboolean
tambo_session_get_high_contrast (TamboSession *self)
{
  g_return_val_if_fail (TAMBO_IS_SESSION (self), FALSE);

  return self->high_contrast;
}

void
tambo_session_set_high_contrast (TamboSession *self, gboolean high_contrast)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));

  high_contrast = !!high_contrast;
  if (self->high_contrast == high_contrast)
    return;

  self->high_contrast = high_contrast;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIGH_CONTRAST]);
}

/* Whether who is here has typed the PIN. */
gboolean
tambo_session_get_is_staff (TamboSession *self)
{
  g_return_val_if_fail (TAMBO_IS_SESSION (self), FALSE);

  return self->is_staff;
}

void
tambo_session_set_is_staff (TamboSession *self, gboolean is_staff)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));

  self->is_staff = is_staff;
}

/**
 * tambo_session_attach_check:
 * @self: a session
 * @check: (nullable): the check that was done last, with its answers
 *
 * A consult can then offer to take it along.
 */
void
tambo_session_attach_check (TamboSession *self, TamboConsultCheck *check)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));

  if (g_set_object (&self->check, check))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECK]);
}

/**
 * tambo_session_get_check:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the check attached last
 */
TamboConsultCheck *
tambo_session_get_check (TamboSession *self)
{
  g_return_val_if_fail (TAMBO_IS_SESSION (self), NULL);

  return self->check;
}

/**
 * tambo_session_keep:
 * @self: a session
 * @name: what it is kept as; what was kept so before is let go
 * @object: (nullable) (type GObject): an object, for example a form that is being filled in
 *
 * Keeps what a screen needs when it is built again, in another language or after Back.
 */
void
tambo_session_keep (TamboSession *self, const char *name, gpointer object)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (object == NULL || G_IS_OBJECT (object));

  if (object == NULL)
    g_hash_table_remove (self->kept, name);
  else
    g_hash_table_replace (self->kept, g_strdup (name), g_object_ref (object));
}

/**
 * tambo_session_get_kept:
 * @self: a session
 * @name: what it was kept as
 *
 * Returns: (transfer none) (nullable) (type GObject): the object
 */
gpointer
tambo_session_get_kept (TamboSession *self, const char *name)
{
  g_return_val_if_fail (TAMBO_IS_SESSION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->kept, name);
}

/* Everything goes; the session is then a new one, of nobody. */
void
tambo_session_wipe (TamboSession *self)
{
  g_return_if_fail (TAMBO_IS_SESSION (self));

  g_hash_table_remove_all (self->kept);
  tambo_session_attach_check (self, NULL);
  tambo_session_set_read_aloud (self, FALSE);
  tambo_session_set_high_contrast (self, FALSE);
  tambo_session_set_is_staff (self, FALSE);
  tambo_session_set_text_size (self, TAMBO_TEXT_NORMAL);
  tambo_session_set_language (self, self->default_language);

  g_signal_emit (self, signals[SIGNAL_WIPED], 0);
}

/**
 * tambo_session_new_secret:
 * @data: bytes of a person
 * @size: how many
 *
 * Returns: (transfer full): a copy that is zeroed when the last reference to it goes
 */
GBytes *
tambo_session_new_secret (gconstpointer data, gsize size)
{
  Secret *secret = NULL;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  secret = g_malloc (sizeof *secret + size);
  secret->size = size;
  if (size > 0)
    memcpy (secret->data, data, size);

  return g_bytes_new_with_free_func (secret->data, size, secret_free, secret);
}
