/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/trust/records.h"

#include <string.h>

#define KEY "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define PIN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

#define DEPLOYMENT                                \
  "{\"id\":\"00112233445566778899aabbccddeeff\"," \
  "\"argon2id\":{\"ops\":3,\"mem\":134217728},\"complaints\":\"" KEY "\"}"
#define ROSTER "{\"kiosks\":[{\"key\":\"" PIN "\",\"part\":\"kiosk\",\"since\":5}]}"
#define CLINIC                                                                                     \
  "{\"name\":{\"en\":\"North\"},\"identity\":\"" KEY "\",\"intake\":[{\"id\":\"a\",\"key\":\"" KEY \
  "\",\"from-day\":10,\"to-day\":20}],\"answers-in-days\":3}"

typedef enum
{
  RECORD_DEPLOYMENT,
  RECORD_ROSTER,
  RECORD_CLINIC,
} Record;

static const char *const texts[] = { DEPLOYMENT, ROSTER, CLINIC };

/* Reads a record and writes it again. */
static GBytes *
read_and_write (Record record, GBytes *bytes, GError **error)
{
  g_autoptr (TamboDeployment) deployment = NULL;
  g_autoptr (GPtrArray) roster = NULL;
  g_autoptr (TamboClinicRecord) clinic = NULL;

  switch (record)
    {
    case RECORD_DEPLOYMENT:
      deployment = tambo_deployment_new_from_bytes (bytes, error);
      return deployment != NULL ? tambo_deployment_write (deployment) : NULL;
    case RECORD_ROSTER:
      roster = tambo_roster_new_from_bytes (bytes, error);
      return roster != NULL ? tambo_roster_write (roster) : NULL;
    case RECORD_CLINIC:
      clinic = tambo_clinic_record_new_from_bytes ("north", bytes, error);
      return clinic != NULL ? tambo_clinic_record_write (clinic) : NULL;
    default:
      g_assert_not_reached ();
    }
}

/* What is written is read again, and written the same. */
static void
test_round_trip (void)
{
  for (Record record = RECORD_DEPLOYMENT; record <= RECORD_CLINIC; record++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[record], strlen (texts[record]));
      g_autoptr (GBytes) once = NULL;
      g_autoptr (GBytes) twice = NULL;
      g_autoptr (GError) error = NULL;

      once = read_and_write (record, bytes, &error);
      g_assert_no_error (error);
      twice = read_and_write (record, once, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (once, twice));
    }
}

static void
test_deployment (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (DEPLOYMENT, strlen (DEPLOYMENT));
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboDeployment) deployment = tambo_deployment_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (deployment->id_hex, ==, "00112233445566778899aabbccddeeff");
  g_assert_cmpuint (deployment->id[15], ==, 0xff);
  g_assert_cmpuint (deployment->argon2_ops, ==, 3);
  g_assert_cmpuint (deployment->complaints_key[0], ==, 1);
  g_assert_cmpuint (deployment->statistics_key[0], ==, 0);
}

typedef struct
{
  const char *name;
  Record record;
  const char *from; /* in the record above */
  const char *to;
  TamboError code;
} Change;

static void
test_invalid (gconstpointer data)
{
  const Change *change = data;
  const char *text = texts[change->record];
  const char *found = strstr (text, change->from);
  g_autofree char *changed = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (found);
  changed = g_strdup_printf ("%.*s%s%s",
                             (int) (found - text),
                             text,
                             change->to,
                             found + strlen (change->from));
  bytes = g_bytes_new (changed, strlen (changed));

  g_assert_null (read_and_write (change->record, bytes, &error));
  g_assert_error (error, TAMBO_ERROR, (int) change->code);
}

static const Change changes[] = {
  { "deployment/short-id", RECORD_DEPLOYMENT, "0011", "11", TAMBO_ERROR_PACK_FORMAT },
  { "deployment/id-not-hex", RECORD_DEPLOYMENT, "0011", "zz11", TAMBO_ERROR_PACK_FORMAT },
  { "deployment/no-passes", RECORD_DEPLOYMENT, ":3", ":0", TAMBO_ERROR_JSON_MEMBER },
  { "deployment/many-passes", RECORD_DEPLOYMENT, ":3", ":21", TAMBO_ERROR_JSON_MEMBER },
  { "deployment/no-memory", RECORD_DEPLOYMENT, "134217728", "8191", TAMBO_ERROR_JSON_MEMBER },
  { "deployment/all-memory",
    RECORD_DEPLOYMENT,
    "134217728",
    "1073741825",
    TAMBO_ERROR_JSON_MEMBER },
  { "deployment/short-key", RECORD_DEPLOYMENT, KEY, "AQAA", TAMBO_ERROR_JSON_MEMBER },
  { "roster/no-list", RECORD_ROSTER, "kiosks", "others", TAMBO_ERROR_JSON_MEMBER },
  { "roster/list-of-texts", RECORD_ROSTER, "[{", "[\"\",{", TAMBO_ERROR_JSON_MEMBER },
  { "roster/short-pin", RECORD_ROSTER, "0011", "11", TAMBO_ERROR_PACK_FORMAT },
  { "roster/unknown-part", RECORD_ROSTER, "\"kiosk\"", "\"root\"", TAMBO_ERROR_PACK_FORMAT },
  { "roster/before-time", RECORD_ROSTER, ":5", ":-5", TAMBO_ERROR_JSON_MEMBER },
  { "clinic/name-is-text",
    RECORD_CLINIC,
    "{\"en\":\"North\"}",
    "\"North\"",
    TAMBO_ERROR_JSON_MEMBER },
  { "clinic/no-identity", RECORD_CLINIC, "identity", "id", TAMBO_ERROR_JSON_MEMBER },
  { "clinic/days-reversed", RECORD_CLINIC, ":20", ":9", TAMBO_ERROR_JSON_MEMBER },
  { "clinic/key-without-id",
    RECORD_CLINIC,
    "\"id\":\"a\"",
    "\"id\":\"\"",
    TAMBO_ERROR_PACK_FORMAT },
  { "clinic/answers-in-a-century", RECORD_CLINIC, ":3}", ":36500}", TAMBO_ERROR_JSON_MEMBER },
};

/* One key begun while the other is still in use: the later one is taken. */
static void
test_intake (void)
{
  static const TamboIntakeKey intake[] = {
    { (char *) "a", { 1 }, 100, 130 },
    { (char *) "b", { 2 }, 125, 160 },
  };
  static const struct
  {
    guint day;
    const char *id; /* NULL: none */
  } cases[] = { { 0, NULL },  { 99, NULL }, { 100, "a" }, { 124, "a" },
                { 125, "b" }, { 130, "b" }, { 160, "b" }, { 161, NULL } };
  g_autoptr (TamboTexts) name = tambo_texts_new ((const char *[]){ NULL },
                                                 (const char *[]){ NULL });
  g_autoptr (TamboClinicRecord) record = NULL;

  record = tambo_clinic_record_new ("north", name, (const guint8[32]){ 7 }, intake, 2, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const TamboIntakeKey *key = NULL;

      key = tambo_clinic_record_find_intake (record, cases[i].day, &error);
      if (cases[i].id != NULL)
        g_assert_cmpstr (key->id, ==, cases[i].id);
      else
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CLINIC_NO_CURRENT_KEY);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/records/round-trip", test_round_trip);
  g_test_add_func ("/content/records/deployment", test_deployment);
  g_test_add_func ("/content/records/clinic/key-of-today", test_intake);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/records/%s", changes[i].name);

      g_test_add_data_func (path, &changes[i], test_invalid);
    }

  return g_test_run ();
}
