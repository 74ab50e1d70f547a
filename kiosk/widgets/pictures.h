/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/probe/sandbox.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PICTURES (tambo_pictures_get_type ())
G_DECLARE_FINAL_TYPE (TamboPictures, tambo_pictures, TAMBO, PICTURES, GObject)

TamboPictures *tambo_pictures_new (TamboSandbox *sandbox);

void tambo_pictures_decode_async (TamboPictures *self,
                                  GBytes *medium,
                                  TamboMediumKind kind,
                                  guint64 at_ms,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GdkTexture *tambo_pictures_decode_finish (TamboPictures *self,
                                          GAsyncResult *result,
                                          GError **error);

G_END_DECLS
