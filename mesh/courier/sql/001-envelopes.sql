-- SPDX-FileCopyrightText: The Tambo contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- The courier's own clock, in milliseconds: it runs while the daemon runs, and is never set. Ages
-- are differences of it, so no wrong clock makes an envelope old.
CREATE TABLE clock (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  boot_id TEXT NOT NULL,
  boottime_ms INTEGER NOT NULL,
  clock_ms INTEGER NOT NULL
) STRICT;

-- Envelopes that are here. What they say is sealed; what stands in the other columns is said by
-- their first 28 bytes too.
CREATE TABLE envelopes (
  number INTEGER PRIMARY KEY, -- in the order of arrival
  id BLOB NOT NULL UNIQUE,
  type INTEGER NOT NULL,
  recipient BLOB NOT NULL,
  expiry_day INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  born_ms INTEGER NOT NULL,   -- of the courier's clock: now less its age
  peer TEXT,                  -- who handed it over; NULL if it was written here
  is_released INTEGER NOT NULL, -- others may know of it
  is_carried INTEGER NOT NULL,  -- another kiosk has it
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE INDEX envelopes_by_recipient ON envelopes (recipient);
CREATE INDEX envelopes_by_peer ON envelopes (peer);

-- What a clinic has received, by its own word: such an envelope is not taken in again.
CREATE TABLE received (
  id BLOB NOT NULL,
  recipient BLOB NOT NULL,
  since_ms INTEGER NOT NULL, -- of the courier's clock
  was_here INTEGER NOT NULL,
  was_own INTEGER NOT NULL,
  PRIMARY KEY (id, recipient)
) STRICT, WITHOUT ROWID;

-- How much each peer handed over on a day of the courier's clock.
CREATE TABLE handed_over (
  peer TEXT NOT NULL,
  day INTEGER NOT NULL,
  envelopes INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (peer, day)
) STRICT, WITHOUT ROWID;
