/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/leaf-list.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_BLOB_STREAM (tambo_blob_stream_get_type ())
G_DECLARE_FINAL_TYPE (TamboBlobStream, tambo_blob_stream, TAMBO, BLOB_STREAM, GInputStream)

GInputStream *tambo_blob_stream_new (int fd, TamboLeafList *leaves);

G_END_DECLS
