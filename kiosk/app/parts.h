/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library.h"
#include "kiosk/session/attempts.h"
#include "kiosk/session/session.h"
#include "kiosk/speech/speech.h"
#include "kiosk/usb/stick-desk.h"

G_BEGIN_DECLS

/**
 * TamboParts:
 * @session: what the person has done
 * @languages: those that can be shown here, a list of TamboLanguage
 * @client: the daemon
 * @trust: (nullable): what the kiosk has verified itself; %NULL without a root to start from
 * @library: (nullable): what can be opened; %NULL without @trust
 * @code_attempts: consult codes tried in vain at this kiosk
 * @pin_attempts: PINs tried in vain
 * @pin_path: the file of the PIN's hash
 * @stick_desk: (nullable): what staff do with sticks; %NULL where none can be plugged in
 * @decoder: what films and voices go through
 * @speech: reads screens aloud
 * @sound_sink: (nullable): where sound goes; %NULL to look for a device
 *
 * What screens are made of; the application owns it all. app/ alone sees it whole.
 */
typedef struct
{
  TamboSession *session;
  GListModel *languages;
  TamboMeshClient *client;
  TamboKioskTrust *trust;
  TamboLibrary *library;
  TamboAttempts *code_attempts;
  TamboAttempts *pin_attempts;
  const char *pin_path;
  TamboStickDesk *stick_desk;
  TamboDecoder *decoder;
  TamboSpeech *speech;
  const char *sound_sink;
} TamboParts;

G_END_DECLS
