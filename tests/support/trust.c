/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/trust.h"

#include "tests/support/folder.h"

void
tambo_test_trust_set_up (TamboTestTrust *self, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sodium_init (), >=, 0);
  self->folder = tambo_test_make_folder ();
  self->tuf = tambo_test_tuf_new ();
  files = tambo_test_tuf_publish (self->tuf);
  self->root = g_bytes_ref (g_hash_table_lookup (files, "1.root.json"));
  self->trust = tambo_trust_new (self->root, &error);
  g_assert_no_error (error);
  tambo_test_trust_assert_update (self, files);
}

void
tambo_test_trust_tear_down (TamboTestTrust *self, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&self->trust));
  g_clear_pointer (&self->root, g_bytes_unref);
  g_clear_pointer (&self->tuf, tambo_test_tuf_free);
  tambo_test_remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

GHashTable *
tambo_test_trust_publish_next (TamboTestTrust *self)
{
  tambo_test_tuf_raise (self->tuf, 1);

  return tambo_test_tuf_publish (self->tuf);
}

void
tambo_test_trust_restart (TamboTestTrust *self)
{
  g_autoptr (GError) error = NULL;

  tambo_trust_save (self->trust, self->folder, &error);
  g_assert_no_error (error);
  g_clear_object (&self->trust);
  self->trust = tambo_trust_new (self->root, &error);
  g_assert_no_error (error);
  tambo_trust_load (self->trust, self->folder, &error);
  g_assert_no_error (error);
}

void
tambo_test_trust_assert_update (TamboTestTrust *self, GHashTable *files)
{
  g_autoptr (GError) error = NULL;

  tambo_trust_update (self->trust, files, TAMBO_TEST_TUF_NOW, &error);
  g_assert_no_error (error);
}

void
tambo_test_trust_assert_at_5 (TamboTestTrust *self)
{
  g_assert_cmpuint (tambo_trust_get_version (self->trust), ==, 5);
  g_assert_cmpint (tambo_trust_get_part (self->trust, TAMBO_TEST_TUF_PIN), ==, TAMBO_PART_KIOSK);
}

void
tambo_test_trust_assert_refused (TamboTestTrust *self, GHashTable *files, TamboError code)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (tambo_trust_update (self->trust, files, TAMBO_TEST_TUF_NOW, &error));
      g_assert_error (error, TAMBO_ERROR, (int) code);
      tambo_test_trust_assert_at_5 (self);
      tambo_test_trust_restart (self);
    }
}
