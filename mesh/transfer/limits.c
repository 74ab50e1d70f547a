/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/limits.h"

const TamboListenerLimits tambo_listener_limits_default = {
  .per_address = 8,
  .in_all = 48,
  .handshakes = 16,
  .handshake_ms = 5000,
  .request_ms = 15000,
  .idle_ms = 60000,
  .stall_ms = 15000,
  .have_ms = 25000,
  .have_batch_ms = 250,
};

const TamboClientLimits tambo_client_limits_default = {
  .connections = 6,
  .answer_ms = 15000,
  .have_ms = 35000,
  .silence_ms = 5000,
  .slow_ms = 10000,
  .slow_rate = 8192,
};

/* An uplink may be a telephone's. */
const TamboClientLimits tambo_hub_limits_default = {
  .connections = 4,
  .answer_ms = 30000,
  .silence_ms = 20000,
  .slow_ms = 60000,
  .slow_rate = 512,
};
