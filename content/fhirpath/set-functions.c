/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/comparison.h"
#include "content/fhirpath/functions.h"

/* Collections as sets: what is in both, in either, in one alone. */

static TamboCollection *
run_distinct (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      const TamboValue *value = tambo_collection_get (input, i);

      if (!tambo_evaluation_spend (evaluation, tambo_collection_get_size (list), error))
        return NULL;
      if (!tambo_collection_contains_value (evaluation, list, value) &&
          !tambo_evaluation_append (evaluation, list, value, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

static TamboCollection *
run_is_distinct (TamboEvaluation *evaluation,
                 TamboSyntax *call,
                 TamboCollection *input,
                 GError **error)
{
  g_autoptr (TamboCollection) list = run_distinct (evaluation, call, input, error);

  return list == NULL ? NULL
                      : tambo_collection_new_boolean (tambo_collection_get_size (list) ==
                                                      tambo_collection_get_size (input));
}

/* Those of @input that are among the argument, or are not. */
static TamboCollection *
filter_members (TamboEvaluation *evaluation,
                TamboSyntax *call,
                TamboCollection *input,
                gboolean wanted,
                GError **error)
{
  g_autoptr (TamboCollection) other = tambo_evaluation_run_argument (evaluation, call, 0, error);
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  if (other == NULL)
    return NULL;
  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      const TamboValue *value = tambo_collection_get (input, i);

      if (!tambo_evaluation_spend (evaluation, tambo_collection_get_size (other), error))
        return NULL;
      if (tambo_collection_contains_value (evaluation, other, value) == wanted &&
          !(wanted && tambo_collection_contains_value (evaluation, list, value)))
        tambo_collection_append (list, value);
    }

  return g_steal_pointer (&list);
}

static TamboCollection *
run_intersect (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  return filter_members (evaluation, call, input, TRUE, error);
}

static TamboCollection *
run_exclude (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return filter_members (evaluation, call, input, FALSE, error);
}

static TamboCollection *
run_combine (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) other = tambo_evaluation_run_argument (evaluation, call, 0, error);
  g_autoptr (TamboCollection) list = tambo_collection_new ();
  TamboCollection *const sides[] = { input, other };

  for (guint side = 0; side < G_N_ELEMENTS (sides); side++)
    for (guint i = 0; other != NULL && i < tambo_collection_get_size (sides[side]); i++)
      if (!tambo_evaluation_append (evaluation, list, tambo_collection_get (sides[side], i), error))
        return NULL;
  if (other == NULL)
    return NULL;

  return g_steal_pointer (&list);
}

static TamboCollection *
run_union (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) both = run_combine (evaluation, call, input, error);

  return both == NULL ? NULL : run_distinct (evaluation, call, both, error);
}

static TamboCollection *
test_subset (TamboEvaluation *evaluation,
             TamboCollection *part,
             TamboCollection *whole,
             GError **error)
{
  const guint n = tambo_collection_get_size (part);

  if (!tambo_evaluation_spend (evaluation, n * tambo_collection_get_size (whole), error))
    return NULL;

  for (guint i = 0; i < n; i++)
    if (!tambo_collection_contains_value (evaluation, whole, tambo_collection_get (part, i)))
      return tambo_collection_new_boolean (FALSE);

  return tambo_collection_new_boolean (TRUE);
}

static TamboCollection *
run_subset_of (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  g_autoptr (TamboCollection) other = tambo_evaluation_run_argument (evaluation, call, 0, error);

  return other == NULL ? NULL : test_subset (evaluation, input, other, error);
}

static TamboCollection *
run_superset_of (TamboEvaluation *evaluation,
                 TamboSyntax *call,
                 TamboCollection *input,
                 GError **error)
{
  g_autoptr (TamboCollection) other = tambo_evaluation_run_argument (evaluation, call, 0, error);

  return other == NULL ? NULL : test_subset (evaluation, other, input, error);
}

const TamboFunction tambo_set_functions[] = {
  { "combine", 1, 1, run_combine },
  { "distinct", 0, 0, run_distinct },
  { "exclude", 1, 1, run_exclude },
  { "intersect", 1, 1, run_intersect },
  { "isDistinct", 0, 0, run_is_distinct },
  { "subsetOf", 1, 1, run_subset_of },
  { "supersetOf", 1, 1, run_superset_of },
  { "union", 1, 1, run_union },
  { NULL },
};
