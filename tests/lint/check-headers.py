#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each source file starts with the two SPDX lines, and carries no licence text."""

import sys
from pathlib import Path

SUFFIXES = {".c", ".h", ".py", ".sh", ".sql", ".css", ".js", ".ui", ".svg"}
TOPS = ("content", "mesh", "kiosk", "clinic", "locales", "tests", "packaging")


def complaints(root):
    for top in TOPS:
        for path in sorted((root / top).glob("**/*")):
            if path.suffix not in SUFFIXES or not path.is_file():
                continue
            head = path.read_text(errors="replace")[:400]
            for tag in ("SPDX-FileCopyrightText: The Tambo contributors", "SPDX-License-Identifier: "):
                if tag not in head:
                    yield f"{path.relative_to(root)}: lacks “{tag}”"


found = list(complaints(Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
