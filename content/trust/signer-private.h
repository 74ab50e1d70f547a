/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/outgoing.h"
#include "content/trust/signer.h"
#include "content/trust/target-set.h"
#include "content/trust/trust-state.h"
#include "content/trust/trust.h"

G_BEGIN_DECLS

#define TAMBO_SIGNER_DAYS_ROOT 730
#define TAMBO_SIGNER_DAYS_OTHER 400

struct _TamboSigner
{
  GObject parent_instance;

  char *folder;            /* (owned) */
  TamboKeyRing *ring;      /* (owned) */
  GBytes *first_root;      /* (owned) */
  TamboTrust *trust;       /* (owned): what was published, verified as a kiosk does */
  GHashTable *drafts;      /* (owned) (element-type utf8 TamboTargetSet): changed roles */
  GHashTable *merged;      /* (owned) (element-type utf8 GBytes): files of delegates, to be named */
  TamboOutgoing *outgoing; /* (owned): what we signed and nobody has named yet */
  GBytes *next_root;       /* (owned) (nullable) */
};

/* The keys of a role: of a top role by @root, else by who delegates to it. %NULL if none does. */
TamboRoleKeys *tambo_signer_find_keys (TamboSigner *self, TamboMetadata *root, const char *role);
/* Of @role by the newest snapshot; 0 if it names none. */
guint64 tambo_signer_get_named_version (TamboSigner *self, const char *role);
TamboTargetSet *tambo_signer_get_draft (TamboSigner *self, const char *role, GError **error);

G_END_DECLS
