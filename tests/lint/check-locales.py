#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every text on a screen can be translated, and is in the languages kept whole.

Compares locales/po with what locales/update would write there; line numbers may be behind.
"""

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(sys.argv[1])
PO = ROOT / "locales" / "po"
# Whoever changes a text translates it into these; the others follow when somebody can, and may lag
# behind until then.
WHOLE = ("ar", "fr")
MARKED = re.compile(r"\b(?:_|N_|C_|NC_|ngettext)\s*\(\s*\"")


def load_update():
    """The script that renews the catalogues, so that both ask xgettext the same."""
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("update", str(ROOT / "locales" / "update"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("update", loader))
    loader.exec_module(module)
    return module


def read_messages(path, *options):
    """The messages of a catalogue: context, text and plural of each, whatever the translation."""
    words = subprocess.run(
        ["msgattrib", "--no-obsolete", "--no-wrap", "--no-location", *options, str(path)],
        stdout=subprocess.PIPE, check=True).stdout.decode()
    messages = set()
    for entry in words.split("\n\n"):
        lines = [line for line in entry.splitlines() if not line.startswith("#")]
        key = "\n".join(lines).split("\nmsgstr")[0]
        if key and key != 'msgid ""':
            messages.add(key)
    return messages


def files_with_texts():
    """Found by the marks themselves, where locales/update goes by includes."""
    for top in ("clinic", "kiosk"):
        for path in (ROOT / top).glob("**/*"):
            if path.suffix == ".ui" and 'translatable="yes"' in path.read_text():
                yield str(path.relative_to(ROOT))
            if path.suffix in (".c", ".h") and MARKED.search(path.read_text()):
                yield str(path.relative_to(ROOT))


def check_files(listed):
    found = set(files_with_texts())
    for path in sorted(found - set(listed)):
        yield f"locales/po/POTFILES: lacks {path}"
    for path in sorted(set(listed) - found):
        yield f"locales/po/POTFILES: {path} has no texts"
    if listed != sorted(set(listed)):
        yield "locales/po/POTFILES: is not sorted, or names a file twice"


def check_messages(name, template):
    messages = read_messages(PO / name)
    for message in sorted(template - messages):
        yield f"locales/po/{name}: lacks {message}"
    for message in sorted(messages - template):
        yield f"locales/po/{name}: nobody says {message}"


def check_catalogue(language):
    name = f"{language}.po"
    checked = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(PO / name)],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if checked.returncode != 0:
        yield checked.stdout.decode().strip()
        return
    if language not in WHOLE:
        return
    for message in sorted(read_messages(PO / name, "--untranslated")):
        yield f"locales/po/{name}: untranslated {message}"
    for message in sorted(read_messages(PO / name, "--only-fuzzy")):
        yield f"locales/po/{name}: fuzzy {message}"


def complaints():
    languages = (PO / "LINGUAS").read_text().split()
    yield from check_files((PO / "POTFILES").read_text().split())
    with tempfile.TemporaryDirectory() as folder:
        load_update().write_template(Path(folder))
        template = read_messages(Path(folder) / "tambo.pot")
    if not template:
        yield "locales/update: finds no texts at all"
    for name in ("tambo.pot", *(f"{language}.po" for language in WHOLE)):
        yield from check_messages(name, template)
    for language in languages:
        yield from check_catalogue(language)


found = list(complaints())
print("\n".join(found))
sys.exit(1 if found else 0)
