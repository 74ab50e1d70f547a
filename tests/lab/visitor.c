/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* visitor ROOT.json ask TEXT…    prints the code and the id of the envelope
 * visitor ROOT.json read CODE    prints a line for each reply: received, or the answer's text
 *
 * A person at a kiosk without a screen: the same documents, seals and codes, for tests of what
 * happens between kiosks. */

#include "content/base/error.h"
#include "content/consult/answer.h"
#include "content/consult/request.h"
#include "content/consult/seal.h"
#include "content/trust/trust.h"
#include "mesh-dbus.h"

#include <sodium.h>
#include <string.h>

typedef struct
{
  TamboDBusMesh1 *mesh; /* (owned) */
  TamboTrust *trust;    /* (owned) */
} Visitor;

static void
visitor_clear (Visitor *visitor)
{
  g_clear_object (&visitor->mesh);
  g_clear_object (&visitor->trust);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visitor, visitor_clear)

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static guint
today (void)
{
  return tambo_day_from_unix (now ());
}

static gboolean
meet (Visitor *visitor, const char *root_path, GError **error)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autofree char *root_text = NULL;
  GVariantIter iter;
  const char *title;
  GVariant *bytes;
  gsize size;

  if (!g_file_get_contents (root_path, &root_text, &size, error))
    return FALSE;

  root = g_bytes_new (root_text, size);
  visitor->trust = tambo_trust_new (root, error);
  if (visitor->trust == NULL)
    return FALSE;

  visitor->mesh = tambo_dbus_mesh1_proxy_new_for_bus_sync (G_BUS_TYPE_SYSTEM,
                                                           G_DBUS_PROXY_FLAGS_NONE,
                                                           "org.tambo.Mesh1",
                                                           "/org/tambo/Mesh1",
                                                           NULL,
                                                           error);
  if (visitor->mesh == NULL ||
      !tambo_dbus_mesh1_call_get_trust_sync (visitor->mesh, &reply, NULL, error))
    return FALSE;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_variant_iter_init (&iter, reply);
  while (g_variant_iter_next (&iter, "(&s@ay)", &title, &bytes))
    {
      g_hash_table_insert (files, g_strdup (title), g_variant_get_data_as_bytes (bytes));
      g_variant_unref (bytes);
    }

  return tambo_trust_update (visitor->trust, files, now (), error);
}

static TamboMailbox *
derive (Visitor *visitor, TamboCode *code, GError **error)
{
  const TamboDeployment *deployment = tambo_trust_get_deployment (visitor->trust);

  return tambo_mailbox_derive (code,
                               deployment->id,
                               deployment->argon2_ops,
                               deployment->argon2_mem,
                               error);
}

static TamboEnvelope *
seal (Visitor *visitor, TamboCode *code, const char *text, GError **error)
{
  const TamboDeployment *deployment = tambo_trust_get_deployment (visitor->trust);
  g_autoptr (GPtrArray) clinics = tambo_trust_list_clinics (visitor->trust);
  g_autoptr (TamboRequest) request = tambo_request_new ("fr");
  g_autoptr (TamboMailbox) mailbox = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;
  const TamboIntakeKey *intake;

  g_assert (clinics->len > 0);
  intake = tambo_clinic_record_find_intake (clinics->pdata[0], today (), error);
  if (intake == NULL)
    return NULL;

  mailbox = derive (visitor, code, error);
  if (mailbox == NULL)
    return NULL;

  tambo_request_set_text (request, text);
  tambo_request_set_consent (request, TAMBO_CONSENT_TEXT, "1");
  message = tambo_message_new (TAMBO_MESSAGE_REQUEST, deployment->id, mailbox);
  body = tambo_request_to_bytes (request, message, today (), error);
  if (body == NULL)
    return NULL;

  tambo_message_set_body (message, body);

  return tambo_seal_request (message, FALSE, intake->key, today (), error);
}

static gboolean
ask (Visitor *visitor, const char *text, GError **error)
{
  g_autoptr (TamboCode) code = tambo_code_new_random ();
  g_autoptr (TamboEnvelope) envelope = seal (visitor, code, text, error);
  g_autofree char *digits = tambo_code_format (code);
  g_autofree char *id = NULL;
  GVariant *bytes;

  if (envelope == NULL)
    return FALSE;

  bytes = g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                    tambo_envelope_get_bytes (envelope),
                                    TRUE);
  if (!tambo_dbus_mesh1_call_submit_envelope_sync (visitor->mesh, bytes, &id, NULL, error))
    return FALSE;

  g_print ("%s\n%s\n", digits, id);

  return TRUE;
}

/* Opens one reply as the kiosk would: only with the code, and only if a known clinic signed it. */
static gboolean
print_reply (Visitor *visitor, TamboMailbox *mailbox, GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) clinics = tambo_trust_list_clinics (visitor->trust);
  g_autoptr (GPtrArray) identities = g_ptr_array_new ();
  g_autoptr (TamboEnvelope) envelope = tambo_envelope_parse (bytes, error);
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (TamboAnswer) answer = NULL;
  guint signer;

  if (envelope == NULL)
    return FALSE;

  for (guint i = 0; i < clinics->len; i++)
    g_ptr_array_add (identities, (gpointer) tambo_clinic_record_get_identity (clinics->pdata[i]));

  message = tambo_seal_open_reply (envelope,
                                   tambo_trust_get_deployment (visitor->trust)->id,
                                   mailbox,
                                   (const guint8 *const *) identities->pdata,
                                   identities->len,
                                   &signer,
                                   error);
  if (message == NULL)
    return FALSE;

  if (tambo_message_get_kind (message) == TAMBO_MESSAGE_RECEIVED)
    {
      g_print ("received\n");
      return TRUE;
    }

  answer = tambo_answer_new_from_bytes (tambo_message_get_body (message), error);
  if (answer == NULL)
    return FALSE;

  g_print ("%s\n", tambo_answer_get_text (answer));

  return TRUE;
}

static gboolean
read_replies (Visitor *visitor, const char *digits, GError **error)
{
  g_autoptr (TamboCode) code = tambo_code_parse (digits, error);
  g_autoptr (TamboMailbox) mailbox = NULL;
  g_autoptr (GVariant) replies = NULL;
  GVariant *tag;

  if (code == NULL)
    return FALSE;

  mailbox = derive (visitor, code, error);
  if (mailbox == NULL)
    return FALSE;

  tag = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                   tambo_mailbox_get_tag (mailbox),
                                   TAMBO_TAG_SIZE,
                                   1);
  if (!tambo_dbus_mesh1_call_find_replies_sync (visitor->mesh, tag, &replies, NULL, error))
    return FALSE;

  for (gsize i = 0; i < g_variant_n_children (replies); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (replies, i);
      g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (child);

      if (!print_reply (visitor, mailbox, bytes, error))
        return FALSE;
    }

  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_auto (Visitor) visitor = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (argc != 4 || sodium_init () < 0)
    return 2;

  if (meet (&visitor, argv[1], &error))
    done = g_str_equal (argv[2], "ask") ? ask (&visitor, argv[3], &error)
                                        : read_replies (&visitor, argv[3], &error);

  if (!done)
    {
      g_printerr ("%s: %s\n", tambo_error_get_word (error), error->message);
      return 1;
    }

  return 0;
}
