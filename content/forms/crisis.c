/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/crisis.h"

#include "content/forms/form-item-private.h"
#include "content/forms/form-source.h"

#include <string.h>

/* Codes of questions on thoughts of death and self-harm in instruments that programmes import. */
static const char *const codes[] = { "44260-8", "93246-7", "93373-9", "69728-2", "71354-5", NULL };

/* Case-folded pieces of how such questions are worded. Too many rather than too few: a form that
 * is held back by mistake is given its crisis rule and passes. */
static const char *const words[] = {
  "suicid",
  "better off dead",
  "hurting yourself",
  "hurt yourself",
  "harm yourself",
  "harming yourself",
  "kill yourself",
  "end your life",
  "ending your life",
  "ending their life",
  "self-harm",
  "wish to be dead",
  "wished you were dead",
  "mettre fin à vos jours",
  "mettre fin à ses jours",
  "vous faire du mal",
  "se faire du mal",
  "vous vaudriez mieux mort",
  "envie de mourir",
  "selbstmord",
  "suizid",
  "das leben nehmen",
  "leid zufügen",
  "hacerse daño",
  "quitarse la vida",
  "mejor muerto",
  "انتحار",
  "تنتحر",
  "إيذاء نفسك",
  "إيذاء النفس",
  "تؤذي نفسك",
  "إنهاء حيات",
  "خودکشی",
  "آسیب رساندن به خود",
  "kujiua",
  "kujidhuru",
  "intihar",
  "i̇nti̇har", /* in capitals: each İ folds to two characters */
  "kendinize zarar",
  "самоубий",
  "суицид",
  "самогуб",
  "заподіяти собі",
  "isdil",
  "isdish",
  "ነፍሱ ከጥፍእ",
  "ነፍስኹም ከተጥፍኡ",
  "ነፍሲ ምጥፋእ",
  "ነፍሰ ቅትለት",
  NULL,
};

static gboolean
has_code (TamboElement *source)
{
  for (guint i = 0; i < tambo_element_get_n_children (source); i++)
    {
      TamboElement *child = tambo_element_get_child (source, i);
      const char *code;

      if (strcmp (tambo_element_get_name (child), "code") != 0)
        continue;
      code = tambo_form_source_get_text (child, "code");
      if (code != NULL && g_strv_contains (codes, code))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_words (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* By its code, or by its words in any language that it has. */
gboolean
tambo_form_item_asks_of_self_harm (TamboFormItem *self)
{
  g_auto (GStrv) languages = NULL;

  if (has_code (self->source))
    return TRUE;
  if (self->text == NULL)
    return FALSE;

  languages = tambo_texts_list_languages (self->text);
  for (guint i = 0; languages[i] != NULL; i++)
    if (has_words (tambo_texts_get (self->text, languages[i])))
      return TRUE;

  return FALSE;
}
