/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/store/claim.h"

#include "content/pack/pack.h"
#include "content/store/store-internal.h"

struct _TamboClaim
{
  TamboStore *store;  /* (owned) */
  GPtrArray *digests; /* (owned) (element-type utf8) */
};

TamboClaim *
tambo_claim_new (TamboStore *store, GPtrArray *wants, GError **error)
{
  TamboClaim *self;

  g_return_val_if_fail (TAMBO_IS_STORE (store), NULL);
  g_return_val_if_fail (wants != NULL, NULL);

  if (!tambo_store_claim (store, wants, error))
    return NULL;

  self = g_new0 (TamboClaim, 1);
  self->store = g_object_ref (store);
  self->digests = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < wants->len; i++)
    g_ptr_array_add (self->digests, g_strdup (((TamboWant *) wants->pdata[i])->digest));

  return self;
}

void
tambo_claim_free (TamboClaim *self)
{
  tambo_store_release (self->store, self->digests);
  g_ptr_array_unref (self->digests);
  g_object_unref (self->store);
  g_free (self);
}
