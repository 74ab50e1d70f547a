/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/status.h"

#include "content/base/error.h"
#include "mesh/daemon/clock.h"

#include <string.h>

static const char *
name_part (TamboPart part)
{
  return part == TAMBO_PART_GATEWAY ? "gateway" : "kiosk";
}

GVariant *
tambo_status_list_peers (TamboNeighbourhood *neighbourhood, TamboTrust *trust)
{
  g_autoptr (GPtrArray) peers = tambo_neighbourhood_list (neighbourhood, FALSE);
  gint64 now = tambo_clock_boottime_ms ();
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sa{sv}}"));
  for (guint i = 0; i < peers->len; i++)
    {
      TamboPeer *peer = g_ptr_array_index (peers, i);
      TamboHello *hello = tambo_peer_get_hello (peer);
      g_autofree char *address = tambo_peer_format_address (peer);
      gint64 seen = MAX (0, now - tambo_peer_get_last_seen (peer)) / 1000;
      GVariantDict dict;

      g_variant_dict_init (&dict, NULL);
      g_variant_dict_insert (&dict, "alive", "b", tambo_peer_is_alive (peer));
      g_variant_dict_insert (&dict,
                             "part",
                             "s",
                             name_part (tambo_trust_get_part (trust, tambo_peer_get_pin (peer))));
      g_variant_dict_insert (&dict, "address", "s", address);
      g_variant_dict_insert (&dict, "seen", "x", seen);
      g_variant_dict_insert (&dict,
                             "packs",
                             "u",
                             hello != NULL ? tambo_hello_get_n_packs (hello) : 0);
      g_variant_dict_insert (&dict, "source", "s", tambo_peer_get_source (peer));
      g_variant_builder_add (&builder,
                             "{s@a{sv}}",
                             tambo_peer_get_pin (peer),
                             g_variant_dict_end (&dict));
    }

  return g_variant_builder_end (&builder);
}

static TamboWantedPack *
find_wanted (GPtrArray *packs, const char *id)
{
  for (guint i = 0; i < packs->len; i++)
    {
      TamboWantedPack *pack = g_ptr_array_index (packs, i);

      if (strcmp (pack->target->id, id) == 0)
        return pack;
    }

  return NULL;
}

static GVariant *
describe_pack (TamboShelf *shelf, const TamboPackTarget *target, TamboWantedPack *wanted)
{
  TamboInstalledPack *pack = tambo_catalog_find (tambo_shelf_get_catalog (shelf), target->id);
  TamboInstalledPack *before = tambo_catalog_find_before (tambo_shelf_get_catalog (shelf),
                                                          target->id);
  g_auto (GStrv) ours = tambo_shelf_get_languages (shelf);
  static const char *const none[] = { NULL };
  guint64 bytes = tambo_pack_target_get_bytes (target, (const char *const *) ours);
  guint64 held = 0;
  guint64 total = 0;
  guint heavy = 0;
  GVariantDict dict;

  if (pack != NULL)
    heavy = tambo_media_check_count_heavy (tambo_shelf_get_media_check (shelf),
                                           tambo_shelf_get_store (shelf),
                                           tambo_installed_pack_get_manifest (pack));
  if (pack != NULL && tambo_shelf_holds (shelf, target))
    held = bytes = tambo_installed_pack_get_bytes (pack);
  else if (wanted != NULL)
    tambo_wanted_pack_get_progress (wanted, &held, &total);
  if (total > 0)
    bytes = total;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", target->id);
  g_variant_dict_insert (&dict,
                         "version",
                         "u",
                         pack != NULL ? tambo_installed_pack_get_version (pack) : target->version);
  g_variant_dict_insert (&dict,
                         "manifest",
                         "s",
                         pack != NULL ? tambo_installed_pack_get_manifest (pack) : target->digest);
  g_variant_dict_insert (&dict, "installed", "b", pack != NULL);
  g_variant_dict_insert (&dict,
                         "languages",
                         "^as",
                         pack != NULL ? tambo_installed_pack_get_languages (pack) : none);
  g_variant_dict_insert (&dict, "bytes", "t", bytes);
  g_variant_dict_insert (&dict, "held", "t", held);
  g_variant_dict_insert (&dict, "heavy", "u", heavy);
  g_variant_dict_insert (&dict,
                         "before",
                         "u",
                         before != NULL ? tambo_installed_pack_get_version (before) : 0);
  g_variant_dict_insert (&dict, "removed", "b", tambo_shelf_holds_back (shelf, target));

  return g_variant_dict_end (&dict);
}

/* Those that the metadata names; what it names no more is not shown, recalled packs among it. */
GVariant *
tambo_status_list_packs (TamboShelf *shelf, TamboSyncDriver *driver)
{
  g_autoptr (GPtrArray) targets = tambo_shelf_list_targets (shelf);
  g_autoptr (GPtrArray) wanted = tambo_sync_driver_list_packs (driver);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < targets->len; i++)
    {
      const TamboPackTarget *target = g_ptr_array_index (targets, i);

      g_variant_builder_add_value (&builder,
                                   describe_pack (shelf, target, find_wanted (wanted, target->id)));
    }

  return g_variant_builder_end (&builder);
}

GVariant *
tambo_status_list_transfers (TamboSyncDriver *driver)
{
  g_autoptr (GArray) transfers = tambo_sync_driver_list_transfers (driver);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < transfers->len; i++)
    {
      const TamboSyncTransfer *transfer = &g_array_index (transfers, TamboSyncTransfer, i);
      GVariantDict dict;

      g_variant_dict_init (&dict, NULL);
      g_variant_dict_insert (&dict, "digest", "s", transfer->digest);
      g_variant_dict_insert (&dict, "pack", "s", transfer->pack);
      g_variant_dict_insert (&dict, "done", "t", transfer->done);
      g_variant_dict_insert (&dict, "total", "t", transfer->total);
      g_variant_dict_insert (&dict, "rate", "t", transfer->rate);
      g_variant_dict_insert (&dict, "source", "s", transfer->is_far ? "hub" : "peer");
      g_variant_builder_add_value (&builder, g_variant_dict_end (&dict));
    }

  return g_variant_builder_end (&builder);
}

/* The password has no business here, nor has the user. */
GVariant *
tambo_status_describe_hub (TamboHub *hub)
{
  const GError *error = tambo_hub_get_error (hub);
  g_autofree char *url = tambo_hub_get_url (hub);
  g_autofree char *name = error != NULL ? g_dbus_error_encode_gerror (error) : NULL;
  g_autofree char *problem = error != NULL ? g_strconcat (name, " ", error->message, NULL)
                                           : g_strdup ("");
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (url != NULL)
    g_variant_dict_insert (&dict, "url", "s", url);
  g_variant_dict_insert (&dict,
                         "state",
                         "s",
                         tambo_hub_state_to_string (tambo_hub_get_state (hub)));
  g_variant_dict_insert (&dict, "answered", "x", tambo_hub_get_answered (hub));
  g_variant_dict_insert (&dict, "error", "s", problem);

  return g_variant_dict_end (&dict);
}

GVariant *
tambo_status_get_mailbox (TamboMail *mail)
{
  g_autoptr (GError) error = NULL;
  guint waiting = 0;
  guint carried = 0;
  guint received = 0;

  if (!tambo_courier_get_mailbox (tambo_mail_get_courier (mail),
                                  &waiting,
                                  &carried,
                                  &received,
                                  &error))
    g_warning ("mail.count %s", tambo_error_get_word (error));

  return g_variant_new ("(uuu)", waiting, carried, received);
}

const char *
tambo_status_get_state (TamboNeighbourhood *neighbourhood, TamboSyncDriver *driver)
{
  g_autoptr (GPtrArray) alive = tambo_neighbourhood_list (neighbourhood, TRUE);

  if (tambo_sync_driver_is_busy (driver))
    return "fetching";

  return alive->len > 0 ? "idle" : "alone";
}
