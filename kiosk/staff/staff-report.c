/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/staff-report.h"

#include "kiosk/staff/staff-line.h"

#include <glib/gi18n-lib.h>

/* What the kiosk knows about itself, as rows for staff. Counts and ages, never contents. */

#define SECONDS_A_DAY (24 * 60 * 60)

static void
append (GListStore *lines, const char *pictogram, const char *title, const char *detail)
{
  g_autoptr (TamboStaffLine) line = tambo_staff_line_new (pictogram, title, detail);

  g_list_store_append (lines, line);
}

/* "nobody yet" is said unless somebody has; a review of one thing does not speak for the others. */
static char *
describe_reviews (TamboPackConfig *config)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < tambo_pack_config_get_n_reviews (config); i++)
    {
      const TamboPackReview *review = tambo_pack_config_get_review (config, i);
      gboolean clinical = g_str_equal (review->what, "clinical");

      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, clinical ? _ ("Health facts") : _ ("Language"));
      if (review->language != NULL)
        g_string_append_printf (text, " (%s)", review->language);
      /* Translators: who has reviewed something. */
      g_string_append_printf (text, ": %s", review->who != NULL ? review->who : _ ("nobody yet"));
    }

  if (text->len == 0)
    g_string_append (text, _ ("Reviewed by nobody yet"));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What was here yesterday and is gone today needs a reason, until something newer takes its place.
 */
static void
append_recalled (GListStore *lines, TamboTrust *verified)
{
  g_autoptr (GPtrArray) packs = tambo_trust_list_packs (verified);

  for (guint i = 0; i < packs->len; i++)
    {
      const TamboPackTarget *pack = g_ptr_array_index (packs, i);
      const TamboPackTarget *newest = tambo_trust_find_pack (verified, pack->id, 0);
      g_autofree char *title = NULL;

      if (!pack->recalled || (newest != NULL && newest->version > pack->version))
        continue;

      /* Translators: the id of a pack, and its version. */
      title = g_strdup_printf (_ ("%s, version %u, was taken back"), pack->id, pack->version);
      append (lines,
              "warning",
              title,
              pack->reason != NULL ? pack->reason : _ ("Whoever published it has not said why."));
    }
}

/* What has run out is not hidden from visitors; staff are told how old it is. */
void
tambo_staff_report_trust (GListStore *lines, TamboKioskTrust *trust)
{
  TamboTrust *verified = tambo_kiosk_trust_get_trust (trust);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (
      tambo_trust_get_newest_time (verified));
  g_autofree char *date = g_date_time_format (time, "%Y-%m-%d");
  g_autofree char *title = NULL;

  if (tambo_trust_get_version (verified) == 0)
    {
      append (lines,
              "warning",
              _ ("Nothing is confirmed yet"),
              _ ("Films and checks appear when a stick or another kiosk brings them."));
      return;
    }

  if (tambo_kiosk_trust_get_now (trust) >= tambo_trust_get_expiry (verified))
    {
      /* Translators: a date, such as 2026-11-22. */
      title = g_strdup_printf (_ ("Not confirmed since %s"), date);
      append (lines,
              "warning",
              title,
              _ ("All that is here can still be used. Bring a newer stick, or connect the kiosk."));
    }
  else
    {
      /* Translators: a date, such as 2026-11-22. */
      title = g_strdup_printf (_ ("Confirmed on %s"), date);
      append (lines,
              "check",
              title,
              _ ("Whoever publishes for this kiosk has signed what is here."));
    }
  append_recalled (lines, verified);
}

/* (element-type TamboPack): those that can be opened here. */
void
tambo_staff_report_packs (GListStore *lines, GListModel *packs, const char *language)
{
  for (guint i = 0; i < g_list_model_get_n_items (packs); i++)
    {
      g_autoptr (TamboPack) pack = g_list_model_get_item (packs, i);
      TamboPackConfig *config = tambo_pack_get_config (pack);
      g_autofree char *languages = NULL;
      g_autofree char *reviews = describe_reviews (config);
      g_autofree char *title = NULL;
      g_autofree char *detail = NULL;

      languages = g_strjoinv (" ", (char **) tambo_pack_config_get_languages (config));
      /* Translators: the title of a pack, and its version. */
      title = g_strdup_printf (_ ("%s, version %u"),
                               tambo_texts_choose (tambo_pack_config_get_title (config), language),
                               tambo_pack_config_get_version (config));
      detail = g_strdup_printf ("%s · %s", languages, reviews);
      append (lines, "pack", title, detail);
    }
}

static void
append_heavy (GListStore *lines, const char *id, guint n)
{
  g_autofree char *title = g_strdup_printf (ngettext ("%u film may not play smoothly here",
                                                      "%u films may not play smoothly here",
                                                      n),
                                            n);

  append (lines, "warning", title, id);
}

/* @packs as the daemon's property of that name: those that are still arriving, or too much for
 * this machine. */
void
tambo_staff_report_transfers (GListStore *lines, GVariant *packs)
{
  GVariantIter iter;
  GVariant *pack = NULL;

  g_variant_iter_init (&iter, packs);
  while (g_variant_iter_loop (&iter, "@a{sv}", &pack))
    {
      g_autofree char *held_text = NULL;
      g_autofree char *bytes_text = NULL;
      g_autofree char *detail = NULL;
      const char *id = "";
      gboolean installed = FALSE;
      guint heavy = 0;
      guint64 bytes = 0;
      guint64 held = 0;

      g_variant_lookup (pack, "id", "&s", &id);
      g_variant_lookup (pack, "installed", "b", &installed);
      g_variant_lookup (pack, "bytes", "t", &bytes);
      g_variant_lookup (pack, "held", "t", &held);
      if (g_variant_lookup (pack, "heavy", "u", &heavy) && heavy > 0)
        append_heavy (lines, id, heavy);
      if (installed)
        continue;

      held_text = g_format_size (held);
      bytes_text = g_format_size (bytes);
      /* Translators: two sizes, such as "1.2 MB of 4.0 MB are here". */
      detail = g_strdup_printf (_ ("%s of %s are here"), held_text, bytes_text);
      append (lines, "waiting", id, detail);
    }
}

/* @peers as the daemon's property of that name. Addresses and keys say nothing to staff. */
void
tambo_staff_report_peers (GListStore *lines, GVariant *peers)
{
  GVariantIter iter;
  GVariant *peer = NULL;
  const char *pin = NULL;
  guint kiosks = 0;
  guint gateways = 0;
  g_autofree char *title = NULL;

  g_variant_iter_init (&iter, peers);
  while (g_variant_iter_loop (&iter, "{&s@a{sv}}", &pin, &peer))
    {
      const char *part = "";
      gboolean alive = FALSE;

      g_variant_lookup (peer, "alive", "b", &alive);
      g_variant_lookup (peer, "part", "&s", &part);
      if (alive && g_str_equal (part, "gateway"))
        gateways++;
      else if (alive)
        kiosks++;
    }

  title = g_strdup_printf (ngettext ("%u kiosk is near", "%u kiosks are near", kiosks), kiosks);
  append (lines,
          "peers",
          title,
          gateways > 0 ? _ ("A clinic is reached directly") : _ ("No clinic is reached directly"));
}

static char *
describe_contact (gint64 seconds)
{
  guint days;

  if (seconds < 0)
    return g_strdup (_ ("No clinic was reached yet"));
  if (seconds < SECONDS_A_DAY)
    return g_strdup (_ ("A clinic was reached in the last day"));

  days = (guint) (seconds / SECONDS_A_DAY);

  return g_strdup_printf (ngettext ("No clinic was reached for %u day",
                                    "No clinic was reached for %u days",
                                    days),
                          days);
}

void
tambo_staff_report_mailbox (GListStore *lines, TamboMeshClient *client)
{
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;
  guint waiting;
  guint carried;
  guint received;

  if (!tambo_mesh_client_is_present (client))
    {
      append (lines,
              "warning",
              _ ("The network service of this kiosk does not run"),
              _ ("Switch the kiosk off and on. If this stays, call whoever set it up."));
      return;
    }

  tambo_mesh_client_get_mailbox (client, &waiting, &carried, &received);
  title = g_strdup_printf (_ ("Letters: %u wait here, %u are on their way, %u were received"),
                           waiting,
                           carried,
                           received);
  detail = describe_contact (tambo_mesh_client_get_last_clinic_contact (client));
  append (lines, "send", title, detail);
}
