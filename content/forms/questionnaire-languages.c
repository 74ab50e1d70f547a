/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/questionnaire-private.h"

/* Which languages a form can be asked in. */

typedef struct
{
  const char *language;
  gboolean safety_only;
  guint n_texts;
  guint n_present;
  GPtrArray *gaps; /* (unowned) (nullable) */
} Count;

static void
count_text (Count *count, TamboTexts *texts, TamboFormItem *item, const char *what)
{
  TamboFormGap *gap = NULL;

  if (texts == NULL)
    return;

  count->n_texts++;
  if (tambo_texts_get (texts, count->language) != NULL)
    count->n_present++;
  else if (count->gaps != NULL)
    {
      gap = g_new0 (TamboFormGap, 1);
      gap->link_id = item != NULL ? item->link_id : NULL;
      gap->what = what;
      gap->is_safety = item != NULL && tambo_form_item_is_safety_text (item);
      g_ptr_array_add (count->gaps, gap);
    }
}

static void
count_item (Count *count, TamboFormItem *item)
{
  if (tambo_form_item_is_hidden (item) ||
      (count->safety_only && !tambo_form_item_is_safety_text (item)))
    return;

  count_text (count, item->text, item, "text");
  if (!count->safety_only)
    {
      count_text (count, item->short_text, item, "short text");
      count_text (count, item->unit, item, "unit");
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (item->options)); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (G_LIST_MODEL (item->options), i);

      count_text (count, option->text, item, "answer");
    }
}

static void
count_all (TamboQuestionnaire *self, Count *count)
{
  for (guint i = 0; i < self->items->len; i++)
    count_item (count, g_ptr_array_index (self->items, i));
}

/**
 * tambo_questionnaire_count_texts:
 * @self: a #TamboQuestionnaire
 * @language: a language
 * @out_n_present: (out): how many of them are there in @language
 *
 * Returns: how many texts a person can meet in the form
 */
guint
tambo_questionnaire_count_texts (TamboQuestionnaire *self,
                                 const char *language,
                                 guint *out_n_present)
{
  Count count = { .language = language };

  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), 0);
  g_return_val_if_fail (language != NULL && out_n_present != NULL, 0);

  count_all (self, &count);
  count_text (&count, self->title, NULL, "title");
  count_text (&count, self->description, NULL, "description");
  *out_n_present = count.n_present;

  return count.n_texts;
}

/**
 * tambo_questionnaire_list_missing:
 *
 * Returns: (transfer container) (element-type TamboFormGap): the texts that a person can meet and
 *   that are not there in @language; their words belong to @self
 */
GPtrArray *
tambo_questionnaire_list_missing (TamboQuestionnaire *self, const char *language)
{
  GPtrArray *gaps = g_ptr_array_new_with_free_func (g_free);
  Count count = { .language = language, .gaps = gaps };

  g_return_val_if_fail (TAMBO_IS_QUESTIONNAIRE (self), gaps);

  count_all (self, &count);
  count_text (&count, self->title, NULL, "title");
  count_text (&count, self->description, NULL, "description");

  return gaps;
}

static void
collect (GHashTable *languages, TamboTexts *texts)
{
  g_auto (GStrv) list = texts == NULL ? NULL : tambo_texts_list_languages (texts);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    g_hash_table_add (languages, g_strdup (list[i]));
}

/* A form without safety texts is offered where all it can say is there. */
static gboolean
is_offered (TamboQuestionnaire *self, const char *language)
{
  Count count = { .language = language, .safety_only = TRUE };

  count_all (self, &count);
  if (count.n_texts == 0)
    {
      count.safety_only = FALSE;
      count_all (self, &count);
    }

  return count.n_present == count.n_texts;
}

GStrv
tambo_questionnaire_list_languages (TamboQuestionnaire *self)
{
  g_autoptr (GHashTable) languages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GList) sorted = NULL;

  collect (languages, self->title);
  for (guint i = 0; i < self->items->len; i++)
    collect (languages, ((TamboFormItem *) g_ptr_array_index (self->items, i))->text);

  sorted = g_list_sort (g_hash_table_get_keys (languages), (GCompareFunc) g_strcmp0);
  for (GList *l = sorted; l != NULL; l = l->next)
    if (is_offered (self, l->data))
      g_strv_builder_add (builder, l->data);

  return g_strv_builder_end (builder);
}
