/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/daemon.h"

#include "content/base/error.h"
#include "content/consult/answer.h"
#include "content/consult/seal.h"
#include "content/trust/signer.h"
#include "mesh-dbus.h"
#include "tests/support/folder.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* Enough for a test; the real ones are in deployment.json. */
#define OPS 1
#define MEM (8 * 1024 * 1024)

struct _TamboTestDaemon
{
  GTestDBus *bus;              /* (owned) */
  GDBusConnection *server;     /* (owned) */
  GDBusConnection *client;     /* (owned) */
  TamboDBusMesh1 *skeleton;    /* (owned) */
  char *folder;                /* (owned) */
  TamboSigner *signer;         /* (owned) */
  TamboDeployment *deployment; /* (owned) */
  GPtrArray *packs;            /* (unowned) of TamboTestPack */
  GPtrArray *built;            /* (owned) of TamboPack */
  GHashTable *broken;          /* (owned) digests */
  GPtrArray *submitted;        /* (owned) of GBytes */
  GPtrArray *replies;          /* (owned) of TamboEnvelope */
  gboolean refuses;
  guint carried;
  guint8 intake_public[32];
  guint8 intake_secret[32];
  guint8 identity_secret[64]; /* of the clinic that was added last */
};

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static GBytes *
find_blob (TamboTestDaemon *self, const char *digest)
{
  for (guint i = 0; i < self->packs->len; i++)
    {
      GBytes *bytes = tambo_test_pack_find_blob (g_ptr_array_index (self->packs, i), digest);

      if (bytes != NULL)
        return bytes;
    }

  return NULL;
}

/* A file without a name; with one byte another if it was broken. */
static int
make_file (TamboTestDaemon *self, const char *digest, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (self->folder, "blob", NULL);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  int fd;

  if (g_hash_table_contains (self->broken, digest))
    data[g_bytes_get_size (bytes) / 2] ^= 1;
  g_assert_true (
      g_file_set_contents (path, (char *) data, (gssize) g_bytes_get_size (bytes), NULL));
  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);

  return fd;
}

static gboolean
on_open_blob (TamboTestDaemon *self,
              GDBusMethodInvocation *invocation,
              GUnixFDList *no_fds,
              const char *digest)
{
  g_autoptr (GUnixFDList) fds = NULL;
  GBytes *bytes = find_blob (self, digest);
  int fd;

  if (bytes == NULL)
    {
      g_dbus_method_invocation_return_error (invocation,
                                             TAMBO_ERROR,
                                             TAMBO_ERROR_PACK_UNKNOWN,
                                             "No blob %s",
                                             digest);
      return TRUE;
    }

  fd = make_file (self, digest, bytes);
  fds = g_unix_fd_list_new_from_array (&fd, 1);
  tambo_dbus_mesh1_complete_open_blob (self->skeleton, invocation, fds, g_variant_new_handle (0));

  return TRUE;
}

static gboolean
on_get_trust (TamboTestDaemon *self, GDBusMethodInvocation *invocation)
{
  g_autoptr (GHashTable) files = tambo_signer_get_files (self->signer);
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(say)"));
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    g_variant_builder_add (&builder,
                           "(s@ay)",
                           title,
                           g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
  tambo_dbus_mesh1_complete_get_trust (self->skeleton,
                                       invocation,
                                       g_variant_builder_end (&builder));

  return TRUE;
}

static gboolean
on_submit_envelope (TamboTestDaemon *self, GDBusMethodInvocation *invocation, GVariant *envelope)
{
  gsize size;
  gconstpointer data = g_variant_get_fixed_array (envelope, &size, 1);

  if (self->refuses)
    {
      g_dbus_method_invocation_return_error_literal (invocation,
                                                     TAMBO_ERROR,
                                                     TAMBO_ERROR_ENVELOPE_QUOTA,
                                                     "Full");
      return TRUE;
    }

  g_ptr_array_add (self->submitted, g_bytes_new (data, size));
  tambo_dbus_mesh1_complete_submit_envelope (self->skeleton,
                                             invocation,
                                             "00000000000000000000000000000000");

  return TRUE;
}

static gboolean
on_find_replies (TamboTestDaemon *self, GDBusMethodInvocation *invocation, GVariant *tag)
{
  gconstpointer wanted = g_variant_get_data (tag);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; i < self->replies->len; i++)
    {
      TamboEnvelope *reply = g_ptr_array_index (self->replies, i);

      if (g_variant_get_size (tag) == TAMBO_RECIPIENT_SIZE &&
          memcmp (tambo_envelope_get_recipient (reply), wanted, TAMBO_RECIPIENT_SIZE) == 0)
        g_variant_builder_add_value (&builder,
                                     g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                               tambo_envelope_get_bytes (reply),
                                                               TRUE));
    }
  tambo_dbus_mesh1_complete_find_replies (self->skeleton,
                                          invocation,
                                          g_variant_builder_end (&builder));

  return TRUE;
}

static gboolean
on_status (TamboTestDaemon *self, GDBusMethodInvocation *invocation, const char *const *ids)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{su}"));
  for (guint i = 0; ids[i] != NULL; i++)
    g_variant_builder_add (&builder, "{su}", ids[i], self->carried);
  tambo_dbus_mesh1_complete_status (self->skeleton, invocation, g_variant_builder_end (&builder));

  return TRUE;
}

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);

  g_assert_no_error (error);

  return connection;
}

static void export(TamboTestDaemon *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  self->skeleton = tambo_dbus_mesh1_skeleton_new ();
  g_signal_connect_swapped (self->skeleton, "handle-open-blob", G_CALLBACK (on_open_blob), self);
  g_signal_connect_swapped (self->skeleton, "handle-get-trust", G_CALLBACK (on_get_trust), self);
  g_signal_connect_swapped (self->skeleton,
                            "handle-submit-envelope",
                            G_CALLBACK (on_submit_envelope),
                            self);
  g_signal_connect_swapped (self->skeleton,
                            "handle-find-replies",
                            G_CALLBACK (on_find_replies),
                            self);
  g_signal_connect_swapped (self->skeleton, "handle-status", G_CALLBACK (on_status), self);
  tambo_dbus_mesh1_set_last_clinic_contact (self->skeleton, -1);
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton),
                                    self->server,
                                    "/org/tambo/Mesh1",
                                    &error);
  g_assert_no_error (error);

  reply = g_dbus_connection_call_sync (self->server,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", "org.tambo.Mesh1", 0),
                                       NULL,
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       &error);
  g_assert_no_error (error);
}

static void
found (TamboTestDaemon *self)
{
  g_autofree char *publisher = g_build_filename (self->folder, "publisher", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  self->signer = tambo_signer_found (publisher, NULL, get_now (), &error);
  g_assert_no_error (error);
  self->deployment = tambo_deployment_new_from_bytes (tambo_signer_get_file (self->signer,
                                                                             "deployment.json"),
                                                      &error);
  g_assert_no_error (error);

  self->deployment->argon2_ops = OPS;
  self->deployment->argon2_mem = MEM;
  bytes = tambo_deployment_write (self->deployment);
  tambo_signer_set_file (self->signer, "deployment.json", bytes, &error);
  g_assert_no_error (error);
  crypto_box_keypair (self->intake_public, self->intake_secret);
}

TamboTestDaemon *
tambo_test_daemon_new (void)
{
  TamboTestDaemon *self = g_new0 (TamboTestDaemon, 1);

  g_assert_cmpint (sodium_init (), >=, 0);
  self->folder = tambo_test_make_folder ();
  self->packs = g_ptr_array_new ();
  self->built = g_ptr_array_new_with_free_func (g_object_unref);
  self->broken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->submitted = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->replies = g_ptr_array_new_with_free_func (g_object_unref);
  self->carried = 1;
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->server = connect_to (self->bus);
  self->client = connect_to (self->bus);
  found (self);
  export(self);

  return self;
}

void
tambo_test_daemon_free (TamboTestDaemon *self)
{
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_signal_handlers_disconnect_by_data (self->skeleton, self);
  g_clear_object (&self->skeleton);
  g_dbus_connection_close_sync (self->client, NULL, NULL);
  g_dbus_connection_close_sync (self->server, NULL, NULL);
  g_clear_object (&self->client);
  g_clear_object (&self->server);
  g_test_dbus_stop (self->bus);
  g_clear_object (&self->bus);
  g_clear_object (&self->signer);
  g_clear_pointer (&self->deployment, tambo_deployment_free);
  g_ptr_array_unref (self->packs);
  g_ptr_array_unref (self->built);
  g_ptr_array_unref (self->submitted);
  g_ptr_array_unref (self->replies);
  g_hash_table_unref (self->broken);
  tambo_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

GDBusConnection *
tambo_test_daemon_get_client (TamboTestDaemon *self)
{
  return self->client;
}

TamboDBusMesh1 *
tambo_test_daemon_get_object (TamboTestDaemon *self)
{
  return self->skeleton;
}

GDBusConnection *
tambo_test_daemon_get_server (TamboTestDaemon *self)
{
  return self->server;
}

/* Returns: (transfer full) */
GBytes *
tambo_test_daemon_get_root (TamboTestDaemon *self)
{
  return g_bytes_ref (tambo_signer_get_first_root (self->signer));
}

const char *
tambo_test_daemon_get_folder (TamboTestDaemon *self)
{
  return self->folder;
}

/* @pack must outlive the daemon. */
void
tambo_test_daemon_add_pack (TamboTestDaemon *self, TamboTestPack *pack)
{
  g_autoptr (GError) error = NULL;
  TamboPack *built = tambo_test_pack_build (pack);

  g_ptr_array_add (self->packs, pack);
  g_ptr_array_add (self->built, built);
  tambo_signer_set_pack (self->signer, built, FALSE, &error);
  g_assert_no_error (error);
}

void
tambo_test_daemon_add_clinic (TamboTestDaemon *self, const char *id, const char *name)
{
  const guint today = tambo_day_from_unix (get_now ());
  TamboIntakeKey intake = { (char *) "one", { 0 }, today - 1, today + 30 };
  g_autoptr (TamboTexts) names = tambo_texts_new ((const char *const[]){ "en", NULL },
                                                  (const char *const[]){ name, NULL });
  g_autoptr (TamboClinicRecord) clinic = NULL;
  g_autofree char *path = g_strdup_printf ("clinics/%s.json", id);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint8 identity[32];

  crypto_sign_keypair (identity, self->identity_secret);
  memcpy (intake.key, self->intake_public, sizeof intake.key);
  clinic = tambo_clinic_record_new (id, names, identity, &intake, 1, 3);
  bytes = tambo_clinic_record_write (clinic);
  tambo_signer_set_file (self->signer, path, bytes, &error);
  g_assert_no_error (error);
}

/* From now on that blob comes with one wrong byte. */
void
tambo_test_daemon_break_blob (TamboTestDaemon *self, const char *digest)
{
  g_hash_table_add (self->broken, g_strdup (digest));
}

static GVariant *
describe (TamboPack *pack)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder,
                         "{sv}",
                         "id",
                         g_variant_new_string (tambo_pack_config_get_id (config)));
  g_variant_builder_add (&builder,
                         "{sv}",
                         "version",
                         g_variant_new_uint32 (tambo_pack_config_get_version (config)));
  g_variant_builder_add (&builder,
                         "{sv}",
                         "manifest",
                         g_variant_new_string (
                             tambo_manifest_get_digest (tambo_pack_get_manifest (pack))));
  g_variant_builder_add (&builder, "{sv}", "installed", g_variant_new_boolean (TRUE));

  return g_variant_builder_end (&builder);
}

/* Signs and announces what was added. */
void
tambo_test_daemon_publish (TamboTestDaemon *self)
{
  g_autoptr (GError) error = NULL;
  GVariantBuilder builder;

  tambo_signer_publish (self->signer, get_now (), &error);
  g_assert_no_error (error);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < self->built->len; i++)
    g_variant_builder_add_value (&builder, describe (g_ptr_array_index (self->built, i)));
  tambo_dbus_mesh1_set_packs (self->skeleton, g_variant_builder_end (&builder));
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  tambo_dbus_mesh1_emit_trust_changed (self->skeleton);
}

const guint8 *
tambo_test_daemon_get_intake (TamboTestDaemon *self, guint8 out_public[32])
{
  memcpy (out_public, self->intake_public, 32);

  return self->intake_secret;
}

const TamboDeployment *
tambo_test_daemon_get_deployment (TamboTestDaemon *self)
{
  return self->deployment;
}

guint
tambo_test_daemon_get_n_submitted (TamboTestDaemon *self)
{
  return self->submitted->len;
}

GBytes *
tambo_test_daemon_get_submitted (TamboTestDaemon *self, guint index)
{
  return g_ptr_array_index (self->submitted, index);
}

void
tambo_test_daemon_refuse (TamboTestDaemon *self, gboolean refuse)
{
  self->refuses = refuse;
}

void
tambo_test_daemon_set_carried (TamboTestDaemon *self, guint state)
{
  self->carried = state;
  tambo_dbus_mesh1_set_mailbox (self->skeleton, g_variant_new ("(uuu)", 0, state, 0));
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->skeleton));
}

/**
 * tambo_test_daemon_answer:
 * @index: of what was submitted
 * @text: in French, what the clinic writes
 * @is_forged: signed with a key that is no clinic's
 *
 * From now on there is an answer to it.
 */
void
tambo_test_daemon_answer (TamboTestDaemon *self, guint index, const char *text, gboolean is_forged)
{
  const guint today = tambo_day_from_unix (get_now ());
  g_autoptr (TamboAnswer) answer = NULL;
  g_autoptr (TamboEnvelope) asked = NULL;
  g_autoptr (TamboMessage) request = NULL;
  g_autoptr (TamboMessage) reply = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  guint8 no_identity[32];
  guint8 no_clinic[64];

  crypto_sign_keypair (no_identity, no_clinic);
  asked = tambo_envelope_parse (g_ptr_array_index (self->submitted, index), &error);
  g_assert_no_error (error);
  request = tambo_seal_open_request (asked,
                                     self->deployment->id,
                                     self->intake_public,
                                     self->intake_secret,
                                     &error);
  g_assert_no_error (error);

  reply = tambo_message_new_reply (request, TAMBO_MESSAGE_ANSWER);
  answer = tambo_answer_new ("fr",
                             text,
                             TAMBO_ADVICE_ACTION_BE_SEEN,
                             TAMBO_ADVICE_URGENCY_DAYS,
                             7,
                             TAMBO_ADVICE_CONTACT_NURSE);
  body = tambo_answer_to_bytes (answer, reply, "north", "North Clinic", today);
  tambo_message_set_body (reply, body);
  g_ptr_array_add (self->replies,
                   tambo_seal_reply (reply,
                                     is_forged ? no_clinic : self->identity_secret,
                                     today,
                                     &error));
  g_assert_no_error (error);
}

/* The newest answer comes twice, as the mesh may bring it. */
void
tambo_test_daemon_repeat_answer (TamboTestDaemon *self)
{
  g_assert_cmpuint (self->replies->len, >, 0);
  g_ptr_array_add (self->replies,
                   g_object_ref (g_ptr_array_index (self->replies, self->replies->len - 1)));
}
