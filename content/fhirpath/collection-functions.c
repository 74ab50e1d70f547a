/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/fhirpath/comparison.h"
#include "content/fhirpath/functions.h"

#include <string.h>

#define ARGUMENT(call, n) ((TamboSyntax *) g_ptr_array_index ((call)->arguments, n))

/* Calls @criterion for one item of @input. */
static gboolean
meets (TamboEvaluation *evaluation,
       TamboSyntax *criterion,
       TamboCollection *input,
       guint position,
       TamboTruth *out_truth,
       GError **error)
{
  g_autoptr (TamboCollection) result = tambo_evaluation_run_item (evaluation,
                                                                  criterion,
                                                                  tambo_collection_get (input,
                                                                                        position),
                                                                  position,
                                                                  error);

  return result != NULL && tambo_collection_get_truth (result, out_truth, error);
}

static TamboCollection *
run_where (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();
  TamboTruth truth;

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      if (!meets (evaluation, ARGUMENT (call, 0), input, i, &truth, error))
        return NULL;
      if (truth == TAMBO_TRUTH_TRUE &&
          !tambo_evaluation_append (evaluation, list, tambo_collection_get (input, i), error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

static gboolean
append_all (TamboEvaluation *evaluation,
            TamboCollection *list,
            TamboCollection *more,
            GError **error)
{
  for (guint i = 0; i < tambo_collection_get_size (more); i++)
    if (!tambo_evaluation_append (evaluation, list, tambo_collection_get (more, i), error))
      return FALSE;

  return TRUE;
}

static TamboCollection *
run_select (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      g_autoptr (TamboCollection) one = tambo_evaluation_run_item (evaluation,
                                                                   ARGUMENT (call, 0),
                                                                   tambo_collection_get (input, i),
                                                                   i,
                                                                   error);

      if (one == NULL || !append_all (evaluation, list, one, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

/* Elements are told apart by themselves, other values by what they are. */
static gboolean
append_new (TamboEvaluation *evaluation,
            TamboCollection *list,
            GHashTable *seen,
            TamboCollection *more,
            GError **error)
{
  for (guint i = 0; i < tambo_collection_get_size (more); i++)
    {
      const TamboValue *value = tambo_collection_get (more, i);

      if (value->kind == TAMBO_VALUE_ELEMENT
              ? !g_hash_table_add (seen, value->element)
              : tambo_collection_contains_value (evaluation, list, value))
        continue;
      if (!tambo_evaluation_append (evaluation, list, value, error))
        return FALSE;
    }

  return TRUE;
}

static TamboCollection *
run_repeat (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < tambo_collection_get_size (input) + tambo_collection_get_size (list); i++)
    {
      guint n_input = tambo_collection_get_size (input);
      TamboValue value;
      g_autoptr (TamboCollection) next = NULL;

      tambo_value_copy (i < n_input ? tambo_collection_get (input, i)
                                    : tambo_collection_get (list, i - n_input),
                        &value);
      next = tambo_evaluation_run_item (evaluation, ARGUMENT (call, 0), &value, i, error);
      tambo_value_clear (&value);
      if (next == NULL || !append_new (evaluation, list, seen, next, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

static TamboCollection *
run_children (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      const TamboValue *value = tambo_collection_get (input, i);

      if (value->kind == TAMBO_VALUE_ELEMENT &&
          !tambo_evaluation_append_children (evaluation, list, value->element, NULL, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

static gboolean
append_descendants (TamboEvaluation *evaluation,
                    TamboCollection *list,
                    TamboCollection *input,
                    GError **error)
{
  g_autoptr (TamboCollection) children = run_children (evaluation, NULL, input, error);

  if (children == NULL || !append_all (evaluation, list, children, error))
    return FALSE;

  return tambo_collection_get_size (children) == 0 ||
         append_descendants (evaluation, list, children, error);
}

static TamboCollection *
run_descendants (TamboEvaluation *evaluation,
                 TamboSyntax *call,
                 TamboCollection *input,
                 GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  return append_descendants (evaluation, list, input, error) ? g_steal_pointer (&list) : NULL;
}

static TamboCollection *
run_exists (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) met = NULL;

  if (call->arguments->len == 0)
    return tambo_collection_new_boolean (tambo_collection_get_size (input) > 0);

  met = run_where (evaluation, call, input, error);
  return met == NULL ? NULL : tambo_collection_new_boolean (tambo_collection_get_size (met) > 0);
}

static TamboCollection *
run_empty (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return tambo_collection_new_boolean (tambo_collection_get_size (input) == 0);
}

static TamboCollection *
run_count (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return tambo_collection_new_integer (tambo_collection_get_size (input));
}

static TamboCollection *
run_not (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  TamboTruth truth;

  if (!tambo_collection_get_truth (input, &truth, error))
    return NULL;
  if (truth != TAMBO_TRUTH_EMPTY)
    truth = truth == TAMBO_TRUTH_TRUE ? TAMBO_TRUTH_FALSE : TAMBO_TRUTH_TRUE;

  return tambo_collection_new_truth (truth);
}

static TamboCollection *
run_all (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  TamboTruth truth;

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      if (!meets (evaluation, ARGUMENT (call, 0), input, i, &truth, error))
        return NULL;
      if (truth != TAMBO_TRUTH_TRUE)
        return tambo_collection_new_boolean (FALSE);
    }

  return tambo_collection_new_boolean (TRUE);
}

/* allTrue, anyTrue, allFalse, anyFalse: whether @wanted is found, and what finding it means. */
static TamboCollection *
search_truth (TamboCollection *input, gboolean wanted, gboolean meaning)
{
  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      TamboValue value;
      gboolean found;

      tambo_value_unwrap (tambo_collection_get (input, i), &value);
      found = value.kind == TAMBO_VALUE_BOOLEAN && (value.number.coefficient != 0) == wanted;
      tambo_value_clear (&value);
      if (found)
        return tambo_collection_new_boolean (meaning);
    }

  return tambo_collection_new_boolean (!meaning);
}

static TamboCollection *
run_all_true (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  return search_truth (input, FALSE, FALSE);
}

static TamboCollection *
run_any_true (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  return search_truth (input, TRUE, TRUE);
}

static TamboCollection *
run_all_false (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  return search_truth (input, TRUE, FALSE);
}

static TamboCollection *
run_any_false (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  return search_truth (input, FALSE, TRUE);
}

static TamboCollection *
take_range (TamboCollection *input, guint start, guint end)
{
  TamboCollection *list = tambo_collection_new ();

  for (guint i = start; i < MIN (end, tambo_collection_get_size (input)); i++)
    tambo_collection_append (list, tambo_collection_get (input, i));

  return list;
}

static TamboCollection *
run_first (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return take_range (input, 0, 1);
}

static TamboCollection *
run_last (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  guint n = tambo_collection_get_size (input);

  return take_range (input, n == 0 ? 0 : n - 1, n);
}

static TamboCollection *
run_tail (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return take_range (input, 1, G_MAXUINT);
}

static TamboCollection *
run_single (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  TamboValue value;
  gboolean is_empty;

  if (!tambo_collection_get_single (input, &value, &is_empty, error))
    return NULL;
  tambo_value_clear (&value);

  return tambo_collection_ref (input);
}

static gboolean
read_count (TamboEvaluation *evaluation, TamboSyntax *call, guint *out_count, GError **error)
{
  g_autoptr (TamboCollection) argument = tambo_evaluation_run_argument (evaluation, call, 0, error);
  TamboValue value;
  gboolean is_empty;
  gint64 count = 0;

  if (argument == NULL || !tambo_collection_get_single (argument, &value, &is_empty, error))
    return FALSE;
  if (!is_empty && value.kind == TAMBO_VALUE_INTEGER)
    (void) tambo_decimal_to_int (value.number, &count);
  tambo_value_clear (&value);

  *out_count = (guint) CLAMP (count, 0, G_MAXINT);
  return TRUE;
}

static TamboCollection *
run_skip (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  guint count;

  return read_count (evaluation, call, &count, error) ? take_range (input, count, G_MAXUINT) : NULL;
}

static TamboCollection *
run_take (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  guint count;

  return read_count (evaluation, call, &count, error) ? take_range (input, 0, count) : NULL;
}

/* Both arguments stay unread until it is known which one counts. */
static TamboCollection *
run_iif (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) criterion = NULL;
  TamboTruth truth;

  criterion = tambo_collection_get_size (input) == 1 && call->left != NULL
                  ? tambo_evaluation_run_item (evaluation,
                                               ARGUMENT (call, 0),
                                               tambo_collection_get (input, 0),
                                               0,
                                               error)
                  : tambo_evaluation_run (evaluation, ARGUMENT (call, 0), input, error);
  if (criterion == NULL || !tambo_collection_get_truth (criterion, &truth, error))
    return NULL;
  if (truth == TAMBO_TRUTH_TRUE)
    return tambo_evaluation_run (evaluation, ARGUMENT (call, 1), input, error);
  if (call->arguments->len == 3)
    return tambo_evaluation_run (evaluation, ARGUMENT (call, 2), input, error);

  return tambo_collection_new ();
}

static TamboCollection *
run_of_type (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  TamboCollection *list = tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    if (tambo_value_has_type (tambo_collection_get (input, i), ARGUMENT (call, 0)->name))
      tambo_collection_append (list, tambo_collection_get (input, i));

  return list;
}

static TamboCollection *
run_is (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  if (tambo_collection_get_size (input) != 1)
    return tambo_collection_new ();

  return tambo_collection_new_boolean (
      tambo_value_has_type (tambo_collection_get (input, 0), ARGUMENT (call, 0)->name));
}

static TamboCollection *
run_extension (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  g_autoptr (TamboCollection) url = tambo_evaluation_run_argument (evaluation, call, 0, error);
  g_autoptr (TamboCollection) all = tambo_collection_new ();
  g_autoptr (TamboCollection) list = tambo_collection_new ();
  g_autofree char *wanted = NULL;

  if (url == NULL)
    return NULL;
  if (tambo_collection_get_size (url) == 1)
    wanted = tambo_value_to_string (tambo_collection_get (url, 0));

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      TamboElement *element = tambo_collection_get (input, i)->element;

      if (element != NULL &&
          !tambo_evaluation_append_children (evaluation, all, element, "extension", error))
        return NULL;
    }
  for (guint i = 0; i < tambo_collection_get_size (all); i++)
    {
      TamboElement *element = tambo_collection_get (all, i)->element;
      TamboElement *name = tambo_element_find_child (element, "url");

      if (name != NULL && g_strcmp0 (tambo_element_get_text (name), wanted) == 0)
        tambo_collection_append_element (list, element);
    }

  return g_steal_pointer (&list);
}

static TamboCollection *
run_has_value (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  g_autofree char *text = NULL;

  if (tambo_collection_get_size (input) == 1)
    text = tambo_value_to_string (tambo_collection_get (input, 0));

  return tambo_collection_new_boolean (text != NULL);
}

static TamboCollection *
run_trace (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return tambo_collection_ref (input);
}

static TamboCollection *
run_aggregate (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  g_autoptr (TamboCollection) total = tambo_collection_new ();
  TamboCollection *outer = evaluation->total;

  if (call->arguments->len == 2)
    {
      g_clear_pointer (&total, tambo_collection_unref);
      total = tambo_evaluation_run_argument (evaluation, call, 1, error);
    }
  for (guint i = 0; total != NULL && i < tambo_collection_get_size (input); i++)
    {
      TamboCollection *next;

      evaluation->total = total;
      next = tambo_evaluation_run_item (evaluation,
                                        ARGUMENT (call, 0),
                                        tambo_collection_get (input, i),
                                        i,
                                        error);
      evaluation->total = outer;
      tambo_collection_unref (total);
      total = next;
    }

  return g_steal_pointer (&total);
}

const TamboFunction tambo_collection_functions[] = {
  { "aggregate", 1, 2, run_aggregate },
  { "all", 1, 1, run_all },
  { "allFalse", 0, 0, run_all_false },
  { "allTrue", 0, 0, run_all_true },
  { "anyFalse", 0, 0, run_any_false },
  { "anyTrue", 0, 0, run_any_true },
  { "as", 1, 1, run_of_type },
  { "children", 0, 0, run_children },
  { "count", 0, 0, run_count },
  { "descendants", 0, 0, run_descendants },
  { "empty", 0, 0, run_empty },
  { "exists", 0, 1, run_exists },
  { "extension", 1, 1, run_extension },
  { "first", 0, 0, run_first },
  { "hasValue", 0, 0, run_has_value },
  { "iif", 2, 3, run_iif },
  { "is", 1, 1, run_is },
  { "last", 0, 0, run_last },
  { "not", 0, 0, run_not },
  { "ofType", 1, 1, run_of_type },
  { "repeat", 1, 1, run_repeat },
  { "select", 1, 1, run_select },
  { "single", 0, 0, run_single },
  { "skip", 1, 1, run_skip },
  { "tail", 0, 0, run_tail },
  { "take", 1, 1, run_take },
  { "trace", 1, 2, run_trace },
  { "where", 1, 1, run_where },
  { NULL },
};
