/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh-dbus.h"
#include "tests/support/site.h"

G_BEGIN_DECLS

/**
 * TamboTestNode:
 *
 * A real tambo-meshd on a bus of its own, on loopback. It may be killed, and started again with
 * what it kept.
 */
typedef struct
{
  char *folder;                /* (owned) */
  char *pin;                   /* (owned) */
  GSubprocess *bus_process;    /* (owned) */
  GDBusConnection *connection; /* (owned) */
  char *bus_address;           /* (owned) */
  GSubprocess *process;        /* (owned) (nullable) */
  TamboDBusMesh1 *mesh;        /* (owned) (nullable) */
  guint16 port;
} TamboTestNode;

TamboTestNode *tambo_test_node_new (TamboTestSite *site);
void tambo_test_node_free (TamboTestNode *self);

/* @peers: (nullable): who is tried, besides who calls */
void tambo_test_node_start (TamboTestNode *self, TamboTestSite *site, TamboTestNode *peer);
/* Not one that fell before. */
void tambo_test_node_kill (TamboTestNode *self);
/* Returns what it said of its end. */
int tambo_test_node_terminate (TamboTestNode *self);
/* All that it said since the node is there. */
char *tambo_test_node_read_log (TamboTestNode *self);

/* Waits for the end of the job; its error or "". */
char *tambo_test_node_install (TamboTestNode *self, TamboTestSite *site, const char *pack);
TamboDBusMesh1Job *tambo_test_node_start_install (TamboTestNode *self,
                                                  const char *folder,
                                                  const char *const *packs,
                                                  const char *const *languages);
char *tambo_test_node_wait_for_job (TamboTestNode *self, TamboDBusMesh1Job *job);
TamboDBusMesh1Job *tambo_test_node_start_export (TamboTestNode *self, const char *folder);
void tambo_test_node_cancel (TamboTestNode *self, TamboDBusMesh1Job *job);
GVariant *tambo_test_node_preview (TamboTestNode *self,
                                   const char *folder,
                                   const char *const *languages,
                                   GError **error);
void tambo_test_node_wait_for_pack (TamboTestNode *self, const char *id, guint version);
void tambo_test_node_wait_for_n_alive (TamboTestNode *self, guint n);
gboolean tambo_test_node_holds (TamboTestNode *self, const char *id, guint version);
char *tambo_test_node_submit (TamboTestNode *self, GBytes *envelope, GError **error);
guint tambo_test_node_get_status (TamboTestNode *self, const char *id);
/* Or further. */
void tambo_test_node_wait_for_status (TamboTestNode *self, const char *id, guint status);

G_END_DECLS
