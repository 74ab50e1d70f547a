/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"

static const GDBusErrorEntry error_names[] = {
  { TAMBO_ERROR_DATABASE, "org.tambo.Error.Database" },
  { TAMBO_ERROR_DATABASE_TOO_NEW, "org.tambo.Error.Database.TooNew" },
  { TAMBO_ERROR_DECODER_MISSING, "org.tambo.Error.Decoder.Missing" },
  { TAMBO_ERROR_CONFIG, "org.tambo.Error.Config" },
  { TAMBO_ERROR_JSON_SYNTAX, "org.tambo.Error.Json.Syntax" },
  { TAMBO_ERROR_JSON_TOO_LARGE, "org.tambo.Error.Json.TooLarge" },
  { TAMBO_ERROR_JSON_DEPTH, "org.tambo.Error.Json.Depth" },
  { TAMBO_ERROR_JSON_DUPLICATE_KEY, "org.tambo.Error.Json.DuplicateKey" },
  { TAMBO_ERROR_JSON_NUMBER, "org.tambo.Error.Json.Number" },
  { TAMBO_ERROR_JSON_TEXT, "org.tambo.Error.Json.Text" },
  { TAMBO_ERROR_JSON_MEMBER, "org.tambo.Error.Json.Member" },
  { TAMBO_ERROR_PACK_FORMAT, "org.tambo.Error.Pack.Format" },
  { TAMBO_ERROR_PACK_SIGNATURE, "org.tambo.Error.Pack.Signature" },
  { TAMBO_ERROR_PACK_ROLLBACK, "org.tambo.Error.Pack.Rollback" },
  { TAMBO_ERROR_PACK_EXPIRED, "org.tambo.Error.Pack.Expired" },
  { TAMBO_ERROR_PACK_DIGEST, "org.tambo.Error.Pack.Digest" },
  { TAMBO_ERROR_PACK_TOO_LARGE, "org.tambo.Error.Pack.TooLarge" },
  { TAMBO_ERROR_PACK_UNKNOWN, "org.tambo.Error.Pack.Unknown" },
  { TAMBO_ERROR_PACK_INCOMPLETE, "org.tambo.Error.Pack.Incomplete" },
  { TAMBO_ERROR_PACK_TOO_NEW, "org.tambo.Error.Pack.TooNew" },
  { TAMBO_ERROR_PACK_RECALLED, "org.tambo.Error.Pack.Recalled" },
  { TAMBO_ERROR_PACK_CODEC, "org.tambo.Error.Pack.Codec" },
  { TAMBO_ERROR_PACK_MEDIUM, "org.tambo.Error.Pack.Medium" },
  { TAMBO_ERROR_PACK_SPACE, "org.tambo.Error.Pack.Space" },
  { TAMBO_ERROR_PACK_IDENTIFIES, "org.tambo.Error.Pack.Identifies" },
  { TAMBO_ERROR_PACK_PASSPHRASE, "org.tambo.Error.Pack.Passphrase" },
  { TAMBO_ERROR_FORM_FORMAT, "org.tambo.Error.Form.Format" },
  { TAMBO_ERROR_FORM_VERSION, "org.tambo.Error.Form.Version" },
  { TAMBO_ERROR_FORM_LOOP, "org.tambo.Error.Form.Loop" },
  { TAMBO_ERROR_FORM_LINK, "org.tambo.Error.Form.Link" },
  { TAMBO_ERROR_FORM_TOO_LARGE, "org.tambo.Error.Form.TooLarge" },
  { TAMBO_ERROR_FORM_AMBIGUOUS, "org.tambo.Error.Form.Ambiguous" },
  { TAMBO_ERROR_FORM_CRISIS_MISSING, "org.tambo.Error.Form.CrisisMissing" },
  { TAMBO_ERROR_FORM_UNSUPPORTED, "org.tambo.Error.Form.Unsupported" },
  { TAMBO_ERROR_FORM_ANSWER, "org.tambo.Error.Form.Answer" },
  { TAMBO_ERROR_EXPRESSION_SYNTAX, "org.tambo.Error.Expression.Syntax" },
  { TAMBO_ERROR_EXPRESSION_UNSUPPORTED, "org.tambo.Error.Expression.Unsupported" },
  { TAMBO_ERROR_EXPRESSION_TYPE, "org.tambo.Error.Expression.Type" },
  { TAMBO_ERROR_EXPRESSION_LIMIT, "org.tambo.Error.Expression.Limit" },
  { TAMBO_ERROR_PEER_NOT_ADMITTED, "org.tambo.Error.Peer.NotAdmitted" },
  { TAMBO_ERROR_PEER_PROTOCOL, "org.tambo.Error.Peer.Protocol" },
  { TAMBO_ERROR_PEER_BAD_LEAF, "org.tambo.Error.Peer.BadLeaf" },
  { TAMBO_ERROR_PEER_STALLED, "org.tambo.Error.Peer.Stalled" },
  { TAMBO_ERROR_HUB_UNREACHABLE, "org.tambo.Error.Hub.Unreachable" },
  { TAMBO_ERROR_HUB_CERTIFICATE, "org.tambo.Error.Hub.Certificate" },
  { TAMBO_ERROR_HUB_REFUSED, "org.tambo.Error.Hub.Refused" },
  { TAMBO_ERROR_HUB_TOKEN, "org.tambo.Error.Hub.Token" },
  { TAMBO_ERROR_HUB_REDIRECT, "org.tambo.Error.Hub.Redirect" },
  { TAMBO_ERROR_HUB_PROTOCOL, "org.tambo.Error.Hub.Protocol" },
  { TAMBO_ERROR_HUB_BUSY, "org.tambo.Error.Hub.Busy" },
  { TAMBO_ERROR_HUB_STALLED, "org.tambo.Error.Hub.Stalled" },
  { TAMBO_ERROR_HUB_EMPTY, "org.tambo.Error.Hub.Empty" },
  { TAMBO_ERROR_ENVELOPE_FORMAT, "org.tambo.Error.Envelope.Format" },
  { TAMBO_ERROR_ENVELOPE_QUOTA, "org.tambo.Error.Envelope.Quota" },
  { TAMBO_ERROR_ENVELOPE_EXPIRED, "org.tambo.Error.Envelope.Expired" },
  { TAMBO_ERROR_ENVELOPE_TOO_LARGE, "org.tambo.Error.Envelope.TooLarge" },
  { TAMBO_ERROR_ENVELOPE_SEAL, "org.tambo.Error.Envelope.Seal" },
  { TAMBO_ERROR_ENVELOPE_SIGNATURE, "org.tambo.Error.Envelope.Signature" },
  { TAMBO_ERROR_CONSULT_FORMAT, "org.tambo.Error.Consult.Format" },
  { TAMBO_ERROR_CODE_FORMAT, "org.tambo.Error.Code.Format" },
  { TAMBO_ERROR_CODE_CHECK_DIGIT, "org.tambo.Error.Code.CheckDigit" },
  { TAMBO_ERROR_CLINIC_NO_CURRENT_KEY, "org.tambo.Error.Clinic.NoCurrentKey" },
  { TAMBO_ERROR_CLINIC_PASSPHRASE, "org.tambo.Error.Clinic.Passphrase" },
  { TAMBO_ERROR_STICK_FILE_SYSTEM, "org.tambo.Error.Stick.FileSystem" },
  { TAMBO_ERROR_STICK_SEVERAL, "org.tambo.Error.Stick.Several" },
  { TAMBO_ERROR_STICK_EMPTY, "org.tambo.Error.Stick.Empty" },
  { TAMBO_ERROR_STICK_TOO_LARGE, "org.tambo.Error.Stick.TooLarge" },
  { TAMBO_ERROR_STICK_UNREADABLE, "org.tambo.Error.Stick.Unreadable" },
  { TAMBO_ERROR_STICK_READ_ONLY, "org.tambo.Error.Stick.ReadOnly" },
  { TAMBO_ERROR_STICK_BUSY, "org.tambo.Error.Stick.Busy" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (error_names) == TAMBO_N_ERRORS);

static const char *const error_words[] = {
  [TAMBO_ERROR_DATABASE] = "database",
  [TAMBO_ERROR_DATABASE_TOO_NEW] = "database.too-new",
  [TAMBO_ERROR_DECODER_MISSING] = "decoder.missing",
  [TAMBO_ERROR_CONFIG] = "config",
  [TAMBO_ERROR_JSON_SYNTAX] = "json.syntax",
  [TAMBO_ERROR_JSON_TOO_LARGE] = "json.too-large",
  [TAMBO_ERROR_JSON_DEPTH] = "json.depth",
  [TAMBO_ERROR_JSON_DUPLICATE_KEY] = "json.duplicate-key",
  [TAMBO_ERROR_JSON_NUMBER] = "json.number",
  [TAMBO_ERROR_JSON_TEXT] = "json.text",
  [TAMBO_ERROR_JSON_MEMBER] = "json.member",
  [TAMBO_ERROR_PACK_FORMAT] = "pack.format",
  [TAMBO_ERROR_PACK_SIGNATURE] = "pack.signature",
  [TAMBO_ERROR_PACK_ROLLBACK] = "pack.rollback",
  [TAMBO_ERROR_PACK_EXPIRED] = "pack.expired",
  [TAMBO_ERROR_PACK_DIGEST] = "pack.digest",
  [TAMBO_ERROR_PACK_TOO_LARGE] = "pack.too-large",
  [TAMBO_ERROR_PACK_UNKNOWN] = "pack.unknown",
  [TAMBO_ERROR_PACK_INCOMPLETE] = "pack.incomplete",
  [TAMBO_ERROR_PACK_TOO_NEW] = "pack.too-new",
  [TAMBO_ERROR_PACK_RECALLED] = "pack.recalled",
  [TAMBO_ERROR_PACK_CODEC] = "pack.codec",
  [TAMBO_ERROR_PACK_MEDIUM] = "pack.medium",
  [TAMBO_ERROR_PACK_SPACE] = "pack.space",
  [TAMBO_ERROR_PACK_IDENTIFIES] = "pack.identifies",
  [TAMBO_ERROR_PACK_PASSPHRASE] = "pack.passphrase",
  [TAMBO_ERROR_FORM_FORMAT] = "form.format",
  [TAMBO_ERROR_FORM_VERSION] = "form.version",
  [TAMBO_ERROR_FORM_LOOP] = "form.loop",
  [TAMBO_ERROR_FORM_LINK] = "form.link",
  [TAMBO_ERROR_FORM_TOO_LARGE] = "form.too-large",
  [TAMBO_ERROR_FORM_AMBIGUOUS] = "form.ambiguous",
  [TAMBO_ERROR_FORM_CRISIS_MISSING] = "form.crisis-missing",
  [TAMBO_ERROR_FORM_UNSUPPORTED] = "form.unsupported",
  [TAMBO_ERROR_FORM_ANSWER] = "form.answer",
  [TAMBO_ERROR_EXPRESSION_SYNTAX] = "expression.syntax",
  [TAMBO_ERROR_EXPRESSION_UNSUPPORTED] = "expression.unsupported",
  [TAMBO_ERROR_EXPRESSION_TYPE] = "expression.type",
  [TAMBO_ERROR_EXPRESSION_LIMIT] = "expression.limit",
  [TAMBO_ERROR_PEER_NOT_ADMITTED] = "peer.not-admitted",
  [TAMBO_ERROR_PEER_PROTOCOL] = "peer.protocol",
  [TAMBO_ERROR_PEER_BAD_LEAF] = "peer.bad-leaf",
  [TAMBO_ERROR_PEER_STALLED] = "peer.stalled",
  [TAMBO_ERROR_HUB_UNREACHABLE] = "hub.unreachable",
  [TAMBO_ERROR_HUB_CERTIFICATE] = "hub.certificate",
  [TAMBO_ERROR_HUB_REFUSED] = "hub.refused",
  [TAMBO_ERROR_HUB_TOKEN] = "hub.token",
  [TAMBO_ERROR_HUB_REDIRECT] = "hub.redirect",
  [TAMBO_ERROR_HUB_PROTOCOL] = "hub.protocol",
  [TAMBO_ERROR_HUB_BUSY] = "hub.busy",
  [TAMBO_ERROR_HUB_STALLED] = "hub.stalled",
  [TAMBO_ERROR_HUB_EMPTY] = "hub.empty",
  [TAMBO_ERROR_ENVELOPE_FORMAT] = "envelope.format",
  [TAMBO_ERROR_ENVELOPE_QUOTA] = "envelope.quota",
  [TAMBO_ERROR_ENVELOPE_EXPIRED] = "envelope.expired",
  [TAMBO_ERROR_ENVELOPE_TOO_LARGE] = "envelope.too-large",
  [TAMBO_ERROR_ENVELOPE_SEAL] = "envelope.seal",
  [TAMBO_ERROR_ENVELOPE_SIGNATURE] = "envelope.signature",
  [TAMBO_ERROR_CONSULT_FORMAT] = "consult.format",
  [TAMBO_ERROR_CODE_FORMAT] = "code.format",
  [TAMBO_ERROR_CODE_CHECK_DIGIT] = "code.check-digit",
  [TAMBO_ERROR_CLINIC_NO_CURRENT_KEY] = "clinic.no-current-key",
  [TAMBO_ERROR_CLINIC_PASSPHRASE] = "clinic.passphrase",
  [TAMBO_ERROR_STICK_FILE_SYSTEM] = "stick.file-system",
  [TAMBO_ERROR_STICK_SEVERAL] = "stick.several",
  [TAMBO_ERROR_STICK_EMPTY] = "stick.empty",
  [TAMBO_ERROR_STICK_TOO_LARGE] = "stick.too-large",
  [TAMBO_ERROR_STICK_UNREADABLE] = "stick.unreadable",
  [TAMBO_ERROR_STICK_READ_ONLY] = "stick.read-only",
  [TAMBO_ERROR_STICK_BUSY] = "stick.busy",
};

G_STATIC_ASSERT (G_N_ELEMENTS (error_words) == TAMBO_N_ERRORS);

GQuark
tambo_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("tambo-error-quark",
                                      &quark,
                                      error_names,
                                      G_N_ELEMENTS (error_names));

  return (GQuark) quark;
}

/**
 * tambo_error_get_word:
 * @error: any error
 *
 * The stable word for an error, for logs and for staff: `pack.digest`. Messages may hold what came
 * from outside, words never do.
 *
 * Returns: (transfer none): a word; `io` for every error that is not of %TAMBO_ERROR
 */
const char *
tambo_error_get_word (const GError *error)
{
  g_return_val_if_fail (error != NULL, "io");

  if (error->domain != TAMBO_ERROR || error->code < 0 || error->code >= TAMBO_N_ERRORS)
    return "io";

  return error_words[error->code];
}
