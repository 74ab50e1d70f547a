/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/hub-challenge.h"

#include <string.h>

#define MAX_HEADER 4096

/* What is being read, and whose parameters come next. */
typedef struct
{
  const char *at;
  gboolean in_bearer;
} Reader;

static void
skip (Reader *reader, const char *what)
{
  reader->at += strspn (reader->at, what);
}

/* A token of RFC 9110, or nothing. */
static char *
read_word (Reader *reader)
{
  const char *start = reader->at;

  while (g_ascii_isalnum (*reader->at) ||
         (*reader->at != '\0' && strchr ("!#$%&'*+-.^_`|~", *reader->at) != NULL))
    reader->at++;

  return reader->at > start ? g_strndup (start, (gsize) (reader->at - start)) : NULL;
}

/* In quotation marks, with a backslash before what is meant as it stands. */
static char *
read_quoted (Reader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (reader->at++; *reader->at != '"'; reader->at++)
    {
      if (*reader->at == '\\')
        reader->at++;
      if (!g_ascii_isprint (*reader->at))
        return NULL;
      g_string_append_c (text, *reader->at);
    }
  reader->at++;

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
take_parameter (TamboHubChallenge *self, const char *name, char **value)
{
  char **place = NULL;

  if (g_ascii_strcasecmp (name, "realm") == 0)
    place = &self->realm;
  else if (g_ascii_strcasecmp (name, "service") == 0)
    place = &self->service;
  else if (g_ascii_strcasecmp (name, "scope") == 0)
    place = &self->scope;

  if (place != NULL && *place == NULL)
    *place = g_steal_pointer (value);
}

/* After a word: a value makes it a parameter, all else a scheme. */
static gboolean
read_rest (TamboHubChallenge *self, Reader *reader, const char *word)
{
  g_autofree char *value = NULL;

  skip (reader, " \t");
  if (*reader->at != '=')
    {
      reader->in_bearer = g_ascii_strcasecmp (word, "Bearer") == 0 && self->realm == NULL;
      self->has_basic = self->has_basic || g_ascii_strcasecmp (word, "Basic") == 0;
      return TRUE;
    }

  reader->at++;
  skip (reader, " \t");
  value = *reader->at == '"' ? read_quoted (reader) : read_word (reader);
  if (value == NULL)
    return FALSE;
  if (reader->in_bearer)
    take_parameter (self, word, &value);

  return TRUE;
}

/**
 * tambo_hub_challenge_parse:
 * @self: to fill; cleared before
 * @header: one or more challenges, with commas between them
 *
 * Returns: whether there is one in it that we can answer; else @self is empty
 */
gboolean
tambo_hub_challenge_parse (TamboHubChallenge *self, const char *header)
{
  Reader reader = { .at = header };

  memset (self, 0, sizeof *self);
  if (strlen (header) > MAX_HEADER)
    return FALSE;

  for (skip (&reader, ", \t"); *reader.at != '\0'; skip (&reader, ", \t"))
    {
      g_autofree char *word = read_word (&reader);

      if (word == NULL || !read_rest (self, &reader, word))
        {
          tambo_hub_challenge_clear (self);
          return FALSE;
        }
    }

  return self->has_basic || self->realm != NULL;
}

void
tambo_hub_challenge_clear (TamboHubChallenge *self)
{
  self->has_basic = FALSE;
  g_clear_pointer (&self->realm, g_free);
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->scope, g_free);
}
