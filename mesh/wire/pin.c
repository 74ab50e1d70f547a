/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/pin.h"

#include <gnutls/x509.h>
#include <sodium.h>
#include <string.h>

#define PIN_BYTES (TAMBO_PIN_LENGTH / 2)

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)

/**
 * tambo_pin_for_certificate:
 * @certificate: (nullable): what a peer showed
 *
 * Returns: (transfer full) (nullable): the pin of the key in @certificate, %NULL if there is none
 *   that can be read
 */
char *
tambo_pin_for_certificate (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_auto (gnutls_x509_crt_t) parsed = NULL;
  gnutls_datum_t datum;
  guint8 hash[PIN_BYTES];
  gsize hash_size = sizeof hash;
  char pin[TAMBO_PIN_LENGTH + 1];

  g_return_val_if_fail (certificate == NULL || G_IS_TLS_CERTIFICATE (certificate), NULL);

  if (certificate == NULL)
    return NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  if (der == NULL || gnutls_x509_crt_init (&parsed) != 0)
    return NULL;

  datum.data = der->data;
  datum.size = der->len;
  if (gnutls_x509_crt_import (parsed, &datum, GNUTLS_X509_FMT_DER) != 0 ||
      gnutls_x509_crt_get_key_id (parsed, GNUTLS_KEYID_USE_SHA256, hash, &hash_size) != 0 ||
      hash_size != sizeof hash)
    return NULL;

  sodium_bin2hex (pin, sizeof pin, hash, sizeof hash);

  return g_strdup (pin);
}

gboolean
tambo_pin_is_valid (const char *pin)
{
  return pin != NULL && strlen (pin) == TAMBO_PIN_LENGTH &&
         strspn (pin, "0123456789abcdef") == TAMBO_PIN_LENGTH;
}

/* In constant time, so that how long it takes tells nothing of how much of a pin is right. */
gboolean
tambo_pin_equal (const char *a, const char *b)
{
  if (!tambo_pin_is_valid (a) || !tambo_pin_is_valid (b))
    return FALSE;

  return sodium_memcmp (a, b, TAMBO_PIN_LENGTH) == 0;
}
