/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-status.h"

#include "kiosk/widgets/card.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/split.h"

#include <glib/gi18n-lib.h>

#define DAY_SECONDS (24 * 60 * 60)

/**
 * TamboConsultStatus:
 *
 * Where the question is now, from facts: "received" appears only when the clinic's own receipt was
 * seen.
 */
struct _TamboConsultStatus
{
  GtkWidget parent_instance;

  TamboMeshClient *client;   /* (owned) */
  char *envelope_id;         /* (owned) */
  GCancellable *cancellable; /* (owned) */

  /* Template children. */
  GtkWidget *root;
  GtkWidget *carried;
  GtkLabel *contact;
  GtkWidget *received;
  GtkLabel *state;
  GtkWidget *waiting;
  GtkLabel *when;
};

G_DEFINE_FINAL_TYPE (TamboConsultStatus, tambo_consult_status, GTK_TYPE_WIDGET)

static const char *
get_words (TamboCarried carried)
{
  switch (carried)
    {
    case TAMBO_CARRIED_ON_WAY:
      return _ ("Your question is on its way: another kiosk carries it too.");

    case TAMBO_CARRIED_RECEIVED:
      return _ ("The clinic has received your question.");

    case TAMBO_CARRIED_UNKNOWN:
    case TAMBO_CARRIED_WAITING:
    default:
      return _ ("Your question is kept locked in this kiosk and waits to travel on.");
    }
}

static void
set_lit (GtkWidget *picture, gboolean lit)
{
  gtk_widget_remove_css_class (picture, lit ? "pale" : "leaf");
  gtk_widget_add_css_class (picture, lit ? "leaf" : "pale");
}

static void
show_carried (TamboConsultStatus *self, TamboCarried carried)
{
  set_lit (self->waiting, TRUE);
  set_lit (self->carried, carried >= TAMBO_CARRIED_ON_WAY);
  set_lit (self->received, carried == TAMBO_CARRIED_RECEIVED);
  gtk_label_set_text (self->state, get_words (carried));
}

static void
show_contact (TamboConsultStatus *self)
{
  gint64 seconds = tambo_mesh_client_get_last_clinic_contact (self->client);
  guint days = (guint) (MAX (seconds, 0) / DAY_SECONDS);
  g_autofree char *text = NULL;

  if (seconds < 0)
    text = g_strdup (_ ("No clinic has been reached from here yet."));
  else if (days > 0)
    text = g_strdup_printf (ngettext ("No clinic has been reached for %u day.",
                                      "No clinic has been reached for %u days.",
                                      days),
                            days);

  gtk_widget_set_visible (GTK_WIDGET (self->contact), text != NULL);
  gtk_label_set_text (self->contact, text != NULL ? text : "");
}

static void
on_get_status_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  TamboConsultStatus *self = user_data;
  TamboCarried carried;

  if (tambo_mesh_client_get_status_finish (TAMBO_MESH_CLIENT (object), result, &carried, &error))
    show_carried (self, carried);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("No status: %s", error->message);
}

static void
ask (TamboConsultStatus *self)
{
  show_contact (self);
  tambo_mesh_client_get_status_async (self->client,
                                      self->envelope_id,
                                      self->cancellable,
                                      on_get_status_ready,
                                      self);
}

static void
tambo_consult_status_dispose (GObject *object)
{
  TamboConsultStatus *self = TAMBO_CONSULT_STATUS (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_CONSULT_STATUS);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (tambo_consult_status_parent_class)->dispose (object);
}

static void
tambo_consult_status_finalize (GObject *object)
{
  TamboConsultStatus *self = TAMBO_CONSULT_STATUS (object);

  g_object_unref (self->cancellable);
  g_free (self->envelope_id);

  G_OBJECT_CLASS (tambo_consult_status_parent_class)->finalize (object);
}

static void
tambo_consult_status_class_init (TamboConsultStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_consult_status_dispose;
  G_OBJECT_CLASS (klass)->finalize = tambo_consult_status_finalize;

  g_type_ensure (TAMBO_TYPE_CARD);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_SPLIT);

  gtk_widget_class_set_css_name (widget_class, "consultstatus");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/consult/consult-status.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboConsultStatus, carried);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultStatus, contact);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultStatus, received);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultStatus, root);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultStatus, state);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultStatus, waiting);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultStatus, when);
}

static void
tambo_consult_status_init (TamboConsultStatus *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_consult_status_new:
 * @client: who carries it
 * @envelope_id: what is carried
 * @answers_in_days: how long the clinic usually takes
 *
 * Returns: (transfer floating): a new step
 */
GtkWidget *
tambo_consult_status_new (TamboMeshClient *client, const char *envelope_id, guint answers_in_days)
{
  TamboConsultStatus *self = NULL;
  g_autofree char *when = NULL;

  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);
  g_return_val_if_fail (envelope_id != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_CONSULT_STATUS, NULL);
  self->client = g_object_ref (client);
  self->envelope_id = g_strdup (envelope_id);

  when = g_strdup_printf (ngettext ("An answer takes up to %u day. Come back with your code.",
                                    "An answer takes up to %u days. Come back with your code.",
                                    answers_in_days),
                          answers_in_days);
  gtk_label_set_text (self->when, when);
  show_carried (self, TAMBO_CARRIED_WAITING);
  g_signal_connect_object (client, "status-changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);

  return GTK_WIDGET (self);
}
