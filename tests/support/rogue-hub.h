/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboTestHubAnswer:
 * @head: what is sent first, PORT standing for the hub's own; %NULL is nothing at all
 * @n_body: how many bytes follow
 * @closes: the connection, then
 */
typedef struct
{
  const char *head;
  gsize n_body;
  gboolean closes;
} TamboTestHubAnswer;

/**
 * TamboTestRogueHub:
 *
 * A server on loopback that gives its answers one after the other, whatever is asked; the last one
 * again and again. It remembers what was asked.
 */
#define TAMBO_TEST_TYPE_ROGUE_HUB (tambo_test_rogue_hub_get_type ())
G_DECLARE_FINAL_TYPE (TamboTestRogueHub, tambo_test_rogue_hub, TAMBO_TEST, ROGUE_HUB, GObject)

TamboTestRogueHub *tambo_test_rogue_hub_new (const TamboTestHubAnswer *answers, guint n_answers);
void tambo_test_rogue_hub_close (TamboTestRogueHub *self);

guint16 tambo_test_rogue_hub_get_port (TamboTestRogueHub *self);
guint tambo_test_rogue_hub_get_n_requests (TamboTestRogueHub *self);
/* From the verb to the empty line. */
const char *tambo_test_rogue_hub_get_request (TamboTestRogueHub *self, guint index);

G_END_DECLS
