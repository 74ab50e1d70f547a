/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/signer.h"
#include "tests/support/consult.h"
#include "tests/support/packs.h"

G_BEGIN_DECLS

/**
 * TamboTestSite:
 *
 * A deployment with its keys, and the stick that its publisher would hand out.
 */
typedef struct
{
  char *folder;        /* (owned) */
  char *stick;         /* (owned): an OCI image layout */
  TamboSigner *signer; /* (owned) */
  GPtrArray *roster;   /* (owned) (element-type TamboRosterEntry) */
  GPtrArray *packs;    /* (owned) (element-type TamboTestPack) */
} TamboTestSite;

TamboTestSite *tambo_test_site_new (void);
void tambo_test_site_free (TamboTestSite *self);
void tambo_test_site_admit (TamboTestSite *self, const char *pin, TamboPart part);
void tambo_test_site_expel (TamboTestSite *self, const char *pin);
TamboTestPack *tambo_test_site_add_pack (TamboTestSite *self, const char *id, guint version);
TamboTestPack *tambo_test_site_add_sized_pack (TamboTestSite *self,
                                               const char *id,
                                               guint version,
                                               gsize film);
void tambo_test_site_take_pack (TamboTestSite *self, TamboTestPack *pack);
void tambo_test_site_recall (TamboTestSite *self, const char *id, guint version);
void tambo_test_site_add_clinic (TamboTestSite *self, const TamboTestClinic *clinic);
void tambo_test_site_publish (TamboTestSite *self);

G_END_DECLS
