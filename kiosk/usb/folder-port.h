/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/usb/stick-port.h"

G_BEGIN_DECLS

/**
 * TamboFolderPort:
 *
 * A folder that stands for a stick, for tests and demonstrations: there while it is there.
 */
#define TAMBO_TYPE_FOLDER_PORT (tambo_folder_port_get_type ())
G_DECLARE_FINAL_TYPE (TamboFolderPort, tambo_folder_port, TAMBO, FOLDER_PORT, GObject)

TamboStickPort *tambo_folder_port_new (const char *path);

G_END_DECLS
