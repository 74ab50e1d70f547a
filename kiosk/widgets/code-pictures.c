/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/code-pictures.h"

#include "content/consult/code.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *pictogram;
  const char *name;
} Picture;

/* Never reorder: codes that people hold were drawn from this table. */
static const Picture pictures[] = {
  { "code/sun", NC_ ("picture", "Sun") },
  { "code/moon", NC_ ("picture", "Moon") },
  { "code/star", NC_ ("picture", "Star") },
  { "code/cloud", NC_ ("picture", "Cloud") },
  { "code/rain", NC_ ("picture", "Rain") },
  { "code/umbrella", NC_ ("picture", "Umbrella") },
  { "code/fire", NC_ ("picture", "Fire") },
  { "code/mountain", NC_ ("picture", "Mountain") },
  { "code/tree", NC_ ("picture", "Tree") },
  { "code/flower", NC_ ("picture", "Flower") },
  { "code/leaf", NC_ ("picture", "Leaf") },
  { "code/apple", NC_ ("picture", "Apple") },
  { "code/carrot", NC_ ("picture", "Carrot") },
  { "code/bread", NC_ ("picture", "Bread") },
  { "code/egg", NC_ ("picture", "Egg") },
  { "code/fish", NC_ ("picture", "Fish") },
  { "code/bird", NC_ ("picture", "Bird") },
  { "code/cat", NC_ ("picture", "Cat") },
  { "code/rabbit", NC_ ("picture", "Rabbit") },
  { "code/snail", NC_ ("picture", "Snail") },
  { "code/butterfly", NC_ ("picture", "Butterfly") },
  { "code/ant", NC_ ("picture", "Ant") },
  { "code/snake", NC_ ("picture", "Snake") },
  { "code/turtle", NC_ ("picture", "Turtle") },
  { "code/tent", NC_ ("picture", "Tent") },
  { "code/door", NC_ ("picture", "Door") },
  { "code/window", NC_ ("picture", "Window") },
  { "code/chair", NC_ ("picture", "Chair") },
  { "code/bed", NC_ ("picture", "Bed") },
  { "code/lamp", NC_ ("picture", "Lamp") },
  { "code/key", NC_ ("picture", "Key") },
  { "code/hammer", NC_ ("picture", "Hammer") },
  { "code/scissors", NC_ ("picture", "Scissors") },
  { "code/ladder", NC_ ("picture", "Ladder") },
  { "code/bucket", NC_ ("picture", "Bucket") },
  { "code/pot", NC_ ("picture", "Pot") },
  { "code/cup", NC_ ("picture", "Cup") },
  { "code/spoon", NC_ ("picture", "Spoon") },
  { "code/bottle", NC_ ("picture", "Bottle") },
  { "code/basket", NC_ ("picture", "Basket") },
  { "code/shoe", NC_ ("picture", "Shoe") },
  { "code/hat", NC_ ("picture", "Hat") },
  { "code/shirt", NC_ ("picture", "Shirt") },
  { "code/glasses", NC_ ("picture", "Glasses") },
  { "code/comb", NC_ ("picture", "Comb") },
  { "code/boat", NC_ ("picture", "Boat") },
  { "code/bicycle", NC_ ("picture", "Bicycle") },
  { "code/car", NC_ ("picture", "Car") },
  { "code/wheel", NC_ ("picture", "Wheel") },
  { "code/bridge", NC_ ("picture", "Bridge") },
  { "code/anchor", NC_ ("picture", "Anchor") },
  { "code/bell", NC_ ("picture", "Bell") },
  { "code/drum", NC_ ("picture", "Drum") },
  { "code/ball", NC_ ("picture", "Ball") },
  { "code/kite", NC_ ("picture", "Kite") },
  { "code/candle", NC_ ("picture", "Candle") },
  { "code/heart", NC_ ("picture", "Heart") },
  { "code/balance", NC_ ("picture", "Scales") },
  { "code/flag", NC_ ("picture", "Flag") },
  { "code/gift", NC_ ("picture", "Gift") },
  { "code/crown", NC_ ("picture", "Crown") },
  { "code/cactus", NC_ ("picture", "Cactus") },
  { "code/mushroom", NC_ ("picture", "Mushroom") },
  { "code/grapes", NC_ ("picture", "Grapes") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (pictures) == TAMBO_CODE_N_PICTURES);

/* A name for tambo_pictogram_new(). */
const char *
tambo_code_picture_get_pictogram (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (pictures), NULL);

  return pictures[index].pictogram;
}

/* What it shows, in the person's language. */
const char *
tambo_code_picture_get_name (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (pictures), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "picture", pictures[index].name);
}
