/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/admission/device-key.h"

#include "content/base/error.h"
#include "mesh/wire/pin.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <string.h>

/* The same for all devices: a certificate says nothing but its key, and nobody reads its dates. */
#define COMMON_NAME "tambo"
#define VALID_FROM 1577836800 /* 2020-01-01 */
#define VALID_TO 253402300799 /* 9999-12-31 */
#define SERIAL 1
#define MAX_PEM 4096

/**
 * TamboDeviceKey:
 *
 * What this device is known by: an Ed25519 key in a certificate that it signed itself, made at the
 * first start and kept in one file that only the daemon may read.
 */
struct _TamboDeviceKey
{
  GObject parent_instance;

  GTlsCertificate *certificate; /* (owned) */
  char *pin;                    /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboDeviceKey, tambo_device_key, G_TYPE_OBJECT)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)

static void
tambo_device_key_finalize (GObject *object)
{
  TamboDeviceKey *self = TAMBO_DEVICE_KEY (object);

  g_clear_object (&self->certificate);
  g_clear_pointer (&self->pin, g_free);

  G_OBJECT_CLASS (tambo_device_key_parent_class)->finalize (object);
}

static void
tambo_device_key_class_init (TamboDeviceKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_device_key_finalize;
}

static void
tambo_device_key_init (TamboDeviceKey *self)
{
}

static int
sign_own (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
  const guint8 serial = SERIAL;
  int result;

  if ((result = gnutls_x509_crt_set_version (certificate, 3)) < 0 ||
      (result = gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial)) < 0 ||
      (result = gnutls_x509_crt_set_dn (certificate, "CN=" COMMON_NAME, NULL)) < 0 ||
      (result = gnutls_x509_crt_set_activation_time (certificate, VALID_FROM)) < 0 ||
      (result = gnutls_x509_crt_set_expiration_time (certificate, VALID_TO)) < 0 ||
      (result = gnutls_x509_crt_set_key (certificate, key)) < 0)
    return result;

  return gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA512, 0);
}

static char *
export_pem (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, int *out_result)
{
  gnutls_datum_t datum = { NULL, 0 };
  char key_pem[MAX_PEM];
  gsize key_size = sizeof key_pem;
  char *pem = NULL;

  *out_result = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &datum);
  if (*out_result >= 0)
    *out_result = gnutls_x509_privkey_export_pkcs8 (key,
                                                    GNUTLS_X509_FMT_PEM,
                                                    NULL,
                                                    GNUTLS_PKCS_PLAIN,
                                                    key_pem,
                                                    &key_size);

  if (*out_result >= 0)
    pem = g_strdup_printf ("%.*s%.*s", (int) key_size, key_pem, (int) datum.size, datum.data);

  sodium_memzero (key_pem, sizeof key_pem);
  gnutls_free (datum.data);

  return pem;
}

static char *
make_pem (GError **error)
{
  g_auto (gnutls_x509_crt_t) certificate = NULL;
  g_auto (gnutls_x509_privkey_t) key = NULL;
  char *pem = NULL;
  int result;

  if ((result = gnutls_x509_privkey_init (&key)) >= 0 &&
      (result = gnutls_x509_crt_init (&certificate)) >= 0 &&
      (result = gnutls_x509_privkey_generate (key, GNUTLS_PK_EDDSA_ED25519, 0, 0)) >= 0 &&
      (result = sign_own (certificate, key)) >= 0)
    pem = export_pem (certificate, key, &result);

  if (pem == NULL)
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_FAILED,
                 "Making a device key: %s",
                 gnutls_strerror (result));

  return pem;
}

/* The key that is on the disk is never replaced, whatever is wrong with it: rosters name it. */
static char *
read_or_make_pem (const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *pem = NULL;

  if (g_file_get_contents (path, &pem, NULL, &local_error))
    return pem;

  if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  pem = make_pem (error);
  if (pem != NULL &&
      !g_file_set_contents_full (path,
                                 pem,
                                 -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600,
                                 error))
    {
      sodium_memzero (pem, strlen (pem));
      g_clear_pointer (&pem, g_free);
    }

  return pem;
}

/**
 * tambo_device_key_open:
 * @path: (type filename): of the file, which is made if it is missing
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the key, or %NULL with an error of files or, for a file that holds no
 *   key, %TAMBO_ERROR_CONFIG set
 */
TamboDeviceKey *
tambo_device_key_open (const char *path, GError **error)
{
  g_autoptr (TamboDeviceKey) self = g_object_new (TAMBO_TYPE_DEVICE_KEY, NULL);
  g_autoptr (GError) local_error = NULL;
  char *pem;

  g_return_val_if_fail (path != NULL, NULL);

  pem = read_or_make_pem (path, error);
  if (pem == NULL)
    return NULL;

  self->certificate = g_tls_certificate_new_from_pem (pem, -1, &local_error);
  sodium_memzero (pem, strlen (pem));
  g_free (pem);

  self->pin = tambo_pin_for_certificate (self->certificate);
  if (self->pin == NULL)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_CONFIG,
                   "%s holds no device key: %s",
                   path,
                   local_error != NULL ? local_error->message : "no certificate");
      return NULL;
    }

  return g_steal_pointer (&self);
}

GTlsCertificate *
tambo_device_key_get_certificate (TamboDeviceKey *self)
{
  g_return_val_if_fail (TAMBO_IS_DEVICE_KEY (self), NULL);

  return self->certificate;
}

const char *
tambo_device_key_get_pin (TamboDeviceKey *self)
{
  g_return_val_if_fail (TAMBO_IS_DEVICE_KEY (self), NULL);

  return self->pin;
}
