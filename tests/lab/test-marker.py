#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-marker.py BUILD LAYOUT: the words of a question never touch the disk of a kiosk.

A person asks a question that holds a word nobody else would write. strace takes down every write
of the kiosk to a file, and afterwards every file of both kiosks is read. Neither may hold the word
or the code; both searches have to find what is planted for them.
"""

import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "support"), os.path.join(TOP, "packaging", "story")]

from hosts import namespaces_allowed  # noqa: E402
from inbox import Inbox  # noqa: E402
from processes import need, wait_for  # noqa: E402
from stage import Stage  # noqa: E402
from tap import Tap, skip_all  # noqa: E402
from writes import Trace, files, forms, search  # noqa: E402

MARKER = "zxqmarqueurwv"
CODE = re.compile(r"\d{3}(\s\d{4}){4}\s\d")


class Session:
    def __init__(self, stage):
        self.stage = stage
        self.trace = Trace(os.path.join(stage.lab.folder, "kiosk.strace"))
        self.fr = gettext.translation("tambo", os.environ["TAMBO_LOCALE_DIR"], ["fr"]).gettext

    @property
    def folders(self):
        """All that kiosk A and kiosk B have, and what every program logged."""
        return [self.stage.a.folder, self.stage.b.folder, self.stage.lab.processes.folder]

    def environment(self):
        """Each place that a library may think of writing to is in the kiosk's own folder."""
        names = ["HOME", "TMPDIR"] + [
            f"XDG_{what}" for what in
            ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR")
        ]
        places = {name: os.path.join(self.stage.a.folder, "home", name) for name in names}
        for place in places.values():
            os.makedirs(place, mode=0o700)
        # Mesa maps its cache of shaders, which strace cannot look into; cairo draws without any.
        return {**places, "MESA_SHADER_CACHE_DISABLE": "true"}

    def open(self, layout):
        self.stage.open(layout)
        self.env = self.environment()
        # A warning ends the kiosk, but not us: libatspi warns of a window that is not quite there.
        self.env["G_DEBUG"] = os.environ.pop("G_DEBUG", "")
        from kiosk import Kiosk, Screen, start_session_bus

        start_session_bus(self.stage.lab.processes)
        screen = Screen(self.stage.lab.processes, "a")
        state = os.path.join(self.stage.a.folder, "kiosk")
        self.kiosk = Kiosk(self.stage.a, screen, state, self.trace.wrapper, self.env)

    def ask(self):
        kiosk, fr = self.kiosk, self.fr
        kiosk.touch("Touch to begin", 60)
        kiosk.touch("Français")
        kiosk.touch(fr("Ask a health worker"))
        kiosk.wait_for(fr("Your question"))
        for letter in MARKER:
            kiosk.touch(letter)
        kiosk.touch(fr("Next"))
        kiosk.wait_for(fr("Do you agree to send this?"))
        kiosk.touch(fr("Yes"))
        shown = kiosk.wait_for(lambda name: CODE.search(name or "")).get_name()
        self.code = CODE.search(shown).group()
        kiosk.touch(fr("I have my code: send"))
        kiosk.wait_for(fr("I am done: delete all"))
        kiosk.touch(fr("Hide now"))
        wait_for(lambda: not kiosk.find(fr("Hide now")), "the neutral screen", 5)

    def the_clinic_reads_it(self):
        inbox = Inbox(self.stage.inbox)
        inbox.log_in(self.stage.passphrase)
        request = wait_for(inbox.requests, "the question at the clinic", 60)[0]
        need(MARKER in inbox.read(request), "the clinic reads another question")

    def the_kiosk_ends(self):
        self.stage.lab.processes.end(self.kiosk.process)
        self.trace.read(self.kiosk.process)
        need(len(self.trace.written) > 1, "the kiosk wrote to no file at all: was it traced?")
        need(not self.trace.unseen, f"writes that strace does not show: {self.trace.unseen}")

    def nothing_holds(self, *texts):
        for text in texts:
            found = search(text, [*self.trace.written.items(), *files(self.folders)])
            need(not found, f"it is in {found}")

    def no_code(self):
        self.nothing_holds(self.code, *(re.sub(r"\s", space, self.code) for space in ("", " ")))

    def the_search_finds_what_is_planted(self):
        """Each form in a file of its own, written by a program under the same tracer."""
        for number, (form, data) in enumerate(forms(MARKER)):
            path = os.path.join(self.env["TMPDIR"], f"plant-{number}")
            trace = Trace(f"{self.trace.path}-{number}")
            octal = "".join(f"\\{byte:03o}" for byte in b"before " + data + b" after")
            process = self.stage.lab.processes.start(
                "plant", [*trace.wrapper, "sh", "-c", f"printf '{octal}' > {path}"]
            )
            process.wait(20)
            trace.read(process)
            need((form, path) in search(MARKER, trace.written.items()), f"{form}: not in the trace")
            need((form, path) in search(MARKER, files(self.folders)), f"{form}: not in the files")


def what_is_missing():
    if not namespaces_allowed():
        return "network namespaces need root, iproute2 and avahi-daemon"
    for tool in ("strace", "Xvfb", "xdotool"):
        if not shutil.which(tool):
            return f"{tool} is not here"
    if subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], check=False).returncode != 0:
        return "strace may not trace here"
    return None


def main():
    build, layout = sys.argv[1:3]
    os.environ.setdefault("TAMBO_LOCALE_DIR", os.path.join(build, "locales", "po"))
    missing = what_is_missing()
    if missing:
        skip_all(missing)

    tap = Tap("/lab/marker")
    with tempfile.TemporaryDirectory(prefix="tambo-lab-") as folder:
        os.chmod(folder, 0o711)
        with Stage(build, folder) as stage:
            session = Session(stage)
            tap.step("a-kiosk-starts-under-strace", session.open, layout)
            tap.step("a-question-is-asked-and-hidden", session.ask)
            tap.step("the-clinic-reads-the-question", session.the_clinic_reads_it)
            tap.step("the-kiosk-ends-and-each-write-was-seen", session.the_kiosk_ends)
            tap.step("nothing-written-holds-the-question", session.nothing_holds, MARKER)
            tap.step("nothing-written-holds-the-code", session.no_code)
            tap.step("both-searches-find-what-is-planted", session.the_search_finds_what_is_planted)
            if tap.failed:
                stage.lab.processes.print_logs(20)
    tap.end()


main()
