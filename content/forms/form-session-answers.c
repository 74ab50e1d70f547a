/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/forms/form-session-private.h"

/* Taking answers: what a question allows, and what it does not. */

static gboolean
refuse (TamboFormItem *item, const char *what, GError **error)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_ANSWER, "Item “%s”: %s", item->link_id, what);

  return FALSE;
}

/* The question, if it can be answered now and is of one of two kinds. */
static TamboFormItem *
find_question (TamboFormSession *self,
               const char *link_id,
               TamboFormItemKind kind,
               TamboFormItemKind other,
               GError **error)
{
  TamboFormItem *item = tambo_questionnaire_find_item (self->questionnaire, link_id);

  if (item == NULL || g_ptr_array_index (self->all_steps, item->position) == NULL ||
      !tambo_form_engine_is_enabled (self->engine, item->position))
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_ANSWER, "“%s” is not asked now", link_id);
      return NULL;
    }
  if (item->kind != kind && item->kind != other)
    {
      refuse (item, "the answer is of another type", error);
      return NULL;
    }

  return item;
}

static void
store (TamboFormSession *self, TamboFormItem *item, GArray *answers, gboolean declined)
{
  g_free (self->asked_in[item->position]);
  self->asked_in[item->position] = g_strdup (self->language);
  tambo_form_engine_set (self->engine, item->position, answers, declined);
  tambo_form_engine_settle (self->engine);
  tambo_form_session_sync (self);
}

static void
store_one (TamboFormSession *self, TamboFormItem *item, const TamboFormAnswer *answer)
{
  g_autoptr (GArray) answers = tambo_form_answers_new ();

  tambo_form_answers_add (answers, answer);
  store (self, item, answers, FALSE);
}

gboolean
tambo_form_session_answer_boolean (TamboFormSession *self,
                                   const char *link_id,
                                   gboolean value,
                                   GError **error)
{
  TamboFormAnswer answer = { .kind = TAMBO_FORM_ANSWER_BOOLEAN };
  TamboFormItem *item;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);
  g_return_val_if_fail (link_id != NULL, FALSE);

  item = find_question (self, link_id, TAMBO_FORM_ITEM_BOOLEAN, TAMBO_FORM_ITEM_BOOLEAN, error);
  if (item == NULL)
    return FALSE;

  answer.number = tambo_decimal_from_int (value ? 1 : 0);
  store_one (self, item, &answer);
  return TRUE;
}

/* Digits of every script are read; what is kept are ASCII ones. */
static char *
plain_digits (const char *digits)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = digits; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isdigit (c))
        g_string_append_c (plain, (char) ('0' + g_unichar_digit_value (c)));
      else if (c == ',' || c == 0x66b)
        g_string_append_c (plain, '.');
      else
        g_string_append_unichar (plain, c);
    }

  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static gboolean
check_number (TamboFormItem *item, TamboDecimal number, GError **error)
{
  gint64 integer;

  if (item->kind == TAMBO_FORM_ITEM_INTEGER &&
      (number.scale > 0 || !tambo_decimal_to_int (number, &integer) || ABS (integer) > G_MAXINT32))
    return refuse (item, "a whole number is wanted", error);
  if (item->has_min && tambo_decimal_compare (number, item->min) < 0)
    return refuse (item, "the number is too small", error);
  if (item->has_max && tambo_decimal_compare (number, item->max) > 0)
    return refuse (item, "the number is too large", error);

  return TRUE;
}

/**
 * tambo_form_session_answer_number:
 * @self: a #TamboFormSession
 * @link_id: of a question for an integer or a decimal
 * @digits: the number as typed, in digits of any script
 * @error: return location for a #GError
 *
 * Returns: %FALSE with %TAMBO_ERROR_FORM_ANSWER set if the question does not allow it
 */
gboolean
tambo_form_session_answer_number (TamboFormSession *self,
                                  const char *link_id,
                                  const char *digits,
                                  GError **error)
{
  g_autofree char *plain = NULL;
  TamboFormAnswer answer = { .kind = TAMBO_FORM_ANSWER_DECIMAL };
  TamboFormItem *item;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);
  g_return_val_if_fail (link_id != NULL && digits != NULL, FALSE);

  item = find_question (self, link_id, TAMBO_FORM_ITEM_INTEGER, TAMBO_FORM_ITEM_DECIMAL, error);
  if (item == NULL)
    return FALSE;

  plain = g_utf8_validate (digits, -1, NULL) ? plain_digits (digits) : g_strdup ("");
  if (!tambo_decimal_parse (plain, &answer.number))
    return refuse (item, "a number is wanted", error);
  if (!check_number (item, answer.number, error))
    return FALSE;

  if (item->kind == TAMBO_FORM_ITEM_INTEGER)
    answer.kind = TAMBO_FORM_ANSWER_INTEGER;
  store_one (self, item, &answer);
  return TRUE;
}

gboolean
tambo_form_session_answer_text (TamboFormSession *self,
                                const char *link_id,
                                const char *text,
                                GError **error)
{
  TamboFormAnswer answer = { .kind = TAMBO_FORM_ANSWER_STRING };
  TamboFormItem *item;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);
  g_return_val_if_fail (link_id != NULL && text != NULL, FALSE);

  item = find_question (self, link_id, TAMBO_FORM_ITEM_STRING, TAMBO_FORM_ITEM_TEXT, error);
  if (item == NULL)
    return FALSE;
  if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    return refuse (item, "words are wanted", error);
  if (item->max_length > 0 && g_utf8_strlen (text, -1) > item->max_length)
    return refuse (item, "the text is too long", error);

  answer.text = (char *) text;
  store_one (self, item, &answer);
  return TRUE;
}

/* What is chosen after @option was touched: "none of these" stands alone. */
static GArray *
choose (TamboFormSession *self, TamboFormItem *item, TamboFormOption *option, gboolean chosen)
{
  GArray *answers = tambo_form_answers_new ();
  GListModel *options = G_LIST_MODEL (item->options);
  TamboFormStep *step = g_ptr_array_index (self->all_steps, item->position);

  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) other = g_list_model_get_item (options, i);
      gboolean keep = item->repeats && tambo_form_step_has_option (step, i);

      if (chosen && (other->exclusive || option->exclusive))
        keep = FALSE;
      if (other == option)
        keep = chosen;
      if (keep)
        tambo_form_answers_add (answers, &other->value);
    }

  return answers;
}

/**
 * tambo_form_session_answer_option:
 * @self: a #TamboFormSession
 * @link_id: of a question with options
 * @option: which of its options
 * @chosen: whether it is chosen or no longer; with a question of one answer, the others give way
 * @error: return location for a #GError
 *
 * Returns: %FALSE with %TAMBO_ERROR_FORM_ANSWER set if there is no such option
 */
gboolean
tambo_form_session_answer_option (TamboFormSession *self,
                                  const char *link_id,
                                  guint option,
                                  gboolean chosen,
                                  GError **error)
{
  g_autoptr (TamboFormOption) offered = NULL;
  g_autoptr (GArray) answers = NULL;
  TamboFormItem *item;

  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);
  g_return_val_if_fail (link_id != NULL, FALSE);

  item = find_question (self, link_id, TAMBO_FORM_ITEM_CHOICE, TAMBO_FORM_ITEM_CHOICE, error);
  if (item == NULL)
    return FALSE;

  offered = g_list_model_get_item (G_LIST_MODEL (item->options), option);
  if (offered == NULL)
    return refuse (item, "there is no such option", error);

  answers = choose (self, item, offered, chosen);
  store (self, item, answers, FALSE);
  return TRUE;
}

static gboolean
empty (TamboFormSession *self, const char *link_id, gboolean declined, GError **error)
{
  g_autoptr (GArray) answers = tambo_form_answers_new ();
  TamboFormItem *item = tambo_questionnaire_find_item (self->questionnaire, link_id);

  if (item == NULL || !tambo_form_item_is_question (item))
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_ANSWER, "“%s” is no question", link_id);
      return FALSE;
    }
  if (find_question (self, link_id, item->kind, item->kind, error) == NULL)
    return FALSE;

  store (self, item, answers, declined);
  return TRUE;
}

/* "I'd rather not say": neither no nor unknown. */
gboolean
tambo_form_session_skip (TamboFormSession *self, const char *link_id, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);
  g_return_val_if_fail (link_id != NULL, FALSE);

  return empty (self, link_id, TRUE, error);
}

/* As if it had not been answered yet. */
gboolean
tambo_form_session_clear (TamboFormSession *self, const char *link_id, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_FORM_SESSION (self), FALSE);
  g_return_val_if_fail (link_id != NULL, FALSE);

  return empty (self, link_id, FALSE, error);
}
