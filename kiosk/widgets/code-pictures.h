/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The 64 pictures that a code can be kept as: content/consult/code.h counts them. */

const char *tambo_code_picture_get_pictogram (guint index);
const char *tambo_code_picture_get_name (guint index);

G_END_DECLS
