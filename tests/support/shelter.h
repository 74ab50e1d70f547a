/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/catalog/install.h"
#include "content/trust/signer.h"
#include "content/trust/trust.h"
#include "tests/support/packs.h"

G_BEGIN_DECLS

#define TAMBO_TEST_SHELTER_ID "org.example.cough"
#define TAMBO_TEST_SHELTER_NOW G_GINT64_CONSTANT (1800000000)

/**
 * TamboTestShelter:
 * @folder: (owned): for all that follows
 * @stick: (owned): folder of the layout that the publisher writes
 * @signer: (owned): the publisher
 * @trust: (owned): of the kiosk
 * @store: (owned): of the kiosk
 * @catalog: (owned): of the kiosk
 *
 * A publisher, a stick and a kiosk: a fixture for tests of installing.
 */
typedef struct
{
  char *folder;
  char *stick;
  TamboSigner *signer;
  TamboTrust *trust;
  TamboStore *store;
  TamboCatalog *catalog;
} TamboTestShelter;

void tambo_test_shelter_set_up (TamboTestShelter *self, gconstpointer data);
void tambo_test_shelter_tear_down (TamboTestShelter *self, gconstpointer data);
/* Opens the kiosk's store and catalogue, again if they are open. */
void tambo_test_shelter_start (TamboTestShelter *self);

/* Signs a version and writes it on the stick. */
TamboTestPack *tambo_test_shelter_publish (TamboTestShelter *self, guint version);
void tambo_test_shelter_write_stick (TamboTestShelter *self, TamboTestPack *test);
/* Updates the kiosk's trust from it, too. */
TamboLayout *tambo_test_shelter_open_stick (TamboTestShelter *self);

/* @version 0: the newest. */
TamboInstall *tambo_test_shelter_begin (TamboTestShelter *self,
                                        guint version,
                                        const char *const *languages);
gboolean tambo_test_shelter_install (TamboTestShelter *self,
                                     guint version,
                                     const char *const *languages,
                                     GError **error);
void tambo_test_shelter_assert_installed (TamboTestShelter *self,
                                          TamboTestPack *test,
                                          const char *const *languages);

G_END_DECLS
