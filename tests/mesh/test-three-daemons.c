/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/consult/receipt.h"
#include "tests/support/consult.h"
#include "tests/support/node.h"

#include <string.h>

#define PACK "org.tambo.cough"
#define SMALL_BODY (1024 + 48)

/* Two kiosks and the gateway of a clinic. Each tries the one before it. */
typedef struct
{
  TamboTestSite *site;    /* (owned) */
  TamboTestClinic clinic; /* (owned) */
  TamboTestNode *a;       /* (owned) */
  TamboTestNode *b;       /* (owned) */
  TamboTestNode *gateway; /* (owned) */
} Fixture;

static void
install_trust (Fixture *fixture, TamboTestNode *node)
{
  g_autofree char *problem = tambo_test_node_install (node, fixture->site, NULL);

  g_assert_cmpstr (problem, ==, "");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  tambo_test_clinic_init (&fixture->clinic, 1);
  fixture->site = tambo_test_site_new ();
  fixture->a = tambo_test_node_new (fixture->site);
  fixture->b = tambo_test_node_new (fixture->site);
  fixture->gateway = tambo_test_node_new (fixture->site);
  tambo_test_site_admit (fixture->site, fixture->a->pin, TAMBO_PART_KIOSK);
  tambo_test_site_admit (fixture->site, fixture->b->pin, TAMBO_PART_KIOSK);
  tambo_test_site_admit (fixture->site, fixture->gateway->pin, TAMBO_PART_GATEWAY);
  tambo_test_site_add_clinic (fixture->site, &fixture->clinic);
  tambo_test_site_add_pack (fixture->site, PACK, 1);
  tambo_test_site_publish (fixture->site);

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  tambo_test_node_start (fixture->gateway, fixture->site, fixture->b);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_node_free (fixture->a);
  tambo_test_node_free (fixture->b);
  tambo_test_node_free (fixture->gateway);
  tambo_test_site_free (fixture->site);
}

static guint
get_today (void)
{
  return tambo_day_from_unix (g_get_real_time () / G_USEC_PER_SEC);
}

static GBytes *
take_one (Fixture *fixture, const guint8 *key_id)
{
  g_autoptr (GVariant) envelopes = NULL;
  g_autoptr (GVariant) first = NULL;
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_take_envelopes_sync (fixture->gateway->mesh,
                                             g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                                        key_id,
                                                                        TAMBO_RECIPIENT_SIZE,
                                                                        1),
                                             &envelopes,
                                             NULL,
                                             &error);
  g_assert_no_error (error);
  if (g_variant_n_children (envelopes) == 0)
    return NULL;
  g_assert_cmpuint (g_variant_n_children (envelopes), ==, 1);
  first = g_variant_get_child_value (envelopes, 0);

  return g_variant_get_data_as_bytes (first);
}

static GBytes *
make_receipt (Fixture *fixture, const char *id, const guint8 *key_id)
{
  const char *ids[] = { id };
  guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE];
  g_autoptr (TamboEnvelope) receipt = NULL;

  g_assert_true (tambo_hex_decode (tambo_dbus_mesh1_get_deployment (fixture->gateway->mesh),
                                   deployment,
                                   sizeof deployment));
  receipt =
      tambo_receipt_new (ids, 1, deployment, key_id, fixture->clinic.identity_secret, get_today ());

  return g_bytes_ref (tambo_envelope_get_bytes (receipt));
}

static void
test_receipt_comes_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = tambo_test_noise (SMALL_BODY, 1);
  g_autoptr (TamboEnvelope) request = NULL;
  g_autoptr (GBytes) taken = NULL;
  g_autoptr (GBytes) left = NULL;
  g_autoptr (GBytes) receipt = NULL;
  g_autofree char *id = NULL;
  g_autofree char *receipt_id = NULL;
  g_autoptr (GError) error = NULL;
  guint8 key_id[TAMBO_RECIPIENT_SIZE];

  install_trust (fixture, fixture->a);
  install_trust (fixture, fixture->b);
  install_trust (fixture, fixture->gateway);
  tambo_envelope_key_id (fixture->clinic.intake, key_id);
  request = tambo_envelope_new (TAMBO_ENVELOPE_REQUEST, get_today (), key_id, body);
  id = tambo_test_node_submit (fixture->a, tambo_envelope_get_bytes (request), &error);
  g_assert_no_error (error);

  tambo_test_node_wait_for_status (fixture->gateway, id, 1);
  taken = take_one (fixture, key_id);
  g_assert_true (g_bytes_equal (taken, tambo_envelope_get_bytes (request)));

  receipt = make_receipt (fixture, id, key_id);
  receipt_id = tambo_test_node_submit (fixture->gateway, receipt, &error);
  g_assert_no_error (error);
  left = take_one (fixture, key_id);
  g_assert_null (left);

  tambo_test_node_wait_for_status (fixture->a, id, 3);
  tambo_test_node_wait_for_status (fixture->b, id, 3);
  g_assert_cmpint (tambo_dbus_mesh1_get_last_clinic_contact (fixture->a->mesh), >=, 0);
}

/* The metadata and the pack go from hand to hand; nobody but the first saw the stick. */
static void
test_pack_goes_on (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;

  install_trust (fixture, fixture->b);
  install_trust (fixture, fixture->gateway);
  problem = tambo_test_node_install (fixture->a, fixture->site, "*");
  g_assert_cmpstr (problem, ==, "");

  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);
  tambo_test_node_wait_for_pack (fixture->gateway, PACK, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  (void) tambo_error_quark ();

#define add_test(path, func) \
  g_test_add ("/mesh/three-daemons/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("receipt-comes-back", test_receipt_comes_back);
  add_test ("pack-goes-on", test_pack_goes_on);
#undef add_test

  return g_test_run ();
}
