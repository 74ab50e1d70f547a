/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/findings.h"

#include "content/author/text-rules.h"
#include "content/base/error.h"

/**
 * TamboFindings:
 *
 * What is wrong with an author's folder, all of it at once: where, why, and what to do. What reads
 * the folder writes it down here and goes on, so that nobody meets one error after the other.
 */
struct _TamboFindings
{
  GObject parent_instance;

  GPtrArray *all; /* (owned) (element-type TamboFinding): none twice */
};

G_DEFINE_FINAL_TYPE (TamboFindings, tambo_findings, G_TYPE_OBJECT)

static void
finding_free (TamboFinding *finding)
{
  g_free (finding->file);
  g_free (finding->place);
  g_free (finding->reason);
  g_free (finding->cure);
  g_free (finding);
}

static void
tambo_findings_finalize (GObject *object)
{
  TamboFindings *self = TAMBO_FINDINGS (object);

  g_clear_pointer (&self->all, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_findings_parent_class)->finalize (object);
}

static void
tambo_findings_class_init (TamboFindingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_findings_finalize;
}

static void
tambo_findings_init (TamboFindings *self)
{
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
}

TamboFindings *
tambo_findings_new (void)
{
  return g_object_new (TAMBO_TYPE_FINDINGS, NULL);
}

static gboolean
is_known (TamboFindings *self, const TamboFinding *finding)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      const TamboFinding *other = self->all->pdata[i];

      if (g_str_equal (other->file, finding->file) &&
          g_strcmp0 (other->place, finding->place) == 0 &&
          g_str_equal (other->reason, finding->reason))
        return TRUE;
    }

  return FALSE;
}

/* Takes @reason. */
static void
add (TamboFindings *self,
     int code,
     gboolean is_remark,
     const char *file,
     const char *place,
     const char *cure,
     char *reason)
{
  TamboFinding *finding = g_new0 (TamboFinding, 1);

  finding->code = code;
  finding->is_remark = is_remark;
  finding->file = g_strdup (file);
  finding->place = g_strdup (place);
  finding->cure = g_strdup (cure);
  finding->reason = reason;
  if (is_known (self, finding))
    finding_free (finding);
  else
    g_ptr_array_add (self->all, finding);
}

/**
 * tambo_findings_refuse:
 * @place: (nullable)
 * @cure: (nullable)
 *
 * What must be corrected before the pack can be built.
 */
void
tambo_findings_refuse (TamboFindings *self,
                       int code,
                       const char *file,
                       const char *place,
                       const char *cure,
                       const char *format,
                       ...)
{
  va_list args;

  g_return_if_fail (TAMBO_IS_FINDINGS (self));

  va_start (args, format);
  add (self, code, FALSE, file, place, cure, g_strdup_vprintf (format, args));
  va_end (args);
}

/* What a person would miss, though the pack can be built. */
void
tambo_findings_remark (TamboFindings *self,
                       const char *file,
                       const char *place,
                       const char *cure,
                       const char *format,
                       ...)
{
  va_list args;

  g_return_if_fail (TAMBO_IS_FINDINGS (self));

  va_start (args, format);
  add (self, 0, TRUE, file, place, cure, g_strdup_vprintf (format, args));
  va_end (args);
}

/* What a reader that knows nothing of findings says of @file. */
void
tambo_findings_take_error (TamboFindings *self, const char *file, const GError *error)
{
  g_return_if_fail (TAMBO_IS_FINDINGS (self));
  g_return_if_fail (error != NULL);

  add (self,
       error->domain == TAMBO_ERROR ? error->code : TAMBO_ERROR_PACK_FORMAT,
       FALSE,
       file,
       NULL,
       NULL,
       g_strdup (error->message));
}

/* The rules for every text. %FALSE if there was something to write down. */
gboolean
tambo_findings_check_text (TamboFindings *self,
                           const char *text,
                           guint max_characters,
                           const char *file,
                           const char *place)
{
  g_autofree char *reason = NULL;
  const char *cure = NULL;

  g_return_val_if_fail (TAMBO_IS_FINDINGS (self), FALSE);

  reason = tambo_text_find_fault (text, -1, max_characters, &cure);
  if (reason == NULL)
    return TRUE;

  tambo_findings_refuse (self, TAMBO_ERROR_PACK_FORMAT, file, place, cure, "%s", reason);

  return FALSE;
}

guint
tambo_findings_get_n (TamboFindings *self)
{
  g_return_val_if_fail (TAMBO_IS_FINDINGS (self), 0);

  return self->all->len;
}

const TamboFinding *
tambo_findings_get (TamboFindings *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_FINDINGS (self), NULL);
  g_return_val_if_fail (index < self->all->len, NULL);

  return self->all->pdata[index];
}

static const TamboFinding *
find_refusal (TamboFindings *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      const TamboFinding *finding = self->all->pdata[i];

      if (!finding->is_remark)
        return finding;
    }

  return NULL;
}

guint
tambo_findings_count_refusals (TamboFindings *self)
{
  guint n = 0;

  g_return_val_if_fail (TAMBO_IS_FINDINGS (self), 0);

  for (guint i = 0; i < self->all->len; i++)
    n += tambo_findings_get (self, i)->is_remark ? 0 : 1;

  return n;
}

/* In one sentence: "film/script.fr.txt, line 3: … ; …". */
char *
tambo_finding_describe (const TamboFinding *finding)
{
  return g_strdup_printf ("%s%s%s: %s%s%s",
                          finding->file,
                          finding->place != NULL ? ", " : "",
                          finding->place != NULL ? finding->place : "",
                          finding->reason,
                          finding->cure != NULL ? "; " : "",
                          finding->cure != NULL ? finding->cure : "");
}

/* For those who need a whole folder: %FALSE, with the first refusal as the error, if there is one.
 */
gboolean
tambo_findings_to_error (TamboFindings *self, GError **error)
{
  const TamboFinding *first = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (TAMBO_IS_FINDINGS (self), FALSE);

  first = find_refusal (self);
  if (first == NULL)
    return TRUE;
  text = tambo_finding_describe (first);
  g_set_error_literal (error, TAMBO_ERROR, first->code, text);

  return FALSE;
}
