/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/clinic-record.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define MAX_INTAKE_KEYS 100
#define MAX_KEY_ID 40
#define MAX_ANSWER_DAYS 365

/**
 * TamboClinicRecord:
 *
 * A clinic that the programme vouches for: `clinics/<id>.json`. Immutable, so any thread may read
 * it.
 */
struct _TamboClinicRecord
{
  GObject parent_instance;

  char *id;         /* (owned) */
  TamboTexts *name; /* (owned) */
  guint8 identity[TAMBO_KEY_SIZE];
  GPtrArray *intake; /* (owned) (element-type TamboIntakeKey) */
  guint answers_in_days;
};

G_DEFINE_FINAL_TYPE (TamboClinicRecord, tambo_clinic_record, G_TYPE_OBJECT)

static void
intake_key_free (TamboIntakeKey *key)
{
  g_free (key->id);
  g_free (key);
}

static void
tambo_clinic_record_finalize (GObject *object)
{
  TamboClinicRecord *self = TAMBO_CLINIC_RECORD (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, tambo_texts_unref);
  g_clear_pointer (&self->intake, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_clinic_record_parent_class)->finalize (object);
}

static void
tambo_clinic_record_class_init (TamboClinicRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_clinic_record_finalize;
}

static void
tambo_clinic_record_init (TamboClinicRecord *self)
{
  self->intake = g_ptr_array_new_with_free_func ((GDestroyNotify) intake_key_free);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "A clinic's record: %s", why);

  return FALSE;
}

static gboolean
add_intake (TamboClinicRecord *self, JsonObject *object, GError **error)
{
  TamboIntakeKey key = { NULL };
  const char *id;
  gint64 from_day;
  gint64 to_day;

  if (!tambo_json_object_get_string (object, "id", &id, error) ||
      !tambo_json_object_get_base64 (object, "key", key.key, TAMBO_KEY_SIZE, error) ||
      !tambo_json_object_get_int (object, "from-day", 0, G_MAXUINT16, &from_day, error) ||
      !tambo_json_object_get_int (object, "to-day", from_day, G_MAXUINT16, &to_day, error))
    return FALSE;

  if (*id == '\0' || strlen (id) > MAX_KEY_ID)
    return refuse (error, "the id of a key is empty or too long");

  key.id = g_strdup (id);
  key.from_day = (guint) from_day;
  key.to_day = (guint) to_day;
  g_ptr_array_add (self->intake, g_memdup2 (&key, sizeof key));

  return TRUE;
}

static gboolean
read_record (TamboClinicRecord *self, JsonObject *object, GError **error)
{
  JsonObject *name;
  JsonArray *intake;
  gint64 days;

  if (!tambo_json_object_get_object (object, "name", &name, error) ||
      !tambo_json_object_get_base64 (object, "identity", self->identity, TAMBO_KEY_SIZE, error) ||
      !tambo_json_object_get_array (object, "intake", &intake, error) ||
      !tambo_json_object_get_int (object, "answers-in-days", 0, MAX_ANSWER_DAYS, &days, error))
    return FALSE;

  self->answers_in_days = (guint) days;
  self->name = tambo_texts_new_from_json (name, error);
  if (self->name == NULL)
    return FALSE;

  if (json_array_get_length (intake) > MAX_INTAKE_KEYS)
    return refuse (error, "too many keys");

  for (guint i = 0; i < json_array_get_length (intake); i++)
    {
      JsonObject *key = tambo_json_array_get_object (intake, i, error);

      if (key == NULL || !add_intake (self, key, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tambo_clinic_record_new_from_bytes:
 * @id: from the name of the target
 * @bytes: `clinics/<id>.json`
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the record, or %NULL with %TAMBO_ERROR_PACK_FORMAT or one of the
 *   `json.…` errors set
 */
TamboClinicRecord *
tambo_clinic_record_new_from_bytes (const char *id, GBytes *bytes, GError **error)
{
  g_autoptr (TamboClinicRecord) self = g_object_new (TAMBO_TYPE_CLINIC_RECORD, NULL);
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, TAMBO_LIMIT_SMALL_TARGET, error);
  JsonObject *object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;

  if (object == NULL || !read_record (self, object, error))
    return NULL;

  self->id = g_strdup (id);

  return g_steal_pointer (&self);
}

/* Copies everything but @name, which it shares. */
TamboClinicRecord *
tambo_clinic_record_new (const char *id,
                         TamboTexts *name,
                         const guint8 identity[TAMBO_KEY_SIZE],
                         const TamboIntakeKey *intake,
                         guint n_intake,
                         guint answers_in_days)
{
  TamboClinicRecord *self = g_object_new (TAMBO_TYPE_CLINIC_RECORD, NULL);

  self->id = g_strdup (id);
  self->name = tambo_texts_ref (name);
  memcpy (self->identity, identity, TAMBO_KEY_SIZE);
  self->answers_in_days = answers_in_days;
  for (guint i = 0; i < n_intake; i++)
    {
      TamboIntakeKey *key = g_memdup2 (&intake[i], sizeof intake[i]);

      key->id = g_strdup (intake[i].id);
      g_ptr_array_add (self->intake, key);
    }

  return self;
}

static void
set_key (JsonObject *object, const char *name, const guint8 key[TAMBO_KEY_SIZE])
{
  g_autofree char *text = g_base64_encode (key, TAMBO_KEY_SIZE);

  json_object_set_string_member (object, name, text);
}

GBytes *
tambo_clinic_record_write (TamboClinicRecord *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *intake = json_array_new ();

  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), NULL);

  json_node_take_object (node, object);
  json_object_set_member (object, "name", tambo_texts_to_json (self->name));
  set_key (object, "identity", self->identity);
  json_object_set_array_member (object, "intake", intake);
  json_object_set_int_member (object, "answers-in-days", self->answers_in_days);

  for (guint i = 0; i < self->intake->len; i++)
    {
      const TamboIntakeKey *key = self->intake->pdata[i];
      JsonObject *member = json_object_new ();

      json_object_set_string_member (member, "id", key->id);
      set_key (member, "key", key->key);
      json_object_set_int_member (member, "from-day", key->from_day);
      json_object_set_int_member (member, "to-day", key->to_day);
      json_array_add_object_element (intake, member);
    }

  return tambo_json_write_canonical (node, NULL);
}

const char *
tambo_clinic_record_get_id (TamboClinicRecord *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), NULL);

  return self->id;
}

TamboTexts *
tambo_clinic_record_get_name (TamboClinicRecord *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), NULL);

  return self->name;
}

/* The Ed25519 key of %TAMBO_KEY_SIZE bytes that answers and receipts are signed with. */
const guint8 *
tambo_clinic_record_get_identity (TamboClinicRecord *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), NULL);

  return self->identity;
}

guint
tambo_clinic_record_get_answers_in_days (TamboClinicRecord *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), 0);

  return self->answers_in_days;
}

guint
tambo_clinic_record_get_n_intake (TamboClinicRecord *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), 0);

  return self->intake->len;
}

const TamboIntakeKey *
tambo_clinic_record_get_intake (TamboClinicRecord *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), NULL);
  g_return_val_if_fail (index < self->intake->len, NULL);

  return self->intake->pdata[index];
}

/**
 * tambo_clinic_record_find_intake:
 * @self: a #TamboClinicRecord
 * @day: today, in days since 2020-01-01
 * @error: return location for a #GError
 *
 * Returns: (transfer none): the key that was begun last among those in use on @day, or %NULL with
 *   %TAMBO_ERROR_CLINIC_NO_CURRENT_KEY set
 */
const TamboIntakeKey *
tambo_clinic_record_find_intake (TamboClinicRecord *self, guint day, GError **error)
{
  const TamboIntakeKey *found = NULL;

  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (self), NULL);

  for (guint i = 0; i < self->intake->len; i++)
    {
      const TamboIntakeKey *key = self->intake->pdata[i];

      if (key->from_day <= day && day <= key->to_day &&
          (found == NULL || key->from_day > found->from_day))
        found = key;
    }

  if (found == NULL)
    g_set_error_literal (error,
                         TAMBO_ERROR,
                         TAMBO_ERROR_CLINIC_NO_CURRENT_KEY,
                         "No key of this clinic is in use today");

  return found;
}
