/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/motion.h"

#include "content/author/text-rules.h"

#include <math.h>

#define MAX_NUMBERS 4

typedef enum
{
  FADE_IN,
  FADE_OUT,
  SLIDE_IN,
  SLIDE_OUT,
  GROW,
  TURN,
  BOB,
  SWING,
  PULSE,
  DRIFT,
  BLINK,
  PUFF,
} Verb;

/* What an author may write after the name of a layer; WHEN stands between verb and numbers. */
static const struct
{
  const char *word;
  guint n_numbers;
  const char *usage;
} verbs[] = {
  [FADE_IN] = { "fade-in", 1, "SECONDS" },
  [FADE_OUT] = { "fade-out", 1, "SECONDS" },
  [SLIDE_IN] = { "slide-in", 3, "SECONDS FROM-X FROM-Y" },
  [SLIDE_OUT] = { "slide-out", 3, "SECONDS TO-X TO-Y" },
  [GROW] = { "grow", 1, "SECONDS" },
  [TURN] = { "turn", 4, "SECONDS DEGREES PIVOT-X PIVOT-Y" },
  [BOB] = { "bob", 3, "PERIOD X Y" },
  [SWING] = { "swing", 4, "PERIOD DEGREES PIVOT-X PIVOT-Y" },
  [PULSE] = { "pulse", 2, "PERIOD SHARE" },
  [DRIFT] = { "drift", 2, "X-PER-SECOND Y-PER-SECOND" },
  [BLINK] = { "blink", 2, "PERIOD SECONDS" },
  [PUFF] = { "puff", 3, "PERIOD TO-X TO-Y" },
};

/**
 * TamboMotion:
 *
 * How one layer of a drawing moves during a scene: "sun slide-in @2 1.5 0 80". Motions add up.
 * Where a layer is depends on the time alone, so frames can be drawn in any order.
 */
struct _TamboMotion
{
  GObject parent_instance;

  char *layer; /* (owned) */
  Verb verb;
  guint line; /* starts with this line of the script, from 1; 0 = with the scene */
  double delay;
  double numbers[MAX_NUMBERS];
};

G_DEFINE_FINAL_TYPE (TamboMotion, tambo_motion, G_TYPE_OBJECT)

static void
tambo_motion_finalize (GObject *object)
{
  TamboMotion *self = TAMBO_MOTION (object);

  g_clear_pointer (&self->layer, g_free);

  G_OBJECT_CLASS (tambo_motion_parent_class)->finalize (object);
}

static void
tambo_motion_class_init (TamboMotionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_motion_finalize;
}

static void
tambo_motion_init (TamboMotion *self)
{
}

static gboolean
read_number (const char *text, double *out_number)
{
  char *end = NULL;
  const double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (number) || fabs (number) > 100000)
    return FALSE;

  *out_number = number;

  return TRUE;
}

/* "1.5": seconds after the scene starts; "@2": with the second line; "@2+0.5": half a second later.
 */
static gboolean
read_when (TamboMotion *self, const char *text)
{
  guint64 line = 0;
  char *end = NULL;

  if (*text != '@')
    return read_number (text, &self->delay) && self->delay >= 0;

  line = g_ascii_strtoull (text + 1, &end, 10);
  if (!g_ascii_isdigit (text[1]) || line == 0 || line > 99)
    return FALSE;
  self->line = (guint) line;
  if (*end == '\0')
    return TRUE;

  return (*end == '+' || *end == '-') && read_number (end, &self->delay);
}

static gboolean
read_words (TamboMotion *self, char **words, guint n_words)
{
  guint verb = 0;

  if (n_words < 3 || !tambo_text_is_word (words[0]))
    return FALSE;
  while (verb < G_N_ELEMENTS (verbs) && !g_str_equal (verbs[verb].word, words[1]))
    verb++;
  if (verb == G_N_ELEMENTS (verbs) || n_words != 3 + verbs[verb].n_numbers)
    return FALSE;
  if (!read_when (self, words[2]))
    return FALSE;
  for (guint i = 3; i < n_words; i++)
    {
      if (!read_number (words[i], &self->numbers[i - 3]))
        return FALSE;
    }

  self->layer = g_strdup (words[0]);
  self->verb = verb;

  /* Every verb but one starts with a time that is divided by. */
  return verb == DRIFT || self->numbers[0] > 0;
}

/**
 * tambo_motion_describe_verbs:
 *
 * Returns: (transfer full): what an author may write, for the cure of a finding
 */
char *
tambo_motion_describe_verbs (void)
{
  g_autoptr (GString) usage = g_string_new (
      "these are (WHEN is seconds, or @LINE, or @LINE+SECONDS):");

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_string_append_printf (usage, "\n  LAYER %s WHEN %s", verbs[i].word, verbs[i].usage);

  return g_string_free (g_steal_pointer (&usage), FALSE);
}

/**
 * tambo_motion_new_from_text:
 * @text: one motion as an author writes it
 *
 * Returns: (transfer full) (nullable): the motion, if it is one
 */
TamboMotion *
tambo_motion_new_from_text (const char *text)
{
  g_autoptr (TamboMotion) self = g_object_new (TAMBO_TYPE_MOTION, NULL);
  g_auto (GStrv) pieces = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_return_val_if_fail (text != NULL, NULL);

  pieces = g_strsplit_set (text, " \t", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      if (*pieces[i] != '\0')
        g_ptr_array_add (words, pieces[i]);
    }
  if (!read_words (self, (char **) words->pdata, words->len))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
tambo_motion_get_layer (TamboMotion *self)
{
  g_return_val_if_fail (TAMBO_IS_MOTION (self), NULL);

  return self->layer;
}

/* The line of the script that it waits for, from 1, or 0: a scene must have that many. */
guint
tambo_motion_get_last_line (TamboMotion *self)
{
  g_return_val_if_fail (TAMBO_IS_MOTION (self), 0);

  return self->line;
}

/* Slow at both ends. */
static double
ease (double share)
{
  share = CLAMP (share, 0, 1);

  return share * share * (3 - 2 * share);
}

static void
turn_about (cairo_matrix_t *matrix, double degrees, double x, double y)
{
  cairo_matrix_translate (matrix, x, y);
  cairo_matrix_rotate (matrix, degrees * G_PI / 180);
  cairo_matrix_translate (matrix, -x, -y);
}

static void
scale_about (cairo_matrix_t *matrix, double scale, double x, double y)
{
  cairo_matrix_translate (matrix, x, y);
  cairo_matrix_scale (matrix, MAX (scale, 0.001), MAX (scale, 0.001));
  cairo_matrix_translate (matrix, -x, -y);
}

/* Motions that have a beginning and an end, and hold the end. */
static void
apply_once (TamboMotion *self, double t, double cx, double cy, TamboPose *pose)
{
  const double *n = self->numbers;
  const double done = ease (t / n[0]);

  switch ((int) self->verb)
    {
    case FADE_IN:
      pose->alpha *= done;
      break;

    case FADE_OUT:
      pose->alpha *= 1 - done;
      break;

    case SLIDE_IN:
      cairo_matrix_translate (&pose->matrix, n[1] * (1 - done), n[2] * (1 - done));
      break;

    case SLIDE_OUT:
      cairo_matrix_translate (&pose->matrix, n[1] * done, n[2] * done);
      break;

    case GROW:
      pose->alpha *= MIN (1, done * 3);
      scale_about (&pose->matrix, done, cx, cy);
      break;

    default:
      turn_about (&pose->matrix, n[1] * done, n[2], n[3]);
      break;
    }
}

/* Motions that go on as long as the scene; before their start the layer rests. */
static void
apply_again (TamboMotion *self, double t, double cx, double cy, TamboPose *pose)
{
  const double *n = self->numbers;
  const double wave = sin (2 * G_PI * t / n[0]);
  const double share = fmod (t, n[0]) / n[0];

  switch ((int) self->verb)
    {
    case BOB:
      cairo_matrix_translate (&pose->matrix, n[1] * wave, n[2] * wave);
      break;

    case SWING:
      turn_about (&pose->matrix, n[1] * wave, n[2], n[3]);
      break;

    case PULSE:
      scale_about (&pose->matrix, 1 + n[1] * wave, cx, cy);
      break;

    case BLINK:
      pose->alpha *= fmod (t, n[0]) < n[1] ? 1 : 0;
      break;

    default:
      pose->alpha *= sin (G_PI * share);
      cairo_matrix_translate (&pose->matrix, n[1] * share, n[2] * share);
      scale_about (&pose->matrix, 0.6 + 0.6 * share, cx, cy);
      break;
    }
}

/**
 * tambo_motion_apply:
 * @seconds: since the scene started
 * @line_starts: when each line starts, in the same seconds
 * @centre_x: the middle of the layer as drawn
 * @centre_y: the same
 * @pose: (inout): what the motions before this one made of the layer
 */
void
tambo_motion_apply (TamboMotion *self,
                    double seconds,
                    const double *line_starts,
                    double centre_x,
                    double centre_y,
                    TamboPose *pose)
{
  double t = seconds;

  g_return_if_fail (TAMBO_IS_MOTION (self));

  t -= self->delay + (self->line > 0 ? line_starts[self->line - 1] : 0);
  if (self->verb <= TURN)
    apply_once (self, MAX (t, 0), centre_x, centre_y, pose);
  else if (self->verb == DRIFT)
    cairo_matrix_translate (&pose->matrix,
                            self->numbers[0] * MAX (t, 0),
                            self->numbers[1] * MAX (t, 0));
  else if (t > 0)
    apply_again (self, t, centre_x, centre_y, pose);
  else if (self->verb == PUFF || self->verb == BLINK)
    pose->alpha = 0;
}
