/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/discovery/avahi-publisher.h"

#include <avahi-client/publish.h>
#include <avahi-common/error.h>
#include <sodium.h>

#define NAME_LENGTH 8
#define MAX_RENAMES 16

/**
 * TamboAvahiPublisher:
 *
 * Our one announcement: a random name that is new at each start, the port, and `v=1`. A name that
 * somebody else has is given up for another one.
 */
struct _TamboAvahiPublisher
{
  GObject parent_instance;

  char *name;             /* (owned) */
  AvahiClient *client;    /* (unowned) (nullable): while attached */
  AvahiEntryGroup *group; /* (owned) (nullable) */
  guint n_renames;
  guint16 port;
};

G_DEFINE_FINAL_TYPE (TamboAvahiPublisher, tambo_avahi_publisher, G_TYPE_OBJECT)

static void
draw_name (TamboAvahiPublisher *self)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

  g_free (self->name);
  self->name = g_malloc0 (NAME_LENGTH + 1);
  for (gsize i = 0; i < NAME_LENGTH; i++)
    self->name[i] = letters[randombytes_uniform (sizeof letters - 1)];
}

static int
add_service (TamboAvahiPublisher *self)
{
  return avahi_entry_group_add_service (self->group,
                                        AVAHI_IF_UNSPEC,
                                        AVAHI_PROTO_UNSPEC,
                                        0,
                                        self->name,
                                        TAMBO_AVAHI_SERVICE,
                                        NULL,
                                        NULL,
                                        self->port,
                                        "v=1",
                                        NULL);
}

static void
publish (TamboAvahiPublisher *self)
{
  int error = add_service (self);

  while (error == AVAHI_ERR_COLLISION && self->n_renames < MAX_RENAMES)
    {
      self->n_renames++;
      draw_name (self);
      error = add_service (self);
    }
  if (error == AVAHI_OK)
    error = avahi_entry_group_commit (self->group);
  if (error != AVAHI_OK)
    g_info ("discovery.publish failed (%d)", error);
}

static void
on_group_state (AvahiEntryGroup *group, AvahiEntryGroupState state, void *user_data)
{
  TamboAvahiPublisher *self = user_data;

  /* Also called from inside avahi_entry_group_new(). */
  if (self->group == NULL)
    return;

  if (state == AVAHI_ENTRY_GROUP_COLLISION && self->n_renames < MAX_RENAMES)
    {
      self->n_renames++;
      g_debug ("discovery.publish renamed");
      draw_name (self);
      avahi_entry_group_reset (group);
      publish (self);
    }
  else if (state == AVAHI_ENTRY_GROUP_ESTABLISHED)
    {
      self->n_renames = 0;
      g_debug ("discovery.publish established");
    }
}

static void
tambo_avahi_publisher_finalize (GObject *object)
{
  TamboAvahiPublisher *self = TAMBO_AVAHI_PUBLISHER (object);

  tambo_avahi_publisher_detach (self);
  g_free (self->name);

  G_OBJECT_CLASS (tambo_avahi_publisher_parent_class)->finalize (object);
}

static void
tambo_avahi_publisher_class_init (TamboAvahiPublisherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_avahi_publisher_finalize;
}

static void
tambo_avahi_publisher_init (TamboAvahiPublisher *self)
{
  draw_name (self);
}

TamboAvahiPublisher *
tambo_avahi_publisher_new (void)
{
  return g_object_new (TAMBO_TYPE_AVAHI_PUBLISHER, NULL);
}

const char *
tambo_avahi_publisher_get_name (TamboAvahiPublisher *self)
{
  g_return_val_if_fail (TAMBO_IS_AVAHI_PUBLISHER (self), NULL);

  return self->name;
}

void
tambo_avahi_publisher_set_port (TamboAvahiPublisher *self, guint16 port)
{
  g_return_if_fail (TAMBO_IS_AVAHI_PUBLISHER (self));

  self->port = port;
}

void
tambo_avahi_publisher_attach (TamboAvahiPublisher *self, AvahiClient *client)
{
  g_return_if_fail (TAMBO_IS_AVAHI_PUBLISHER (self));

  tambo_avahi_publisher_detach (self);

  self->client = client;
  self->group = avahi_entry_group_new (client, on_group_state, self);
  if (self->group == NULL)
    g_info ("discovery.publish failed (%d)", avahi_client_errno (client));
  else
    publish (self);
}

void
tambo_avahi_publisher_detach (TamboAvahiPublisher *self)
{
  g_return_if_fail (TAMBO_IS_AVAHI_PUBLISHER (self));

  g_clear_pointer (&self->group, avahi_entry_group_free);
  self->client = NULL;
}
