/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/ctl/commands.h"

#include <glib/gi18n.h>
#include <string.h>

/* What staff can do about it. */
static const struct
{
  int code;
  const char *cure;
} cures[] = {
  { TAMBO_ERROR_HUB_UNREACHABLE,
    N_ ("Is there internet here? If so, look at url in mesh.conf, and at IPAddressAllow= of "
        "tambo-meshd.service.") },
  { TAMBO_ERROR_HUB_CERTIFICATE,
    N_ ("Look at the clock of this machine. If the hub has an authority of its own, name it in "
        "mesh.conf with ca-file.") },
  { TAMBO_ERROR_HUB_REFUSED, N_ ("Look at user and password-file in mesh.conf.") },
  { TAMBO_ERROR_HUB_TOKEN, N_ ("Tell whoever runs the hub: its token server does not work.") },
  { TAMBO_ERROR_HUB_REDIRECT, N_ ("Tell whoever runs the hub: it sends kiosks astray.") },
  { TAMBO_ERROR_HUB_PROTOCOL, N_ ("Look at url in mesh.conf: is there a registry?") },
  { TAMBO_ERROR_HUB_BUSY, N_ ("Nothing: it is tried again later.") },
  { TAMBO_ERROR_HUB_STALLED, N_ ("The way to the hub is very slow. It is tried again.") },
  { TAMBO_ERROR_HUB_EMPTY,
    N_ ("Look at url in mesh.conf. If it is right, nobody used “tambo-pack push” there yet.") },
  { TAMBO_ERROR_PACK_ROLLBACK,
    N_ ("This kiosk knows newer packs than the hub. Tell the publisher to push again.") },
  { TAMBO_ERROR_PACK_SIGNATURE,
    N_ ("What is there belongs to another deployment. Look at url in mesh.conf.") },
  { TAMBO_ERROR_PACK_DIGEST, N_ ("Tell whoever runs the hub: files there are damaged.") },
};

static const char *
find_cure (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cures); i++)
    {
      if (g_error_matches (error, TAMBO_ERROR, cures[i].code))
        return _ (cures[i].cure);
    }

  return NULL;
}

/* @text: the bus name of an error and its message, with a blank between. */
static void
print_problem (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  g_autoptr (GError) error = NULL;
  const char *cure;

  if (parts[0] == NULL || parts[1] == NULL)
    return;

  error = g_dbus_error_new_for_dbus_error (parts[0], parts[1]);
  g_dbus_error_strip_remote_error (error);
  g_print ("              %s (%s)\n", error->message, tambo_error_get_word (error));
  cure = find_cure (error);
  if (cure != NULL)
    g_print ("              %s\n", cure);
}

/* Nothing, if there is no hub. */
void
tambo_ctl_print_hub (GVariant *hub)
{
  const char *url = NULL;
  const char *problem = "";
  gint64 answered = -1;
  g_autofree char *age = NULL;

  if (hub == NULL || !g_variant_lookup (hub, "url", "&s", &url))
    return;

  g_variant_lookup (hub, "error", "&s", &problem);
  g_variant_lookup (hub, "answered", "x", &answered);
  age = tambo_ctl_format_age (answered);
  g_print (_ ("Hub:          %s, last answer: %s\n"), url, age);
  print_problem (problem);
}
