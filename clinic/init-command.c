/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/clinic-config.h"
#include "clinic/commands.h"
#include "content/base/error.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSPHRASE_MIN 12
#define PASSPHRASE_MAX 1000
#define OPSLIMIT 3
#define MEMLIMIT ((gsize) 128 * 1024 * 1024)
#define KEY_DAYS 45 /* a kiosk that has no newer key after these sends nothing */
#define DEFAULT_ANSWERS_IN_DAYS 3

typedef struct
{
  char *config_dir;      /* (owned) */
  char *state_dir;       /* (owned) */
  char *id;              /* (owned) */
  GStrv names;           /* (owned): LANGUAGE=NAME */
  char *passphrase_file; /* (owned) */
  int answers_in_days;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->config_dir);
  g_free (options->state_dir);
  g_free (options->id);
  g_strfreev (options->names);
  g_free (options->passphrase_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  const GOptionEntry entries[] = {
    { "id", 0, 0, G_OPTION_ARG_STRING, &options->id, "Short name, such as north", "ID" },
    { "name",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &options->names,
      "Name in a language; may be given again",
      "LANGUAGE=NAME" },
    { "answers-in-days",
      0,
      0,
      G_OPTION_ARG_INT,
      &options->answers_in_days,
      "How long answers usually take (3)",
      "DAYS" },
    { "passphrase-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->passphrase_file,
      "Read the passphrase from the first line of a file; - is standard input",
      "FILE" },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config_dir, "Where clinic.conf is", "DIR" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &options->state_dir, "Where the data goes", "DIR" },
    { NULL },
  };

  options->answers_in_days = DEFAULT_ANSWERS_IN_DAYS;
  g_option_context_set_summary (context,
                                "Makes a clinic's keys and its database, both sealed under a "
                                "passphrase,\nand prints the record that the programme publishes.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, why);

  return FALSE;
}

static TamboTexts *
parse_names (GStrv names, GError **error)
{
  g_autoptr (GPtrArray) languages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      char *equals = strchr (names[i], '=');
      g_autofree char *language = NULL;

      language = equals != NULL ? g_strndup (names[i], (gsize) (equals - names[i])) : NULL;
      if (language == NULL || !tambo_language_is_valid (language) || equals[1] == '\0' ||
          !g_utf8_validate (equals, -1, NULL))
        {
          refuse (error, "--name wants a language and a name, such as fr=Clinique du Nord");
          return NULL;
        }
      g_ptr_array_add (languages, g_steal_pointer (&language));
      g_ptr_array_add (texts, equals + 1);
    }

  if (languages->len == 0)
    {
      refuse (error, "--name is missing");
      return NULL;
    }

  g_ptr_array_add (languages, NULL);
  g_ptr_array_add (texts, NULL);

  return tambo_texts_new ((const char *const *) languages->pdata,
                          (const char *const *) texts->pdata);
}

/* One line, without its end, into @line. */
static gboolean
read_line (FILE *file, char line[PASSPHRASE_MAX + 2], GError **error)
{
  setvbuf (file, NULL, _IONBF, 0);
  if (fgets (line, PASSPHRASE_MAX + 2, file) == NULL)
    return refuse (error, "There is no passphrase");

  line[strcspn (line, "\r\n")] = '\0';
  if (g_utf8_strlen (line, -1) < PASSPHRASE_MIN)
    return refuse (error, "The passphrase must have at least twelve characters");

  return TRUE;
}

static gboolean
ask (const char *question, char line[PASSPHRASE_MAX + 2], GError **error)
{
  struct termios usual;
  struct termios silent;
  gboolean done;

  if (tcgetattr (STDIN_FILENO, &usual) != 0)
    return refuse (error, "Give --passphrase-file, or run this in a terminal");

  silent = usual;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  fputs (question, stderr);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  done = read_line (stdin, line, error);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &usual);
  fputs ("\n", stderr);

  return done;
}

static gboolean
read_passphrase (const char *path, char line[PASSPHRASE_MAX + 2], GError **error)
{
  char again[PASSPHRASE_MAX + 2];
  gboolean done;
  FILE *file;

  if (path == NULL)
    {
      done = ask ("Passphrase: ", line, error) && ask ("Once more: ", again, error);
      if (done && strcmp (line, again) != 0)
        done = refuse (error, "These are two different passphrases");
      sodium_memzero (again, sizeof again);
      return done;
    }

  if (g_str_equal (path, "-"))
    return read_line (stdin, line, error);

  file = fopen (path, "r");
  if (file == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }

  done = read_line (file, line, error);
  fclose (file);

  return done;
}

/* From the day before: the kiosks' clocks may be behind. */
static void
make_intake_key (TamboIntakeKey *key, guint8 secret[TAMBO_KEY_SIZE])
{
  guint today = tambo_day_from_unix (g_get_real_time () / G_USEC_PER_SEC);

  crypto_box_keypair (key->key, secret);
  key->id = g_strdup_printf ("intake-%u", today);
  key->from_day = today - 1;
  key->to_day = today + KEY_DAYS;
}

static gboolean
found (TamboClinicStore *store,
       const Options *options,
       TamboTexts *name,
       const char *passphrase,
       GError **error)
{
  g_autoptr (TamboVault) vault = tambo_vault_new_random ();
  g_autoptr (TamboKeyring) keyring = NULL;
  g_autoptr (TamboClinicRecord) record = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  TamboIntakeKey key;
  guint8 identity[TAMBO_KEY_SIZE];
  guint8 identity_secret[crypto_sign_SECRETKEYBYTES];
  guint8 intake_secret[TAMBO_KEY_SIZE];

  crypto_sign_keypair (identity, identity_secret);
  make_intake_key (&key, intake_secret);
  keyring = tambo_keyring_new (identity_secret);
  tambo_keyring_add_intake (keyring, key.key, intake_secret);
  sodium_memzero (identity_secret, sizeof identity_secret);
  sodium_memzero (intake_secret, sizeof intake_secret);

  record = tambo_clinic_record_new (options->id,
                                    name,
                                    identity,
                                    &key,
                                    1,
                                    (guint) options->answers_in_days);
  g_free (key.id);
  wrapped = tambo_vault_wrap (vault, passphrase, OPSLIMIT, MEMLIMIT, error);

  return wrapped != NULL &&
         tambo_clinic_store_found (store, vault, wrapped, record, keyring, error);
}

static gboolean
is_id (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  return length > 0 && length <= 40 &&
         strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static int
print_record (TamboClinicStore *store)
{
  g_autoptr (GBytes) json = tambo_clinic_record_write (tambo_clinic_store_get_record (store));

  fwrite (g_bytes_get_data (json, NULL), 1, g_bytes_get_size (json), stdout);
  putchar ('\n');

  return TAMBO_EXIT_DONE;
}

static TamboClinicStore *
open_store (const char *config_dir, const char *state_dir, GError **error)
{
  g_autoptr (TamboClinicConfig) config = NULL;

  config = tambo_clinic_config_load (config_dir, state_dir, error);

  return config != NULL ? tambo_clinic_config_open_store (config, error) : NULL;
}

int
tambo_clinic_init_command (int argc, char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (TamboClinicStore) store = NULL;
  g_autoptr (TamboTexts) name = NULL;
  g_autoptr (GError) error = NULL;
  char passphrase[PASSPHRASE_MAX + 2];
  gboolean done;

  if (!parse_options (&options, &argc, &argv, &error))
    return tambo_clinic_report (error);
  if (!is_id (options.id) || options.answers_in_days < 1 || options.answers_in_days > 60)
    {
      refuse (&error, "--id wants a to z, 0 to 9 and -; --answers-in-days 1 to 60");
      return tambo_clinic_report (error);
    }

  name = parse_names (options.names, &error);
  store = name != NULL ? open_store (options.config_dir, options.state_dir, &error) : NULL;
  if (store == NULL)
    return tambo_clinic_report (error);
  if (tambo_clinic_store_is_founded (store))
    {
      fprintf (stderr, "tambo-clinic: there is a clinic here already; “show” prints its record\n");
      return TAMBO_EXIT_REFUSED;
    }

  done = read_passphrase (options.passphrase_file, passphrase, &error) &&
         found (store, &options, name, passphrase, &error);
  sodium_memzero (passphrase, sizeof passphrase);

  return done ? print_record (store) : tambo_clinic_report (error);
}

int
tambo_clinic_show_command (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (TamboClinicStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *state_dir = NULL;
  const GOptionEntry entries[] = {
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state_dir, "Where the data is", "DIR" },
    { NULL },
  };

  g_option_context_set_summary (context, "Prints the record that the programme publishes.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return tambo_clinic_report (error);

  store = open_store (NULL, state_dir, &error);
  if (store == NULL)
    return tambo_clinic_report (error);
  if (!tambo_clinic_store_is_founded (store))
    {
      fprintf (stderr, "tambo-clinic: there is no clinic here yet; “init” makes one\n");
      return TAMBO_EXIT_REFUSED;
    }

  return print_record (store);
}
