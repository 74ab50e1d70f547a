#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-manual.py ROOT PROGRAM…: checks that the manual says what there is.

Every key of a configuration file has its line in the page of that file, and every command and
option of a program's --help in the page of that program. mandoc has nothing to complain of.
"""

import re
import subprocess
import sys
from pathlib import Path

CONFIGURATION = {
    "packaging/mesh.conf": "mesh.conf.5",
    "packaging/kiosk.conf": "kiosk.conf.5",
    "clinic/clinic.conf": "clinic.conf.5",
}

KEY = re.compile(r"^#?([a-z0-9-]+)=", re.M)
GROUP = re.compile(r"^\[([a-z-]+)\]$", re.M)
COMMAND = re.compile(r"^  ([a-z][a-z-]+) +\S", re.M)
OPTION = re.compile(r"^  (?:-\w, )?--([a-z-]+)", re.M)
EVERYWHERE = {"help", "help-all"}


def check_configuration(root, manual):
    for name, page in CONFIGURATION.items():
        text = (manual / page).read_text()
        file = (root / name).read_text()
        for group in GROUP.findall(file):
            if f".Ss [{group}]" not in text:
                yield f"{page}: nothing of [{group}] of {name}; write .Ss [{group}]"
        for key in KEY.findall(file):
            if f".It Cm {key}\n" not in text:
                yield f"{page}: nothing of {key}= of {name}; write .It Cm {key}"


def check_program(program, manual):
    pages = list(manual.glob(f"{program.name}.[18]"))
    if not pages:
        yield f"{program.name}: there is no page of it"
        return
    text = pages[0].read_text()
    said = subprocess.run([program, "--help"], text=True, stdout=subprocess.PIPE, check=True).stdout
    for command in set(COMMAND.findall(said)) - {program.name}:
        if not re.search(rf"^\.It Ic {command}( |$)", text, re.M):
            yield f"{pages[0].name}: nothing of {command}; write .It Ic {command}"
    for option in set(OPTION.findall(said)) - EVERYWHERE:
        if not re.search(rf"Fl Fl {option}\b", text):
            yield f"{pages[0].name}: nothing of --{option}; write .It Fl Fl {option}"


def check_pages(manual):
    for page in sorted(manual.glob("*.[1-8]")):
        done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        yield from done.stdout.splitlines()


def main():
    root = Path(sys.argv[1])
    manual = root / "packaging" / "man"
    found = [*check_configuration(root, manual), *check_pages(manual)]
    for program in sys.argv[2:]:
        found += check_program(Path(program), manual)
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
