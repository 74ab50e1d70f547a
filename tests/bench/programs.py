#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""programs.py BUILD: how soon the kiosk shows something, and what the programs weigh.

Prints figures and asserts none. Best on a machine that does nothing else.
"""

import os
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(TOP, "tests", "lab"), os.path.join(TOP, "packaging", "story")]

from kiosk import Kiosk, Screen, start_session_bus  # noqa: E402
from processes import wait_for  # noqa: E402
from stage import Stage  # noqa: E402

STARTS = 5
FILM = "A cough that lasts"


def resident(process):
    """MiB of memory that a process has in use."""
    with open(f"/proc/{process.pid}/status") as status:
        lines = dict(line.split(":", 1) for line in status)
    return int(lines["VmRSS"].split()[0]) / 1024


def settle(process):
    """What it weighs once that no longer changes."""
    seen = []

    def is_still():
        seen.append(resident(process))
        return len(seen) > 20 and max(seen[-20:]) - min(seen[-20:]) < 0.1

    wait_for(is_still, "a process to settle", 30)
    return seen[-1]


def start_kiosk(stage, screen):
    begin = time.monotonic()
    kiosk = Kiosk(stage.a, screen, os.path.join(stage.a.folder, "kiosk"))
    while kiosk.find("Touch to begin") is None:
        pass
    return kiosk, time.monotonic() - begin


def measure(stage):
    screen = Screen(stage.lab.processes, "a")
    seconds = []
    for _ in range(STARTS):
        kiosk, took = start_kiosk(stage, screen)
        seconds.append(took)
        if len(seconds) < STARTS:
            stage.lab.processes.end(kiosk.process)
    print(f"kiosk, start to first screen: {sorted(seconds)[STARTS // 2]:.2f} s, at most {max(seconds):.2f} s")
    print(f"kiosk, idle: {settle(kiosk.process):.1f} MiB")
    for words in ("Touch to begin", "English", "Watch and read", FILM):
        kiosk.touch(words)
    kiosk.wait_for("Pause")
    time.sleep(20)
    print(f"kiosk, playing for 20 s: {resident(kiosk.process):.1f} MiB")
    stage.wait_for_pack(stage.b)
    for host in (stage.a, stage.b, stage.clinic):
        print(f"tambo-meshd of {host.name}, idle with its neighbours: {settle(host.meshd):.1f} MiB")


def main():
    build = os.path.abspath(sys.argv[1])
    os.environ["TAMBO_LOCALE_DIR"] = os.path.join(build, "locales", "po")
    with tempfile.TemporaryDirectory(prefix="tambo-bench-") as folder:
        os.chmod(folder, 0o711)
        with Stage(build, folder) as stage:
            start_session_bus(stage.lab.processes)
            stage.open(os.path.join(build, "content", "samples", "cough-pack"))
            measure(stage)


main()
