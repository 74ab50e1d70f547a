/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/speech/segment.h"

/**
 * TamboSegment:
 *
 * One thing to say: a text, and the widget to light up while it is said. Knows its own language
 * when that is not the session's, and a recorded voice when there is one.
 */
struct _TamboSegment
{
  GObject parent_instance;

  char *text;        /* (owned) */
  char *language;    /* (owned) (nullable) */
  GtkWidget *widget; /* (unowned) (nullable), weak */
  GBytes *recording; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboSegment, tambo_segment, G_TYPE_OBJECT)

static void
tambo_segment_dispose (GObject *object)
{
  TamboSegment *self = TAMBO_SEGMENT (object);

  g_clear_weak_pointer (&self->widget);

  G_OBJECT_CLASS (tambo_segment_parent_class)->dispose (object);
}

static void
tambo_segment_finalize (GObject *object)
{
  TamboSegment *self = TAMBO_SEGMENT (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->language, g_free);
  g_clear_pointer (&self->recording, g_bytes_unref);

  G_OBJECT_CLASS (tambo_segment_parent_class)->finalize (object);
}

static void
tambo_segment_class_init (TamboSegmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_segment_dispose;
  object_class->finalize = tambo_segment_finalize;
}

static void
tambo_segment_init (TamboSegment *self)
{
}

/**
 * tambo_segment_new:
 * @text: what to say, as shown
 * @widget: (nullable): what to light up meanwhile
 *
 * Returns: (transfer full): a new segment in the language of the session
 */
TamboSegment *
tambo_segment_new (const char *text, GtkWidget *widget)
{
  TamboSegment *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (widget == NULL || GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (TAMBO_TYPE_SEGMENT, NULL);
  self->text = g_strdup (text);
  g_set_weak_pointer (&self->widget, widget);

  return self;
}

static void
add_labels (GPtrArray *segments, GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return;

  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    {
      g_ptr_array_add (segments,
                       tambo_segment_new (gtk_label_get_text (GTK_LABEL (widget)), widget));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_labels (segments, child);
}

/**
 * tambo_segment_list_labels:
 *
 * Returns: (transfer full) (element-type TamboSegment): every label that is visible in @widget
 */
GPtrArray *
tambo_segment_list_labels (GtkWidget *widget)
{
  g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  add_labels (segments, widget);

  return g_steal_pointer (&segments);
}

/* For what is shown in a language of its own, as the names of languages are. */
void
tambo_segment_set_language (TamboSegment *self, const char *language)
{
  g_return_if_fail (TAMBO_IS_SEGMENT (self));

  g_free (self->language);
  self->language = g_strdup (language);
}

/**
 * tambo_segment_set_recording:
 * @recording: (nullable): this text spoken by a person, Ogg Opus, its digest already verified
 */
void
tambo_segment_set_recording (TamboSegment *self, GBytes *recording)
{
  g_return_if_fail (TAMBO_IS_SEGMENT (self));

  g_clear_pointer (&self->recording, g_bytes_unref);
  self->recording = recording != NULL ? g_bytes_ref (recording) : NULL;
}

const char *
tambo_segment_get_text (TamboSegment *self)
{
  g_return_val_if_fail (TAMBO_IS_SEGMENT (self), NULL);

  return self->text;
}

/* Returns: (nullable): a BCP 47 tag, or %NULL for the language of the session. */
const char *
tambo_segment_get_language (TamboSegment *self)
{
  g_return_val_if_fail (TAMBO_IS_SEGMENT (self), NULL);

  return self->language;
}

/* Returns: (transfer none) (nullable): %NULL also when the widget is gone by now. */
GtkWidget *
tambo_segment_get_widget (TamboSegment *self)
{
  g_return_val_if_fail (TAMBO_IS_SEGMENT (self), NULL);

  return self->widget;
}

GBytes *
tambo_segment_get_recording (TamboSegment *self)
{
  g_return_val_if_fail (TAMBO_IS_SEGMENT (self), NULL);

  return self->recording;
}
