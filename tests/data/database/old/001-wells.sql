-- SPDX-FileCopyrightText: The Tambo contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

CREATE TABLE wells (
  name TEXT PRIMARY KEY,
  water BLOB
) STRICT;
