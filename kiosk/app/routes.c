/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/app/routes.h"

#include "kiosk/attract/attract-screen.h"
#include "kiosk/attract/clock-screen.h"
#include "kiosk/consult/consult-screen.h"
#include "kiosk/home/home-screen.h"
#include "kiosk/language/language-screen.h"
#include "kiosk/leaflet/leaflet-screen.h"
#include "kiosk/places/places-screen.h"
#include "kiosk/player/player-screen.h"
#include "kiosk/replies/replies-screen.h"
#include "kiosk/screening/check-screen.h"
#include "kiosk/staff/staff-screen.h"
#include "kiosk/staff/stick-screen.h"
#include "kiosk/watch/watch-screen.h"

static GtkWidget *
build_attract (const TamboParts *parts, const char *parameter)
{
  return tambo_attract_screen_new (parts->languages, parts->stick_desk);
}

static GtkWidget *
build_clock (const TamboParts *parts, const char *parameter)
{
  return tambo_clock_screen_new ();
}

static GtkWidget *
build_language (const TamboParts *parts, const char *parameter)
{
  return tambo_language_screen_new (parts->languages, parts->session);
}

static GtkWidget *
build_home (const TamboParts *parts, const char *parameter)
{
  return tambo_home_screen_new (parts->library, parts->trust);
}

static GtkWidget *
build_ask (const TamboParts *parts, const char *parameter)
{
  return tambo_consult_screen_new (parts->session, parts->trust, parts->client);
}

static GtkWidget *
build_check (const TamboParts *parts, const char *parameter)
{
  return tambo_check_screen_new (parts->session, parts->library, parts->client, parameter);
}

static GtkWidget *
build_replies (const TamboParts *parts, const char *parameter)
{
  return tambo_replies_screen_new (parts->session,
                                   parts->client,
                                   parts->trust,
                                   parts->code_attempts);
}

static GtkWidget *
build_staff (const TamboParts *parts, const char *parameter)
{
  return tambo_staff_screen_new (parts->session,
                                 parts->client,
                                 parts->library,
                                 parts->stick_desk,
                                 parts->pin_attempts,
                                 parts->pin_path);
}

/* Not without the PIN, whichever way it is reached. */
static GtkWidget *
build_stick (const TamboParts *parts, const char *parameter)
{
  if (parts->stick_desk == NULL || !tambo_session_get_is_staff (parts->session))
    return build_staff (parts, NULL);

  return tambo_stick_screen_new (parts->stick_desk, tambo_session_get_language (parts->session));
}

static GtkWidget *
build_watch (const TamboParts *parts, const char *parameter)
{
  if (parts->library == NULL)
    return build_home (parts, NULL);

  return tambo_watch_screen_new (parts->session,
                                 G_LIST_MODEL (parts->library),
                                 TAMBO_BLOB_SOURCE (parts->library));
}

static GtkWidget *
build_places (const TamboParts *parts, const char *parameter)
{
  if (parts->library == NULL)
    return build_home (parts, NULL);

  return tambo_places_screen_new (parts->session,
                                  G_LIST_MODEL (parts->library),
                                  TAMBO_BLOB_SOURCE (parts->library));
}

/* @parameter: pack/item. What is not here any more leads home. */
static GtkWidget *
build_item (const TamboParts *parts, const char *parameter)
{
  TamboLibraryItem *item = NULL;
  TamboBlobSource *blobs = (TamboBlobSource *) parts->library;

  if (parts->library != NULL && parameter != NULL)
    item = tambo_library_find_item (parts->library, parameter);
  if (item == NULL)
    return build_home (parts, NULL);

  switch (tambo_library_item_get_kind (item))
    {
    case TAMBO_ITEM_VIDEO:
      return tambo_player_screen_new (parts->session,
                                      item,
                                      blobs,
                                      parts->decoder,
                                      parts->sound_sink);

    case TAMBO_ITEM_LEAFLET:
      return tambo_leaflet_screen_new (parts->session, item, blobs);

    case TAMBO_ITEM_PLACES:
      return build_places (parts, NULL);

    case TAMBO_ITEM_QUESTIONNAIRE:
      return build_check (parts, parameter);

    case TAMBO_ITEM_VALUESET:
    case TAMBO_ITEM_VOICES:
    default:
      return build_home (parts, NULL);
    }
}

/* Which screen opens for which word of the trail. */
static const TamboRoute routes[] = {
  { "ask", FALSE, build_ask },         { "attract", TRUE, build_attract },
  { "check", FALSE, build_check },     { "clock", TRUE, build_clock },
  { "home", FALSE, build_home },       { "language", FALSE, build_language },
  { "replies", FALSE, build_replies }, { "staff", FALSE, build_staff },
  { "stick", FALSE, build_stick },     { "item", FALSE, build_item },
  { "places", FALSE, build_places },   { "watch", FALSE, build_watch },
};

const TamboRoute *
tambo_route_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (routes[i].name, name))
      return &routes[i];

  return NULL;
}

/* For tests that look at every screen. */
const TamboRoute *
tambo_route_list (guint *out_n_routes)
{
  g_return_val_if_fail (out_n_routes != NULL, NULL);

  *out_n_routes = G_N_ELEMENTS (routes);

  return routes;
}
