#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""film.py TAMBO-PACK: how long a film takes to render, and what it weighs.

The film about a cough in three languages, its first scene twice, so that it lasts 90 seconds.
Then the same once more, with one word changed, and with nothing changed. Prints figures and
asserts none.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("en", "fr", "ar")
AGAIN = 1  # scenes


def double_scenes(folder):
    """The first scenes once more at the end, under other names."""
    board = configparser.RawConfigParser(interpolation=None)
    board.optionxform = str
    board.read(folder / "film.ini")
    scenes = board["Film"]["Scenes"].strip(";").split(";")
    for scene in scenes[:AGAIN]:
        board[f"{scene}-again"] = dict(board[scene])
    board["Film"]["Scenes"] = ";".join(scenes + [f"{scene}-again" for scene in scenes[:AGAIN]])
    with open(folder / "film.ini", "w") as file:
        board.write(file, space_around_delimiters=False)
    for language in LANGUAGES:
        script = folder / f"script.{language}.txt"
        text = script.read_text()
        for scene in scenes[:AGAIN]:
            lines = re.search(rf"^\[{scene}\]\n(.*?)(?=^\[|\Z)", text, re.M | re.S).group(1)
            text += f"\n[{scene}-again]\n{lines}"
        script.write_text(text)


def make_source(folder):
    source = Path(folder) / "cough"
    shutil.copytree(TOP / "content" / "samples" / "cough", source)
    pack = source / "pack.ini"
    pack.write_text(re.sub(r"^Languages=.*$", f"Languages={';'.join(LANGUAGES)}", pack.read_text(), flags=re.M))
    double_scenes(source / "film")
    return source


def render(program, source, out):
    begin = time.monotonic()
    said = subprocess.run([program, "film", source, "-o", out], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    return time.monotonic() - begin, float(re.search(r"([0-9.]+) seconds", said).group(1))


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="tambo-bench-") as folder:
        source, out = make_source(folder), Path(folder) / "out"
        took, lasts = render(program, source, out)
        print(f"film of {lasts:.0f} s in {len(LANGUAGES)} languages: rendered in {took:.0f} s")
        print(f"  picture: {os.path.getsize(out / 'film' / 'picture.webm') / 1e6:.2f} MB")
        for language in LANGUAGES:
            print(f"  voice {language}: {os.path.getsize(out / 'film' / language / 'voice.ogg') / 1e6:.2f} MB")
        took, _ = render(program, source, out)
        print(f"  nothing changed: {took:.2f} s")
        script = source / "film" / "script.en.txt"
        script.write_text(script.read_text().replace(".\n", "\n", 1))
        took, _ = render(program, source, out)
        print(f"  a full stop taken from one script: {took:.1f} s")


main()
