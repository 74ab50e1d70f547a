/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/store/layout.h"
#include "mesh/wire/envelope-batch.h"

G_BEGIN_DECLS

/* (transfer full) (element-type TamboEnvelopeBatch): the sealed letters that a layout has; none if
 * it has none. Blocks. %TAMBO_ERROR_ENVELOPE_FORMAT, %TAMBO_ERROR_ENVELOPE_QUOTA. */
GPtrArray *tambo_stick_mail_read (TamboLayout *layout, GError **error);
guint tambo_stick_mail_count (GPtrArray *batches);

G_END_DECLS
