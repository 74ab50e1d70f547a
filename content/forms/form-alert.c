/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-alert.h"

#include "content/forms/form-alert-private.h"
#include "content/forms/form-item-private.h"

/**
 * TamboFormAlert:
 *
 * A safety rule that holds, or that may hold because its question was declined. Immutable.
 */
struct _TamboFormAlert
{
  GObject parent_instance;

  TamboFormItem *item; /* (owned): whose rule it is */
  TamboFormItem *text; /* (owned): what is shown */
  TamboFormLevel level;
  guint rule;
  gboolean uncertain;
};

G_DEFINE_FINAL_TYPE (TamboFormAlert, tambo_form_alert, G_TYPE_OBJECT)

static void
tambo_form_alert_finalize (GObject *object)
{
  TamboFormAlert *self = TAMBO_FORM_ALERT (object);

  g_clear_object (&self->item);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (tambo_form_alert_parent_class)->finalize (object);
}

static void
tambo_form_alert_class_init (TamboFormAlertClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_form_alert_finalize;
}

static void
tambo_form_alert_init (TamboFormAlert *self)
{
}

TamboFormAlert *
tambo_form_alert_new (TamboFormItem *item, guint rule, gboolean uncertain)
{
  const TamboFormRule *source = &g_array_index (item->rules, TamboFormRule, rule);
  TamboFormAlert *self = g_object_new (TAMBO_TYPE_FORM_ALERT, NULL);

  self->item = g_object_ref (item);
  self->text = g_object_ref (source->text);
  self->level = source->level;
  self->rule = rule;
  self->uncertain = uncertain;

  return self;
}

gboolean
tambo_form_alert_is_of (TamboFormAlert *self, TamboFormItem *item, guint rule)
{
  return self->item == item && self->rule == rule;
}

TamboFormLevel
tambo_form_alert_get_level (TamboFormAlert *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ALERT (self), TAMBO_FORM_LEVEL_EMERGENCY);

  return self->level;
}

/* Whether it is only that the person would rather not say. */
gboolean
tambo_form_alert_is_uncertain (TamboFormAlert *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ALERT (self), TRUE);

  return self->uncertain;
}

const char *
tambo_form_alert_get_link_id (TamboFormAlert *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ALERT (self), NULL);

  return self->item->link_id;
}

/* What to do, in the form's words. */
const char *
tambo_form_alert_get_text (TamboFormAlert *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FORM_ALERT (self), NULL);

  return tambo_form_item_get_text (self->text, language);
}
