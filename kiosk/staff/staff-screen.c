/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/staff-screen.h"

#include "kiosk/staff/pin.h"
#include "kiosk/staff/staff-line.h"
#include "kiosk/staff/staff-report.h"
#include "kiosk/widgets/number-pad.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/split.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * TamboStaffScreen:
 *
 * What staff may know of this kiosk, behind a PIN: packs and who reviewed them, kiosks that are
 * near, how many letters wait; and the way to a stick. Nothing of what anybody asked.
 */
struct _TamboStaffScreen
{
  GtkWidget parent_instance;

  TamboSession *session;   /* (owned) */
  TamboMeshClient *client; /* (owned) */
  TamboLibrary *library;   /* (owned) (nullable) */
  TamboStickDesk *desk;    /* (owned) (nullable) */
  TamboAttempts *attempts; /* (owned) */
  char *pin_path;          /* (owned) */
  GListStore *lines;       /* (owned) */

  /* Template children. */
  GtkStack *stack;
  GtkLabel *dots;
  GtkLabel *notice;
  GtkWidget *no_pin;
  GtkWidget *stick;
  TamboNumberPad *pad;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboStaffScreen,
                               tambo_staff_screen,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_SCREEN, NULL))

typedef enum
{
  PROP_LINES = 1,
} TamboStaffScreenProperty;

static GParamSpec *properties[PROP_LINES + 1];

/* The path and digits that a thread checks: task data. */
typedef struct
{
  char *path;   /* (owned) */
  char *digits; /* (owned) */
} PinCheck;

static void
pin_check_free (PinCheck *check)
{
  memset (check->digits, 0, strlen (check->digits));
  g_free (check->digits);
  g_free (check->path);
  g_free (check);
}

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* For the template. */
static char *
hide_digits (TamboStaffScreen *self, const char *digits)
{
  g_autoptr (GString) dots = g_string_new (NULL);

  for (gsize i = 0; i < strlen (digits); i++)
    g_string_append (dots, "●");

  return g_string_free (g_steal_pointer (&dots), FALSE);
}

static void
fill_report (TamboStaffScreen *self)
{
  g_autoptr (GVariant) packs = tambo_mesh_client_dup_packs (self->client);
  g_autoptr (GVariant) peers = tambo_mesh_client_dup_peers (self->client);

  g_list_store_remove_all (self->lines);
  tambo_staff_report_mailbox (self->lines, self->client);
  if (peers != NULL)
    tambo_staff_report_peers (self->lines, peers);
  if (self->library != NULL)
    tambo_staff_report_trust (self->lines, tambo_library_get_trust (self->library));
  if (self->library != NULL)
    tambo_staff_report_packs (self->lines,
                              tambo_library_get_packs (self->library),
                              tambo_session_get_language (self->session));
  if (packs != NULL)
    tambo_staff_report_transfers (self->lines, packs);
}

static void
show_report (TamboStaffScreen *self)
{
  gboolean has_pin = tambo_pin_is_set (self->pin_path);

  gtk_widget_set_visible (self->no_pin, !has_pin);
  gtk_widget_set_visible (self->stick, has_pin && self->desk != NULL);
  fill_report (self);
  gtk_stack_set_visible_child_name (self->stack, "report");
}

static void
say (TamboStaffScreen *self, const char *words)
{
  gtk_label_set_label (self->notice, words);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), TRUE);
}

static void
update_actions (TamboStaffScreen *self)
{
  gsize length = strlen (tambo_number_pad_get_digits (self->pad));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "staff.open", length >= TAMBO_PIN_MIN_DIGITS);
}

static void
on_pad_edited (TamboStaffScreen *self, TamboNumberPad *pad)
{
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  update_actions (self);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PinCheck *check = task_data;

  g_task_return_boolean (task, tambo_pin_check (check->path, check->digits));
}

static void
on_check_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboStaffScreen *self = TAMBO_STAFF_SCREEN (object);
  gboolean fits = g_task_propagate_boolean (G_TASK (result), NULL);

  /* The screen may have gone while the thread worked. */
  if (self->client == NULL)
    return;

  tambo_number_pad_set_digits (self->pad, "");
  update_actions (self);
  if (fits)
    {
      tambo_attempts_succeed (self->attempts);
      tambo_session_set_is_staff (self->session, TRUE);
      show_report (self);
      /* Who comes with a stick wants to go there. */
      if (self->desk != NULL && tambo_stick_desk_get_step (self->desk) != TAMBO_STICK_STEP_NONE)
        gtk_widget_activate_action (GTK_WIDGET (self), "kiosk.stick", NULL);
      return;
    }

  tambo_attempts_fail (self->attempts, now_ms ());
  say (self, _ ("This is not the PIN."));
}

static void
open_report (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TamboStaffScreen *self = TAMBO_STAFF_SCREEN (widget);
  g_autoptr (GTask) task = NULL;
  PinCheck *check;

  if (tambo_attempts_get_pause_ms (self->attempts, now_ms ()) > 0)
    {
      say (self, _ ("Too many tries. Please wait a minute."));
      return;
    }

  check = g_new0 (PinCheck, 1);
  check->path = g_strdup (self->pin_path);
  check->digits = g_strdup (tambo_number_pad_get_digits (self->pad));

  task = g_task_new (self, NULL, on_check_ready, NULL);
  g_task_set_source_tag (task, open_report);
  g_task_set_task_data (task, check, (GDestroyNotify) pin_check_free);
  g_task_run_in_thread (task, check_in_thread);
  gtk_widget_action_set_enabled (widget, "staff.open", FALSE);
}

static void
tambo_staff_screen_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  TamboStaffScreen *self = TAMBO_STAFF_SCREEN (object);

  switch ((TamboStaffScreenProperty) property_id)
    {
    case PROP_LINES:
      g_value_set_object (value, self->lines);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_staff_screen_dispose (GObject *object)
{
  TamboStaffScreen *self = TAMBO_STAFF_SCREEN (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAMBO_TYPE_STAFF_SCREEN);
  g_clear_object (&self->session);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  g_clear_object (&self->library);
  g_clear_object (&self->attempts);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (tambo_staff_screen_parent_class)->dispose (object);
}

static void
tambo_staff_screen_finalize (GObject *object)
{
  TamboStaffScreen *self = TAMBO_STAFF_SCREEN (object);

  g_free (self->pin_path);

  G_OBJECT_CLASS (tambo_staff_screen_parent_class)->finalize (object);
}

static void
tambo_staff_screen_class_init (TamboStaffScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tambo_staff_screen_get_property;
  object_class->dispose = tambo_staff_screen_dispose;
  object_class->finalize = tambo_staff_screen_finalize;

  properties[PROP_LINES] = g_param_spec_object ("lines",
                                                NULL,
                                                NULL,
                                                G_TYPE_LIST_MODEL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TAMBO_TYPE_NUMBER_PAD);
  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_SPLIT);
  g_type_ensure (TAMBO_TYPE_STAFF_LINE);

  gtk_widget_class_install_action (widget_class, "staff.open", NULL, open_report);

  gtk_widget_class_set_css_name (widget_class, "staffscreen");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/staff/staff-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboStaffScreen, stack);
  gtk_widget_class_bind_template_child (widget_class, TamboStaffScreen, dots);
  gtk_widget_class_bind_template_child (widget_class, TamboStaffScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, TamboStaffScreen, no_pin);
  gtk_widget_class_bind_template_child (widget_class, TamboStaffScreen, stick);
  gtk_widget_class_bind_template_child (widget_class, TamboStaffScreen, pad);
  gtk_widget_class_bind_template_callback (widget_class, hide_digits);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_edited);
}

static void
tambo_staff_screen_init (TamboStaffScreen *self)
{
  self->lines = g_list_store_new (TAMBO_TYPE_STAFF_LINE);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tambo_staff_screen_new:
 * @session: of who stands here; it learns that they know the PIN
 * @client: the daemon
 * @library: (nullable): what can be opened here
 * @desk: (nullable): sticks
 * @attempts: the kiosk's count of PINs in vain, apart from that of codes
 * @pin_path: the file of the PIN's hash
 *
 * Returns: (transfer floating): a new screen
 */
GtkWidget *
tambo_staff_screen_new (TamboSession *session,
                        TamboMeshClient *client,
                        TamboLibrary *library,
                        TamboStickDesk *desk,
                        TamboAttempts *attempts,
                        const char *pin_path)
{
  TamboStaffScreen *self;

  g_return_val_if_fail (TAMBO_IS_SESSION (session), NULL);
  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);
  g_return_val_if_fail (library == NULL || TAMBO_IS_LIBRARY (library), NULL);
  g_return_val_if_fail (TAMBO_IS_ATTEMPTS (attempts), NULL);
  g_return_val_if_fail (pin_path != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_STAFF_SCREEN, NULL);
  self->session = g_object_ref (session);
  self->client = g_object_ref (client);
  g_set_object (&self->desk, desk);
  g_set_object (&self->library, library);
  self->attempts = g_object_ref (attempts);
  self->pin_path = g_strdup (pin_path);

  update_actions (self);
  if (!tambo_pin_is_set (pin_path) || tambo_session_get_is_staff (session))
    show_report (self);

  return GTK_WIDGET (self);
}
