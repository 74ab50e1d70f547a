/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_HELLO_PROTOCOL 1
#define TAMBO_HELLO_NEVER (-1)

#define TAMBO_TYPE_HELLO (tambo_hello_get_type ())
G_DECLARE_FINAL_TYPE (TamboHello, tambo_hello, TAMBO, HELLO, GObject)

/* One pack that a peer holds, or is fetching. */
typedef struct
{
  const char *id;
  guint version;
  guint64 have_gen; /* changes when more of the pack is there */
} TamboHelloPack;

TamboHello *tambo_hello_new (const char *boot, guint64 trust);
TamboHello *tambo_hello_new_from_bytes (GBytes *bytes, GError **error);
GBytes *tambo_hello_to_bytes (TamboHello *self);

void tambo_hello_add_pack (TamboHello *self, const char *id, guint version, guint64 have_gen);
void tambo_hello_add_address (TamboHello *self, const char *address);
void tambo_hello_set_clinic (TamboHello *self, gint64 contact_age_s, int gateway_hops);
void tambo_hello_set_hub (TamboHello *self, gint64 answer_age_s);

const char *tambo_hello_get_boot (TamboHello *self);
guint64 tambo_hello_get_trust (TamboHello *self);
guint tambo_hello_get_n_packs (TamboHello *self);
const TamboHelloPack *tambo_hello_get_pack (TamboHello *self, guint index);
const char *const *tambo_hello_get_addresses (TamboHello *self);
gint64 tambo_hello_get_contact_age (TamboHello *self);
int tambo_hello_get_gateway_hops (TamboHello *self);
gint64 tambo_hello_get_hub_age (TamboHello *self);

G_END_DECLS
