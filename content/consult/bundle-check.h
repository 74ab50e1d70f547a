/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/json.h"

G_BEGIN_DECLS

gboolean tambo_bundle_check (TamboJson *bundle, GError **error);

G_END_DECLS
