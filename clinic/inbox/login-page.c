/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/pages.h"

/* @problem: (nullable): what was wrong with the last try, one of ours, marked for translators */
void
tambo_login_page_write (TamboPage *page, const char *problem)
{
  TamboWords *words = tambo_page_get_words (page);

  tambo_page_add (page, "<section class=\"card narrow\">");
  if (problem != NULL)
    tambo_page_add_problem (page, problem);
  tambo_page_add_words (page,
                        "p",
                        NULL,
                        N_ ("What people asked is kept locked. The clinic’s passphrase opens it."));
  tambo_page_add_form (page, "/login");
  tambo_page_add (
      page,
      "<label for=\"passphrase\">%s</label>"
      "<input type=\"password\" id=\"passphrase\" name=\"passphrase\" required autofocus"
      " maxlength=\"1000\"%s>"
      "<button class=\"primary\">%s</button></form></section>",
      tambo_words_get (words, N_ ("Passphrase")),
      problem != NULL ? " aria-describedby=problem" : "",
      tambo_words_get (words, N_ ("Log in")));
}

/* A page that only says something. @text is one of ours, marked for translators. */
void
tambo_message_page_write (TamboPage *page, const char *text)
{
  tambo_page_add (page, "<section class=\"card narrow\">");
  tambo_page_add_words (page, "p", NULL, text);
  tambo_page_add (page,
                  "<p><a href=\"/inbox\">%s</a></p></section>",
                  tambo_words_get (tambo_page_get_words (page), N_ ("Back to the inbox")));
}
