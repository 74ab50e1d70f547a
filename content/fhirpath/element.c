/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/element.h"

#include <string.h>

/**
 * TamboElement:
 *
 * A node of a FHIR resource as FHIRPath sees it: named, ordered children, lists laid flat, numbers
 * with their digits. A tree of our own and not json-glib's, because the forms engine keeps one
 * response and changes a branch of it at each answer. An absent branch is passed over by every
 * reader; a tag says whose branch it is, for who wants to know what an expression looked at.
 */
struct _TamboElement
{
  gatomicrefcount ref_count;

  char *name; /* (owned): a GRefString, one for all of the same name */
  TamboElementKind kind;
  char *text;          /* (owned) (nullable) */
  GPtrArray *children; /* (owned) (nullable) (element-type TamboElement) */
  guint tag;
  gboolean absent;
};

TamboElement *
tambo_element_new (const char *name)
{
  return tambo_element_new_primitive (name, TAMBO_ELEMENT_OBJECT, NULL);
}

TamboElement *
tambo_element_new_primitive (const char *name, TamboElementKind kind, const char *text)
{
  TamboElement *self = g_new0 (TamboElement, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_ref_string_new_intern (name);
  self->kind = kind;
  self->text = g_strdup (text);

  return self;
}

TamboElement *
tambo_element_ref (TamboElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_element_unref (TamboElement *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_ref_string_release (self->name);
  g_free (self->text);
  g_free (self);
}

static void append_json (TamboElement *self, TamboJson *json, const char *name, JsonNode *node);

/* The extensions of a primitive stand beside it, under the same name with an underscore. */
static void
append_extensions (TamboElement *self, TamboJson *json, const char *name, JsonNode *node)
{
  TamboElement *owner = tambo_element_find_child (self, name);
  g_autoptr (TamboElement) bare = NULL;
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  if (owner == NULL)
    owner = bare = tambo_element_new (name);

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &member, &value))
    append_json (owner, json, member, value);
  if (bare != NULL)
    tambo_element_append (self, g_steal_pointer (&bare));
}

static void
append_members (TamboElement *self, TamboJson *json, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (name[0] != '_')
      append_json (self, json, name, node);

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (name[0] == '_')
      append_extensions (self, json, name + 1, node);
}

static void
append_json (TamboElement *self, TamboJson *json, const char *name, JsonNode *node)
{
  TamboElement *child;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        append_json (self, json, name, json_array_get_element (array, i));
      return;
    }

  child = tambo_element_new_from_json (name, json, node);
  if (child != NULL)
    tambo_element_append (self, child);
}

/**
 * tambo_element_new_from_json:
 * @name: what the node is called
 * @json: the document that holds @node
 * @node: an object or a primitive
 *
 * Returns: (transfer full) (nullable): a tree of its own; %NULL for null and for an array
 */
TamboElement *
tambo_element_new_from_json (const char *name, TamboJson *json, JsonNode *node)
{
  TamboElement *self;

  g_return_val_if_fail (node != NULL, NULL);

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      self = tambo_element_new (name);
      append_members (self, json, json_node_get_object (node));
      return self;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return tambo_element_new_primitive (name, TAMBO_ELEMENT_STRING, json_node_get_string (node));

    case G_TYPE_BOOLEAN:
      return tambo_element_new_primitive (name,
                                          TAMBO_ELEMENT_BOOLEAN,
                                          json_node_get_boolean (node) ? "true" : "false");

    default:
      return tambo_element_new_primitive (name,
                                          TAMBO_ELEMENT_NUMBER,
                                          tambo_json_get_number_text (json, node));
    }
}

const char *
tambo_element_get_name (TamboElement *self)
{
  return self->name;
}

TamboElementKind
tambo_element_get_kind (TamboElement *self)
{
  return self->kind;
}

/* Of a primitive, as it was written. */
const char *
tambo_element_get_text (TamboElement *self)
{
  return self->text;
}

/**
 * tambo_element_get_type_name:
 * @self: a #TamboElement
 *
 * The type that the name of a choice element tells: `Coding` of `valueCoding`. There is no model
 * of FHIR behind it, so most elements have none.
 *
 * Returns: (transfer none) (nullable): a type name as in the element's name, `Boolean` for boolean
 */
const char *
tambo_element_get_type_name (TamboElement *self)
{
  if (g_str_has_prefix (self->name, "value") && g_ascii_isupper (self->name[5]))
    return self->name + 5;
  if (g_str_has_prefix (self->name, "answer") && g_ascii_isupper (self->name[6]))
    return self->name + 6;

  return NULL;
}

/* FHIRPath says value where JSON says valueCoding; forms use both. */
gboolean
tambo_element_matches (TamboElement *self, const char *name)
{
  gsize length;

  if (strcmp (self->name, name) == 0)
    return TRUE;

  length = strlen (name);
  return strncmp (self->name, name, length) == 0 && g_ascii_isupper (self->name[length]) &&
         tambo_element_get_type_name (self) == self->name + length;
}

guint
tambo_element_get_n_children (TamboElement *self)
{
  return self->children == NULL ? 0 : self->children->len;
}

TamboElement *
tambo_element_get_child (TamboElement *self, guint position)
{
  g_return_val_if_fail (position < tambo_element_get_n_children (self), NULL);

  return g_ptr_array_index (self->children, position);
}

/* The first with exactly this name. */
TamboElement *
tambo_element_find_child (TamboElement *self, const char *name)
{
  for (guint i = 0; i < tambo_element_get_n_children (self); i++)
    if (strcmp (tambo_element_get_child (self, i)->name, name) == 0)
      return tambo_element_get_child (self, i);

  return NULL;
}

/**
 * tambo_element_append:
 * @self: a #TamboElement
 * @child: (transfer full): its new last child
 */
void
tambo_element_append (TamboElement *self, TamboElement *child)
{
  g_return_if_fail (child != NULL && child != self);

  if (self->children == NULL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_element_unref);
  g_ptr_array_add (self->children, child);
}

void
tambo_element_remove_named (TamboElement *self, const char *name)
{
  for (guint i = tambo_element_get_n_children (self); i > 0; i--)
    if (tambo_element_matches (tambo_element_get_child (self, i - 1), name))
      g_ptr_array_remove_index (self->children, i - 1);
}

void
tambo_element_set_absent (TamboElement *self, gboolean absent)
{
  self->absent = absent;
}

gboolean
tambo_element_is_absent (TamboElement *self)
{
  return self->absent;
}

void
tambo_element_set_tag (TamboElement *self, guint tag)
{
  self->tag = tag;
}

guint
tambo_element_get_tag (TamboElement *self)
{
  return self->tag;
}
