/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/metadata-writer.h"

G_BEGIN_DECLS

#define TAMBO_TEST_TUF_NOW G_GINT64_CONSTANT (1800000000)
#define TAMBO_TEST_TUF_PIN "1111111111111111111111111111111111111111111111111111111111111111"

typedef enum
{
  TAMBO_TEST_TUF_ROOT,
  TAMBO_TEST_TUF_TIMESTAMP,
  TAMBO_TEST_TUF_SNAPSHOT,
  TAMBO_TEST_TUF_TARGETS,
  TAMBO_TEST_TUF_ROSTER, /* a role that the targets delegate rosters to */
  TAMBO_TEST_TUF_N_ROLES,
} TamboTestTufRole;

/**
 * TamboTestTufPart:
 * @keys: (unowned): that the role is said to have
 * @n_keys: how many
 * @threshold: that it is said to need
 * @signers: (unowned): who signs it
 * @n_signers: how many
 * @version: of the file
 * @days: until it runs out
 * @age: days since it was signed
 * @bend: (nullable): changes what is about to be signed
 *
 * One role, to be bent by a test.
 */
typedef struct
{
  TamboSigningKey *keys[4];
  guint n_keys;
  guint threshold;
  TamboSigningKey *signers[4];
  guint n_signers;
  guint64 version;
  int days;
  int age;
  void (*bend) (JsonObject *object);
} TamboTestTufPart;

/**
 * TamboTestTuf:
 * @parts: each role
 * @spare: (owned): keys that no role has at first
 * @now: the signed time
 * @small: (owned) (element-type utf8 GBytes): small targets
 *
 * A publisher that does what a test wants. At first each role has a key of its own, version 5
 * (roots: 1), and all is well.
 */
typedef struct
{
  TamboTestTufPart parts[TAMBO_TEST_TUF_N_ROLES];
  TamboSigningKey *spare[TAMBO_TEST_TUF_N_ROLES];
  gint64 now;
  GHashTable *small;
} TamboTestTuf;

TamboTestTuf *tambo_test_tuf_new (void);
void tambo_test_tuf_free (TamboTestTuf *self);
GHashTable *tambo_test_tuf_publish (TamboTestTuf *self);
void tambo_test_tuf_raise (TamboTestTuf *self, guint by);
void tambo_test_tuf_sign_with (TamboTestTuf *self, TamboTestTufRole role, TamboSigningKey *key);
/* In the next root; who has it signs with it. */
void tambo_test_tuf_replace_key (TamboTestTuf *self, TamboTestTufRole role);
void tambo_test_tuf_set_small (TamboTestTuf *self, const char *path, const char *text);
void tambo_test_tuf_edit (GHashTable *files, const char *title, const char *from, const char *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTestTuf, tambo_test_tuf_free)

G_END_DECLS
