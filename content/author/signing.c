/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/signing.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/store/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_PASSPHRASE 1024
#define MAX_FILE (256 * TAMBO_KIB)

TamboPassphraseOptions tambo_passphrase_options = { NULL, -1 };

gboolean
tambo_signing_misused (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, args);
  va_end (args);

  return FALSE;
}

void
tambo_signing_wipe (char *passphrase)
{
  if (passphrase == NULL)
    return;

  sodium_memzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

/* The first line. Read byte by byte: what follows it may be for somebody else. */
static char *
read_line (int fd)
{
  g_autoptr (GString) line = g_string_sized_new (MAX_PASSPHRASE);
  char c;

  while (line->len < MAX_PASSPHRASE && read (fd, &c, 1) == 1 && c != '\n')
    if (c != '\r')
      g_string_append_c (line, c);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* Returns: (nullable): %NULL without a terminal */
static char *
ask (const char *question)
{
  struct termios before;
  struct termios silent;
  char *answer;
  int fd = isatty (STDIN_FILENO) ? open ("/dev/tty", O_RDWR | O_CLOEXEC) : -1;

  /* A script that has a terminal behind it must not hang on a question. */
  if (fd < 0 || tcgetattr (fd, &before) != 0)
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fd, TCSAFLUSH, &silent);
  dprintf (fd, "%s: ", question);
  answer = read_line (fd);
  dprintf (fd, "\n");
  tcsetattr (fd, TCSAFLUSH, &before);
  close (fd);

  return answer;
}

/* @out_given: whether an option named one. */
static gboolean
read_given (char **out_passphrase, gboolean *out_given, GError **error)
{
  const char *path = tambo_passphrase_options.file;
  int fd = tambo_passphrase_options.fd;

  *out_given = path != NULL || fd >= 0;
  *out_passphrase = NULL;
  if (!*out_given)
    return TRUE;

  if (path != NULL)
    fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      tambo_file_set_error (error, errno, path);
      return FALSE;
    }
  *out_passphrase = read_line (fd);
  if (path != NULL)
    close (fd);

  if (**out_passphrase != '\0')
    return TRUE;

  g_clear_pointer (out_passphrase, tambo_signing_wipe);
  return tambo_signing_misused (error, "the passphrase is empty");
}

gboolean
tambo_signing_choose_passphrase (char **out_passphrase, GError **error)
{
  gboolean given;
  gboolean same;
  char *again;

  if (!read_given (out_passphrase, &given, error))
    return FALSE;
  if (given)
    return TRUE;

  *out_passphrase = ask ("A passphrase for the keys, or nothing to leave them in the clear");
  if (*out_passphrase == NULL || **out_passphrase == '\0')
    {
      g_clear_pointer (out_passphrase, g_free);
      return TRUE;
    }
  again = ask ("The same once more");
  same = g_strcmp0 (*out_passphrase, again) == 0;
  tambo_signing_wipe (again);
  if (same)
    return TRUE;

  g_clear_pointer (out_passphrase, tambo_signing_wipe);
  return tambo_signing_misused (error, "these were two passphrases; nothing was made");
}

typedef gpointer (*OpenFunc) (const char *folder, const char *passphrase, GError **error);

/* Asks only if the keys turn out to be sealed. */
static gpointer
open_sealed (const char *folder, OpenFunc func, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *passphrase = NULL;
  gpointer opened;
  gboolean given;

  if (!read_given (&passphrase, &given, error))
    return NULL;

  opened = func (folder, passphrase, &local_error);
  if (opened == NULL && !given &&
      g_error_matches (local_error, TAMBO_ERROR, TAMBO_ERROR_PACK_PASSPHRASE))
    {
      passphrase = ask ("Passphrase");
      if (passphrase != NULL)
        {
          g_clear_error (&local_error);
          opened = func (folder, passphrase, &local_error);
        }
    }
  tambo_signing_wipe (passphrase);
  if (opened == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return opened;
}

TamboSigner *
tambo_signing_open (const char *folder, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  return open_sealed (folder, (OpenFunc) tambo_signer_open, error);
}

TamboKeyRing *
tambo_signing_open_ring (const char *folder, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  return open_sealed (folder, (OpenFunc) tambo_key_ring_open, error);
}

GBytes *
tambo_signing_read_file (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      tambo_file_set_error (error, errno, path);
      return NULL;
    }
  bytes = tambo_file_read_fd (fd, MAX_FILE, error);
  close (fd);

  return g_steal_pointer (&bytes);
}

TamboPublicKey *
tambo_signing_read_key (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = tambo_signing_read_file (path, error);
  TamboPublicKey *key = bytes != NULL ? tambo_public_key_new_from_bytes (bytes, error) : NULL;

  if (bytes != NULL && key == NULL)
    g_prefix_error (error, "%s is not what “tambo-pack key make” writes: ", path);

  return key;
}

GPtrArray *
tambo_signing_read_keys (char **paths, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (
      (GDestroyNotify) tambo_public_key_free);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      TamboPublicKey *key = tambo_signing_read_key (paths[i], error);

      if (key == NULL)
        return NULL;
      g_ptr_array_add (keys, key);
    }

  return g_steal_pointer (&keys);
}

/* A layout that a founder made for others has the root of the deployment beside it. */
static gboolean
join (const char *folder, const char *const *paths, GError **error)
{
  g_autofree char *mine = g_build_filename (folder, "1.root.json", NULL);
  g_autofree char *theirs = NULL;
  g_autoptr (GBytes) root = NULL;

  if (paths == NULL || paths[0] == NULL || g_file_test (mine, G_FILE_TEST_EXISTS))
    return TRUE;

  theirs = g_build_filename (paths[0], "root.json", NULL);
  if (!g_file_test (theirs, G_FILE_TEST_EXISTS))
    return tambo_signing_misused (error,
                                  "“%s” belongs to no deployment yet: name a folder with --from "
                                  "that has root.json in it, as “tambo-pack delegate -o” writes",
                                  folder);
  root = tambo_signing_read_file (theirs, error);
  if (root == NULL || !tambo_signer_join (folder, root, error))
    return FALSE;
  printf ("%s belongs to the deployment of %s now.\n", folder, theirs);

  return TRUE;
}

/* @out_any: set if there is something to publish. */
static gboolean
merge (TamboSigner *signer, const char *path, gboolean *out_any, GError **error)
{
  g_autoptr (TamboLayout) layout = tambo_layout_open (path, error);
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GPtrArray) roles = NULL;

  if (layout == NULL)
    return FALSE;
  if (tambo_layout_find_ref (layout, "trust:metadata") == NULL)
    return TRUE;

  files = tambo_layout_read_trust (layout, error);
  if (files == NULL ||
      !tambo_signer_merge (signer, files, tambo_signing_get_time (), &roles, error))
    return FALSE;
  for (guint i = 0; i < roles->len; i++)
    printf ("Took what “%s” signed from %s\n", (char *) roles->pdata[i], path);
  *out_any |= roles->len > 0;

  return TRUE;
}

TamboSigner *
tambo_signing_open_with (const char *folder,
                         const char *const *from,
                         const char *const *layouts,
                         GError **error)
{
  const char *const *const lists[] = { from, layouts };
  g_autoptr (TamboSigner) signer = NULL;
  gboolean any = FALSE;

  if (!join (folder, from, error))
    return NULL;
  signer = tambo_signing_open (folder, error);
  if (signer == NULL)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && lists[i][j] != NULL; j++)
      if (!merge (signer, lists[i][j], &any, error))
        return NULL;
  if (any && !tambo_signing_publish (signer, error))
    return NULL;

  return g_steal_pointer (&signer);
}

gboolean
tambo_signing_publish (TamboSigner *signer, GError **error)
{
  g_autoptr (GPtrArray) waiting = NULL;

  if (!tambo_signer_publish (signer, tambo_signing_get_time (), error))
    return FALSE;

  waiting = tambo_signer_get_waiting (signer);
  for (guint i = 0; i < waiting->len; i++)
    printf ("Signed as “%s”. Kiosks hear of it when the founder has taken it: they run “tambo-pack "
            "sign” with the folder that you write.\n",
            (char *) waiting->pdata[i]);

  return TRUE;
}

/* Seconds since 1970. A publisher's clock is taken as right: it is the one that kiosks learn
 * the time from. */
gint64
tambo_signing_get_time (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}
