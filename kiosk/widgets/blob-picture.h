/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/manifest.h"
#include "kiosk/widgets/blob-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_BLOB_PICTURE (tambo_blob_picture_get_type ())
G_DECLARE_FINAL_TYPE (TamboBlobPicture, tambo_blob_picture, TAMBO, BLOB_PICTURE, GtkWidget)

GtkWidget *tambo_blob_picture_new (void);

void tambo_blob_picture_show (TamboBlobPicture *self,
                              TamboBlobSource *blobs,
                              const TamboLayer *layer,
                              guint64 at_ms);

G_END_DECLS
