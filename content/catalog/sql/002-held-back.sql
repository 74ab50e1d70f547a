-- SPDX-FileCopyrightText: The Tambo contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- What staff decided against the metadata: this pack does not come by itself up to that version,
-- after they went back to an earlier one; without a version not at all, after they removed it.
-- Whoever installs it on purpose ends this.
CREATE TABLE held_back (
  id TEXT PRIMARY KEY,
  version INTEGER CHECK (version > 0)
) STRICT;

-- "Who needs this blob?", when one is found damaged.
CREATE INDEX blobs_by_digest ON blobs (digest);
