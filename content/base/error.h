/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboError:
 *
 * Every refusal of something that came from outside has a code of its own; what goes wrong with a
 * file or a socket is a %G_IO_ERROR. A code exists only where a caller, a test or a person can
 * tell it from the others. Each keeps its meaning across D-Bus and has a word for logs, see
 * tambo_error_get_word(): the table in error.c names both.
 */
typedef enum
{
  /* Our own state. */
  TAMBO_ERROR_DATABASE,         /* the local database could not be read or written */
  TAMBO_ERROR_DATABASE_TOO_NEW, /* written by a later version of Tambo than this one */
  TAMBO_ERROR_DECODER_MISSING,  /* nothing here can look at media without danger */
  TAMBO_ERROR_CONFIG,           /* a configuration file has a key or value that cannot be used */

  /* JSON, before anything is made of it. */
  TAMBO_ERROR_JSON_SYNTAX,
  TAMBO_ERROR_JSON_TOO_LARGE,
  TAMBO_ERROR_JSON_DEPTH,
  TAMBO_ERROR_JSON_DUPLICATE_KEY,
  TAMBO_ERROR_JSON_NUMBER,
  TAMBO_ERROR_JSON_TEXT,   /* not UTF-8, or holds U+0000 or half a surrogate pair */
  TAMBO_ERROR_JSON_MEMBER, /* one is missing or of another type than expected */

  /* Packs and the metadata that makes them trusted. */
  TAMBO_ERROR_PACK_FORMAT,
  TAMBO_ERROR_PACK_SIGNATURE, /* too few valid signatures */
  TAMBO_ERROR_PACK_ROLLBACK,  /* older than what was trusted already */
  TAMBO_ERROR_PACK_EXPIRED,
  TAMBO_ERROR_PACK_DIGEST, /* bytes are not those that were promised */
  TAMBO_ERROR_PACK_TOO_LARGE,
  TAMBO_ERROR_PACK_UNKNOWN, /* not a target of the trusted metadata */
  TAMBO_ERROR_PACK_INCOMPLETE,
  TAMBO_ERROR_PACK_TOO_NEW, /* needs a later program */
  TAMBO_ERROR_PACK_RECALLED,
  TAMBO_ERROR_PACK_CODEC,
  TAMBO_ERROR_PACK_MEDIUM, /* a film, voice or picture is damaged, or not what the pack says */
  TAMBO_ERROR_PACK_SPACE,
  TAMBO_ERROR_PACK_IDENTIFIES, /* asks who somebody is */
  TAMBO_ERROR_PACK_PASSPHRASE, /* does not open the publisher's keys */

  /* Questionnaires and the expressions in them. */
  TAMBO_ERROR_FORM_FORMAT,
  TAMBO_ERROR_FORM_VERSION, /* another FHIR version than R4 */
  TAMBO_ERROR_FORM_LOOP,
  TAMBO_ERROR_FORM_LINK, /* a linkId that is missing or stands twice */
  TAMBO_ERROR_FORM_TOO_LARGE,
  TAMBO_ERROR_FORM_AMBIGUOUS, /* several conditions and no enableBehavior */
  TAMBO_ERROR_FORM_CRISIS_MISSING,
  TAMBO_ERROR_FORM_UNSUPPORTED, /* requires what a kiosk cannot ask */
  TAMBO_ERROR_FORM_ANSWER,      /* an answer that the question does not allow */
  TAMBO_ERROR_EXPRESSION_SYNTAX,
  TAMBO_ERROR_EXPRESSION_UNSUPPORTED,
  TAMBO_ERROR_EXPRESSION_TYPE,
  TAMBO_ERROR_EXPRESSION_LIMIT,

  /* Peers. */
  TAMBO_ERROR_PEER_NOT_ADMITTED,
  TAMBO_ERROR_PEER_PROTOCOL,
  TAMBO_ERROR_PEER_BAD_LEAF,
  TAMBO_ERROR_PEER_STALLED,

  /* Hubs: registries that packs come from. */
  TAMBO_ERROR_HUB_UNREACHABLE, /* no way to it, or the connection broke */
  TAMBO_ERROR_HUB_CERTIFICATE, /* it cannot prove that it is the one that was named */
  TAMBO_ERROR_HUB_REFUSED,     /* it does not take our user and password */
  TAMBO_ERROR_HUB_TOKEN,       /* what it asks to be proven by cannot be had */
  TAMBO_ERROR_HUB_REDIRECT,    /* sends us in circles, or where we do not go */
  TAMBO_ERROR_HUB_PROTOCOL,
  TAMBO_ERROR_HUB_BUSY, /* said itself: later */
  TAMBO_ERROR_HUB_STALLED,
  TAMBO_ERROR_HUB_EMPTY, /* there is no metadata, so nobody has pushed to that address */

  /* Envelopes, codes and what is in them. */
  TAMBO_ERROR_ENVELOPE_FORMAT,
  TAMBO_ERROR_ENVELOPE_QUOTA,
  TAMBO_ERROR_ENVELOPE_EXPIRED,
  TAMBO_ERROR_ENVELOPE_TOO_LARGE,
  TAMBO_ERROR_ENVELOPE_SEAL, /* not sealed to this key, or damaged */
  TAMBO_ERROR_ENVELOPE_SIGNATURE,
  TAMBO_ERROR_CONSULT_FORMAT,
  TAMBO_ERROR_CODE_FORMAT,      /* not twenty digits */
  TAMBO_ERROR_CODE_CHECK_DIGIT, /* one digit is wrong, or two are swapped */
  TAMBO_ERROR_CLINIC_NO_CURRENT_KEY,
  TAMBO_ERROR_CLINIC_PASSPHRASE,

  /* What is plugged in. */
  TAMBO_ERROR_STICK_FILE_SYSTEM, /* none that is opened: FAT and exFAT are */
  TAMBO_ERROR_STICK_SEVERAL,     /* more than one at once */
  TAMBO_ERROR_STICK_EMPTY,       /* of no size */
  TAMBO_ERROR_STICK_TOO_LARGE,
  TAMBO_ERROR_STICK_UNREADABLE, /* damaged, or pulled out */
  TAMBO_ERROR_STICK_READ_ONLY,
  TAMBO_ERROR_STICK_BUSY, /* something of it is still in use */
} TamboError;

#define TAMBO_N_ERRORS (TAMBO_ERROR_STICK_BUSY + 1)

#define TAMBO_ERROR (tambo_error_quark ())
GQuark tambo_error_quark (void);

const char *tambo_error_get_word (const GError *error);

G_END_DECLS
