/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Readers of members. What is missing or of another type is %TAMBO_ERROR_JSON_MEMBER. In those
 * called find, a member may be missing: the out-parameter is then left as it was, so that it can
 * hold the default. Strings, objects and arrays belong to the document. */
gboolean tambo_json_object_get_string (JsonObject *object,
                                       const char *name,
                                       const char **out_value,
                                       GError **error);
gboolean tambo_json_object_find_string (JsonObject *object,
                                        const char *name,
                                        const char **out_value,
                                        GError **error);
gboolean tambo_json_object_get_int (JsonObject *object,
                                    const char *name,
                                    gint64 min,
                                    gint64 max,
                                    gint64 *out_value,
                                    GError **error);
gboolean tambo_json_object_find_int (JsonObject *object,
                                     const char *name,
                                     gint64 min,
                                     gint64 max,
                                     gint64 *out_value,
                                     GError **error);
gboolean tambo_json_object_get_boolean (JsonObject *object,
                                        const char *name,
                                        gboolean *out_value,
                                        GError **error);
gboolean tambo_json_object_find_boolean (JsonObject *object,
                                         const char *name,
                                         gboolean *out_value,
                                         GError **error);
gboolean tambo_json_object_get_object (JsonObject *object,
                                       const char *name,
                                       JsonObject **out_value,
                                       GError **error);
gboolean tambo_json_object_find_object (JsonObject *object,
                                        const char *name,
                                        JsonObject **out_value,
                                        GError **error);
gboolean tambo_json_object_get_array (JsonObject *object,
                                      const char *name,
                                      JsonArray **out_value,
                                      GError **error);
gboolean tambo_json_object_find_array (JsonObject *object,
                                       const char *name,
                                       JsonArray **out_value,
                                       GError **error);
gboolean tambo_json_object_get_base64 (JsonObject *object,
                                       const char *name,
                                       guint8 *out_data,
                                       gsize size,
                                       GError **error);
gboolean tambo_json_object_get_strings (JsonObject *object,
                                        const char *name,
                                        guint max_length,
                                        GStrv *out_value,
                                        GError **error);

/* The same for elements of an array. */
JsonObject *tambo_json_array_get_object (JsonArray *array, guint index, GError **error);
const char *tambo_json_array_get_string (JsonArray *array, guint index, GError **error);

G_END_DECLS
