/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-result.h"

#include "content/forms/form-item-private.h"
#include "content/forms/form-result-private.h"

/**
 * TamboFormResult:
 *
 * How a check ends: a band in words, what it means and what to do next, in one language. Never a
 * number and never a diagnosis. Immutable.
 */
struct _TamboFormResult
{
  GObject parent_instance;

  TamboFormBand band;
  char *words;     /* (owned) */
  char *meaning;   /* (owned) (nullable) */
  char *next_step; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboFormResult, tambo_form_result, G_TYPE_OBJECT)

static void
tambo_form_result_finalize (GObject *object)
{
  TamboFormResult *self = TAMBO_FORM_RESULT (object);

  g_free (self->words);
  g_free (self->meaning);
  g_free (self->next_step);

  G_OBJECT_CLASS (tambo_form_result_parent_class)->finalize (object);
}

static void
tambo_form_result_class_init (TamboFormResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_form_result_finalize;
}

static void
tambo_form_result_init (TamboFormResult *self)
{
}

/* @item: a group with its parts below it, or a single display whose short text is the band. */
TamboFormResult *
tambo_form_result_new (TamboFormItem *item, const char *language)
{
  TamboFormResult *self = g_object_new (TAMBO_TYPE_FORM_RESULT, NULL);

  self->band = item->band;
  self->words = g_strdup (tambo_form_item_get_short_text (item, language));
  if (item->kind == TAMBO_FORM_ITEM_DISPLAY && item->short_text != NULL)
    self->meaning = g_strdup (tambo_form_item_get_text (item, language));

  for (guint i = 0; i < item->children->len; i++)
    {
      TamboFormItem *child = g_ptr_array_index (item->children, i);

      if (child->part == TAMBO_FORM_PART_MEANING && self->meaning == NULL)
        self->meaning = g_strdup (tambo_form_item_get_text (child, language));
      if (child->part == TAMBO_FORM_PART_NEXT_STEP && self->next_step == NULL)
        self->next_step = g_strdup (tambo_form_item_get_text (child, language));
    }

  return self;
}

TamboFormBand
tambo_form_result_get_band (TamboFormResult *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_RESULT (self), TAMBO_FORM_BAND_NONE);

  return self->band;
}

/* The band in a few words. */
const char *
tambo_form_result_get_words (TamboFormResult *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_RESULT (self), NULL);

  return self->words;
}

/* Returns: (nullable): two sentences */
const char *
tambo_form_result_get_meaning (TamboFormResult *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_RESULT (self), NULL);

  return self->meaning;
}

/* Returns: (nullable): what to do now */
const char *
tambo_form_result_get_next_step (TamboFormResult *self)
{
  g_return_val_if_fail (TAMBO_IS_FORM_RESULT (self), NULL);

  return self->next_step;
}
