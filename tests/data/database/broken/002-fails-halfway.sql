-- SPDX-FileCopyrightText: The Tambo contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

DELETE FROM wells;
ALTER TABLE springs ADD COLUMN depth INTEGER;
