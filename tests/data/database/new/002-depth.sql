-- SPDX-FileCopyrightText: The Tambo contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- NULL: nobody has measured it.
ALTER TABLE wells ADD COLUMN depth INTEGER;
