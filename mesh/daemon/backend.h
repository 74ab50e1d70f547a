/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/mail.h"
#include "mesh/daemon/shelf.h"
#include "mesh/transfer/peer-backend.h"

G_BEGIN_DECLS

/**
 * TamboBackend:
 *
 * What peers get to see of us: the shelf, the mail, and who we are.
 */
#define TAMBO_TYPE_BACKEND (tambo_backend_get_type ())
G_DECLARE_FINAL_TYPE (TamboBackend, tambo_backend, TAMBO, BACKEND, GObject)

TamboBackend *tambo_backend_new (TamboShelf *shelf,
                                 TamboMail *mail,
                                 TamboNeighbourhood *neighbourhood,
                                 TamboAdmission *admission,
                                 TamboSelfFunc describe_self,
                                 gpointer user_data);

G_END_DECLS
