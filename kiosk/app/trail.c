/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/app/trail.h"

/* One screen that was opened. */
typedef struct
{
  char *route;     /* (owned) */
  char *parameter; /* (owned) (nullable) */
} Step;

struct _TamboTrail
{
  GPtrArray *steps; /* (owned) of Step; never empty */
};

static void
step_free (Step *step)
{
  g_free (step->route);
  g_free (step->parameter);
  g_free (step);
}

static Step *
get_last (TamboTrail *self)
{
  return g_ptr_array_index (self->steps, self->steps->len - 1);
}

static void
add (TamboTrail *self, const char *route, const char *parameter)
{
  Step *step = g_new0 (Step, 1);

  step->route = g_strdup (route);
  step->parameter = g_strdup (parameter);
  g_ptr_array_add (self->steps, step);
}

TamboTrail *
tambo_trail_new (const char *start)
{
  TamboTrail *self = NULL;

  g_return_val_if_fail (start != NULL, NULL);

  self = g_new0 (TamboTrail, 1);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  add (self, start, NULL);

  return self;
}

void
tambo_trail_free (TamboTrail *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->steps);
  g_free (self);
}

/* Opens @route. Where one already is, is not added again. */
void
tambo_trail_go (TamboTrail *self, const char *route, const char *parameter)
{
  Step *last = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (route != NULL);

  last = get_last (self);
  if (g_str_equal (last->route, route) && g_strcmp0 (last->parameter, parameter) == 0)
    return;

  add (self, route, parameter);
}

/* Begins anew: there is nothing to go back to. */
void
tambo_trail_start (TamboTrail *self, const char *route)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (route != NULL);

  g_ptr_array_set_size (self->steps, 0);
  add (self, route, NULL);
}

gboolean
tambo_trail_back (TamboTrail *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->steps->len < 2)
    return FALSE;

  g_ptr_array_set_size (self->steps, self->steps->len - 1);

  return TRUE;
}

const char *
tambo_trail_get_route (TamboTrail *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_last (self)->route;
}

const char *
tambo_trail_get_parameter (TamboTrail *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_last (self)->parameter;
}

guint
tambo_trail_get_length (TamboTrail *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->steps->len;
}
