/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What tambo-clinic can do. Each takes the arguments after its name, and returns an exit code. */
int tambo_clinic_init_command (int argc, char *argv[]);
int tambo_clinic_show_command (int argc, char *argv[]);
int tambo_clinic_run_command (int argc, char *argv[]);

G_END_DECLS
