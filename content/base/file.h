/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files in a folder that is named by a descriptor. Errors are of %G_IO_ERROR. */
int tambo_file_open_folder (const char *path, gboolean create, GError **error);
int tambo_file_open_inside (int folder_fd, const char *path, int flags, GError **error);
GBytes *tambo_file_read_fd (int fd, gsize max_size, GError **error);
GBytes *tambo_file_read_at (int folder_fd, const char *name, gsize max_size, GError **error);
GBytes *tambo_file_read_range (int fd, guint64 offset, gsize size, GError **error);
/* Of a small file that holds a secret; to be wiped. */
char *tambo_file_read_first_line (const char *path, GError **error);
gboolean tambo_file_write_fd (int fd, guint64 offset, const void *data, gsize size, GError **error);
gboolean tambo_file_write_at (int folder_fd,
                              const char *name,
                              GBytes *bytes,
                              int mode,
                              GError **error);
gboolean tambo_file_sync_folder (int folder_fd, GError **error);

/* Sets @error from errno. */
void tambo_file_set_error (GError **error, int error_number, const char *doing);

G_END_DECLS
