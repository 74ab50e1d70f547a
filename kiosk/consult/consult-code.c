/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-code.h"

#include "kiosk/widgets/code-pictures.h"
#include "kiosk/widgets/pictogram.h"
#include "kiosk/widgets/qr-code.h"
#include "kiosk/widgets/room-layout.h"
#include "kiosk/widgets/split.h"

#include <sodium.h>

#define N_LOCATOR 3

/**
 * TamboConsultCode:
 *
 * The code in its three forms: digits in groups, a picture for a camera, and nine pictures after
 * three numbers of dots. Nothing is sent before the person says that they have it.
 */
struct _TamboConsultCode
{
  GtkWidget parent_instance;

  /* Template children. */
  GtkWidget *root;
  GtkLabel *digits;
  GtkBox *pictures;
  TamboQrCode *qr;
};

G_DEFINE_FINAL_TYPE (TamboConsultCode, tambo_consult_code, GTK_TYPE_WIDGET)

static void
tambo_consult_code_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_CONSULT_CODE);

  G_OBJECT_CLASS (tambo_consult_code_parent_class)->dispose (object);
}

static void
tambo_consult_code_class_init (TamboConsultCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_consult_code_dispose;

  g_type_ensure (TAMBO_TYPE_PICTOGRAM);
  g_type_ensure (TAMBO_TYPE_QR_CODE);
  g_type_ensure (TAMBO_TYPE_SPLIT);

  gtk_widget_class_set_css_name (widget_class, "consultcode");
  gtk_widget_class_set_layout_manager_type (widget_class, TAMBO_TYPE_ROOM_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/consult/consult-code.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboConsultCode, digits);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultCode, pictures);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultCode, qr);
  gtk_widget_class_bind_template_child (widget_class, TamboConsultCode, root);
}

static void
tambo_consult_code_init (TamboConsultCode *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Two lines of three groups, from left to right whatever the script around them. */
static void
show_digits (TamboConsultCode *self, TamboCode *code)
{
  char *text = tambo_code_format (code);
  guint n_blanks = 0;

  for (char *c = text; *c != '\0'; c++)
    if (*c == ' ' && ++n_blanks == N_LOCATOR)
      *c = '\n';
  gtk_widget_set_direction (GTK_WIDGET (self->digits), GTK_TEXT_DIR_LTR);
  gtk_label_set_text (self->digits, text);
  tambo_code_free_text (text);
}

static void
add_dots (TamboConsultCode *self, guint digit)
{
  g_autoptr (GString) dots = g_string_new (digit == 0 ? "○" : NULL);
  GtkWidget *label = NULL;

  for (guint i = 0; i < digit; i++)
    g_string_append (dots, i == 2 || i == 5 ? "●\n" : "●");
  label = gtk_label_new (dots->str);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dots");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_box_append (self->pictures, label);
}

static void
show_pictures (TamboConsultCode *self, TamboCode *code)
{
  guint8 pictures[TAMBO_CODE_N_PICTOGRAMS];
  guint locator = tambo_code_get_locator (code);

  /* A code reads from left to right, whatever is around it. */
  gtk_widget_set_direction (GTK_WIDGET (self->pictures), GTK_TEXT_DIR_LTR);
  add_dots (self, locator / 100);
  add_dots (self, locator / 10 % 10);
  add_dots (self, locator % 10);

  tambo_code_get_pictograms (code, pictures);
  for (guint i = 0; i < TAMBO_CODE_N_PICTOGRAMS; i++)
    {
      GtkWidget *picture = tambo_pictogram_new (tambo_code_picture_get_pictogram (pictures[i]));

      gtk_widget_add_css_class (picture, "token");
      gtk_box_append (self->pictures, picture);
    }
  sodium_memzero (pictures, sizeof pictures);
}

/**
 * tambo_consult_code_new:
 * @code: the code
 *
 * Returns: (transfer floating): a new step
 */
GtkWidget *
tambo_consult_code_new (TamboCode *code)
{
  TamboConsultCode *self = NULL;
  char *qr = NULL;

  g_return_val_if_fail (TAMBO_IS_CODE (code), NULL);

  self = g_object_new (TAMBO_TYPE_CONSULT_CODE, NULL);
  show_digits (self, code);
  show_pictures (self, code);
  qr = tambo_code_to_qr_text (code);
  tambo_qr_code_set_text (self->qr, qr);
  tambo_code_free_text (qr);

  return GTK_WIDGET (self);
}
