-- SPDX-FileCopyrightText: The Tambo contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- One row for each version of a pack whose files are complete and verified in the store. At most
-- two of a pack: the one that is shown, and the one before, for a rollback.
-- languages: those that are here, joined by blanks.

CREATE TABLE versions (
  id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  manifest TEXT NOT NULL,
  languages TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  is_shown INTEGER NOT NULL CHECK (is_shown IN (0, 1)),
  PRIMARY KEY (id, version)
) STRICT;

CREATE UNIQUE INDEX one_version_is_shown ON versions (id) WHERE is_shown = 1;

-- What must stay in the store.
CREATE TABLE blobs (
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (id, version, digest),
  FOREIGN KEY (id, version) REFERENCES versions (id, version) ON DELETE CASCADE
) STRICT;

-- The languages that this shelter wants, in the order in which they were chosen.
CREATE TABLE languages (
  position INTEGER PRIMARY KEY,
  language TEXT NOT NULL UNIQUE
) STRICT;
