/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/pictures.h"

#include "content/base/error.h"
#include "content/pack/media-types.h"
#include "kiosk/watch/item-card.h"
#include "tests/support/async.h"
#include "tests/support/film.h"
#include "tests/support/pack.h"

#include <gst/gst.h>

#define RED \
  "videotestsrc pattern=red num-buffers=30 ! video/x-raw,width=64,height=48,framerate=30/1 ! "

static TamboPictures *
make_pictures (void)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();

  return tambo_pictures_new (sandbox);
}

static GdkTexture *
decode (TamboPictures *pictures,
        GBytes *medium,
        TamboMediumKind kind,
        guint64 at_ms,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tambo_pictures_decode_async (pictures,
                               medium,
                               kind,
                               at_ms,
                               NULL,
                               tambo_test_store_result,
                               &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return tambo_pictures_decode_finish (pictures, result, error);
}

static const struct
{
  const char *name;
  const char *pipeline;
  TamboMediumKind kind;
  guint64 at_ms;
} good[] = {
  { "a PNG", RED "pngenc snapshot=true", TAMBO_MEDIUM_PNG, 0 },
  { "a JPEG", RED "jpegenc snapshot=true", TAMBO_MEDIUM_JPEG, 0 },
  { "the first of a film", RED "vp8enc deadline=1 ! webmmux", TAMBO_MEDIUM_WEBM, 0 },
  { "a later one of a film", RED "vp8enc deadline=1 ! webmmux", TAMBO_MEDIUM_WEBM, 500 },
  { "one behind the end of a film", RED "vp8enc deadline=1 ! webmmux", TAMBO_MEDIUM_WEBM, 9000 },
};

static void
test_good (void)
{
  g_autoptr (TamboPictures) pictures = make_pictures ();

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) medium = tambo_test_make_medium (good[i].pipeline);
      g_autoptr (GdkTexture) texture = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *pixels = g_malloc (64 * 48 * 4);

      g_test_message ("%s", good[i].name);
      texture = decode (pictures, medium, good[i].kind, good[i].at_ms, &error);
      g_assert_no_error (error);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, 64);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, 48);
      /* Cairo's order: blue first. */
      gdk_texture_download (texture, pixels, 64 * 4);
      g_assert_cmpuint (pixels[0], <, 60);
      g_assert_cmpuint (pixels[2], >, 200);
    }
}

static const struct
{
  const char *name;
  const char *pipeline;
  TamboMediumKind kind;
  guint64 at_ms;
} bad[] = {
  { "a JPEG that is called a PNG", RED "jpegenc snapshot=true", TAMBO_MEDIUM_PNG, 0 },
};

static void
test_bad (void)
{
  g_autoptr (TamboPictures) pictures = make_pictures ();

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) medium = tambo_test_make_medium (bad[i].pipeline);
      g_autoptr (GdkTexture) texture = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i].name);
      texture = decode (pictures, medium, bad[i].kind, bad[i].at_ms, &error);
      g_assert_null (texture);
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_MEDIUM);
    }
}

/* Nothing is decoded here instead. */
static void
test_no_sandbox (void)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_program ("/nowhere");
  g_autoptr (TamboPictures) pictures = tambo_pictures_new (sandbox);
  g_autoptr (GBytes) medium = tambo_test_make_medium (good[0].pipeline);
  g_autoptr (GError) error = NULL;

  g_assert_null (decode (pictures, medium, TAMBO_MEDIUM_PNG, 0, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_DECODER_MISSING);
}

static GtkPicture *
find_picture (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_PICTURE (widget))
    return GTK_PICTURE (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkPicture *found = find_picture (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A film that brought no poster is told by one of its own pictures. */
static void
test_card (void)
{
  static const char *const titles[] = { "A film", "Un film", "فيلم" };
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.tambo.test");
  g_autoptr (GBytes) film = tambo_test_make_medium (good[2].pipeline);
  g_autoptr (TamboPack) pack = NULL;
  g_autoptr (TamboLibraryItem) item = NULL;
  g_autoptr (GtkWidget) card = NULL;

  if (!gtk_init_check ())
    {
      g_test_skip ("no display");
      return;
    }

  tambo_test_pack_add_item (test, TAMBO_ITEM_VIDEO, "film", titles);
  tambo_test_pack_add_file (test,
                            "film",
                            TAMBO_ROLE_PICTURE,
                            0,
                            NULL,
                            "film/picture.webm",
                            TAMBO_MEDIA_TYPE_PICTURE_TRACK,
                            film);
  pack = tambo_test_pack_build (test);
  item = tambo_library_item_new (pack, "film");
  card = g_object_ref_sink (tambo_item_card_new (item, tambo_test_pack_get_blobs (test), "en"));
  while (gtk_picture_get_paintable (find_picture (card)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (
                       gtk_picture_get_paintable (find_picture (card))),
                   ==,
                   64);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/kiosk/pictures/good", test_good);
  g_test_add_func ("/kiosk/pictures/refused", test_bad);
  g_test_add_func ("/kiosk/pictures/no-sandbox", test_no_sandbox);
  g_test_add_func ("/kiosk/pictures/card-without-a-poster", test_card);

  return g_test_run ();
}
