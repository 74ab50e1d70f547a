/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/staff-line.h"

/**
 * TamboStaffLine:
 *
 * One fact about this kiosk, in words: a row of the staff's page.
 */
struct _TamboStaffLine
{
  GObject parent_instance;

  char *pictogram; /* (owned) */
  char *title;     /* (owned) */
  char *detail;    /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboStaffLine, tambo_staff_line, G_TYPE_OBJECT)

typedef enum
{
  PROP_PICTOGRAM = 1,
  PROP_TITLE,
  PROP_DETAIL,
} TamboStaffLineProperty;

static GParamSpec *properties[PROP_DETAIL + 1];

static void
tambo_staff_line_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboStaffLine *self = TAMBO_STAFF_LINE (object);

  switch ((TamboStaffLineProperty) property_id)
    {
    case PROP_PICTOGRAM:
      g_value_set_string (value, self->pictogram);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_staff_line_finalize (GObject *object)
{
  TamboStaffLine *self = TAMBO_STAFF_LINE (object);

  g_clear_pointer (&self->pictogram, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->detail, g_free);

  G_OBJECT_CLASS (tambo_staff_line_parent_class)->finalize (object);
}

static void
tambo_staff_line_class_init (TamboStaffLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_staff_line_get_property;
  object_class->finalize = tambo_staff_line_finalize;

  properties[PROP_PICTOGRAM] = g_param_spec_string ("pictogram", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_staff_line_init (TamboStaffLine *self)
{
}

TamboStaffLine *
tambo_staff_line_new (const char *pictogram, const char *title, const char *detail)
{
  TamboStaffLine *self;

  g_return_val_if_fail (pictogram != NULL && title != NULL && detail != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_STAFF_LINE, NULL);
  self->pictogram = g_strdup (pictogram);
  self->title = g_strdup (title);
  self->detail = g_strdup (detail);

  return self;
}

const char *
tambo_staff_line_get_title (TamboStaffLine *self)
{
  g_return_val_if_fail (TAMBO_IS_STAFF_LINE (self), NULL);

  return self->title;
}

const char *
tambo_staff_line_get_detail (TamboStaffLine *self)
{
  g_return_val_if_fail (TAMBO_IS_STAFF_LINE (self), NULL);

  return self->detail;
}
