#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the .ui files: every word can be translated, nothing has a fixed width, none is forgotten.

A row is a file of its own, because xgettext does not look into CDATA. Widths come from tokens.css,
which knows the screen's millimetres.
"""

import sys
import xml.etree.ElementTree as xml
from pathlib import Path

# Properties that a person reads or hears.
WORDS = {"label", "title", "subtitle", "tooltip-text", "placeholder-text", "text"}
WORDS_OF_ACCESSIBILITY = {"label", "description"}
FIXED = {"width-request", "default-width"}


def is_words(text):
    return any(character.isalpha() for character in text or "")


def complaints_of(path):
    text = path.read_text()
    if "<![CDATA[" in text:
        yield "CDATA hides strings from xgettext; give the row a file of its own"
    root = xml.fromstring(text)
    if root.get("domain") != "tambo":
        yield 'the interface lacks domain="tambo"'
    for element in root.iter("property"):
        name = element.get("name").replace("_", "-")
        if name in FIXED:
            yield f"{name} is fixed; let tokens.css say it"
        if name in WORDS and is_words(element.text) and element.get("translatable") != "yes":
            yield f"{name} “{element.text.strip()}” is not translatable"
    for accessibility in root.iter("accessibility"):
        for element in accessibility.iter("property"):
            name = element.get("name")
            translatable = element.get("translatable") == "yes"
            if name in WORDS_OF_ACCESSIBILITY and is_words(element.text) and not translatable:
                yield f"accessible {name} “{element.text.strip()}” is not translatable"


def complaints(root):
    listed = set()
    for listing in sorted(root.glob("*/*.gresource.xml")):
        for file in xml.parse(listing).iter("file"):
            listed.add(listing.parent / file.text)
    for path in sorted(root.glob("kiosk/**/*.ui")):
        for complaint in complaints_of(path):
            yield f"{path.relative_to(root)}: {complaint}"
        if path not in listed:
            yield f"{path.relative_to(root)}: in no gresource.xml"


found = list(complaints(Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
