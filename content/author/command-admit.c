/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"
#include "content/author/text-rules.h"

#include <stdio.h>
#include <string.h>

#define PIN_LENGTH 64

static char *site = NULL;
static char **kiosks = NULL;
static char **gateways = NULL;
static char **removed = NULL;

static const GOptionEntry options[] = {
  { "site", 0, 0, G_OPTION_ARG_STRING, &site, "Name of the site, in small letters", "SITE" },
  { "kiosk", 0, 0, G_OPTION_ARG_STRING_ARRAY, &kiosks, "Admit a kiosk (again for more)", "PIN" },
  { "gateway", 0, 0, G_OPTION_ARG_STRING_ARRAY, &gateways, "Admit a clinic's machine", "PIN" },
  { "remove", 0, 0, G_OPTION_ARG_STRING_ARRAY, &removed, "Admit this device no longer", "PIN" },
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

static void
remove_pin (GPtrArray *roster, const char *pin)
{
  for (guint i = roster->len; i > 0; i--)
    {
      TamboRosterEntry *entry = roster->pdata[i - 1];

      if (g_ascii_strcasecmp (entry->pin, pin) == 0)
        g_ptr_array_remove_index (roster, i - 1);
    }
}

static gboolean
check_pins (char **pins, GError **error)
{
  for (guint i = 0; pins != NULL && pins[i] != NULL; i++)
    {
      if (strlen (pins[i]) == PIN_LENGTH &&
          strspn (pins[i], "0123456789abcdefABCDEF") == PIN_LENGTH)
        continue;

      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   "“%s” is not a pin: 64 digits, as tambo-meshd --print-pin says them",
                   pins[i]);
      return FALSE;
    }

  return TRUE;
}

static void
admit (GPtrArray *roster, char **pins, TamboPart part)
{
  for (guint i = 0; pins != NULL && pins[i] != NULL; i++)
    {
      TamboRosterEntry *entry = g_new0 (TamboRosterEntry, 1);

      remove_pin (roster, pins[i]);
      entry->pin = g_ascii_strdown (pins[i], -1);
      entry->part = part;
      entry->since = tambo_day_from_unix (tambo_signing_get_time ());
      g_ptr_array_add (roster, entry);
    }
}

static gboolean
check_options (GError **error)
{
  if (site == NULL || !tambo_text_is_word (site))
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           "say with --site whose roster this is: small letters, digits, hyphens");
      return FALSE;
    }

  return check_pins (kiosks, error) && check_pins (gateways, error) && check_pins (removed, error);
}

static GPtrArray *
read_roster (TamboSigner *signer, const char *path, GError **error)
{
  GBytes *bytes = tambo_signer_get_file (signer, path);

  if (bytes != NULL)
    return tambo_roster_new_from_bytes (bytes, error);

  return g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_roster_entry_free);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (TamboSigner) signer = NULL;
  g_autoptr (GPtrArray) roster = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;

  if (!check_options (error))
    return FALSE;
  signer = tambo_signing_open (arguments[0], error);
  if (signer == NULL)
    return FALSE;
  path = g_strdup_printf ("roster/%s.json", site);
  roster = read_roster (signer, path, error);
  if (roster == NULL)
    return FALSE;

  for (guint i = 0; removed != NULL && removed[i] != NULL; i++)
    remove_pin (roster, removed[i]);
  admit (roster, kiosks, TAMBO_PART_KIOSK);
  admit (roster, gateways, TAMBO_PART_GATEWAY);
  bytes = tambo_roster_write (roster);
  if (!tambo_signer_set_file (signer, path, bytes, error) || !tambo_signing_publish (signer, error))
    return FALSE;

  printf ("%s: %u devices. Kiosks learn it from the next folder that “tambo-pack sign” writes.\n",
          path,
          roster->len);

  return TRUE;
}

const TamboCommand tambo_command_admit = {
  .name = "admit",
  .parameters = "DEPLOYMENT --site SITE",
  .summary = "Say which kiosks and gateways belong to a site",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
