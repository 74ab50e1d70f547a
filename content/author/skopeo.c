/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/skopeo.h"

#include "content/base/error.h"
#include "content/base/file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "skopeo"
#define FATAL "level=fatal msg="

/**
 * TamboSkopeo:
 *
 * Copies what is in a layout to a registry, by the program skopeo. What it must know besides goes
 * into a folder that only we can read and that is gone afterwards: a password has no place among
 * the words of a command.
 */
struct _TamboSkopeo
{
  GObject parent_instance;

  TamboRegistryAddress *registry; /* (owned) */
  char *folder;                   /* (owned) */
  gboolean has_password;
  gboolean has_ca;
};

G_DEFINE_FINAL_TYPE (TamboSkopeo, tambo_skopeo, G_TYPE_OBJECT)

static char *
get_path (TamboSkopeo *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
tambo_skopeo_finalize (GObject *object)
{
  static const char *const names[] = { "auth.json", "layout", "certs/ca.crt", "certs", "" };
  TamboSkopeo *self = TAMBO_SKOPEO (object);

  for (gsize i = 0; self->folder != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = get_path (self, names[i]);

      g_remove (path);
    }
  g_free (self->folder);
  g_clear_pointer (&self->registry, tambo_registry_address_free);

  G_OBJECT_CLASS (tambo_skopeo_parent_class)->finalize (object);
}

static void
tambo_skopeo_class_init (TamboSkopeoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_skopeo_finalize;
}

static void
tambo_skopeo_init (TamboSkopeo *self)
{
}

TamboSkopeo *
tambo_skopeo_new (const TamboRegistryAddress *registry, GError **error)
{
  g_autoptr (TamboSkopeo) self = g_object_new (TAMBO_TYPE_SKOPEO, NULL);
  g_autofree char *program = g_find_program_in_path (PROGRAM);

  if (program == NULL)
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_NOT_FOUND,
                           "The program skopeo is not here. It is in the package of that name: "
                           "apt install skopeo");
      return NULL;
    }
  self->registry = tambo_registry_address_copy (registry);
  self->folder = g_dir_make_tmp ("tambo-push-XXXXXX", error);
  if (self->folder == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/* What containers-auth.json(5) says. */
static char *
write_auths (TamboSkopeo *self, const char *user, const char *password)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *pair = g_strconcat (user, ":", password, NULL);
  char *encoded = g_base64_encode ((const guint8 *) pair, strlen (pair));
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "auths");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, self->registry->authority);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "auth");
  json_builder_add_string_value (builder, encoded);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  sodium_memzero (pair, strlen (pair));
  sodium_memzero (encoded, strlen (encoded));
  g_free (pair);
  g_free (encoded);

  return text;
}

/**
 * tambo_skopeo_set_password:
 * @password_path: its first line is the password
 *
 * Without, skopeo takes what `skopeo login` has left, if anything.
 */
gboolean
tambo_skopeo_set_password (TamboSkopeo *self,
                           const char *user,
                           const char *password_path,
                           GError **error)
{
  g_autofree char *path = NULL;
  char *password;
  char *text;

  g_return_val_if_fail (TAMBO_IS_SKOPEO (self), FALSE);

  password = tambo_file_read_first_line (password_path, error);
  if (password == NULL)
    return FALSE;

  path = get_path (self, "auth.json");
  text = write_auths (self, user, password);
  self->has_password =
      g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, error);
  sodium_memzero (password, strlen (password));
  sodium_memzero (text, strlen (text));
  g_free (password);
  g_free (text);

  return self->has_password;
}

/* Who vouches for the registry, besides the system's authorities. */
gboolean
tambo_skopeo_set_ca_file (TamboSkopeo *self, const char *path, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  g_return_val_if_fail (TAMBO_IS_SKOPEO (self), FALSE);

  folder = get_path (self, "certs");
  copy = get_path (self, "certs/ca.crt");
  if (!g_file_get_contents (path, &text, &size, error))
    return FALSE;
  if (g_mkdir (folder, 0700) != 0)
    {
      tambo_file_set_error (error, errno, "Making a folder");
      return FALSE;
    }
  if (!g_file_set_contents (copy, text, (gssize) size, error))
    return FALSE;

  self->has_ca = TRUE;

  return TRUE;
}

/* Its last words, without the time and the level before them. */
static char *
find_reason (const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (guint i = g_strv_length (lines); i > 0; i--)
    {
      const char *fatal = strstr (lines[i - 1], FATAL);
      g_autofree char *quoted = NULL;
      gsize length;

      if (g_strstrip (lines[i - 1])[0] == '\0')
        continue;
      if (fatal == NULL)
        return g_strdup (lines[i - 1]);

      quoted = g_strdup (fatal + strlen (FATAL));
      length = strlen (quoted);
      if (length < 2 || quoted[0] != '"' || quoted[length - 1] != '"')
        return g_steal_pointer (&quoted);
      quoted[length - 1] = '\0';
      return g_strcompress (quoted + 1);
    }

  return g_strdup ("it does not say why");
}

/* What a publisher can do about it. */
static void
set_reason (GError **error, const char *reason)
{
  static const struct
  {
    const char *word;
    int code;
    const char *cure;
  } cures[] = {
    { "authentication required", TAMBO_ERROR_HUB_REFUSED, "Give --user and --password-file." },
    { "unauthorized", TAMBO_ERROR_HUB_REFUSED, "Look at --user and --password-file." },
    { "x509",
      TAMBO_ERROR_HUB_CERTIFICATE,
      "If its authority is your own, name it with --ca-file." },
    { "denied", TAMBO_ERROR_HUB_REFUSED, "This user may not write there." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cures); i++)
    {
      if (strstr (reason, cures[i].word) == NULL)
        continue;
      g_set_error (error, TAMBO_ERROR, cures[i].code, "%s\n%s", reason, cures[i].cure);
      return;
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, reason);
}

static gboolean
run (const char *const *argv, GError **error)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autofree char *reason = NULL;

  process = g_subprocess_newv (argv,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               error);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &output, error))
    return FALSE;
  if (g_subprocess_get_successful (process))
    return TRUE;

  reason = find_reason (output);
  set_reason (error, reason);

  return FALSE;
}

static void
add_word (GPtrArray *words, char *word)
{
  g_ptr_array_add (words, word);
}

/* A name without a colon, for that is where a name ends to skopeo. */
static gboolean
link_layout (TamboSkopeo *self, const char *layout_path, char **out_link, GError **error)
{
  g_autofree char *link = get_path (self, "layout");
  g_autofree char *target = g_canonicalize_filename (layout_path, NULL);

  g_remove (link);
  if (symlink (target, link) != 0)
    {
      tambo_file_set_error (error, errno, "Making a link");
      return FALSE;
    }
  *out_link = g_steal_pointer (&link);

  return TRUE;
}

/**
 * tambo_skopeo_copy:
 * @layout_path: the folder of an OCI image layout
 * @ref: of what to copy: a name and a tag, in the layout and below the prefix of the registry
 *
 * What the registry has already is not sent again.
 */
gboolean
tambo_skopeo_copy (TamboSkopeo *self, const char *layout_path, const char *ref, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const TamboRegistryAddress *registry = NULL;
  g_autofree char *link = NULL;

  g_return_val_if_fail (TAMBO_IS_SKOPEO (self), FALSE);

  if (!link_layout (self, layout_path, &link, error))
    return FALSE;

  registry = self->registry;
  add_word (words, g_strdup (PROGRAM));
  /* What is copied is signed in our own way. */
  add_word (words, g_strdup ("--insecure-policy"));
  add_word (words, g_strdup ("copy"));
  add_word (words, g_strdup ("--preserve-digests"));
  add_word (words, g_strdup ("--retry-times=3"));
  add_word (words,
            g_strdup_printf ("--dest-tls-verify=%s", registry->is_secure ? "true" : "false"));
  if (self->has_password)
    add_word (words, g_strdup_printf ("--dest-authfile=%s/auth.json", self->folder));
  if (self->has_ca)
    add_word (words, g_strdup_printf ("--dest-cert-dir=%s/certs", self->folder));
  add_word (words, g_strdup_printf ("oci:%s:%s", link, ref));
  add_word (words,
            g_strdup_printf ("docker://%s/%s/%s", registry->authority, registry->prefix, ref));
  add_word (words, NULL);

  return run ((const char *const *) words->pdata, error);
}
