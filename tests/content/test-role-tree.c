/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/trust/role-tree.h"

#include <string.h>

#define KEY "1111111111111111111111111111111111111111111111111111111111111111"

/* Who is asked, in order, for which paths: "name pattern", with "!" before it to end the search
 * there, and "-" if its file is not signed for this delegation. */
typedef struct
{
  const char *role;
  const char *path; /* (nullable): the one target it has */
  const char *delegations[4];
} Role;

static JsonObject *
write_delegation (const char *text)
{
  JsonObject *role = json_object_new ();
  JsonArray *ids = json_array_new ();
  JsonArray *paths = json_array_new ();
  const char *name = text + strspn (text, "!-");
  g_auto (GStrv) words = g_strsplit (name, " ", 2);

  json_array_add_string_element (ids, "k");
  json_array_add_string_element (paths, words[1]);
  json_object_set_string_member (role, "name", words[0]);
  json_object_set_boolean_member (role, "terminating", text[0] == '!');
  json_object_set_int_member (role, "threshold", 1);
  json_object_set_array_member (role, "keyids", ids);
  json_object_set_array_member (role, "paths", paths);

  return role;
}

static char *
write_delegations (const Role *role)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *roles = json_array_new ();

  json_node_take_array (node, roles);
  for (guint i = 0; i < G_N_ELEMENTS (role->delegations) && role->delegations[i] != NULL; i++)
    json_array_add_object_element (roles, write_delegation (role->delegations[i]));

  return json_to_string (node, FALSE);
}

static void
add_role (TamboRoleTree *tree, const Role *role)
{
  g_autofree char *roles = write_delegations (role);
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboMetadata) metadata = NULL;
  g_autoptr (GError) error = NULL;
  TamboTargets *targets;

  target = g_strdup_printf ("\"%s\":{\"length\":1,\"hashes\":{\"sha256\":\"" KEY "\"}}",
                            role->path != NULL ? role->path : "other");
  text = g_strdup_printf ("{\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"version\":1,"
                          "\"spec_version\":\"1.0.31\",\"expires\":\"2030-01-01T00:00:00Z\","
                          "\"targets\":{%s},\"delegations\":{\"keys\":{\"k\":{\"keytype\":"
                          "\"ed25519\",\"scheme\":\"ed25519\",\"keyval\":{\"public\":\"" KEY
                          "\"}}},\"roles\":%s}}}",
                          role->path != NULL ? target : "",
                          roles);
  bytes = g_bytes_new (text, strlen (text));
  metadata = tambo_metadata_new_from_bytes (bytes, "targets", 65536, &error);
  g_assert_no_error (error);
  targets = tambo_targets_new (role->role, metadata, &error);
  g_assert_no_error (error);
  tambo_role_tree_add (tree, role->role, targets);

  for (guint i = 0; i < G_N_ELEMENTS (role->delegations) && role->delegations[i] != NULL; i++)
    if (strchr (role->delegations[i], '-') !=
        role->delegations[i] + strspn (role->delegations[i], "!"))
      tambo_role_tree_accept (tree, tambo_targets_get_delegations (targets)->pdata[i]);
}

/* Who answers for packs/org.example.a/1. */
typedef struct
{
  const char *name;
  Role roles[5];
  const char *expected; /* (nullable): nobody */
} Vector;

#define PATH "packs/org.example.a/1"

static const Vector vectors[] = {
  { "top-speaks-first", { { "targets", PATH, { "a packs/*/*" } }, { "a", PATH } }, "targets" },
  { "delegate-speaks", { { "targets", NULL, { "a packs/*/*" } }, { "a", PATH } }, "a" },
  { "first-delegate-wins",
    { { "targets", NULL, { "a packs/*/*", "b packs/*/*" } }, { "a", PATH }, { "b", PATH } },
    "a" },
  { "second-is-asked",
    { { "targets", NULL, { "a packs/*/*", "b packs/*/*" } }, { "a", NULL }, { "b", PATH } },
    "b" },
  { "terminating-ends-the-search",
    { { "targets", NULL, { "!a packs/*/*", "b packs/*/*" } }, { "a", NULL }, { "b", PATH } },
    NULL },
  { "terminating-for-other-paths-does-not",
    { { "targets", NULL, { "!a roster/*", "b packs/*/*" } }, { "a", NULL }, { "b", PATH } },
    "b" },
  { "terminating-below-ends-it-above",
    { { "targets", NULL, { "a packs/*/*", "b packs/*/*" } },
      { "a", NULL, { "!c packs/*/*" } },
      { "c", NULL },
      { "b", PATH } },
    NULL },
  { "delegate-of-a-delegate",
    { { "targets", NULL, { "a packs/*/*" } },
      { "a", NULL, { "b packs/org.example.a/*" } },
      { "b", PATH } },
    "b" },
  { "nobody-gives-more-than-it-has",
    { { "targets", NULL, { "a roster/*" } }, { "a", NULL, { "b packs/*/*" } }, { "b", PATH } },
    NULL },
  { "unsigned-is-not-heard", { { "targets", NULL, { "-a packs/*/*" } }, { "a", PATH } }, NULL },
  { "unsigned-ends-the-search",
    { { "targets", NULL, { "-a packs/*/*", "b packs/*/*" } }, { "a", NULL }, { "b", PATH } },
    NULL },
  { "unsigned-for-one-is-heard-through-another",
    { { "targets", NULL, { "a packs/*/*" } },
      { "a", NULL, { "-b roster/*", "c packs/*/*" } },
      { "c", NULL, { "b packs/*/*" } },
      { "b", PATH } },
    "b" },
  { "circle",
    { { "targets", NULL, { "a packs/*/*", "c packs/*/*" } },
      { "a", NULL, { "b packs/*/*" } },
      { "b", NULL, { "a packs/*/*" } },
      { "c", PATH } },
    "c" },
};

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr (TamboRoleTree) tree = tambo_role_tree_new ();
  g_autoptr (GPtrArray) all = NULL;
  const TamboTarget *target;

  for (guint i = 0; i < G_N_ELEMENTS (vector->roles) && vector->roles[i].role != NULL; i++)
    add_role (tree, &vector->roles[i]);
  target = tambo_role_tree_resolve (tree, PATH);
  all = tambo_role_tree_resolve_all (tree);

  g_assert_cmpstr (target != NULL ? target->role : NULL, ==, vector->expected);
  g_assert_cmpuint (all->len, ==, vector->expected != NULL ? 1 : 0);
}

static gboolean
matches (const char *pattern, const char *path)
{
  const char *patterns[] = { pattern, NULL };
  const TamboDelegation delegation = { .patterns = (GStrv) patterns };

  return tambo_delegation_matches (&delegation, path);
}

static void
test_patterns (void)
{
  static const struct
  {
    const char *pattern;
    const char *path;
    gboolean matches;
  } rows[] = {
    { "packs/*/*", "packs/org.example.a/1", TRUE },
    { "packs/*/*", "packs/org.example.a", FALSE },
    { "packs/*/*", "packs/org.example.a/1/2", FALSE },
    { "packs/org.example.a/*", "packs/org.example.a/12", TRUE },
    { "packs/org.example.a/*", "packs/org.example.ab/1", FALSE },
    { "packs/org.example.*/*", "packs/org.example.b/1", TRUE },
    { "packs/org.example.*/*", "packs/org.other.b/1", FALSE },
    { "roster/*", "roster/north.json", TRUE },
    { "roster/*", "roster/north/east.json", FALSE },
    { "roster/*", "clinics/north.json", FALSE },
    { "clinics/*.json", "clinics/north.json", TRUE },
    { "clinics/*.json", "clinics/north.jsonx", FALSE },
    { "clinics/nort?.json", "clinics/north.json", TRUE },
    { "clinics?north.json", "clinics/north.json", FALSE },
    { "*", "deployment.json", TRUE },
    { "*", "packs/org.example.a/1", FALSE },
    { "", "deployment.json", FALSE },
    { "packs/[a-z]*/*", "packs/org.example.a/1", FALSE },
    { "packs/{org.example.a}/1", "packs/org.example.a/1", FALSE },
    { "*a*b", "aaab", TRUE },
    { "*a*b", "aaac", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s, %s", rows[i].pattern, rows[i].path);
      g_assert_cmpint (matches (rows[i].pattern, rows[i].path), ==, rows[i].matches);
    }
}

/* Trying every star again would take longer than the universe has. */
static void
test_pattern_of_stars (void)
{
  g_autofree char *path = g_strnfill (200, 'a');
  g_autoptr (GString) pattern = g_string_new (NULL);

  for (guint i = 0; i < 90; i++)
    g_string_append (pattern, "*a");
  g_string_append (pattern, "b");

  g_assert_false (matches (pattern->str, path));
}

/* Only the first fault is kept: it is the reason for the rest. */
static void
test_fault (void)
{
  g_autoptr (TamboRoleTree) tree = tambo_role_tree_new ();

  g_assert_null (tambo_role_tree_get_fault (tree, "a"));
  tambo_role_tree_blame (tree, "a", g_error_new (TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "first"));
  tambo_role_tree_blame (tree, "a", g_error_new (TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST, "second"));
  g_assert_error (tambo_role_tree_get_fault (tree, "a"), TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/role-tree/resolve/%s", vectors[i].name);

      g_test_add_data_func (path, &vectors[i], test_vector);
    }
  g_test_add_func ("/content/role-tree/patterns", test_patterns);
  g_test_add_func ("/content/role-tree/pattern-of-stars", test_pattern_of_stars);
  g_test_add_func ("/content/role-tree/first-fault-is-kept", test_fault);

  return g_test_run ();
}
