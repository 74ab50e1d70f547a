/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/keyring.h"
#include "clinic/requests/vault.h"
#include "content/base/database.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_CLINIC_STORE (tambo_clinic_store_get_type ())
G_DECLARE_FINAL_TYPE (TamboClinicStore, tambo_clinic_store, TAMBO, CLINIC_STORE, GObject)

TamboClinicStore *tambo_clinic_store_open (const char *path, GError **error);

gboolean tambo_clinic_store_found (TamboClinicStore *self,
                                   TamboVault *vault,
                                   GBytes *wrapped_vault,
                                   TamboClinicRecord *record,
                                   TamboKeyring *keyring,
                                   GError **error);
gboolean tambo_clinic_store_is_founded (TamboClinicStore *self);
TamboClinicRecord *tambo_clinic_store_get_record (TamboClinicStore *self);
GBytes *tambo_clinic_store_get_wrapped_vault (TamboClinicStore *self);
TamboKeyring *tambo_clinic_store_load_keyring (TamboClinicStore *self,
                                               TamboVault *vault,
                                               GError **error);

const guint8 *tambo_clinic_store_get_deployment (TamboClinicStore *self);
gboolean tambo_clinic_store_pin_deployment (TamboClinicStore *self,
                                            const char *hex,
                                            GError **error);

sqlite3 *tambo_clinic_store_get_db (TamboClinicStore *self);
gboolean tambo_clinic_store_begin (TamboClinicStore *self, GError **error);
gboolean tambo_clinic_store_end (TamboClinicStore *self, gboolean done, GError **error);

gboolean tambo_clinic_store_add_outgoing (TamboClinicStore *self,
                                          TamboEnvelope *envelope,
                                          GError **error);
GBytes *tambo_clinic_store_get_outgoing (TamboClinicStore *self,
                                         gint64 after,
                                         gint64 *out_row,
                                         GError **error);
gboolean tambo_clinic_store_remove_outgoing (TamboClinicStore *self, gint64 row, GError **error);

gboolean tambo_clinic_store_audit (TamboClinicStore *self,
                                   gint64 now,
                                   const char *action,
                                   const char *id,
                                   GError **error);
GListModel *tambo_clinic_store_list_audit (TamboClinicStore *self, GError **error);

G_END_DECLS
