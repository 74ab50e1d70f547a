/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/page.h"

struct _TamboPage
{
  TamboWords *words; /* (owned) */
  char *csrf;        /* (owned) (nullable): %NULL if nobody is logged in */
  GString *html;     /* (owned) */
};

/**
 * tambo_page_add:
 * @format: markup of ours, as for printf()
 *
 * All text arguments are escaped.
 */
void
tambo_page_add (TamboPage *self, const char *format, ...)
{
  g_autofree char *markup = NULL;
  va_list arguments;

  va_start (arguments, format);
  markup = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);

  g_string_append (self->html, markup);
}

/* @css_class may be %NULL. @text is one of ours, marked for translators. */
void
tambo_page_add_words (TamboPage *self, const char *element, const char *css_class, const char *text)
{
  tambo_page_add (self,
                  "<%s class=\"%s\">%s</%s>",
                  element,
                  css_class != NULL ? css_class : "",
                  tambo_words_get (self->words, text),
                  element);
}

/* Something that a screen reader says at once. @text is one of ours, marked for translators. */
void
tambo_page_add_problem (TamboPage *self, const char *text)
{
  tambo_page_add (self,
                  "<p class=\"problem\" role=\"alert\" id=\"problem\">%s</p>",
                  tambo_words_get (self->words, text));
}

static const char *
get_direction (const char *language)
{
  return tambo_words_language_is_right_to_left (language) ? "rtl" : "ltr";
}

/**
 * tambo_page_add_foreign:
 * @element: name of the element
 * @css_class: its class
 * @language: (nullable): of the text, BCP 47
 * @text: what somebody wrote
 *
 * Adds text in its own language and direction, apart from what is around it.
 */
void
tambo_page_add_foreign (TamboPage *self,
                        const char *element,
                        const char *css_class,
                        const char *language,
                        const char *text)
{
  if (language == NULL)
    tambo_page_add (self,
                    "<%s class=\"%s\" dir=\"auto\">%s</%s>",
                    element,
                    css_class,
                    text,
                    element);
  else
    tambo_page_add (self,
                    "<%s class=\"%s\" lang=\"%s\" dir=\"%s\">%s</%s>",
                    element,
                    css_class,
                    language,
                    get_direction (language),
                    text,
                    element);
}

/* Opens a form that says whose it is; the caller closes it. */
void
tambo_page_add_form (TamboPage *self, const char *action)
{
  tambo_page_add (self, "<form method=\"post\" action=\"%s\" autocomplete=\"off\">", action);
  if (self->csrf != NULL)
    tambo_page_add (self, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", self->csrf);
}

static void
add_navigation (TamboPage *self)
{
  tambo_page_add (self,
                  "<nav aria-label=\"%s\"><a href=\"/inbox\">%s</a><a href=\"/audit\">%s</a>",
                  tambo_words_get (self->words, N_ ("Pages")),
                  tambo_words_get (self->words, N_ ("Inbox")),
                  tambo_words_get (self->words, N_ ("Who did what")));
  tambo_page_add_form (self, "/logout");
  tambo_page_add (self,
                  "<button class=\"plain\">%s</button></form></nav>",
                  tambo_words_get (self->words, N_ ("Log out")));
}

/**
 * tambo_page_new:
 * @words: the reader's language
 * @title: of the page, one of ours, marked for translators
 * @csrf: (nullable): what forms must carry; %NULL if nobody is logged in
 */
TamboPage *
tambo_page_new (TamboWords *words, const char *title, const char *csrf)
{
  TamboPage *self = g_new0 (TamboPage, 1);
  const char *language = tambo_words_get_language (words);

  self->words = g_object_ref (words);
  self->csrf = g_strdup (csrf);
  self->html = g_string_new ("<!DOCTYPE html>\n");
  tambo_page_add (self,
                  "<html lang=\"%s\" dir=\"%s\"><head><meta charset=\"utf-8\">"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                  "<title>%s · Tambo</title><link rel=\"stylesheet\" href=\"/inbox.css\"></head>"
                  "<body><header><p class=\"brand\">Tambo</p>",
                  language,
                  get_direction (language),
                  tambo_words_get (words, title));
  if (csrf != NULL)
    add_navigation (self);
  tambo_page_add (self, "</header><main><h1>%s</h1>", tambo_words_get (words, title));

  return self;
}

void
tambo_page_free (TamboPage *self)
{
  g_object_unref (self->words);
  g_free (self->csrf);
  if (self->html != NULL)
    g_string_free (self->html, TRUE);
  g_free (self);
}

/* Returns: (transfer none) */
TamboWords *
tambo_page_get_words (TamboPage *self)
{
  return self->words;
}

static void
add_language_links (TamboPage *self)
{
  static const char *const offered[] = { "en", "fr", "ar" };

  tambo_page_add (self,
                  "<nav class=\"languages\" aria-label=\"%s\">",
                  tambo_words_get (self->words, N_ ("Language of these pages")));
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    tambo_page_add (self,
                    "<a href=\"/language/%s\" lang=\"%s\" dir=\"%s\"%s>%s</a>",
                    offered[i],
                    offered[i],
                    get_direction (offered[i]),
                    g_str_equal (offered[i], tambo_words_get_language (self->words))
                        ? " aria-current=true"
                        : "",
                    tambo_words_language_name (offered[i]));
  tambo_page_add (self, "</nav>");
}

/* Returns: (transfer full): the whole page */
GBytes *
tambo_page_finish (TamboPage *self)
{
  tambo_page_add (self, "</main><footer>");
  add_language_links (self);
  tambo_page_add (self, "</footer></body></html>\n");

  return g_string_free_to_bytes (g_steal_pointer (&self->html));
}
