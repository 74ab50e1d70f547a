/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/support/daemon.h"

G_BEGIN_DECLS

/**
 * TamboTestPackDesk:
 * @job: (owned) (nullable): the one under way
 * @installs: how often something was to be installed
 * @exports: how often something was to be saved
 * @cancels: how often that was to end
 * @languages: (owned) (nullable): that were asked for last
 * @shelter: (owned) (nullable): that the shelter was to have
 *
 * The part of a played daemon that knows sticks: it finds on them what it is told, and its jobs
 * go as far as it is told.
 */
typedef struct
{
  TamboTestDaemon *daemon; /* (unowned) */
  GVariant *found;         /* (owned) (nullable) */
  GError *refusal;         /* (owned) (nullable) */
  gboolean holds;
  GDBusMethodInvocation *held; /* (owned) (nullable) */
  TamboDBusMesh1Job *job;
  guint installs;
  guint exports;
  guint cancels;
  char *languages;
  char *shelter;
} TamboTestPackDesk;

TamboTestPackDesk *tambo_test_pack_desk_new (TamboTestDaemon *daemon);
void tambo_test_pack_desk_free (TamboTestPackDesk *self);

/* (nullable) (transfer full): %NULL there are no packs. */
void tambo_test_pack_desk_set_refusal (TamboTestPackDesk *self, GError *error);
/* Looking takes until it is let go. */
void tambo_test_pack_desk_hold (TamboTestPackDesk *self);
void tambo_test_pack_desk_let_go (TamboTestPackDesk *self);
/* One of everything that staff can meet; @room bytes are free. */
void tambo_test_pack_desk_find_all (TamboTestPackDesk *self, guint64 room);
void tambo_test_pack_desk_go_on (TamboTestPackDesk *self, guint64 done, guint64 total);
/* @state: of org.tambo.Mesh1.Job; @error: (nullable) (transfer full) */
void tambo_test_pack_desk_end (TamboTestPackDesk *self, const char *state, GError *error);

G_END_DECLS
