-- SPDX-FileCopyrightText: The Tambo contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- What is called sealed is readable only with the vault's key, which the passphrase unwraps.

CREATE TABLE clinic (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,             -- the id under which the programme knows it
  record BLOB NOT NULL,           -- clinics/<id>.json as it was first made
  vault BLOB NOT NULL,            -- the vault's key, wrapped
  identity_secret BLOB NOT NULL,  -- sealed
  deployment TEXT NOT NULL DEFAULT ''  -- hexadecimal; the first one met is kept
) STRICT;

CREATE TABLE intake_key (
  id BLOB PRIMARY KEY,            -- the recipient in envelopes
  public_key BLOB NOT NULL,
  secret_key BLOB,                -- sealed; NULL once destroyed
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL
) STRICT;

-- One row for each message of a person, however many envelopes brought it.
CREATE TABLE message (
  id BLOB PRIMARY KEY,
  thread BLOB NOT NULL,
  arrived INTEGER NOT NULL,       -- seconds since 1970
  state INTEGER NOT NULL,         -- 0 new, 1 opened, 2 answered
  content BLOB NOT NULL           -- sealed
) STRICT;

CREATE INDEX message_by_arrival ON message (arrived);

-- Envelopes that were opened and stored: each has been named in a receipt.
CREATE TABLE envelope (
  id TEXT PRIMARY KEY,
  message BLOB NOT NULL REFERENCES message (id)
) STRICT;

CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  message BLOB NOT NULL REFERENCES message (id),
  written INTEGER NOT NULL,
  content BLOB NOT NULL           -- sealed
) STRICT;

CREATE INDEX answer_by_message ON answer (message);

-- Envelopes for the daemon, until it has them.
CREATE TABLE outgoing (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  envelope BLOB NOT NULL
) STRICT;

-- Who did what and when. Never what was read.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  account TEXT NOT NULL,
  action TEXT NOT NULL,
  message TEXT                    -- hexadecimal
) STRICT;
