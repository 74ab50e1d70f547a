/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/records.h"
#include "tests/support/pack.h"

#include "mesh-dbus.h"

G_BEGIN_DECLS

/**
 * TamboTestDaemon:
 *
 * A mesh daemon on a bus of its own, played in the test's own process: it has what it is given,
 * and a deployment with its keys.
 */
typedef struct _TamboTestDaemon TamboTestDaemon;

TamboTestDaemon *tambo_test_daemon_new (void);
void tambo_test_daemon_free (TamboTestDaemon *self);

GDBusConnection *tambo_test_daemon_get_client (TamboTestDaemon *self);
/* What it is on the bus, for a part of it that is played elsewhere. */
TamboDBusMesh1 *tambo_test_daemon_get_object (TamboTestDaemon *self);
GDBusConnection *tambo_test_daemon_get_server (TamboTestDaemon *self);
GBytes *tambo_test_daemon_get_root (TamboTestDaemon *self);
const char *tambo_test_daemon_get_folder (TamboTestDaemon *self);

void tambo_test_daemon_add_pack (TamboTestDaemon *self, TamboTestPack *pack);
void tambo_test_daemon_add_clinic (TamboTestDaemon *self, const char *id, const char *name);
void tambo_test_daemon_break_blob (TamboTestDaemon *self, const char *digest);
void tambo_test_daemon_publish (TamboTestDaemon *self);

/* For clinics: the secret half of the intake key of all of them. */
const guint8 *tambo_test_daemon_get_intake (TamboTestDaemon *self, guint8 out_public[32]);
const TamboDeployment *tambo_test_daemon_get_deployment (TamboTestDaemon *self);

guint tambo_test_daemon_get_n_submitted (TamboTestDaemon *self);
GBytes *tambo_test_daemon_get_submitted (TamboTestDaemon *self, guint index);
void tambo_test_daemon_answer (TamboTestDaemon *self,
                               guint index,
                               const char *text,
                               gboolean is_forged);
void tambo_test_daemon_repeat_answer (TamboTestDaemon *self);
void tambo_test_daemon_refuse (TamboTestDaemon *self, gboolean refuse);
void tambo_test_daemon_set_carried (TamboTestDaemon *self, guint state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTestDaemon, tambo_test_daemon_free)

G_END_DECLS
