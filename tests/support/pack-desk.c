/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/pack-desk.h"

#include "content/base/error.h"

#include <gio/gunixfdlist.h>

#define JOB_PATH "/org/tambo/Mesh1/jobs/1"

static const struct
{
  const char *id;
  const char *change;
  guint version;
  guint installed;
  const char *titles[3]; /* en, fr, ar */
  const char *gained[3];
  const char *lost[3];
  guint64 needed;
  guint64 leaving;
} packs[] = {
  { "org.tambo.cough",
    "newer",
    4,
    3,
    { "Cough and tuberculosis", "Toux et tuberculose", "السعال والسل" },
    { "ar", NULL },
    { "fr", NULL },
    4500000,
    1200000 },
  { "org.tambo.pregnancy",
    "new",
    1,
    0,
    { "Danger signs in pregnancy",
      "Signes de danger pendant la grossesse",
      "علامات الخطر في الحمل" },
    { "ar", "en", NULL },
    { NULL },
    7900000,
    0 },
  { "org.tambo.water",
    "same",
    2,
    2,
    { "Hands, water and diarrhoea", "Mains, eau et diarrhée", "الأيدي والماء والإسهال" },
    { NULL },
    { NULL },
    0,
    0 },
  { "org.tambo.rights",
    "recalled",
    1,
    1,
    { "Your right to care", "Votre droit aux soins", "حقك في الرعاية" },
    { NULL },
    { NULL },
    0,
    800000 },
};

static void
add (GVariantBuilder *dict, const char *name, GVariant *value)
{
  g_variant_builder_add (dict, "{sv}", name, value);
}

static GVariant *
describe_pack (gsize index)
{
  static const char *const tags[] = { "en", "fr", "ar" };
  static const char *const languages[] = { "ar", "en", "es", "fa", "fr", "so",
                                           "sw", "ti", "tr", "uk", NULL };
  GVariantBuilder dict;
  GVariantBuilder titles;

  g_variant_builder_init (&titles, G_VARIANT_TYPE ("a{ss}"));
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    g_variant_builder_add (&titles, "{ss}", tags[i], packs[index].titles[i]);
  g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
  add (&dict, "kind", g_variant_new_string ("pack"));
  add (&dict, "id", g_variant_new_string (packs[index].id));
  add (&dict, "change", g_variant_new_string (packs[index].change));
  add (&dict, "version", g_variant_new_uint32 (packs[index].version));
  add (&dict, "installed", g_variant_new_uint32 (packs[index].installed));
  add (&dict, "title", g_variant_builder_end (&titles));
  add (&dict, "languages", g_variant_new_strv (languages, -1));
  add (&dict, "gained", g_variant_new_strv (packs[index].gained, -1));
  add (&dict, "lost", g_variant_new_strv (packs[index].lost, -1));
  add (&dict, "needed", g_variant_new_uint64 (packs[index].needed));
  add (&dict, "leaving", g_variant_new_uint64 (packs[index].leaving));

  return g_variant_builder_end (&dict);
}

void
tambo_test_pack_desk_find_all (TamboTestPackDesk *self, guint64 room)
{
  GVariantBuilder list;
  GVariantBuilder stick;

  g_variant_builder_init (&stick, G_VARIANT_TYPE_VARDICT);
  add (&stick, "kind", g_variant_new_string ("stick"));
  add (&stick, "metadata", g_variant_new_string ("newer"));
  add (&stick, "unknown", g_variant_new_uint32 (1));
  add (&stick, "letters", g_variant_new_uint32 (12));
  add (&stick, "room", g_variant_new_uint64 (room));
  add (&stick, "rate", g_variant_new_uint64 (9000000));
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_add_value (&list, g_variant_builder_end (&stick));
  for (gsize i = 0; i < G_N_ELEMENTS (packs); i++)
    g_variant_builder_add_value (&list, describe_pack (i));
  g_clear_pointer (&self->found, g_variant_unref);
  self->found = g_variant_ref_sink (g_variant_builder_end (&list));
  g_clear_error (&self->refusal);
}

void
tambo_test_pack_desk_set_refusal (TamboTestPackDesk *self, GError *error)
{
  g_clear_error (&self->refusal);
  self->refusal = error != NULL ? error
                                : g_error_new_literal (G_IO_ERROR,
                                                       G_IO_ERROR_NOT_FOUND,
                                                       "No such file or directory");
}

static void
answer (TamboTestPackDesk *self, GDBusMethodInvocation *invocation)
{
  if (self->refusal != NULL)
    g_dbus_method_invocation_return_gerror (invocation, self->refusal);
  else
    tambo_dbus_mesh1_complete_preview (tambo_test_daemon_get_object (self->daemon),
                                       invocation,
                                       NULL,
                                       self->found);
}

void
tambo_test_pack_desk_hold (TamboTestPackDesk *self)
{
  self->holds = TRUE;
}

void
tambo_test_pack_desk_let_go (TamboTestPackDesk *self)
{
  self->holds = FALSE;
  while (self->held == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer (self, g_steal_pointer (&self->held));
}

static gboolean
on_preview (TamboTestPackDesk *self,
            GDBusMethodInvocation *invocation,
            GUnixFDList *fds,
            GVariant *folder,
            const char *const *languages)
{
  g_free (self->languages);
  self->languages = g_strjoinv (" ", (char **) languages);
  g_assert_cmpint (g_unix_fd_list_get_length (fds), ==, 1);
  if (self->holds)
    self->held = invocation;
  else
    answer (self, invocation);

  return TRUE;
}

static void
start_job (TamboTestPackDesk *self, const char *kind)
{
  g_autoptr (GError) error = NULL;

  if (self->job != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->job));
  g_clear_object (&self->job);
  self->job = tambo_dbus_mesh1_job_skeleton_new ();
  tambo_dbus_mesh1_job_set_kind (self->job, kind);
  tambo_dbus_mesh1_job_set_state (self->job, "running");
  tambo_dbus_mesh1_job_set_error (self->job, "");
  tambo_dbus_mesh1_job_set_files (self->job, g_variant_new ("(uu)", 0, 0));
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->job),
                                    tambo_test_daemon_get_server (self->daemon),
                                    JOB_PATH,
                                    &error);
  g_assert_no_error (error);
}

static gboolean
on_install_from (TamboTestPackDesk *self,
                 GDBusMethodInvocation *invocation,
                 GUnixFDList *fds,
                 GVariant *folder,
                 const char *const *ids,
                 const char *const *languages)
{
  self->installs++;
  g_free (self->languages);
  self->languages = g_strjoinv (" ", (char **) languages);
  start_job (self, "install");
  tambo_dbus_mesh1_complete_install_from (tambo_test_daemon_get_object (self->daemon),
                                          invocation,
                                          NULL,
                                          JOB_PATH);

  return TRUE;
}

static gboolean
on_export_to (TamboTestPackDesk *self,
              GDBusMethodInvocation *invocation,
              GUnixFDList *fds,
              GVariant *folder,
              const char *const *ids)
{
  self->exports++;
  start_job (self, "export");
  tambo_dbus_mesh1_complete_export_to (tambo_test_daemon_get_object (self->daemon),
                                       invocation,
                                       NULL,
                                       JOB_PATH);

  return TRUE;
}

static gboolean
on_cancel (TamboTestPackDesk *self, GDBusMethodInvocation *invocation, const char *path)
{
  self->cancels++;
  tambo_dbus_mesh1_complete_cancel (tambo_test_daemon_get_object (self->daemon), invocation);

  return TRUE;
}

static gboolean
on_set_languages (TamboTestPackDesk *self,
                  GDBusMethodInvocation *invocation,
                  const char *const *languages)
{
  g_free (self->shelter);
  self->shelter = g_strjoinv (" ", (char **) languages);
  tambo_dbus_mesh1_complete_set_languages (tambo_test_daemon_get_object (self->daemon), invocation);

  return TRUE;
}

TamboTestPackDesk *
tambo_test_pack_desk_new (TamboTestDaemon *daemon)
{
  static const char *const languages[] = { "en", "ar", NULL };
  TamboTestPackDesk *self = g_new0 (TamboTestPackDesk, 1);
  TamboDBusMesh1 *object = tambo_test_daemon_get_object (daemon);

  self->daemon = daemon;
  tambo_dbus_mesh1_set_languages (object, languages);
  g_signal_connect_swapped (object, "handle-preview", G_CALLBACK (on_preview), self);
  g_signal_connect_swapped (object, "handle-install-from", G_CALLBACK (on_install_from), self);
  g_signal_connect_swapped (object, "handle-export-to", G_CALLBACK (on_export_to), self);
  g_signal_connect_swapped (object, "handle-cancel", G_CALLBACK (on_cancel), self);
  g_signal_connect_swapped (object, "handle-set-languages", G_CALLBACK (on_set_languages), self);
  tambo_test_pack_desk_find_all (self, G_GUINT64_CONSTANT (24000000000));

  return self;
}

void
tambo_test_pack_desk_free (TamboTestPackDesk *self)
{
  g_signal_handlers_disconnect_by_data (tambo_test_daemon_get_object (self->daemon), self);
  if (self->job != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->job));
  g_clear_object (&self->job);
  g_clear_pointer (&self->found, g_variant_unref);
  g_clear_error (&self->refusal);
  g_free (self->languages);
  g_free (self->shelter);
  g_free (self);
}

void
tambo_test_pack_desk_go_on (TamboTestPackDesk *self, guint64 done, guint64 total)
{
  tambo_dbus_mesh1_job_set_done (self->job, done);
  tambo_dbus_mesh1_job_set_total (self->job, total);
  tambo_dbus_mesh1_job_set_files (self->job, g_variant_new ("(uu)", 3, 14));
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->job));
}

void
tambo_test_pack_desk_end (TamboTestPackDesk *self, const char *state, GError *error)
{
  g_autofree char *name = error != NULL ? g_dbus_error_encode_gerror (error) : NULL;
  g_autofree char *text = error != NULL ? g_strdup_printf ("%s %s", name, error->message)
                                        : g_strdup ("");

  g_clear_error (&error);
  tambo_dbus_mesh1_job_set_error (self->job, text);
  tambo_dbus_mesh1_job_set_state (self->job, state);
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->job));
}
