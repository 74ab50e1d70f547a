/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/ctl/commands.h"

#include "content/base/error.h"
#include "mesh/ctl/json-output.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * tambo_ctl_fail:
 * @error: (transfer full)
 *
 * Says what went wrong, to people or to programs.
 *
 * Returns: the exit code for it
 */
int
tambo_ctl_fail (const TamboCtl *self, GError *error)
{
  g_autoptr (GError) owned = error;
  gboolean nobody = g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
                    g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);
  gboolean refused = error->domain == TAMBO_ERROR ||
                     g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);

  g_dbus_error_strip_remote_error (error);
  if (self->json)
    tambo_json_output_print_error (tambo_error_get_word (error), error->message);
  else if (nobody)
    g_printerr (_ ("The mesh daemon is not running. Try: systemctl start tambo-meshd\n"));
  else if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED))
    g_printerr (_ ("You may not do this. Members of the group tambo-admin may.\n"));
  else
    g_printerr ("tamboctl: %s (%s)\n", error->message, tambo_error_get_word (error));

  return refused ? TAMBO_CTL_REFUSED : TAMBO_CTL_IO;
}

/* (transfer full): "just now", "5 minutes ago". */
char *
tambo_ctl_format_age (gint64 seconds)
{
  if (seconds < 0)
    return g_strdup (_ ("never"));
  if (seconds < 60)
    return g_strdup (_ ("just now"));
  if (seconds < 2 * 3600)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) (seconds / 60)),
                            (int) (seconds / 60));
  if (seconds < 2 * 86400)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) (seconds / 3600)),
                            (int) (seconds / 3600));

  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) (seconds / 86400)),
                          (int) (seconds / 86400));
}

static const struct
{
  const char *state;
  const char *sentence;
} states[] = {
  { "starting", N_ ("Starting") },
  { "alone", N_ ("No other kiosk is near") },
  { "idle", N_ ("Connected; nothing to fetch") },
  { "fetching", N_ ("Fetching packs") },
};

static const char *
describe_state (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (g_strcmp0 (states[i].state, state) == 0)
        return _ (states[i].sentence);
    }

  return state != NULL ? state : "";
}

static guint
count_alive (GVariant *peers)
{
  GVariantIter iter;
  GVariant *peer;
  guint n = 0;

  g_variant_iter_init (&iter, peers);
  while (g_variant_iter_loop (&iter, "{s@a{sv}}", NULL, &peer))
    {
      gboolean alive = FALSE;

      g_variant_lookup (peer, "alive", "b", &alive);
      n += alive;
    }

  return n;
}

static guint
count_installed (GVariant *packs)
{
  guint n = 0;

  for (gsize i = 0; i < g_variant_n_children (packs); i++)
    {
      g_autoptr (GVariant) pack = g_variant_get_child_value (packs, i);
      gboolean installed = FALSE;

      g_variant_lookup (pack, "installed", "b", &installed);
      n += installed;
    }

  return n;
}

int
tambo_ctl_status (const TamboCtl *self, const char *const *words)
{
  static const char *const names[] = { "State",     "Deployment", "Peers",   "Packs",
                                       "Transfers", "Hub",        "Mailbox", "LastClinicContact",
                                       "Languages", NULL };
  GVariant *peers = tambo_dbus_mesh1_get_peers (self->mesh);
  GVariant *packs = tambo_dbus_mesh1_get_packs (self->mesh);
  const char *deployment = tambo_dbus_mesh1_get_deployment (self->mesh);
  g_autofree char *clinic = NULL;
  guint waiting = 0;
  guint carried = 0;

  if (self->json)
    {
      tambo_json_output_print_properties (G_DBUS_PROXY (self->mesh), names);
      return TAMBO_CTL_DONE;
    }

  clinic = tambo_ctl_format_age (tambo_dbus_mesh1_get_last_clinic_contact (self->mesh));
  g_variant_get (tambo_dbus_mesh1_get_mailbox (self->mesh), "(uuu)", &waiting, &carried, NULL);
  g_print (_ ("Mesh:         %s\n"), describe_state (tambo_dbus_mesh1_get_state (self->mesh)));
  g_print (_ ("Deployment:   %s\n"),
           deployment != NULL && deployment[0] != '\0' ? deployment
                                                       : _ ("none yet: install from a "
                                                            "stick first"));
  g_print (_ ("Kiosks near:  %u\n"), count_alive (peers));
  g_print (_ ("Packs here:   %u of %u\n"),
           count_installed (packs),
           (guint) g_variant_n_children (packs));
  tambo_ctl_print_hub (tambo_dbus_mesh1_get_hub (self->mesh));
  g_print (_ ("Questions:    %u wait here, %u on their way\n"), waiting, carried);
  g_print (_ ("Last clinic:  %s\n"), clinic);

  return TAMBO_CTL_DONE;
}

int
tambo_ctl_peers (const TamboCtl *self, const char *const *words)
{
  GVariant *peers = tambo_dbus_mesh1_get_peers (self->mesh);
  GVariantIter iter;
  const char *pin;
  GVariant *peer;

  if (self->json)
    {
      tambo_json_output_print (peers);
      return TAMBO_CTL_DONE;
    }
  if (g_variant_n_children (peers) == 0)
    {
      g_print (_ ("No other kiosk was met yet.\n"));
      return TAMBO_CTL_DONE;
    }

  g_print ("%-10s %-8s %-12s %-6s %-28s %s\n",
           _ ("Key"),
           _ ("Part"),
           _ ("State"),
           _ ("Packs"),
           _ ("Address"),
           _ ("Seen"));
  g_variant_iter_init (&iter, peers);
  while (g_variant_iter_loop (&iter, "{&s@a{sv}}", &pin, &peer))
    {
      gboolean alive = FALSE;
      const char *part = "";
      const char *address = "";
      gint64 seen = -1;
      guint packs = 0;
      g_autofree char *age = NULL;

      g_variant_lookup (peer, "alive", "b", &alive);
      g_variant_lookup (peer, "part", "&s", &part);
      g_variant_lookup (peer, "address", "&s", &address);
      g_variant_lookup (peer, "seen", "x", &seen);
      g_variant_lookup (peer, "packs", "u", &packs);
      age = tambo_ctl_format_age (seen);
      g_print ("%-10.8s %-8s %-12s %-6u %-28s %s\n",
               pin,
               part,
               alive ? _ ("answers") : _ ("silent"),
               packs,
               address,
               age);
    }

  return TAMBO_CTL_DONE;
}

static void
print_pack (GVariant *pack)
{
  const char *id = "";
  guint version = 0;
  gboolean installed = FALSE;
  guint64 bytes = 0;
  guint64 held = 0;
  guint heavy = 0;
  g_autofree const char **languages = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *size = NULL;
  g_autofree char *state = NULL;

  g_variant_lookup (pack, "id", "&s", &id);
  g_variant_lookup (pack, "version", "u", &version);
  g_variant_lookup (pack, "installed", "b", &installed);
  g_variant_lookup (pack, "bytes", "t", &bytes);
  g_variant_lookup (pack, "held", "t", &held);
  g_variant_lookup (pack, "heavy", "u", &heavy);
  g_variant_lookup (pack, "languages", "^a&s", &languages);
  joined = languages != NULL ? g_strjoinv (" ", (GStrv) languages) : g_strdup ("");
  size = g_format_size (bytes);
  if (installed && held >= bytes && heavy > 0)
    state = g_strdup_printf (_ ("here, %u heavy"), heavy);
  else if (installed && held >= bytes)
    state = g_strdup (_ ("here"));
  else
    state = g_strdup_printf (installed ? _ ("update %u %%") : _ ("fetching %u %%"),
                             bytes > 0 ? (guint) (100 * MIN (held, bytes) / bytes) : 0);
  g_print ("%-36s %-8u %-14s %-10s %s\n", id, version, state, size, joined);
}

int
tambo_ctl_packs (const TamboCtl *self, const char *const *words)
{
  GVariant *packs = tambo_dbus_mesh1_get_packs (self->mesh);

  if (self->json)
    {
      tambo_json_output_print (packs);
      return TAMBO_CTL_DONE;
    }
  if (g_variant_n_children (packs) == 0)
    {
      g_print (_ ("No packs are known here. Install some from a stick: tamboctl install FOLDER\n"));
      return TAMBO_CTL_DONE;
    }

  g_print ("%-36s %-8s %-14s %-10s %s\n",
           _ ("Pack"),
           _ ("Version"),
           _ ("State"),
           _ ("Size"),
           _ ("Languages"));
  for (gsize i = 0; i < g_variant_n_children (packs); i++)
    {
      g_autoptr (GVariant) pack = g_variant_get_child_value (packs, i);

      print_pack (pack);
    }

  return TAMBO_CTL_DONE;
}

int
tambo_ctl_mailbox (const TamboCtl *self, const char *const *words)
{
  static const char *const names[] = { "Mailbox", "LastClinicContact", NULL };
  guint waiting = 0;
  guint carried = 0;
  guint received = 0;
  g_autofree char *clinic = NULL;

  if (self->json)
    {
      tambo_json_output_print_properties (G_DBUS_PROXY (self->mesh), names);
      return TAMBO_CTL_DONE;
    }

  clinic = tambo_ctl_format_age (tambo_dbus_mesh1_get_last_clinic_contact (self->mesh));
  g_variant_get (tambo_dbus_mesh1_get_mailbox (self->mesh), "(uuu)", &waiting, &carried, &received);
  g_print (_ ("Wait here:                 %u\n"), waiting);
  g_print (_ ("Another kiosk has it too:  %u\n"), carried);
  g_print (_ ("A clinic has it:           %u\n"), received);
  g_print (_ ("A clinic was last reached: %s\n"), clinic);

  return TAMBO_CTL_DONE;
}

int
tambo_ctl_languages (const TamboCtl *self, const char *const *words)
{
  GError *error = NULL;
  g_autofree char *joined = NULL;

  if (words[0] != NULL &&
      !tambo_dbus_mesh1_call_set_languages_sync (self->mesh, words, NULL, &error))
    return tambo_ctl_fail (self, error);

  if (words[0] == NULL)
    words = tambo_dbus_mesh1_get_languages (self->mesh);
  if (self->json)
    tambo_json_output_print (g_variant_new_strv (words, -1));
  else
    {
      joined = g_strjoinv (" ", (GStrv) words);
      g_print ("%s\n", joined);
    }

  return TAMBO_CTL_DONE;
}

int
tambo_ctl_add_address (const TamboCtl *self, const char *const *words)
{
  GError *error = NULL;

  if (!tambo_dbus_mesh1_call_add_address_sync (self->mesh, words[0], NULL, &error))
    return tambo_ctl_fail (self, error);

  if (!self->json)
    g_print (_ ("It will be tried now. “tamboctl peers” shows whether it answers.\n"));

  return TAMBO_CTL_DONE;
}
