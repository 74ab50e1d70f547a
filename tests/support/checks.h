/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-session.h"

G_BEGIN_DECLS

/**
 * TamboTestCase:
 * @path: a sentence
 * @answers: see tambo_test_answer_all()
 * @band: what they come to
 * @alerts: link ids of what is alarming, with "?" after one that is uncertain
 *
 * One line of the table that a check of the samples is held against.
 */
typedef struct
{
  const char *path;
  const char *answers;
  TamboFormBand band;
  const char *alerts;
} TamboTestCase;

/**
 * TamboTestCheck:
 * @pack: its folder below content/samples
 * @form: the name of the file, without .json
 *
 * A check of the samples and the table it is held against.
 */
typedef struct
{
  const char *pack;
  const char *form;
  const TamboTestCase *cases;
  guint n_cases;
} TamboTestCheck;

void tambo_test_add_sample (const char *pack);
void tambo_test_add_check (const TamboTestCheck *check);
TamboQuestionnaire *tambo_test_load_check (const TamboTestCheck *check);

G_END_DECLS
