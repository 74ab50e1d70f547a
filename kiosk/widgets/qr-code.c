/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/qr-code.h"

#include <qrencode.h>
#include <sodium.h>

#define QUIET 2 /* empty modules around it; the panel it stands on adds to that */

/**
 * TamboQrCode:
 *
 * A text as a QR code, black on white whatever the style, as cameras want it. What it holds may
 * be secret, and is zeroed.
 */
struct _TamboQrCode
{
  GtkWidget parent_instance;

  guint8 *modules; /* (owned) (nullable) 1 is dark */
  int side;        /* in modules */
};

G_DEFINE_FINAL_TYPE (TamboQrCode, tambo_qr_code, GTK_TYPE_WIDGET)

static void
clear (TamboQrCode *self)
{
  if (self->modules != NULL)
    sodium_memzero (self->modules, (gsize) self->side * self->side);
  g_clear_pointer (&self->modules, g_free);
  self->side = 0;
}

static void
tambo_qr_code_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TamboQrCode *self = TAMBO_QR_CODE (widget);
  int size = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  int module = self->side > 0 ? size / (self->side + 2 * QUIET) : 0;
  int left = (gtk_widget_get_width (widget) - module * self->side) / 2;
  int top = (gtk_widget_get_height (widget) - module * self->side) / 2;
  const GdkRGBA white = { 1, 1, 1, 1 };
  const GdkRGBA black = { 0, 0, 0, 1 };

  gtk_snapshot_append_color (snapshot,
                             &white,
                             &GRAPHENE_RECT_INIT (left - QUIET * module,
                                                  top - QUIET * module,
                                                  (self->side + 2 * QUIET) * module,
                                                  (self->side + 2 * QUIET) * module));
  for (int y = 0; y < self->side; y++)
    for (int x = 0; x < self->side; x++)
      if (self->modules[y * self->side + x] != 0)
        gtk_snapshot_append_color (snapshot,
                                   &black,
                                   &GRAPHENE_RECT_INIT (left + x * module,
                                                        top + y * module,
                                                        module,
                                                        module));
}

static void
tambo_qr_code_finalize (GObject *object)
{
  clear (TAMBO_QR_CODE (object));

  G_OBJECT_CLASS (tambo_qr_code_parent_class)->finalize (object);
}

static void
tambo_qr_code_class_init (TamboQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tambo_qr_code_finalize;
  widget_class->snapshot = tambo_qr_code_snapshot;

  gtk_widget_class_set_css_name (widget_class, "qrcode");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tambo_qr_code_init (TamboQrCode *self)
{
}

/**
 * tambo_qr_code_new:
 * @text: (nullable): what it says
 *
 * Returns: (transfer floating): a new QR code
 */
GtkWidget *
tambo_qr_code_new (const char *text)
{
  TamboQrCode *self = g_object_new (TAMBO_TYPE_QR_CODE, NULL);

  if (text != NULL)
    tambo_qr_code_set_text (self, text);

  return GTK_WIDGET (self);
}

void
tambo_qr_code_set_text (TamboQrCode *self, const char *text)
{
  QRcode *code = NULL;

  g_return_if_fail (TAMBO_IS_QR_CODE (self));
  g_return_if_fail (text != NULL);

  clear (self);
  code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  g_return_if_fail (code != NULL);

  self->side = code->width;
  self->modules = g_malloc ((gsize) self->side * self->side);
  for (int i = 0; i < self->side * self->side; i++)
    self->modules[i] = code->data[i] & 1;

  sodium_memzero (code->data, (gsize) code->width * code->width);
  QRcode_free (code);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
