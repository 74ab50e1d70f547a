/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/hello.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define MAX_SIZE (128 * 1024)
#define MAX_PACKS 1000
#define MAX_ADDRESSES 16
#define MAX_ADDRESS 64
#define MAX_BOOT 64
#define MAX_CONTACT_AGE ((gint64) 10 * 365 * 24 * 3600)
#define MAX_HOPS 100

/**
 * TamboHello:
 *
 * What kiosks say to each other every few seconds: that they live, what they hold, whom they can
 * reach. Immutable once it is sent or received.
 */
struct _TamboHello
{
  GObject parent_instance;

  char *boot; /* (owned) another one after each start */
  guint64 trust;
  GArray *packs;        /* (owned) (element-type TamboHelloPack) */
  GPtrArray *addresses; /* (owned) (element-type utf8) with a last %NULL */
  gint64 contact_age_s;
  int gateway_hops;
  gint64 hub_age_s;
};

G_DEFINE_FINAL_TYPE (TamboHello, tambo_hello, G_TYPE_OBJECT)

static void
pack_clear (gpointer data)
{
  TamboHelloPack *pack = data;

  g_free ((char *) pack->id);
}

static void
tambo_hello_finalize (GObject *object)
{
  TamboHello *self = TAMBO_HELLO (object);

  g_clear_pointer (&self->boot, g_free);
  g_clear_pointer (&self->packs, g_array_unref);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_hello_parent_class)->finalize (object);
}

static void
tambo_hello_class_init (TamboHelloClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_hello_finalize;
}

static void
tambo_hello_init (TamboHello *self)
{
  self->packs = g_array_new (FALSE, FALSE, sizeof (TamboHelloPack));
  g_array_set_clear_func (self->packs, pack_clear);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->addresses, NULL);
  self->contact_age_s = TAMBO_HELLO_NEVER;
  self->gateway_hops = TAMBO_HELLO_NEVER;
  self->hub_age_s = TAMBO_HELLO_NEVER;
}

/**
 * tambo_hello_new:
 * @boot: random text that is another one after each start
 * @trust: version of the trusted metadata, 0 if there is none
 */
TamboHello *
tambo_hello_new (const char *boot, guint64 trust)
{
  TamboHello *self;

  g_return_val_if_fail (boot != NULL && strlen (boot) <= MAX_BOOT, NULL);

  self = g_object_new (TAMBO_TYPE_HELLO, NULL);
  self->boot = g_strdup (boot);
  self->trust = trust;

  return self;
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL, "A hello with %s", what);

  return FALSE;
}

/* Of what is written in a hello nothing needs more than this, and canonical JSON escapes nothing.
 */
static gboolean
is_plain (const char *text, gsize max_length)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (!g_ascii_isprint (*c))
        return FALSE;
    }

  return strlen (text) <= max_length;
}

static gboolean
read_number (JsonArray *array, guint index, gint64 max, gint64 *out_number)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  *out_number = json_node_get_int (node);

  return *out_number >= 0 && *out_number <= max;
}

static gboolean
read_packs (TamboHello *self, JsonObject *object, GError **error)
{
  JsonArray *packs;

  if (!tambo_json_object_get_array (object, "packs", &packs, error))
    return FALSE;
  if (json_array_get_length (packs) > MAX_PACKS)
    return refuse (error, "too many packs");

  for (guint i = 0; i < json_array_get_length (packs); i++)
    {
      JsonNode *node = json_array_get_element (packs, i);
      JsonArray *pack = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      const char *id;
      gint64 version;
      gint64 gen;

      if (pack == NULL || json_array_get_length (pack) != 3)
        return refuse (error, "a pack that is not [id, version, gen]");

      id = tambo_json_array_get_string (pack, 0, error);
      if (id == NULL)
        return FALSE;
      if (!is_plain (id, TAMBO_LIMIT_PACK_ID) || !read_number (pack, 1, G_MAXUINT, &version) ||
          !read_number (pack, 2, G_MAXINT64, &gen))
        return refuse (error, "a pack that cannot be");

      tambo_hello_add_pack (self, id, (guint) version, (guint64) gen);
    }

  return TRUE;
}

static gboolean
read_addresses (TamboHello *self, JsonObject *object, GError **error)
{
  g_auto (GStrv) addresses = NULL;

  if (!tambo_json_object_get_strings (object, "addresses", MAX_ADDRESSES, &addresses, error))
    return FALSE;

  for (char **address = addresses; *address != NULL; address++)
    {
      if (!is_plain (*address, MAX_ADDRESS))
        return refuse (error, "an address that cannot be");

      tambo_hello_add_address (self, *address);
    }

  return TRUE;
}

static gboolean
read_object (TamboHello *self, JsonObject *object, GError **error)
{
  const char *boot;
  gint64 proto;
  gint64 trust;
  gint64 hops;

  if (!tambo_json_object_get_int (object, "proto", 0, G_MAXINT, &proto, error))
    return FALSE;
  if (proto != TAMBO_HELLO_PROTOCOL)
    return refuse (error, "another protocol");

  if (!tambo_json_object_get_string (object, "boot", &boot, error) ||
      !tambo_json_object_get_int (object, "trust", 0, G_MAXINT64, &trust, error) ||
      !tambo_json_object_get_int (object,
                                  "age-of-clinic-contact",
                                  TAMBO_HELLO_NEVER,
                                  MAX_CONTACT_AGE,
                                  &self->contact_age_s,
                                  error) ||
      !tambo_json_object_get_int (object,
                                  "gateway-hops",
                                  TAMBO_HELLO_NEVER,
                                  MAX_HOPS,
                                  &hops,
                                  error) ||
      !tambo_json_object_find_int (object,
                                   "hub-age",
                                   TAMBO_HELLO_NEVER,
                                   MAX_CONTACT_AGE,
                                   &self->hub_age_s,
                                   error))
    return FALSE;

  if (!is_plain (boot, MAX_BOOT))
    return refuse (error, "a boot that cannot be");

  self->boot = g_strdup (boot);
  self->trust = (guint64) trust;
  self->gateway_hops = (int) hops;

  return read_packs (self, object, error) && read_addresses (self, object, error);
}

/**
 * tambo_hello_new_from_bytes:
 * @bytes: what a peer sent
 * @error: return location for a #GError
 *
 * Returns: (transfer full): a hello, or %NULL with %TAMBO_ERROR_PEER_PROTOCOL or an error of JSON
 *   set
 */
TamboHello *
tambo_hello_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (TamboHello) self = NULL;
  JsonObject *object;

  g_return_val_if_fail (bytes != NULL, NULL);

  json = tambo_json_parse (bytes, MAX_SIZE, error);
  object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (object == NULL)
    return NULL;

  self = g_object_new (TAMBO_TYPE_HELLO, NULL);
  if (!read_object (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_packs (JsonBuilder *builder, GArray *packs)
{
  json_builder_set_member_name (builder, "packs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < packs->len; i++)
    {
      const TamboHelloPack *pack = &g_array_index (packs, TamboHelloPack, i);

      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, pack->id);
      json_builder_add_int_value (builder, pack->version);
      json_builder_add_int_value (builder, (gint64) pack->have_gen);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

GBytes *
tambo_hello_to_bytes (TamboHello *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (TAMBO_IS_HELLO (self), NULL);

  json_builder_begin_object (builder);
  add_int (builder, "proto", TAMBO_HELLO_PROTOCOL);
  json_builder_set_member_name (builder, "boot");
  json_builder_add_string_value (builder, self->boot);
  add_int (builder, "trust", (gint64) self->trust);
  add_packs (builder, self->packs);
  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_array (builder);
  for (guint i = 0; i + 1 < self->addresses->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (self->addresses, i));
  json_builder_end_array (builder);
  add_int (builder, "age-of-clinic-contact", self->contact_age_s);
  add_int (builder, "gateway-hops", self->gateway_hops);
  if (self->hub_age_s != TAMBO_HELLO_NEVER)
    add_int (builder, "hub-age", self->hub_age_s);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return tambo_json_write_canonical (root, NULL);
}

/* More packs than a hello holds are left out: the peer learns of them by their metadata. */
void
tambo_hello_add_pack (TamboHello *self, const char *id, guint version, guint64 have_gen)
{
  TamboHelloPack pack = { .version = version, .have_gen = have_gen & G_MAXINT64 };

  g_return_if_fail (TAMBO_IS_HELLO (self));
  g_return_if_fail (id != NULL);

  if (self->packs->len == MAX_PACKS)
    return;

  pack.id = g_strdup (id);
  g_array_append_val (self->packs, pack);
}

/* As `10.0.0.5:7443` or `[fd00::5]:7443`. */
void
tambo_hello_add_address (TamboHello *self, const char *address)
{
  g_return_if_fail (TAMBO_IS_HELLO (self));
  g_return_if_fail (address != NULL && strlen (address) <= MAX_ADDRESS);

  if (self->addresses->len == MAX_ADDRESSES + 1)
    return;

  g_ptr_array_insert (self->addresses, (int) self->addresses->len - 1, g_strdup (address));
}

/**
 * tambo_hello_set_clinic:
 * @self: a #TamboHello
 * @contact_age_s: seconds since a gateway was met, or %TAMBO_HELLO_NEVER
 * @gateway_hops: how many kiosks away one is, or %TAMBO_HELLO_NEVER
 */
void
tambo_hello_set_clinic (TamboHello *self, gint64 contact_age_s, int gateway_hops)
{
  g_return_if_fail (TAMBO_IS_HELLO (self));

  self->contact_age_s = CLAMP (contact_age_s, TAMBO_HELLO_NEVER, MAX_CONTACT_AGE);
  self->gateway_hops = CLAMP (gateway_hops, TAMBO_HELLO_NEVER, MAX_HOPS);
}

/**
 * tambo_hello_set_hub:
 * @answer_age_s: seconds since the deployment's hub last answered us, or is thought to have been
 *   within reach; %TAMBO_HELLO_NEVER if it is not
 */
void
tambo_hello_set_hub (TamboHello *self, gint64 answer_age_s)
{
  g_return_if_fail (TAMBO_IS_HELLO (self));

  self->hub_age_s = CLAMP (answer_age_s, TAMBO_HELLO_NEVER, MAX_CONTACT_AGE);
}

const char *
tambo_hello_get_boot (TamboHello *self)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), NULL);

  return self->boot;
}

guint64
tambo_hello_get_trust (TamboHello *self)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), 0);

  return self->trust;
}

guint
tambo_hello_get_n_packs (TamboHello *self)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), 0);

  return self->packs->len;
}

const TamboHelloPack *
tambo_hello_get_pack (TamboHello *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), NULL);
  g_return_val_if_fail (index < self->packs->len, NULL);

  return &g_array_index (self->packs, TamboHelloPack, index);
}

/* What a peer says of where kiosks are is a hint to try, like all addresses. */
const char *const *
tambo_hello_get_addresses (TamboHello *self)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), NULL);

  return (const char *const *) self->addresses->pdata;
}

gint64
tambo_hello_get_contact_age (TamboHello *self)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), TAMBO_HELLO_NEVER);

  return self->contact_age_s;
}

int
tambo_hello_get_gateway_hops (TamboHello *self)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), TAMBO_HELLO_NEVER);

  return self->gateway_hops;
}

/* %TAMBO_HELLO_NEVER: it cannot fetch from a hub. */
gint64
tambo_hello_get_hub_age (TamboHello *self)
{
  g_return_val_if_fail (TAMBO_IS_HELLO (self), TAMBO_HELLO_NEVER);

  return self->hub_age_s;
}
