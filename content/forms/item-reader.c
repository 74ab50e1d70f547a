/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/forms/form-source.h"
#include "content/forms/questionnaire-private.h"

#include <string.h>

/* From the JSON of one item to a TamboFormItem. */

static const struct
{
  const char *word;
  TamboFormItemKind kind;
} kinds[] = {
  { "group", TAMBO_FORM_ITEM_GROUP },     { "display", TAMBO_FORM_ITEM_DISPLAY },
  { "boolean", TAMBO_FORM_ITEM_BOOLEAN }, { "choice", TAMBO_FORM_ITEM_CHOICE },
  { "coding", TAMBO_FORM_ITEM_CHOICE },   { "open-choice", TAMBO_FORM_ITEM_CHOICE },
  { "integer", TAMBO_FORM_ITEM_INTEGER }, { "decimal", TAMBO_FORM_ITEM_DECIMAL },
  { "string", TAMBO_FORM_ITEM_STRING },   { "text", TAMBO_FORM_ITEM_TEXT },
};

/* R4 types that this kiosk cannot ask yet. */
static const char *const unavailable[] = { "date",       "dateTime",  "time",     "url",
                                           "attachment", "reference", "quantity", NULL };

static const char *const operators[] = {
  [TAMBO_FORM_OPERATOR_EXISTS] = "exists",    [TAMBO_FORM_OPERATOR_EQUAL] = "=",
  [TAMBO_FORM_OPERATOR_NOT_EQUAL] = "!=",     [TAMBO_FORM_OPERATOR_GREATER] = ">",
  [TAMBO_FORM_OPERATOR_LESS] = "<",           [TAMBO_FORM_OPERATOR_GREATER_OR_EQUAL] = ">=",
  [TAMBO_FORM_OPERATOR_LESS_OR_EQUAL] = "<=",
};

static const char *const levels[] = {
  [TAMBO_FORM_LEVEL_SAME_DAY] = "same-day",
  [TAMBO_FORM_LEVEL_CRISIS] = "crisis",
  [TAMBO_FORM_LEVEL_EMERGENCY] = "emergency",
};

static const char *const bands[] = {
  [TAMBO_FORM_BAND_NONE] = "",
  [TAMBO_FORM_BAND_SELF_CARE] = "self-care",
  [TAMBO_FORM_BAND_SEE_SOMEONE] = "see-someone",
  [TAMBO_FORM_BAND_SOON] = "soon",
  [TAMBO_FORM_BAND_SAME_DAY] = "same-day",
  [TAMBO_FORM_BAND_EMERGENCY] = "emergency",
};

static const char *const parts[] = {
  [TAMBO_FORM_PART_NONE] = "",
  [TAMBO_FORM_PART_MEANING] = "meaning",
  [TAMBO_FORM_PART_NEXT_STEP] = "next-step",
};

static gboolean
find_word (const char *const *words, guint n_words, const char *word, guint *out_position)
{
  for (guint i = 0; word != NULL && i < n_words; i++)
    if (strcmp (words[i], word) == 0)
      {
        *out_position = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
refuse (GError **error, int code, const char *what)
{
  g_set_error_literal (error, TAMBO_ERROR, code, what);

  return FALSE;
}

static gboolean
read_kind (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  const char *type = tambo_form_source_get_text (item->source, "type");

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].word, type) == 0)
      {
        item->kind = kinds[i].kind;
        if (strcmp (type, "open-choice") == 0)
          tambo_questionnaire_warn (self, "%s: only the options are offered", item->link_id);
        return TRUE;
      }
  if (type == NULL || !g_strv_contains (unavailable, type))
    return refuse (error,
                   TAMBO_ERROR_FORM_FORMAT,
                   "it has no type of FHIR R4; give it one, such as boolean or choice");

  item->kind = TAMBO_FORM_ITEM_UNAVAILABLE;
  return TRUE;
}

static gboolean
read_options_from_concepts (TamboFormItem *item,
                            TamboElement *list,
                            const char *name,
                            const char *system,
                            const char *language,
                            GError **error)
{
  for (guint i = 0; i < tambo_element_get_n_children (list); i++)
    {
      TamboElement *concept = tambo_element_get_child (list, i);
      g_autoptr (TamboFormOption) option = NULL;
      const char *own_system;

      if (strcmp (tambo_element_get_name (concept), name) != 0 ||
          tambo_form_source_get_text (concept, "code") == NULL)
        continue;
      option = tambo_form_option_new ();
      own_system = tambo_form_source_get_text (concept, "system");
      option->value.kind = TAMBO_FORM_ANSWER_CODING;
      option->value.text = g_strdup (tambo_form_source_get_text (concept, "code"));
      option->value.system = g_strdup (own_system == NULL ? system : own_system);
      option->weight = g_strdup (
          tambo_form_source_get_extension_text (concept, "valueset-ordinalValue"));
      if (option->weight == NULL)
        option->weight = g_strdup (tambo_form_source_get_extension_text (concept, "ordinalValue"));
      if (option->weight == NULL)
        option->weight = g_strdup (tambo_form_source_get_extension_text (concept, "itemWeight"));
      if (!tambo_form_source_get_texts (concept, "display", language, &option->text, error))
        return FALSE;
      g_list_store_append (item->options, option);
    }

  return TRUE;
}

static TamboElement *
find_contained (TamboQuestionnaire *self, const char *id)
{
  for (guint i = 0; i < tambo_element_get_n_children (self->source); i++)
    {
      TamboElement *child = tambo_element_get_child (self->source, i);

      if (strcmp (tambo_element_get_name (child), "contained") == 0 &&
          g_strcmp0 (tambo_form_source_get_text (child, "id"), id) == 0)
        return child;
    }

  return NULL;
}

/* Only sets that the form brings along; what it names elsewhere is not to be had here. */
static gboolean
read_value_set (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  const char *reference = tambo_form_source_get_text (item->source, "answerValueSet");
  TamboElement *set, *list;

  if (reference == NULL || reference[0] != '#')
    return TRUE;
  set = find_contained (self, reference + 1);
  list = set == NULL ? NULL : tambo_element_find_child (set, "expansion");
  if (list != NULL)
    return read_options_from_concepts (item, list, "contains", NULL, self->language, error);

  list = set == NULL ? NULL : tambo_element_find_child (set, "compose");
  for (guint i = 0; list != NULL && i < tambo_element_get_n_children (list); i++)
    {
      TamboElement *include = tambo_element_get_child (list, i);

      if (strcmp (tambo_element_get_name (include), "include") == 0 &&
          !read_options_from_concepts (item,
                                       include,
                                       "concept",
                                       tambo_form_source_get_text (include, "system"),
                                       self->language,
                                       error))
        return FALSE;
    }

  return TRUE;
}

/* On the option or on its coding, under either of the names it has had. */
static const char *
find_weight (TamboElement *option, TamboElement *value)
{
  static const char *const names[] = { "ordinalValue", "itemWeight" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *weight = tambo_form_source_get_extension_text (option, names[i]);

      if (weight == NULL)
        weight = tambo_form_source_get_extension_text (value, names[i]);
      if (weight != NULL)
        return weight;
    }

  return NULL;
}

static gboolean
read_option (TamboQuestionnaire *self, TamboFormItem *item, TamboElement *source, GError **error)
{
  g_autoptr (TamboFormOption) option = tambo_form_option_new ();
  TamboElement *value = NULL;
  TamboDecimal ignored;

  for (guint i = 0; i < tambo_element_get_n_children (source) && value == NULL; i++)
    if (tambo_element_matches (tambo_element_get_child (source, i), "value"))
      value = tambo_element_get_child (source, i);
  if (value == NULL || !tambo_form_answer_read (value, &option->value))
    {
      tambo_questionnaire_warn (self, "%s: an option cannot be offered", item->link_id);
      return TRUE;
    }

  option->weight = g_strdup (find_weight (source, value));
  if (option->weight != NULL && !tambo_decimal_parse (option->weight, &ignored))
    g_clear_pointer (&option->weight, g_free);
  option->initial = tambo_form_source_get_flag (source, "initialSelected");
  option->exclusive = g_strcmp0 (tambo_form_source_get_extension_text (source, "optionExclusive"),
                                 "true") == 0;
  if (!tambo_form_source_get_texts (tambo_element_get_text (value) == NULL ? value : source,
                                    tambo_element_get_text (value) == NULL
                                        ? "display"
                                        : tambo_element_get_name (value),
                                    self->language,
                                    &option->text,
                                    error))
    return FALSE;

  g_list_store_append (item->options, option);
  return TRUE;
}

static gboolean
read_options (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  for (guint i = 0; i < tambo_element_get_n_children (item->source); i++)
    {
      TamboElement *child = tambo_element_get_child (item->source, i);

      if (strcmp (tambo_element_get_name (child), "answerOption") == 0 &&
          !read_option (self, item, child, error))
        return FALSE;
    }
  if (!read_value_set (self, item, error))
    return FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (item->options)) > TAMBO_LIMIT_FORM_OPTIONS)
    return refuse (error, TAMBO_ERROR_FORM_TOO_LARGE, "it has too many options; make it shorter");

  /* Nothing to choose from: from elsewhere, or by an expression. */
  if (item->kind == TAMBO_FORM_ITEM_CHOICE && !item->hidden && item->calculated == NULL &&
      g_list_model_get_n_items (G_LIST_MODEL (item->options)) == 0)
    item->kind = TAMBO_FORM_ITEM_UNAVAILABLE;
  return TRUE;
}

static gboolean
read_condition (TamboFormItem *item, TamboElement *source, GError **error)
{
  TamboFormCondition condition = { 0 };
  TamboElement *answer = NULL;
  guint operation;

  if (tambo_element_find_child (source, "hasAnswer") != NULL)
    return refuse (error,
                   TAMBO_ERROR_FORM_VERSION,
                   "enableWhen.hasAnswer is of FHIR STU3; convert the form to R4");
  if (tambo_form_source_get_text (source, "question") == NULL ||
      !find_word (operators,
                  G_N_ELEMENTS (operators),
                  tambo_form_source_get_text (source, "operator"),
                  &operation))
    return refuse (error,
                   TAMBO_ERROR_FORM_FORMAT,
                   "enableWhen lacks its question or its operator; add it");

  for (guint i = 0; i < tambo_element_get_n_children (source) && answer == NULL; i++)
    if (tambo_element_matches (tambo_element_get_child (source, i), "answer"))
      answer = tambo_element_get_child (source, i);
  if (answer == NULL)
    return refuse (error, TAMBO_ERROR_FORM_FORMAT, "enableWhen lacks its answer; add it");

  /* A date or a quantity: nobody can have given one here, so it can only fail to hold. */
  if (!tambo_form_answer_read (answer, &condition.answer))
    condition.answer.kind = TAMBO_FORM_ANSWER_CODING;
  condition.operation = (TamboFormOperator) operation;
  condition.question = g_strdup (tambo_form_source_get_text (source, "question"));
  g_array_append_val (item->conditions, condition);
  return TRUE;
}

static gboolean
read_conditions (TamboFormItem *item, GError **error)
{
  const char *behavior = tambo_form_source_get_text (item->source, "enableBehavior");

  for (guint i = 0; i < tambo_element_get_n_children (item->source); i++)
    {
      TamboElement *child = tambo_element_get_child (item->source, i);

      if (strcmp (tambo_element_get_name (child), "enableWhen") == 0 &&
          !read_condition (item, child, error))
        return FALSE;
    }

  item->any = g_strcmp0 (behavior, "all") != 0;
  item->ambiguous = item->conditions->len > 1 && behavior == NULL;
  return TRUE;
}

/* Returns: %FALSE with an error; the expression is %NULL where it is in another language. */
static gboolean
read_expression (TamboElement *value, TamboExpression **out_expression, GError **error)
{
  const char *language = tambo_form_source_get_text (value, "language");
  const char *source = tambo_form_source_get_text (value, "expression");

  *out_expression = NULL;
  if (source == NULL || (language != NULL && strstr (language, "query") != NULL))
    return TRUE;
  if (language != NULL && strstr (language, "cql") != NULL)
    return refuse (error,
                   TAMBO_ERROR_EXPRESSION_UNSUPPORTED,
                   "its expression is in CQL, which no kiosk runs; write it in FHIRPath");

  *out_expression = tambo_expression_new (source, error);
  return *out_expression != NULL;
}

static gboolean
read_expression_of (TamboFormItem *item,
                    const char *name,
                    TamboExpression **out_expression,
                    GError **error)
{
  TamboElement *value = tambo_form_source_find_value (item->source, name);

  return value == NULL || read_expression (value, out_expression, error);
}

gboolean
tambo_questionnaire_read_variables (TamboElement *source, GArray *variables, GError **error)
{
  for (guint i = 0; i < tambo_element_get_n_children (source); i++)
    {
      TamboElement *extension = tambo_element_get_child (source, i);
      TamboFormVariable variable = { 0 };
      TamboElement *value;
      const char *name;

      if (!tambo_form_source_is_extension (extension, "variable"))
        continue;
      value = tambo_element_find_child (extension, "valueExpression");
      name = value == NULL ? NULL : tambo_form_source_get_text (value, "name");
      if (name == NULL)
        continue;
      if (!read_expression (value, &variable.expression, error))
        {
          g_prefix_error (error, "variable %s: ", name);
          return FALSE;
        }
      variable.name = g_strdup (name);
      g_array_append_val (variables, variable);
    }

  return TRUE;
}

/* Whether the words of an expression are text or an Expression is the author's choice. */
static gboolean
read_rule (TamboFormItem *item, TamboElement *extension, GError **error)
{
  TamboElement *value = tambo_form_source_find_value (extension, "expression");
  const char *source = NULL;
  TamboFormRule rule = { 0 };
  guint level;

  if (value != NULL)
    source = tambo_element_get_text (value) != NULL
                 ? tambo_element_get_text (value)
                 : tambo_form_source_get_text (value, "expression");
  if (source == NULL || !find_word (levels,
                                    G_N_ELEMENTS (levels),
                                    tambo_form_source_get_extension_text (extension, "level"),
                                    &level))
    return refuse (
        error,
        TAMBO_ERROR_FORM_FORMAT,
        "its safety rule lacks the expression or the level: emergency, crisis, same-day");

  rule.expression = tambo_expression_new (source, error);
  if (rule.expression == NULL)
    return FALSE;
  rule.level = (TamboFormLevel) level;
  rule.text_id = g_strdup (tambo_form_source_get_extension_text (extension, "text"));
  g_array_append_val (item->rules, rule);
  return TRUE;
}

static gboolean
read_expressions (TamboFormItem *item, GError **error)
{
  for (guint i = 0; i < tambo_element_get_n_children (item->source); i++)
    {
      TamboElement *child = tambo_element_get_child (item->source, i);

      if (tambo_form_source_is_extension (child, "urn:x-tambo:safety-rule") &&
          !read_rule (item, child, error))
        return FALSE;
    }

  return read_expression_of (item, "enableWhenExpression", &item->enable_expression, error) &&
         read_expression_of (item, "calculatedExpression", &item->calculated, error) &&
         tambo_questionnaire_read_variables (item->source, item->variables, error);
}

static gboolean
read_limit (TamboFormItem *item, const char *name, TamboDecimal *out_limit)
{
  const char *text = tambo_form_source_get_extension_text (item->source, name);

  return text != NULL && tambo_decimal_parse (text, out_limit);
}

static void
read_flags (TamboFormItem *item)
{
  TamboElement *source = item->source;
  TamboElement *control = tambo_form_source_find_value (source, "itemControl");
  TamboElement *coding = control == NULL ? NULL : tambo_element_find_child (control, "coding");
  const char *help = coding == NULL ? NULL : tambo_form_source_get_text (coding, "code");
  const char *length = tambo_form_source_get_text (source, "maxLength");
  TamboElement *hidden = tambo_form_source_find_value (source, "hidden");
  guint word = 0;

  item->hidden = hidden != NULL && g_strcmp0 (tambo_element_get_text (hidden), "true") == 0;
  item->required = tambo_form_source_get_flag (source, "required");
  item->repeats = tambo_form_source_get_flag (source, "repeats");
  item->read_only = tambo_form_source_get_flag (source, "readOnly");
  item->is_help = g_strcmp0 (help, "help") == 0 || g_strcmp0 (help, "flyover") == 0;
  item->is_score = g_strcmp0 (tambo_form_source_get_extension_text (source, "urn:x-tambo:score"),
                              "true") == 0;
  item->has_min = read_limit (item, "minValue", &item->min);
  item->has_max = read_limit (item, "maxValue", &item->max);
  item->max_length = length == NULL ? 0
                                    : (guint) CLAMP (g_ascii_strtoll (length, NULL, 10), 0, 100000);

  if (find_word (bands,
                 G_N_ELEMENTS (bands),
                 tambo_form_source_get_extension_text (source, "urn:x-tambo:band"),
                 &word))
    item->band = (TamboFormBand) word;
  if (find_word (parts,
                 G_N_ELEMENTS (parts),
                 tambo_form_source_get_extension_text (source, "urn:x-tambo:part"),
                 &word))
    item->part = (TamboFormPart) word;
}

static gboolean
read_words (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  TamboElement *unit = tambo_form_source_find_value (item->source, "unit");
  TamboElement *short_text = tambo_form_source_find_extension (item->source, "shortText");

  return tambo_form_source_get_texts (item->source, "text", self->language, &item->text, error) &&
         (short_text == NULL || tambo_form_source_get_texts (short_text,
                                                             "valueString",
                                                             self->language,
                                                             &item->short_text,
                                                             error)) &&
         (unit == NULL ||
          tambo_form_source_get_texts (unit, "display", self->language, &item->unit, error));
}

static void
read_initial (TamboFormItem *item)
{
  for (guint i = 0; i < tambo_element_get_n_children (item->source); i++)
    {
      TamboElement *child = tambo_element_get_child (item->source, i);

      for (guint j = 0; strcmp (tambo_element_get_name (child), "initial") == 0 &&
                        j < tambo_element_get_n_children (child);
           j++)
        {
          TamboFormAnswer answer;

          if (!tambo_form_answer_read (tambo_element_get_child (child, j), &answer))
            continue;
          tambo_form_answers_add (item->initial, &answer);
          tambo_form_answer_clear (&answer);
        }
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (item->options)); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (G_LIST_MODEL (item->options), i);

      if (option->initial)
        tambo_form_answers_add (item->initial, &option->value);
    }
}

/* Reads all of @item that stands in its own JSON; errors do not name it yet. */
gboolean
tambo_questionnaire_read_item (TamboQuestionnaire *self, TamboFormItem *item, GError **error)
{
  if (tambo_element_find_child (item->source, "option") != NULL ||
      tambo_element_find_child (item->source, "options") != NULL)
    return refuse (error,
                   TAMBO_ERROR_FORM_VERSION,
                   "option and options are of FHIR STU3; convert the form to R4");
  if (!read_kind (self, item, error))
    return FALSE;

  read_flags (item);
  if (!read_words (self, item, error) || !read_expressions (item, error) ||
      !read_options (self, item, error) || !read_conditions (item, error))
    return FALSE;

  read_initial (item);
  if (item->kind == TAMBO_FORM_ITEM_UNAVAILABLE && item->required && !item->hidden &&
      !item->read_only)
    return refuse (error,
                   TAMBO_ERROR_FORM_UNSUPPORTED,
                   "it is required and cannot be asked on a kiosk; make it optional or a choice");

  return TRUE;
}
