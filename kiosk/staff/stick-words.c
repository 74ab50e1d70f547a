/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/stick-words.h"

#include "content/base/error.h"

#include <glib/gi18n-lib.h>

static const struct
{
  TamboError code;
  const char *title;
  const char *advice;
} refusals[] = {
  { TAMBO_ERROR_STICK_FILE_SYSTEM,
    N_ ("This stick cannot be read here"),
    N_ ("Please use a FAT or exFAT stick.") },
  { TAMBO_ERROR_STICK_SEVERAL,
    N_ ("There is more than one stick"),
    N_ ("Please leave only one of them in the kiosk.") },
  { TAMBO_ERROR_STICK_EMPTY,
    N_ ("This stick has no room at all"),
    N_ ("It is broken, or it is no stick. Please use another one.") },
  { TAMBO_ERROR_STICK_TOO_LARGE,
    N_ ("This stick is too large"),
    N_ ("Please use one of 2 TB or less.") },
  { TAMBO_ERROR_STICK_UNREADABLE,
    N_ ("The stick cannot be read"),
    N_ ("It was pulled out, or it is damaged. Put it in again; if this stays, use another one.") },
  { TAMBO_ERROR_STICK_READ_ONLY,
    N_ ("Nothing can be written to this stick"),
    N_ ("Some sticks have a small switch on their side. Or use another one.") },
  { TAMBO_ERROR_STICK_BUSY,
    N_ ("The stick is still in use"),
    N_ ("Please wait a minute before you take it out.") },
  { TAMBO_ERROR_PACK_SIGNATURE,
    N_ ("This stick is not for this kiosk"),
    N_ ("Nobody whom this kiosk trusts has signed it. Ask whoever gave it to you.") },
  { TAMBO_ERROR_PACK_ROLLBACK,
    N_ ("The stick is older than what is here"),
    N_ ("Nothing was changed. Ask for a newer one.") },
  { TAMBO_ERROR_PACK_EXPIRED,
    N_ ("The stick is out of date"),
    N_ ("Nothing was changed. Ask for a newer one.") },
  { TAMBO_ERROR_PACK_UNKNOWN,
    N_ ("Something is missing on the stick"),
    N_ ("What says who signed the packs is not there. Ask for another stick.") },
  { TAMBO_ERROR_PACK_DIGEST,
    N_ ("A file on the stick is damaged"),
    N_ ("Nothing was changed. Copy the packs to the stick again, or use another one.") },
  { TAMBO_ERROR_PACK_INCOMPLETE,
    N_ ("A file on the stick is damaged"),
    N_ ("Nothing was changed. Copy the packs to the stick again, or use another one.") },
  { TAMBO_ERROR_PACK_SPACE,
    N_ ("There is not enough room"),
    N_ ("Choose fewer languages, or call whoever set up the kiosk.") },
  { TAMBO_ERROR_PACK_TOO_NEW,
    N_ ("The packs need a newer kiosk"),
    N_ ("Nothing was changed. Call whoever set up the kiosk.") },
  { TAMBO_ERROR_PACK_RECALLED,
    N_ ("The pack was recalled by its publisher"),
    N_ ("Nothing was changed. Ask for a newer stick.") },
  { TAMBO_ERROR_ENVELOPE_FORMAT,
    N_ ("The letters on the stick are damaged"),
    N_ ("All else was taken. Copy the letters to the stick again where they came from.") },
  { TAMBO_ERROR_ENVELOPE_QUOTA,
    N_ ("There are too many letters on the stick"),
    N_ ("All else was taken. Clear the stick, and save to it again.") },
};

static const struct
{
  GIOErrorEnum code;
  const char *title;
  const char *advice;
} failures[] = {
  { G_IO_ERROR_CANCELLED,
    N_ ("It was stopped"),
    N_ ("Nothing was changed: all is as it was before.") },
  { G_IO_ERROR_NOT_FOUND,
    N_ ("A file is missing on the stick"),
    N_ ("Nothing was changed. Copy the packs to the stick again, or use another one.") },
  { G_IO_ERROR_NO_SPACE,
    N_ ("There is not enough room"),
    N_ ("Use a stick with more room, or delete what is not needed from it.") },
  { G_IO_ERROR_READ_ONLY,
    N_ ("Nothing can be written to this stick"),
    N_ ("Some sticks have a small switch on their side. Or use another one.") },
  { G_IO_ERROR_PERMISSION_DENIED,
    N_ ("Nothing can be written to this stick"),
    N_ ("Some sticks have a small switch on their side. Or use another one.") },
  { G_IO_ERROR_CLOSED,
    N_ ("The network service of this kiosk does not run"),
    N_ ("Switch the kiosk off and on. If this stays, call whoever set it up.") },
  { G_IO_ERROR_NOT_CONNECTED,
    N_ ("The network service of this kiosk does not run"),
    N_ ("Switch the kiosk off and on. If this stays, call whoever set it up.") },
};

TamboStickWords
tambo_stick_words_for_error (const GError *error)
{
  TamboStickWords words = {
    _ ("This did not work"),
    _ ("Put the stick in again. If this stays, call whoever set up the kiosk."),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_error_matches (error, TAMBO_ERROR, (int) refusals[i].code))
      return (TamboStickWords){ _ (refusals[i].title), _ (refusals[i].advice) };
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    if (g_error_matches (error, G_IO_ERROR, (int) failures[i].code))
      return (TamboStickWords){ _ (failures[i].title), _ (failures[i].advice) };

  return words;
}

char *
tambo_stick_words_for_size (guint64 bytes)
{
  g_autofree char *size = g_format_size (bytes);

  return g_strdup_printf ("\xe2\x81\xa8%s\xe2\x81\xa9", size);
}

char *
tambo_stick_words_for_seconds (gint64 seconds)
{
  guint minutes = (guint) ((seconds + 59) / 60);

  if (minutes <= 1)
    return g_strdup (_ ("a minute at most"));

  return g_strdup_printf (ngettext ("about %u minute", "about %u minutes", minutes), minutes);
}
