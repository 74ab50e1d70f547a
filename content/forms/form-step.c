/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-step-private.h"

#include "content/forms/form-item-private.h"

/**
 * TamboFormStep:
 *
 * One screen of a check: a question, or something that is only said, with what the person answered
 * so far, in the language of the session. The session keeps it up to date; it lives as long as the
 * session, also while it is not among the steps.
 */
struct _TamboFormStep
{
  GObject parent_instance;

  TamboFormItem *item; /* (owned) */
  char *language;      /* (owned) (nullable): of the texts, once they were asked for */
  GArray *answers;     /* (owned) (nullable) (element-type TamboFormAnswer) */
  char *answer_text;   /* (owned) (nullable) */
  TamboFormStepState state;
};

G_DEFINE_FINAL_TYPE (TamboFormStep, tambo_form_step, G_TYPE_OBJECT)

typedef enum
{
  PROP_ITEM = 1,
  PROP_STATE,
  PROP_HEADING,
  PROP_TEXT,
  PROP_SHORT_TEXT,
  PROP_HELP,
  PROP_ANSWER_TEXT,
} TamboFormStepProperty;

static GParamSpec *properties[PROP_ANSWER_TEXT + 1];

static const char *
get_language (TamboFormStep *self)
{
  return self->language == NULL ? "en" : self->language;
}

static void
tambo_form_step_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboFormStep *self = TAMBO_FORM_STEP (object);

  switch ((TamboFormStepProperty) property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;

    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;

    case PROP_HEADING:
      g_value_set_string (value, tambo_form_step_get_heading (self));
      break;

    case PROP_TEXT:
      g_value_set_string (value, tambo_form_step_get_text (self));
      break;

    case PROP_SHORT_TEXT:
      g_value_set_string (value, tambo_form_item_get_short_text (self->item, get_language (self)));
      break;

    case PROP_HELP:
      g_value_set_string (value, tambo_form_step_get_help (self));
      break;

    case PROP_ANSWER_TEXT:
      g_value_set_string (value, self->answer_text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_form_step_finalize (GObject *object)
{
  TamboFormStep *self = TAMBO_FORM_STEP (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->answers, g_array_unref);
  g_free (self->language);
  g_free (self->answer_text);

  G_OBJECT_CLASS (tambo_form_step_parent_class)->finalize (object);
}

static GParamSpec *
string_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
tambo_form_step_class_init (TamboFormStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tambo_form_step_get_property;
  object_class->finalize = tambo_form_step_finalize;

  properties[PROP_ITEM] = g_param_spec_object ("item",
                                               NULL,
                                               NULL,
                                               TAMBO_TYPE_FORM_ITEM,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /* A #TamboFormStepState. */
  properties[PROP_STATE] = g_param_spec_int ("state",
                                             NULL,
                                             NULL,
                                             0,
                                             TAMBO_FORM_STEP_DECLINED,
                                             0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADING] = string_property ("heading");
  properties[PROP_TEXT] = string_property ("text");
  properties[PROP_SHORT_TEXT] = string_property ("short-text");
  properties[PROP_HELP] = string_property ("help");
  properties[PROP_ANSWER_TEXT] = string_property ("answer-text");
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_form_step_init (TamboFormStep *self)
{
}

TamboFormStep *
tambo_form_step_new (TamboFormItem *item)
{
  TamboFormStep *self = g_object_new (TAMBO_TYPE_FORM_STEP, NULL);

  self->item = g_object_ref (item);

  return self;
}

static char *
option_to_text (TamboFormItem *item, const TamboFormAnswer *answer, const char *language)
{
  GListModel *options = tambo_form_item_get_options (item);

  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (options, i);

      if (tambo_form_answer_equals (&option->value, answer))
        return g_strdup (tambo_form_option_get_text (option, language));
    }

  return NULL;
}

/**
 * tambo_form_answer_to_text:
 * @item: the question
 * @answer: what was answered
 * @language: the language to show it in
 *
 * Returns: (transfer full) (nullable): the words; %NULL for a boolean, whose words are the
 *   kiosk's own
 */
char *
tambo_form_answer_to_text (TamboFormItem *item, const TamboFormAnswer *answer, const char *language)
{
  const char *unit = tambo_form_item_get_unit (item, language);
  g_autofree char *number = NULL;
  char *text;

  if (answer->kind == TAMBO_FORM_ANSWER_BOOLEAN)
    return NULL;

  text = option_to_text (item, answer, language);
  if (text != NULL)
    return text;
  if (answer->kind != TAMBO_FORM_ANSWER_INTEGER && answer->kind != TAMBO_FORM_ANSWER_DECIMAL)
    return g_strdup (answer->text);

  number = tambo_decimal_to_string (answer->number);
  return unit == NULL ? g_steal_pointer (&number) : g_strdup_printf ("%s %s", number, unit);
}

static char *
describe (TamboFormStep *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->answers->len; i++)
    {
      g_autofree char *one =
          tambo_form_answer_to_text (self->item,
                                     &g_array_index (self->answers, TamboFormAnswer, i),
                                     get_language (self));

      if (one != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", one);
    }

  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* Takes over what the engine knows, and tells who looks on. */
void
tambo_form_step_update (TamboFormStep *self, TamboFormEngine *engine, const char *language)
{
  guint position = self->item->position;
  GArray *answers = tambo_form_engine_get_answers (engine, position);
  gboolean declined = tambo_form_engine_is_declined (engine, position);
  TamboFormStepState state = declined           ? TAMBO_FORM_STEP_DECLINED
                             : answers->len > 0 ? TAMBO_FORM_STEP_ANSWERED
                                                : TAMBO_FORM_STEP_OPEN;
  gboolean new_language = g_strcmp0 (self->language, language) != 0;

  if (!new_language && self->state == state && self->answers == answers)
    return;

  g_clear_pointer (&self->answers, g_array_unref);
  self->answers = g_array_ref (answers);
  self->state = state;
  if (new_language)
    {
      g_free (self->language);
      self->language = g_strdup (language);
    }
  g_free (self->answer_text);
  self->answer_text = describe (self);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_STATE; new_language && i < G_N_ELEMENTS (properties); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER_TEXT]);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
tambo_form_step_get_language (TamboFormStep *self)
{
  return get_language (self);
}

TamboFormItem *
tambo_form_step_get_item (TamboFormStep *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), NULL);

  return self->item;
}

const char *
tambo_form_step_get_link_id (TamboFormStep *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), NULL);

  return tambo_form_item_get_link_id (self->item);
}

TamboFormStepState
tambo_form_step_get_state (TamboFormStep *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), TAMBO_FORM_STEP_OPEN);

  return self->state;
}

/* Returns: (nullable): the words of the nearest group around it that has some */
const char *
tambo_form_step_get_heading (TamboFormStep *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), NULL);

  for (TamboFormItem *at = tambo_form_item_get_parent (self->item); at != NULL;
       at = tambo_form_item_get_parent (at))
    if (tambo_form_item_get_kind (at) == TAMBO_FORM_ITEM_GROUP &&
        tambo_form_item_get_text (at, get_language (self)) != NULL)
      return tambo_form_item_get_text (at, get_language (self));

  return NULL;
}

/* Returns: (nullable): the question */
const char *
tambo_form_step_get_text (TamboFormStep *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), NULL);

  return tambo_form_item_get_text (self->item, get_language (self));
}

/* Returns: (nullable): a word of help below the question */
const char *
tambo_form_step_get_help (TamboFormStep *self)
{
  GPtrArray *children;

  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), NULL);

  children = self->item->children;
  for (guint i = 0; i < children->len; i++)
    {
      TamboFormItem *child = g_ptr_array_index (children, i);

      if (child->kind == TAMBO_FORM_ITEM_DISPLAY && !child->is_alert_text)
        return tambo_form_item_get_text (child, get_language (self));
    }

  return NULL;
}

/* Returns: (nullable): the answers in words, for a list; %NULL for a boolean: see get_boolean */
const char *
tambo_form_step_get_answer_text (TamboFormStep *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), NULL);

  return self->answer_text;
}

static const TamboFormAnswer *
get_first (TamboFormStep *self)
{
  if (self->answers == NULL || self->answers->len == 0)
    return NULL;

  return &g_array_index (self->answers, TamboFormAnswer, 0);
}

/* Returns: (transfer full): the number answered as it was typed; "" if there is none */
char *
tambo_form_step_dup_digits (TamboFormStep *self)
{
  const TamboFormAnswer *answer;

  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), NULL);

  answer = get_first (self);
  return answer == NULL ? g_strdup ("") : tambo_decimal_to_string (answer->number);
}

/* Returns: %FALSE if there is no answer, or none of yes and no */
gboolean
tambo_form_step_get_boolean (TamboFormStep *self, gboolean *out_value)
{
  const TamboFormAnswer *answer;

  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), FALSE);

  answer = get_first (self);
  if (answer == NULL || answer->kind != TAMBO_FORM_ANSWER_BOOLEAN)
    return FALSE;

  *out_value = answer->number.coefficient != 0;
  return TRUE;
}

/* Whether the option at that place of the question's options is chosen. */
gboolean
tambo_form_step_has_option (TamboFormStep *self, guint option)
{
  g_autoptr (TamboFormOption) offered = NULL;

  g_return_val_if_fail (TAMBO_IS_FORM_STEP (self), FALSE);

  offered = g_list_model_get_item (tambo_form_item_get_options (self->item), option);
  for (guint i = 0; offered != NULL && self->answers != NULL && i < self->answers->len; i++)
    if (tambo_form_answer_equals (&offered->value,
                                  &g_array_index (self->answers, TamboFormAnswer, i)))
      return TRUE;

  return FALSE;
}
