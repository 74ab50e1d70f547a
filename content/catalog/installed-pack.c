/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/installed-pack.h"

struct _TamboInstalledPack
{
  GObject parent_instance;

  char *id; /* (owned) */
  guint version;
  char *manifest;  /* (owned) */
  GStrv languages; /* (owned) */
  guint64 bytes;
};

G_DEFINE_FINAL_TYPE (TamboInstalledPack, tambo_installed_pack, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_VERSION,
  PROP_MANIFEST,
  PROP_LANGUAGES,
  PROP_BYTES,
} TamboInstalledPackProperty;

static GParamSpec *properties[PROP_BYTES + 1];

static void
tambo_installed_pack_get_property (GObject *object,
                                   guint property_id,
                                   GValue *value,
                                   GParamSpec *pspec)
{
  TamboInstalledPack *self = TAMBO_INSTALLED_PACK (object);

  switch ((TamboInstalledPackProperty) property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_VERSION:
      g_value_set_uint (value, self->version);
      break;

    case PROP_MANIFEST:
      g_value_set_string (value, self->manifest);
      break;

    case PROP_LANGUAGES:
      g_value_set_boxed (value, self->languages);
      break;

    case PROP_BYTES:
      g_value_set_uint64 (value, self->bytes);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_installed_pack_set_property (GObject *object,
                                   guint property_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  TamboInstalledPack *self = TAMBO_INSTALLED_PACK (object);

  switch ((TamboInstalledPackProperty) property_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;

    case PROP_VERSION:
      self->version = g_value_get_uint (value);
      break;

    case PROP_MANIFEST:
      self->manifest = g_value_dup_string (value);
      break;

    case PROP_LANGUAGES:
      self->languages = g_value_dup_boxed (value);
      break;

    case PROP_BYTES:
      self->bytes = g_value_get_uint64 (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_installed_pack_finalize (GObject *object)
{
  TamboInstalledPack *self = TAMBO_INSTALLED_PACK (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->manifest, g_free);
  g_clear_pointer (&self->languages, g_strfreev);

  G_OBJECT_CLASS (tambo_installed_pack_parent_class)->finalize (object);
}

static void
tambo_installed_pack_class_init (TamboInstalledPackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_installed_pack_get_property;
  object_class->set_property = tambo_installed_pack_set_property;
  object_class->finalize = tambo_installed_pack_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_VERSION] = g_param_spec_uint ("version", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_MANIFEST] = g_param_spec_string ("manifest", NULL, NULL, NULL, flags);
  properties[PROP_LANGUAGES] = g_param_spec_boxed ("languages", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_BYTES] = g_param_spec_uint64 ("bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_installed_pack_init (TamboInstalledPack *self)
{
}

TamboInstalledPack *
tambo_installed_pack_new (const char *id,
                          guint version,
                          const char *manifest,
                          const char *const *languages,
                          guint64 bytes)
{
  return g_object_new (TAMBO_TYPE_INSTALLED_PACK,
                       "id",
                       id,
                       "version",
                       version,
                       "manifest",
                       manifest,
                       "languages",
                       languages,
                       "bytes",
                       bytes,
                       NULL);
}

const char *
tambo_installed_pack_get_id (TamboInstalledPack *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALLED_PACK (self), NULL);

  return self->id;
}

guint
tambo_installed_pack_get_version (TamboInstalledPack *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALLED_PACK (self), 0);

  return self->version;
}

/* The digest of its manifest. */
const char *
tambo_installed_pack_get_manifest (TamboInstalledPack *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALLED_PACK (self), NULL);

  return self->manifest;
}

/* The languages of the pack that are here. */
const char *const *
tambo_installed_pack_get_languages (TamboInstalledPack *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALLED_PACK (self), NULL);

  return (const char *const *) self->languages;
}

/* What it takes in the store; some of it may be shared with others. */
guint64
tambo_installed_pack_get_bytes (TamboInstalledPack *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALLED_PACK (self), 0);

  return self->bytes;
}
