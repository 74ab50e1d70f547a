/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/gateway.h"
#include "content/base/digest.h"
#include "content/base/error.h"

#include "mesh-dbus.h"
#include "tests/support/clinic.h"
#include "tests/support/log.h"

#include <libglib-testing/dbus-queue.h>

typedef struct
{
  GtDBusQueue *queue;
  TamboClinicStore *store;
  TamboVault *vault;
  TamboIntake *intake;
  TamboGateway *gateway;
  GDBusConnection *server; /* (nullable): the daemon's end, once it was asked something */
} Fixture;

static void
export_mesh (GtDBusQueue *queue)
{
  g_autoptr (GError) error = NULL;

  gt_dbus_queue_own_name (queue, "org.tambo.Mesh1");
  gt_dbus_queue_export_object (queue,
                               "/org/tambo/Mesh1",
                               tambo_dbus_mesh1_interface_info (),
                               &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboIntake) intake = NULL;

  fixture->queue = gt_dbus_queue_new ();
  gt_dbus_queue_connect (fixture->queue, NULL);
  export_mesh (fixture->queue);
  fixture->store = tambo_test_clinic_store_new (":memory:", 1);
  fixture->vault = tambo_test_vault_open (fixture->store);
  fixture->intake = tambo_test_intake_new (fixture->store, fixture->vault);
  fixture->gateway = tambo_gateway_new (gt_dbus_queue_get_client_connection (fixture->queue),
                                        fixture->store);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->server);
  g_object_run_dispose (G_OBJECT (fixture->gateway));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->gateway);
  g_assert_finalize_object (fixture->intake);
  g_object_unref (fixture->vault); /* the thread that opened it may still let go of it */
  g_assert_finalize_object (fixture->store);
  gt_dbus_queue_disconnect (fixture->queue, TRUE);
  gt_dbus_queue_free (fixture->queue);
}

/* The gateway acts in this thread, so the call arrives only while its context runs. */
static GDBusMethodInvocation *
pop (Fixture *fixture, const char *interface, const char *method, GVariant **out_parameters)
{
  GDBusMethodInvocation *invocation = NULL;

  while (!gt_dbus_queue_pop_message (fixture->queue, &invocation))
    g_main_context_iteration (NULL, FALSE);

  g_assert_cmpstr (g_dbus_method_invocation_get_interface_name (invocation), ==, interface);
  g_assert_cmpstr (g_dbus_method_invocation_get_method_name (invocation), ==, method);
  if (out_parameters != NULL)
    *out_parameters = g_variant_ref (g_dbus_method_invocation_get_parameters (invocation));

  return invocation;
}

static void
answer_properties (Fixture *fixture, const char *deployment)
{
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  GVariantDict properties;

  invocation = pop (fixture, "org.freedesktop.DBus.Properties", "GetAll", NULL);
  g_set_object (&fixture->server, g_dbus_method_invocation_get_connection (invocation));
  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "Deployment", "s", deployment);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@a{sv})",
                                                        g_variant_dict_end (&properties)));
}

static void
answer_take (Fixture *fixture, TamboEnvelope *envelope)
{
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  GVariantBuilder envelopes;

  invocation = pop (fixture, "org.tambo.Mesh1", "TakeEnvelopes", NULL);
  g_variant_builder_init (&envelopes, G_VARIANT_TYPE ("aay"));
  if (envelope != NULL)
    g_variant_builder_add_value (&envelopes,
                                 g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                           tambo_envelope_get_bytes (envelope),
                                                           TRUE));
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@aay)",
                                                        g_variant_builder_end (&envelopes)));
}

static TamboEnvelope *
answer_submit (Fixture *fixture)
{
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  g_autoptr (GVariant) parameters = NULL;
  g_autoptr (GVariant) child = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  TamboEnvelope *envelope;

  invocation = pop (fixture, "org.tambo.Mesh1", "SubmitEnvelope", &parameters);
  child = g_variant_get_child_value (parameters, 0);
  bytes = g_variant_get_data_as_bytes (child);
  envelope = tambo_envelope_parse (bytes, &error);
  g_assert_no_error (error);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(s)", tambo_envelope_get_id (envelope)));

  return envelope;
}

static char *
get_deployment (void)
{
  return tambo_hex_encode (tambo_test_deployment, sizeof tambo_test_deployment);
}

static void
wait_until_sent (Fixture *fixture, guint n)
{
  while (tambo_gateway_get_n_sent (fixture->gateway) < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_takes_and_receipts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deployment = get_deployment ();
  g_autoptr (TamboRequest) request = tambo_test_request_new ();
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (request, 7, 1);
  g_autoptr (TamboEnvelope) note = NULL;
  g_autoptr (TamboEnvelope) receipt = NULL;
  g_autoptr (GBytes) waiting = NULL;
  gint64 row;

  tambo_gateway_start (fixture->gateway, fixture->intake);
  answer_properties (fixture, deployment);
  answer_take (fixture, envelope);
  note = answer_submit (fixture);
  receipt = answer_submit (fixture);
  wait_until_sent (fixture, 2);

  g_assert_cmpint (tambo_envelope_get_envelope_type (note), ==, TAMBO_ENVELOPE_REPLY);
  g_assert_cmpint (tambo_envelope_get_envelope_type (receipt), ==, TAMBO_ENVELOPE_RECEIPT);
  waiting = tambo_clinic_store_get_outgoing (fixture->store, 0, &row, NULL);
  g_assert_null (waiting);
}

static void
test_arrival_signal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deployment = get_deployment ();
  g_autoptr (TamboRequest) request = tambo_test_request_new ();
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (request, 7, 1);
  g_autoptr (TamboEnvelope) note = NULL;
  g_autoptr (TamboEnvelope) receipt = NULL;
  g_autoptr (GError) error = NULL;

  tambo_gateway_start (fixture->gateway, fixture->intake);
  answer_properties (fixture, deployment);
  answer_take (fixture, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_dbus_connection_emit_signal (fixture->server,
                                 NULL,
                                 "/org/tambo/Mesh1",
                                 "org.tambo.Mesh1",
                                 "EnvelopesArrived",
                                 NULL,
                                 &error);
  g_assert_no_error (error);
  answer_take (fixture, envelope);
  note = answer_submit (fixture);
  receipt = answer_submit (fixture);
  wait_until_sent (fixture, 2);
}

/* A daemon that serves somebody else's deployment is not spoken to. */
static void
test_other_deployment (Fixture *fixture, gconstpointer data)
{
  tambo_test_expect_warning ("*of no use: config");
  tambo_gateway_start (fixture->gateway, fixture->intake);
  answer_properties (fixture, "ffffffffffffffffffffffffffffffff");
  while (!tambo_gateway_is_connected (fixture->gateway))
    g_main_context_iteration (NULL, TRUE);
  tambo_test_assert_expected_warnings ();
  g_assert_cmpuint (gt_dbus_queue_get_n_messages (fixture->queue), ==, 0);
}

/* What the daemon refuses stays, and holds up nothing behind it. */
static void
test_refused_submit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deployment = get_deployment ();
  g_autoptr (TamboRequest) request = tambo_test_request_new ();
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (request, 7, 1);
  g_autoptr (TamboEnvelope) receipt = NULL;
  g_autoptr (GDBusMethodInvocation) invocation = NULL;
  g_autoptr (GBytes) waiting = NULL;
  gint64 row;

  tambo_test_expect_warning ("*not taken: envelope.quota");
  tambo_gateway_start (fixture->gateway, fixture->intake);
  answer_properties (fixture, deployment);
  answer_take (fixture, envelope);
  invocation = pop (fixture, "org.tambo.Mesh1", "SubmitEnvelope", NULL);
  g_dbus_method_invocation_return_error_literal (invocation,
                                                 TAMBO_ERROR,
                                                 TAMBO_ERROR_ENVELOPE_QUOTA,
                                                 "Full");
  receipt = answer_submit (fixture);
  wait_until_sent (fixture, 1);
  tambo_test_assert_expected_warnings ();
  waiting = tambo_clinic_store_get_outgoing (fixture->store, 0, &row, NULL);
  g_assert_nonnull (waiting);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  tambo_test_log_init ();

#define add_test(path, func) \
  g_test_add ("/clinic/gateway/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("takes-and-receipts", test_takes_and_receipts);
  add_test ("arrival-signal", test_arrival_signal);
  add_test ("other-deployment", test_other_deployment);
  add_test ("refused-submit", test_refused_submit);
#undef add_test

  return g_test_run ();
}
