/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/request-head.h"

#include "mesh/transfer/limits.h"

#include <string.h>

#define TOKEN_CHARACTERS \
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
#define MAX_LENGTH_DIGITS 9

static const struct
{
  const char *name;
  TamboVerb verb;
} verbs[] = {
  { "GET", TAMBO_VERB_GET },
  { "HEAD", TAMBO_VERB_HEAD },
  { "POST", TAMBO_VERB_POST },
  { "PUT", TAMBO_VERB_PUT },
};

/* Each takes the value of a header, and gives 0 or the status to refuse the request with. */
typedef guint (*TakeHeader) (TamboRequestHead *self, const char *value);

static guint
take_host (TamboRequestHead *self, const char *value)
{
  if (self->has_host)
    return 400;

  self->has_host = TRUE;

  return 0;
}

static guint
take_length (TamboRequestHead *self, const char *value)
{
  gsize n_digits = strspn (value, "0123456789");

  if (self->has_length || n_digits == 0 || value[n_digits] != '\0')
    return 400;

  self->has_length = TRUE;
  if (n_digits > MAX_LENGTH_DIGITS)
    return 413;

  self->length = (gsize) g_ascii_strtoull (value, NULL, 10);

  return self->length <= TAMBO_REQUEST_MAX_BODY ? 0 : 413;
}

/* Beside a length it is an attack; without one it is a body that we cannot bound. */
static guint
take_transfer_encoding (TamboRequestHead *self, const char *value)
{
  return self->has_length ? 400 : 411;
}

static guint
take_connection (TamboRequestHead *self, const char *value)
{
  if (g_ascii_strcasecmp (value, "close") == 0)
    self->closes = TRUE;
  else if (g_ascii_strcasecmp (value, "keep-alive") != 0)
    return 400;

  return 0;
}

static guint
take_expect (TamboRequestHead *self, const char *value)
{
  self->expects = (g_ascii_strcasecmp (value, "100-continue") == 0);

  return self->expects ? 0 : 417;
}

static guint
take_range (TamboRequestHead *self, const char *value)
{
  if (self->range != NULL)
    return 400;

  self->range = g_strdup (value);

  return 0;
}

static guint
take_ages (TamboRequestHead *self, const char *value)
{
  if (self->ages != NULL)
    return 400;

  self->ages = g_strdup (value);

  return 0;
}

static guint
refuse_upgrade (TamboRequestHead *self, const char *value)
{
  return 400;
}

static guint
refuse_content_encoding (TamboRequestHead *self, const char *value)
{
  return 415;
}

/* Headers that are not here are counted and forgotten. */
static const struct
{
  const char *name;
  TakeHeader take;
} headers[] = {
  { "Host", take_host },
  { "Content-Length", take_length },
  { "Transfer-Encoding", take_transfer_encoding },
  { "Connection", take_connection },
  { "Expect", take_expect },
  { "Range", take_range },
  { TAMBO_AGE_HEADER, take_ages },
  { "Upgrade", refuse_upgrade },
  { "Content-Encoding", refuse_content_encoding },
};

static gboolean
is_printable (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c != '\t' && !g_ascii_isprint (*c))
        return FALSE;
    }

  return TRUE;
}

static guint
parse_header (TamboRequestHead *self, char *line)
{
  gsize name_length = strspn (line, TOKEN_CHARACTERS);
  char *value;

  if (name_length == 0 || line[name_length] != ':' || !is_printable (line))
    return 400;

  line[name_length] = '\0';
  value = g_strstrip (line + name_length + 1);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      if (g_ascii_strcasecmp (line, headers[i].name) == 0)
        return headers[i].take (self, value);
    }

  return 0;
}

static guint
parse_version (const char *version)
{
  if (g_str_equal (version, "HTTP/1.1"))
    return 0;

  return g_str_has_prefix (version, "HTTP/") ? 505 : 400;
}

/* The route is found last of all, since a 404 keeps the connection and other refusals do not. */
static guint
parse_request_line (TamboRequestHead *self, const char *line, char **out_target)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  guint refusal;

  if (g_strv_length (words) != 3 || words[0][strspn (words[0], TOKEN_CHARACTERS)] != '\0' ||
      words[0][0] == '\0' || words[1][0] != '/' || !is_printable (line))
    return 400;

  refusal = parse_version (words[2]);
  if (refusal != 0)
    return refusal;
  if (strlen (words[1]) > TAMBO_REQUEST_MAX_PATH)
    return 414;

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (g_str_equal (words[0], verbs[i].name))
        self->verb = verbs[i].verb;
    }

  *out_target = g_strdup (words[1]);

  return 0;
}

/* Whether the body that is announced is one that the verb may have. */
static guint
check_body (TamboRequestHead *self)
{
  gboolean has_body = self->verb == TAMBO_VERB_POST || self->verb == TAMBO_VERB_PUT;

  if (!self->has_host)
    return 400;
  if (has_body && !self->has_length)
    return 411;
  if (!has_body && self->length > 0)
    return 400;

  return 0;
}

static guint
parse_lines (TamboRequestHead *self, char **lines, char **out_target)
{
  guint refusal = parse_request_line (self, lines[0], out_target);

  if (refusal != 0)
    return refusal;
  if (g_strv_length (lines) - 1 > TAMBO_REQUEST_MAX_HEADERS)
    return 431;

  for (char **line = lines + 1; *line != NULL; line++)
    {
      refusal = parse_header (self, *line);
      if (refusal != 0)
        return refusal;
    }

  return check_body (self);
}

/* Lines end in CRLF and in nothing else: what two readers could split in two ways is refused. */
static gboolean
is_cleanly_split (const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (data[i] == '\0' || (data[i] == '\r' && (i + 1 == length || data[i + 1] != '\n')) ||
          (data[i] == '\n' && (i == 0 || data[i - 1] != '\r')))
        return FALSE;
    }

  return TRUE;
}

/**
 * tambo_request_head_find_end:
 * @data: what was read so far
 * @length: of @data
 *
 * Returns: the length of the head with the empty line that ends it, 0 if that is not there yet
 */
gsize
tambo_request_head_find_end (const char *data, gsize length)
{
  for (gsize i = 3; i < length; i++)
    {
      if (data[i] == '\n' && data[i - 1] == '\r' && data[i - 2] == '\n' && data[i - 3] == '\r')
        return i + 1;
    }

  return 0;
}

TamboRequestHead *
tambo_request_head_new_refusal (guint status)
{
  TamboRequestHead *self = g_new0 (TamboRequestHead, 1);

  self->verb = TAMBO_VERB_GET;
  self->refusal = status;
  self->closes = TRUE;

  return self;
}

/**
 * tambo_request_head_parse:
 * @data: a head with its last, empty line
 * @length: of @data
 *
 * Reads a request of a peer by the limits of limits.h. Stricter than HTTP, since it is our own
 * client that speaks.
 *
 * Returns: (transfer full): a head; see its refusal
 */
TamboRequestHead *
tambo_request_head_parse (const char *data, gsize length)
{
  g_autoptr (TamboRequestHead) self = g_new0 (TamboRequestHead, 1);
  g_autofree char *text = NULL;
  g_autofree char *target = NULL;
  g_auto (GStrv) lines = NULL;
  char *query;
  guint refusal;

  g_return_val_if_fail (length >= strlen ("\r\n\r\n"), NULL);

  if (!is_cleanly_split (data, length))
    return tambo_request_head_new_refusal (400);

  text = g_strndup (data, length - strlen ("\r\n\r\n"));
  lines = g_strsplit (text, "\r\n", -1);
  refusal = lines[0] != NULL ? parse_lines (self, lines, &target) : 400;
  if (refusal != 0)
    return tambo_request_head_new_refusal (refusal);

  query = strchr (target, '?');
  if (query != NULL)
    *query++ = '\0';
  self->refusal = tambo_route_parse (&self->route, self->verb, target, query);

  return g_steal_pointer (&self);
}

/**
 * tambo_request_head_to_text:
 * @self: a #TamboRequestHead
 *
 * Writes the request that libsoup gets to see: of our own making, with nothing of the peer's in it
 * but a number.
 */
GString *
tambo_request_head_to_text (const TamboRequestHead *self)
{
  static const char *const names[] = {
    [TAMBO_VERB_OTHER] = "GET", [TAMBO_VERB_GET] = "GET", [TAMBO_VERB_HEAD] = "HEAD",
    [TAMBO_VERB_POST] = "POST", [TAMBO_VERB_PUT] = "PUT",
  };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s / HTTP/1.1\r\nHost: tambo\r\n", names[self->verb]);
  if (self->has_length && self->length > 0)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", self->length);
  if (self->expects && self->length > 0)
    g_string_append (text, "Expect: 100-continue\r\n");
  if (self->closes)
    g_string_append (text, "Connection: close\r\n");
  g_string_append (text, "\r\n");

  return text;
}

void
tambo_request_head_free (TamboRequestHead *self)
{
  tambo_route_clear (&self->route);
  g_free (self->range);
  g_free (self->ages);
  g_free (self);
}
