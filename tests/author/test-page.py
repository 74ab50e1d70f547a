#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-page.py PAGE TAMBO-PACK: does what the page for authors says.

Runs the commands of the page's blocks, one after the other, in an empty folder, and holds what
they print against what the page shows. In the page "…" stands for anything. A command that needs
what a test has not, a stick or a registry, is run only if its last word is a folder to be made.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
ELSEWHERE = re.compile(r"/media/|docker://|https?://|registry\.|tamboctl ")


def steps(page):
    """Each command of the page, and the lines that it is to print."""
    for block in BLOCK.findall(page):
        for step in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, *printed = step.rstrip("\n").split("\n")
            while command.endswith("\\"):
                command = command[:-1] + printed.pop(0)
            yield command, printed


def matches(pattern, line):
    pieces = [re.escape(piece) for piece in pattern.strip().split("…")]
    return re.fullmatch(".*".join(pieces), line.strip()) is not None


def missing(patterns, lines):
    """The first of the patterns that no line has, in the order of the page."""
    position = 0
    for pattern in patterns:
        if not pattern.strip() or pattern.strip() == "…":
            continue
        while position < len(lines) and not matches(pattern, lines[position]):
            position += 1
        if position == len(lines):
            return pattern
        position += 1
    return None


def run(command, folder, environment):
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def complaints(page, environment, folder):
    n = 0
    for command, printed in steps(page):
        if ELSEWHERE.search(command):
            continue
        n += 1
        done = run(command, folder, environment)
        if done.returncode != 0:
            yield f"$ {command}\nends with {done.returncode}:\n{done.stdout}"
            return
        pattern = missing(printed, done.stdout.split("\n"))
        if pattern is not None:
            yield f"$ {command}\ndoes not print “{pattern.strip()}”, but:\n{done.stdout}"
    if n < 8:
        yield f"the page has {n} commands that can be tried, which cannot be all of it"


def main():
    page = Path(sys.argv[1]).read_text()
    program = Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory(prefix="tambo-page-") as folder:
        environment = {**os.environ, "HOME": folder, "XDG_CACHE_HOME": os.path.join(folder, ".cache"),
                       "PATH": f"{program.parent}:{os.environ['PATH']}"}
        found = list(complaints(page, environment, folder))
    print("\n\n".join(found))
    sys.exit(1 if found else 0)


main()
