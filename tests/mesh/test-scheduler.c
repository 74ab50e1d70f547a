/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/digest.h"
#include "content/pack/leaf-list.h"
#include "mesh/sync/owner.h"
#include "mesh/sync/scheduler.h"

#include <string.h>

#define FILM_LEAVES 64
#define FILM_SIZE ((guint64) FILM_LEAVES * TAMBO_LEAF_SIZE)

typedef struct
{
  TamboScheduler *scheduler; /* (owned) */
  char *film;                /* (owned) */
  char *voice;               /* (owned) */
  char *pins[9];             /* (owned) */
} Fixture;

static char *
make_pin (guint number)
{
  return g_strdup_printf ("%064x", number + 1);
}

static char *
make_digest (const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new (name, strlen (name));

  return tambo_digest_for_bytes (bytes);
}

static GBytes *
make_bits (guint from, guint to)
{
  g_autofree guint8 *bits = g_malloc0 (to / 8 + 1);

  for (guint i = from; i < to; i++)
    bits[i / 8] |= (guint8) (1u << (i % 8));

  return g_bytes_new_take (g_steal_pointer (&bits), to / 8 + 1);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->scheduler = tambo_scheduler_new (
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
  fixture->film = make_digest ("film");
  fixture->voice = make_digest ("voice");
  for (guint i = 0; i < G_N_ELEMENTS (fixture->pins); i++)
    fixture->pins[i] = make_pin (i);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->scheduler);
  g_free (fixture->film);
  g_free (fixture->voice);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->pins); i++)
    g_free (fixture->pins[i]);
}

static void
have (Fixture *fixture, guint peer, const char *digest, guint from, guint to)
{
  g_autoptr (GBytes) bits = make_bits (from, to);

  tambo_scheduler_add_peer (fixture->scheduler, fixture->pins[peer], TAMBO_SYNC_SOURCE_NEAR);
  tambo_scheduler_set_have (fixture->scheduler, fixture->pins[peer], digest, bits, 0);
}

static void
want_film (Fixture *fixture)
{
  tambo_scheduler_want (fixture->scheduler, fixture->film, FILM_SIZE, FILM_LEAVES, FALSE, NULL, 0);
}

static const TamboSyncRequest *
nth (GArray *requests, guint index)
{
  g_assert_cmpuint (index, <, requests->len);

  return &g_array_index (requests, TamboSyncRequest, index);
}

static void
answer (Fixture *fixture, const TamboSyncRequest *request, gint64 now)
{
  for (guint i = 0; i < request->n_leaves; i++)
    tambo_scheduler_got_leaf (fixture->scheduler, request->id, request->first + i);
  tambo_scheduler_ended (fixture->scheduler, request->id, TRUE, now);
}

static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) requests = NULL;

  want_film (fixture);
  requests = tambo_scheduler_next (fixture->scheduler, 0);

  g_assert_cmpuint (requests->len, ==, 0);
}

static void
test_two_sources (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) requests = NULL;
  guint n_of_first = 0;
  gboolean asked[FILM_LEAVES] = { FALSE };

  want_film (fixture);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  have (fixture, 1, fixture->film, 0, FILM_LEAVES);
  requests = tambo_scheduler_next (fixture->scheduler, 0);

  g_assert_cmpuint (requests->len, ==, 2 * TAMBO_SYNC_MAX_PER_PEER);
  for (guint i = 0; i < requests->len; i++)
    {
      const TamboSyncRequest *request = nth (requests, i);

      n_of_first += g_str_equal (request->peer, fixture->pins[0]);
      g_assert_cmpuint (request->n_leaves, <=, TAMBO_SYNC_RUN_LEAVES);
      for (guint leaf = 0; leaf < request->n_leaves; leaf++)
        {
          g_assert_false (asked[request->first + leaf]);
          asked[request->first + leaf] = TRUE;
        }
    }
  g_assert_cmpuint (n_of_first, ==, TAMBO_SYNC_MAX_PER_PEER);
}

static void
test_runs_stay_aligned (Fixture *fixture, gconstpointer data)
{
  want_film (fixture);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);

  for (guint guard = 0; guard < FILM_LEAVES; guard++)
    {
      g_autoptr (GArray) requests = tambo_scheduler_next (fixture->scheduler, 0);

      for (guint i = 0; i < requests->len; i++)
        {
          const TamboSyncRequest *request = nth (requests, i);

          g_assert_cmpuint (request->first / TAMBO_SYNC_RUN_LEAVES,
                            ==,
                            (request->first + request->n_leaves - 1) / TAMBO_SYNC_RUN_LEAVES);
          answer (fixture, request, 1);
        }
    }
}

static void
test_small_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) requests = NULL;

  want_film (fixture);
  tambo_scheduler_want (fixture->scheduler, fixture->voice, 1000, 1, FALSE, NULL, 5);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  have (fixture, 0, fixture->voice, 0, 1);
  requests = tambo_scheduler_next (fixture->scheduler, 10);

  g_assert_cmpstr (nth (requests, 0)->digest, ==, fixture->voice);
  g_assert_cmpstr (nth (requests, 1)->digest, ==, fixture->film);
}

static void
test_watched_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = make_digest ("other film");
  g_autoptr (GArray) requests = NULL;

  tambo_scheduler_want (fixture->scheduler, other, FILM_SIZE, FILM_LEAVES, TRUE, NULL, 0);
  want_film (fixture);
  have (fixture, 0, other, 0, FILM_LEAVES);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  tambo_scheduler_watch (fixture->scheduler,
                         fixture->film,
                         (guint64) 20 * TAMBO_LEAF_SIZE + 7,
                         (guint64) 3 * TAMBO_LEAF_SIZE);
  requests = tambo_scheduler_next (fixture->scheduler, 0);

  g_assert_cmpstr (nth (requests, 0)->digest, ==, fixture->film);
  g_assert_cmpuint (nth (requests, 0)->first, ==, 20);
}

static void
test_rarest_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) requests = NULL;

  want_film (fixture);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  have (fixture, 1, fixture->film, 0, 40);
  have (fixture, 2, fixture->film, 0, 40);
  requests = tambo_scheduler_next (fixture->scheduler, 0);

  for (guint i = 0; i < requests->len; i++)
    {
      if (g_str_equal (nth (requests, i)->peer, fixture->pins[0]))
        g_assert_cmpuint (nth (requests, i)->first, >=, 40);
    }
}

static void
test_held_is_not_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) held = make_bits (0, FILM_LEAVES - 1);
  g_autoptr (GArray) requests = NULL;

  tambo_scheduler_want (fixture->scheduler, fixture->film, FILM_SIZE, FILM_LEAVES, FALSE, held, 0);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  requests = tambo_scheduler_next (fixture->scheduler, 0);

  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_cmpuint (nth (requests, 0)->first, ==, FILM_LEAVES - 1);
  g_assert_cmpuint (nth (requests, 0)->n_leaves, ==, 1);
}

static void
test_at_most_16_mib (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) requests = NULL;
  guint64 bytes = 0;

  tambo_scheduler_want (fixture->scheduler,
                        fixture->film,
                        (guint64) 4096 * TAMBO_LEAF_SIZE,
                        4096,
                        FALSE,
                        NULL,
                        0);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->pins); i++)
    have (fixture, i, fixture->film, 0, 4096);
  requests = tambo_scheduler_next (fixture->scheduler, 0);

  for (guint i = 0; i < requests->len; i++)
    bytes += (guint64) nth (requests, i)->n_leaves * TAMBO_LEAF_SIZE;
  g_assert_cmpuint (bytes, <=, TAMBO_SYNC_MAX_FLYING);
  g_assert_cmpuint (bytes, >, TAMBO_SYNC_MAX_FLYING - TAMBO_LEAF_SIZE);
}

static void
test_at_most_eight_neighbours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) requests = NULL;
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);

  want_film (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->pins); i++)
    have (fixture, i, fixture->film, 0, FILM_LEAVES);
  requests = tambo_scheduler_next (fixture->scheduler, 0);

  for (guint i = 0; i < requests->len; i++)
    g_hash_table_add (asked, (gpointer) nth (requests, i)->peer);
  g_assert_cmpuint (g_hash_table_size (asked), ==, TAMBO_SYNC_MAX_NEIGHBOURS);
}

static void
test_backoff (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 failed_at, too_early, late_enough;
  } tries[] = { { 0, 999, 1000 }, { 1000, 2999, 3000 }, { 3000, 6999, 7000 } };

  tambo_scheduler_want (fixture->scheduler, fixture->voice, 1000, 1, FALSE, NULL, 0);
  have (fixture, 0, fixture->voice, 0, 1);

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_autoptr (GArray) requests = tambo_scheduler_next (fixture->scheduler, tries[i].failed_at);
      g_autoptr (GArray) early = NULL;

      tambo_scheduler_ended (fixture->scheduler, nth (requests, 0)->id, FALSE, tries[i].failed_at);
      early = tambo_scheduler_next (fixture->scheduler, tries[i].too_early);
      g_assert_cmpuint (early->len, ==, 0);
    }
}

static void
test_quarantine (Fixture *fixture, gconstpointer data)
{
  gint64 now = 0;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) again = NULL;

  tambo_scheduler_want (fixture->scheduler, fixture->voice, 1000, 1, FALSE, NULL, 0);
  have (fixture, 0, fixture->voice, 0, 1);

  for (guint i = 1; i <= TAMBO_SYNC_MAX_BAD; i++)
    {
      g_autoptr (GArray) requests = tambo_scheduler_next (fixture->scheduler, now);
      guint64 id = nth (requests, 0)->id;

      g_assert_cmpint (tambo_scheduler_bad_leaf (fixture->scheduler, id, 0, now),
                       ==,
                       i == TAMBO_SYNC_MAX_BAD);
      tambo_scheduler_ended (fixture->scheduler, id, FALSE, now);
      now += 60000;
    }
  now -= 60000;

  none = tambo_scheduler_next (fixture->scheduler, now + TAMBO_SYNC_QUARANTINE_MS - 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (tambo_scheduler_is_quarantined (fixture->scheduler, fixture->pins[0], now));

  again = tambo_scheduler_next (fixture->scheduler, now + TAMBO_SYNC_QUARANTINE_MS);
  g_assert_cmpuint (again->len, ==, 1);
}

/* The last leaf is asked of a slow peer; another one, that has it too, is asked as well, once. */
static void
test_endgame (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) held = make_bits (0, FILM_LEAVES - 1);
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) soon = NULL;
  g_autoptr (GArray) late = NULL;
  g_autoptr (GArray) later = NULL;
  g_autoptr (GArray) needless = NULL;

  tambo_scheduler_want (fixture->scheduler, fixture->film, FILM_SIZE, FILM_LEAVES, FALSE, held, 0);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  have (fixture, 1, fixture->film, 0, FILM_LEAVES);

  first = tambo_scheduler_next (fixture->scheduler, 0);
  g_assert_cmpuint (first->len, ==, 1);
  soon = tambo_scheduler_next (fixture->scheduler, 1000);
  g_assert_cmpuint (soon->len, ==, 0);
  late = tambo_scheduler_next (fixture->scheduler, 20000);
  g_assert_cmpuint (late->len, ==, 1);
  g_assert_cmpstr (nth (late, 0)->peer, !=, nth (first, 0)->peer);
  later = tambo_scheduler_next (fixture->scheduler, 40000);
  g_assert_cmpuint (later->len, ==, 0);

  answer (fixture, nth (late, 0), 41000);
  needless = tambo_scheduler_list_needless (fixture->scheduler);
  g_assert_cmpuint (needless->len, ==, 1);
  g_assert_cmpuint (g_array_index (needless, guint64, 0), ==, nth (first, 0)->id);
  g_assert_cmpuint (tambo_scheduler_get_n_duplicates (fixture->scheduler), ==, 0);
}

static void
test_peer_goes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) second = NULL;

  tambo_scheduler_want (fixture->scheduler, fixture->voice, 1000, 1, FALSE, NULL, 0);
  have (fixture, 0, fixture->voice, 0, 1);
  have (fixture, 1, fixture->voice, 0, 1);
  first = tambo_scheduler_next (fixture->scheduler, 0);
  g_assert_cmpuint (first->len, ==, 1);

  tambo_scheduler_remove_peer (fixture->scheduler, nth (first, 0)->peer);
  tambo_scheduler_ended (fixture->scheduler, nth (first, 0)->id, FALSE, 1);
  second = tambo_scheduler_next (fixture->scheduler, 2);

  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpuint (tambo_scheduler_get_n_flying (fixture->scheduler), ==, 1);
}

static void
test_no_longer_wanted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) requests = NULL;
  g_autoptr (GArray) needless = NULL;

  want_film (fixture);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  requests = tambo_scheduler_next (fixture->scheduler, 0);
  tambo_scheduler_unwant (fixture->scheduler, fixture->film);

  needless = tambo_scheduler_list_needless (fixture->scheduler);
  g_assert_cmpuint (needless->len, ==, requests->len);
  for (guint i = 0; i < needless->len; i++)
    tambo_scheduler_ended (fixture->scheduler, g_array_index (needless, guint64, i), TRUE, 1);
  g_assert_cmpuint (tambo_scheduler_get_n_flying (fixture->scheduler), ==, 0);
}

/* Label, pin, digest and run, hashed by another implementation: python3 -c 'import hashlib; …'. */
static void
test_owner_vector (Fixture *fixture, gconstpointer data)
{
  static const char pin[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  static const char digest[] =
      "sha256:202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

  g_assert_cmphex (tambo_owner_weigh (pin, digest, 258),
                   ==,
                   G_GUINT64_CONSTANT (0x8368eb3ae7b2dfeb));
}

static void
test_far_is_asked_by_owner (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) none = make_bits (0, 0);
  g_autoptr (GBytes) all = make_bits (0, FILM_LEAVES);
  g_autoptr (GArray) at_once = NULL;
  guint n_ours = 0;

  want_film (fixture);
  have (fixture, 0, fixture->film, 0, 0);
  tambo_scheduler_set_reach (fixture->scheduler, fixture->pins[0], TRUE);
  tambo_scheduler_add_peer (fixture->scheduler, fixture->pins[1], TAMBO_SYNC_SOURCE_FAR);
  tambo_scheduler_set_have (fixture->scheduler, fixture->pins[1], fixture->film, all, 0);

  for (guint run = 0; run < FILM_LEAVES / TAMBO_SYNC_RUN_LEAVES; run++)
    n_ours += tambo_owner_weigh ("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                 fixture->film,
                                 run) > tambo_owner_weigh (fixture->pins[0], fixture->film, run);

  for (guint guard = 0; guard < FILM_LEAVES; guard++)
    {
      g_autoptr (GArray) requests = tambo_scheduler_next (fixture->scheduler, 1);

      for (guint i = 0; i < requests->len; i++)
        {
          n_ours -= nth (requests, i)->first % TAMBO_SYNC_RUN_LEAVES == 0;
          answer (fixture, nth (requests, i), 1);
        }
    }
  g_assert_cmpuint (n_ours, ==, 0);

  /* The owner of the others made no progress. */
  at_once = tambo_scheduler_next (fixture->scheduler, TAMBO_SYNC_OWNER_MS);
  g_assert_cmpuint (at_once->len, >, 0);
}

static void
test_far_is_not_asked_for_what_is_near (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) all = make_bits (0, FILM_LEAVES);
  g_autoptr (GArray) requests = NULL;

  want_film (fixture);
  have (fixture, 0, fixture->film, 0, FILM_LEAVES);
  tambo_scheduler_add_peer (fixture->scheduler, fixture->pins[1], TAMBO_SYNC_SOURCE_FAR);
  tambo_scheduler_set_have (fixture->scheduler, fixture->pins[1], fixture->film, all, 0);
  requests = tambo_scheduler_next (fixture->scheduler, 100 * TAMBO_SYNC_OWNER_MS);

  for (guint i = 0; i < requests->len; i++)
    g_assert_cmpstr (nth (requests, i)->peer, ==, fixture->pins[0]);
}

/* A far source that has all, and a neighbour that fetches the same and reaches it too. */
static void
set_up_far (Fixture *fixture, gboolean reaches_far)
{
  g_autoptr (GBytes) all = make_bits (0, FILM_LEAVES);

  want_film (fixture);
  tambo_scheduler_add_peer (fixture->scheduler, fixture->pins[0], TAMBO_SYNC_SOURCE_NEAR);
  tambo_scheduler_set_reach (fixture->scheduler, fixture->pins[0], reaches_far);
  tambo_scheduler_add_peer (fixture->scheduler, fixture->pins[1], TAMBO_SYNC_SOURCE_FAR);
  tambo_scheduler_set_have (fixture->scheduler, fixture->pins[1], fixture->film, all, 0);
}

/* Asks and answers all that can be asked now; how many leaves that were. */
static guint
drain (Fixture *fixture, gint64 now)
{
  guint n_leaves = 0;

  for (guint guard = 0; guard <= FILM_LEAVES; guard++)
    {
      g_autoptr (GArray) requests = tambo_scheduler_next (fixture->scheduler, now);

      for (guint i = 0; i < requests->len; i++)
        {
          n_leaves += nth (requests, i)->n_leaves;
          answer (fixture, nth (requests, i), now + 1);
        }
    }

  return n_leaves;
}

/* Who cannot ask the far source owns nothing of it. */
static void
test_far_without_rivals (Fixture *fixture, gconstpointer data)
{
  set_up_far (fixture, FALSE);
  have (fixture, 0, fixture->film, 0, 0);

  g_assert_cmpuint (drain (fixture, 1), ==, FILM_LEAVES);
}

/* A neighbour that has not said what it has may be just behind us: it keeps its runs for a while.
 */
static void
test_far_waits_for_the_silent (Fixture *fixture, gconstpointer data)
{
  guint n_at_once;

  set_up_far (fixture, TRUE);

  n_at_once = drain (fixture, TAMBO_SYNC_OWNER_MS - 1);
  g_assert_cmpuint (n_at_once, <, FILM_LEAVES);
  g_assert_cmpuint (n_at_once, >, 0);
  g_assert_cmpuint (n_at_once + drain (fixture, TAMBO_SYNC_OWNER_MS), ==, FILM_LEAVES);
}

/* As long as an owner gets further its runs are left to it, however long that takes. */
static void
test_far_waits_for_progress (Fixture *fixture, gconstpointer data)
{
  guint n_leaves;

  set_up_far (fixture, TRUE);
  have (fixture, 0, fixture->film, 0, 0);
  n_leaves = drain (fixture, 1);

  for (guint leaf = 1; leaf < 4; leaf++)
    {
      g_autoptr (GBytes) bits = make_bits (0, leaf);
      gint64 now = leaf * (TAMBO_SYNC_OWNER_MS - 1);

      tambo_scheduler_set_have (fixture->scheduler, fixture->pins[0], fixture->film, bits, now);
      n_leaves += drain (fixture, now);
      g_assert_cmpuint (n_leaves, <, FILM_LEAVES);
    }

  n_leaves += drain (fixture, 5 * TAMBO_SYNC_OWNER_MS);
  g_assert_cmpuint (n_leaves, ==, FILM_LEAVES);
}

/* What a neighbour has but does not give is asked of the far source after all. */
static void
test_far_when_near_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) all = make_bits (0, FILM_LEAVES);
  g_autoptr (GArray) near = NULL;

  set_up_far (fixture, TRUE);
  tambo_scheduler_set_have (fixture->scheduler, fixture->pins[0], fixture->film, all, 0);
  near = tambo_scheduler_next (fixture->scheduler, 0);
  for (guint i = 0; i < near->len; i++)
    {
      g_assert_cmpstr (nth (near, i)->peer, ==, fixture->pins[0]);
      tambo_scheduler_ended (fixture->scheduler, nth (near, i)->id, FALSE, 1);
    }

  g_assert_cmpuint (drain (fixture, 2), ==, FILM_LEAVES);
}

static void
test_far_is_held (Fixture *fixture, gconstpointer data)
{
  set_up_far (fixture, FALSE);
  tambo_scheduler_hold_peer (fixture->scheduler, fixture->pins[1], 7000);

  g_assert_cmpuint (drain (fixture, 6999), ==, 0);
  g_assert_cmpuint (drain (fixture, 7000), ==, FILM_LEAVES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/scheduler/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("nobody-has-it", test_nobody);
  add_test ("two-sources-at-once", test_two_sources);
  add_test ("runs-stay-aligned", test_runs_stay_aligned);
  add_test ("small-first", test_small_first);
  add_test ("watched-first", test_watched_first);
  add_test ("rarest-first", test_rarest_first);
  add_test ("held-is-not-asked", test_held_is_not_asked);
  add_test ("at-most-16-mib-under-way", test_at_most_16_mib);
  add_test ("at-most-eight-neighbours", test_at_most_eight_neighbours);
  add_test ("failures-back-off", test_backoff);
  add_test ("three-bad-leaves-quarantine", test_quarantine);
  add_test ("endgame-asks-one-more", test_endgame);
  add_test ("peer-goes", test_peer_goes);
  add_test ("no-longer-wanted", test_no_longer_wanted);
  add_test ("owner/vector", test_owner_vector);
  add_test ("owner/asks-the-far-source", test_far_is_asked_by_owner);
  add_test ("owner/near-before-far", test_far_is_not_asked_for_what_is_near);
  add_test ("owner/who-cannot-ask-owns-nothing", test_far_without_rivals);
  add_test ("owner/silent-one-is-waited-for", test_far_waits_for_the_silent);
  add_test ("owner/busy-one-is-waited-for", test_far_waits_for_progress);
  add_test ("owner/far-when-near-fails", test_far_when_near_fails);
  add_test ("owner/far-is-left-alone-when-it-says-so", test_far_is_held);
#undef add_test

  return g_test_run ();
}
