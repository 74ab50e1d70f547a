#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the length of files and of functions, and that there is no goto.

A function of more than 80 lines or a file of more than 600 is a finding. A function starts at
the opening brace in the first column and ends at the closing one, as clang-format leaves them.
"""

import re
import sys
from pathlib import Path

MAX_FILE = 600
MAX_FUNCTION = 80
GOTO = re.compile(r"^\s+goto\s+\w+;")
NOT_A_FUNCTION = re.compile(r"^(static |typedef |const |extern )*(struct|enum|union)\b|=\s*$|\]\s*=?\s*$")


def complaints(root):
    for top in ("content", "mesh", "kiosk", "clinic", "tests"):
        for path in sorted((root / top).glob("**/*.[ch]")):
            lines = path.read_text().splitlines()
            name = path.relative_to(root)
            if len(lines) > MAX_FILE:
                yield f"{name}: {len(lines)} lines; is it still one idea?"

            start = None
            for number, line in enumerate(lines, 1):
                if GOTO.match(line):
                    yield f"{name}:{number}: no goto"
                if line == "{" and not NOT_A_FUNCTION.search(lines[number - 2]):
                    start = number
                elif line.startswith("}") and start is not None:
                    if number - start > MAX_FUNCTION:
                        yield f"{name}:{start}: a function of {number - start} lines"
                    start = None


found = list(complaints(Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
